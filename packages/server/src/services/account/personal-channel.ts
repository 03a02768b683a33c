import { tellOfUser } from '../../changes/announce.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { channelHistory } from '../../chats/channels/read-posts.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { noPeers } from '../../views/named-peers.ts'
import { canBePersonal, personalChannelOf } from '../../views/personal-channel.ts'
import { mustExist } from './self.ts'

const maxPage = 100

/** "User profiles", personal channels: one's own channel on the own profile, and what bots may read of it. */
export function createPersonalChannel(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'account.updatePersonalChannel': userMethod(
      { rate: { burst: 30, secondsEach: 5 } },
      async ({ userId, caller }, { channel: input }) => {
        const channel = input._ === 'inputChannelEmpty' ? undefined : await inputPeers.channel(userId, input)
        await store.transaction(async (tx) => {
          if ((await mustExist(tx, userId)).personalChannel === channel) return
          if (channel !== undefined && !canBePersonal(await tx.channels.get(channel), userId)) {
            throw badRequest('CHANNEL_INVALID')
          }
          await tx.users.setPersonalChannel(userId, channel)
          const update = { _: 'updateUser', userId: BigInt(userId) } as const
          const date = unixSeconds(clock)
          await recordUnnumbered(tx, ports, { userId, key: 'user', update, date, except: caller.session })
          tellOfUser(tx, ports, userId)
        })
        return true
      },
    ),

    'messages.getPersonalChannelHistory': userMethod(
      { rate: { burst: 300, secondsEach: 0.2 } },
      async ({ userId }, { userId: input, limit, maxId, minId }) => {
        const id = await inputPeers.user(userId, input)
        const user = id === undefined ? undefined : await store.read.users.get(id)
        if (user === undefined) throw badRequest('USER_ID_INVALID')
        const channel = await personalChannelOf(store.read, user)
        if (channel === undefined) return { _: 'messages.messages', messages: [], topics: [], ...noPeers() }
        const page = { offsetId: 0, offsetDate: 0, addOffset: 0, maxId: Math.max(0, maxId), minId: Math.max(0, minId) }
        return channelHistory(ports, userId, channel, { ...page, limit: Math.max(0, Math.min(limit, maxPage)) })
      },
    ),
  }
}
