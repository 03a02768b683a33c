import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import {
  findReacted,
  noteForAuthor,
  reactionUpdate,
  setReactions,
  tellHereOfReactions,
  tellOfReactions,
} from '../../chats/channels/react.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { tellBotsOfPostReactions } from '../../chats/members/tell-bots-of-reactions.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import type { Transaction } from '../../store/store.ts'
import { viewReactionsTo } from '../../views/change-view.ts'

/** So many messages lose somebody's reactions in one unit. */
const perUnit = 50

/** What admins take away of others' reactions, in channels and supergroups. */
export function createDeleteReactions(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  const parse = async (
    { userId }: UserContext,
    input: { readonly peer: api.InputPeer; readonly participant: api.InputPeer },
  ): Promise<{ readonly channel: ChannelId; readonly other: UserId }> => {
    const chat = await inputPeers.chat(userId, input.peer)
    if (chat.kind !== 'channel') throw badRequest('PEER_ID_INVALID')
    return { channel: chat.peer, other: await inputPeers.person(userId, input.participant) }
  }

  /** Takes away what one person gave to some messages; false if there is nothing more of it. */
  const step = ({ userId, caller }: UserContext, channel: ChannelId, other: UserId): Promise<boolean> => {
    const date = unixSeconds(clock)
    return store.transaction(async (tx) => {
      const { record, standing } = await allowInChannel(tx, userId, channel, 'see', date)
      allow(standing, 'delete of others')
      const ids = await tx.postReactions.reactedBy(channel, other, perUnit)
      if (ids.length === 0) return false
      await holdBoxes(tx, [channel])
      const stored = new Map((await tx.messages.many(channel, ids)).map((row) => [row.id, row]))
      for (const id of ids) {
        const row = stored.get(id)
        if (row === undefined) await tx.postReactions.remove(channel, [id])
        else {
          const before = await givenBy(tx, channel, id, other)
          await setReactions(tx, row, other, [])
          await tellBotsOfPostReactions(tx, ports, record, id, { by: other, before, now: [], date })
          if (record.kind === 'megagroup') await noteForAuthor(tx, row)
          tellHereOfReactions(tx, ports, record, id, { date, except: caller.session })
        }
      }
      return ids.length === perUnit
    })
  }

  return {
    'messages.deleteParticipantReaction': userMethod(
      { acts: ['delete of others'], rate: { burst: 100, secondsEach: 0.5 } },
      async (context, request) => {
        const { userId, caller } = context
        const { channel, other } = await parse(context, request)
        const { msgId: id } = request
        const date = unixSeconds(clock)
        await store.transaction(async (tx) => {
          const { record, standing, stored } = await findReacted(tx, { userId, channel, id, date })
          allow(standing, 'delete of others')
          const before = await givenBy(tx, channel, id, other)
          if (before.length === 0) throw badRequest('MESSAGE_NOT_MODIFIED')
          await holdBoxes(tx, [channel])
          await setReactions(tx, stored, other, [])
          const isHere = record.kind === 'megagroup' && (await noteForAuthor(tx, stored))
          const author = isHere && stored.from !== userId ? stored.from : undefined
          await tellOfReactions(tx, ports, { record, id, by: userId, author, date, session: caller.session })
          await tellBotsOfPostReactions(tx, ports, record, id, { by: other, before, now: [], date })
        })
        const reactions = await viewReactionsTo(store.read, channel, id, userId)
        const updates = reactions === undefined ? [] : [reactionUpdate(channel, id, reactions)]
        return envelope(store.read, userViews, userId, updates, { date, others: [userId, channel] })
      },
    ),

    'messages.deleteParticipantReactions': userMethod(
      { acts: ['delete of others'], rate: { burst: 20, secondsEach: 5 } },
      async (context, request) => {
        const { channel, other } = await parse(context, request)
        while (await step(context, channel, other));
        return true
      },
    ),
  }
}

async function givenBy(tx: Transaction, channel: ChannelId, id: number, userId: UserId): Promise<Uint8Array[]> {
  return (await tx.postReactions.given([{ channel, id }], userId)).map(({ reaction }) => reaction)
}
