import { type api, encode } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { tellOfLooks } from '../../chats/channels/tell.ts'
import { allowedReactions } from '../../chats/content/allowed-reactions.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { tellOfGroup } from '../../chats/members/tell-members.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId, ChatId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { checkKindsLimit, parseAllowed } from '../../rules/available-reactions.ts'
import { channelNumber } from '../../views/post-view.ts'

/** What a chat says of the reactions in it. */
interface Setting {
  readonly availableReactions: Uint8Array
  readonly reactionsLimit: number | undefined
}

/** Which reactions there may be in a group or channel ("Reactions"). */
export function createAvailableReactions(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  const setInChannel = async ({ userId, caller }: UserContext, channel: ChannelId, change: Change): Promise<void> => {
    const date = unixSeconds(clock)
    await store.transaction(async (tx) => {
      const { record } = await allowInChannel(tx, userId, channel, 'change info', date)
      const setting = decide(record, change, record.kind === 'broadcast')
      await tx.channels.setAvailableReactions(channel, setting)
      const prevValue = allowedReactions(record).allowed
      const newValue = parseAllowed(change.allowed, record.kind === 'broadcast')
      const action = { _: 'channelAdminLogEventActionChangeAvailableReactions', prevValue, newValue } as const
      await noteAdminEvent(tx, channel, userId, action, date)
      tellOfLooks(tx, ports, channel, { date, except: caller.session })
    })
  }

  const setInGroup = async ({ userId, caller }: UserContext, chat: ChatId, change: Change): Promise<void> => {
    const act = { chat, by: userId, date: unixSeconds(clock), session: caller.session }
    await store.transaction(async (tx) => {
      await allowIn(tx, userId, chat, 'change info')
      const record = await tx.groups.get(chat)
      if (record === undefined) throw badRequest('PEER_ID_INVALID')
      const setting = decide(record, change, false)
      const boxes = await boxesOfChat(tx, userId, chat)
      await holdBoxes(tx, boxes)
      await tx.groups.change(chat, setting)
      await tellOfGroup(tx, ports, boxes, act)
    })
  }

  return {
    'messages.setChatAvailableReactions': userMethod(
      { acts: ['change info'], rate: { burst: 50, secondsEach: 5 } },
      async (context, { peer: input, availableReactions: allowed, reactionsLimit: limit, paidEnabled }) => {
        // There are no payments.
        if (paidEnabled === true) throw notImplemented()
        checkKindsLimit(limit)
        const { userId } = context
        const { kind, peer } = await inputPeers.chat(userId, input)
        const others = [peer]
        const date = unixSeconds(clock)
        if (kind === 'channel') {
          await setInChannel(context, peer, { allowed, limit })
          const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(peer) }
          return envelope(store.read, userViews, userId, [update], { date, others })
        }
        if (kind !== 'group') throw badRequest('PEER_ID_INVALID')
        await setInGroup(context, peer, { allowed, limit })
        const update: api.updateChat = { _: 'updateChat', chatId: BigInt(-peer) }
        return envelope(store.read, userViews, userId, [update], { date, others })
      },
    ),
  }
}

interface Change {
  readonly allowed: api.ChatReactions
  /** As it was, if missing. */
  readonly limit: number | undefined
}

interface Before {
  readonly availableReactions?: Uint8Array | undefined
  readonly reactionsLimit?: number | undefined
}

/** Throws `CHAT_NOT_MODIFIED` for what is so already. */
function decide(before: Before, { allowed, limit }: Change, isBroadcast: boolean): Setting {
  const availableReactions = encode(parseAllowed(allowed, isBroadcast))
  const reactionsLimit = limit ?? before.reactionsLimit
  const isSame =
    before.availableReactions !== undefined &&
    Buffer.compare(before.availableReactions, availableReactions) === 0 &&
    before.reactionsLimit === reactionsLimit
  if (isSame) throw badRequest('CHAT_NOT_MODIFIED')
  return { availableReactions, reactionsLimit }
}
