import { allowInChannel } from '../../chats/channels/standing.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/** How many of a group are there now: a number, and never who ("messages.getOnlines"). */
export function createOnlines({ store: { read }, clock, inputPeers }: ServicePorts): Methods {
  return {
    'messages.getOnlines': userMethod({ rate: { burst: 100, secondsEach: 0.5 } }, async ({ userId }, request) => {
      const { kind, peer } = await inputPeers.chat(userId, request.peer)
      const now = unixSeconds(clock)
      if (kind === 'channel') {
        await allowInChannel(read, userId, peer, 'see', now)
        return { _: 'chatOnlines', onlines: await read.channelMembers.countOnline(peer, now) }
      }
      if (kind !== 'group') throw badRequest('PEER_ID_INVALID')
      await allowIn(read, userId, peer, 'see')
      const online = await read.presence.online(await boxesOfChat(read, userId, peer))
      return { _: 'chatOnlines', onlines: [...online.values()].filter((until) => until > now).length }
    }),
  }
}
