import type { api } from '@chappe/tl-codec/api'
import { forgetSaved } from '../../chats/lists/forget-saved.ts'
import { amend } from '../../chats/placing/amend.ts'
import { unpack } from '../../chats/placing/message-copies.ts'
import { copiesToRemove, forgetReactions, removeMessages } from '../../chats/placing/remove-messages.ts'
import { standingInGroup } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isGroup, isUser, type PeerId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type RequestOf, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkRange } from '../../rules/ranges.ts'
import { allow } from '../../rules/rights.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'

/** How many messages one call deletes; the answer says whether to call again. */
const perCall = 500
/** From so many boxes one call takes them away. */
const copiesPerCall = 5_000
/** How many are looked at to find those of the dates asked for. */
const perPage = 500

type Request = RequestOf<'messages.deleteHistory'>

export function createDeleteHistory(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.deleteHistory': userMethod(
      { acts: ['delete for oneself', 'delete for both', 'clear for all'], rate: { burst: 100, secondsEach: 0.2 } },
      async ({ userId, caller }, request) => {
        checkRange(request)
        const peer = await inputPeers.peer(userId, request.peer)
        const date = unixSeconds(clock)
        const removal = { date, userId, session: caller.session }

        return store.transaction(async (tx): Promise<api.messages.affectedHistory> => {
          const members = await membersToo(tx, userId, peer, request)
          const limit = Math.max(1, Math.min(perCall, Math.floor(copiesPerCall / Math.max(1, members))))
          const { found, more } = await find(tx, userId, peer, request, limit)
          const keepsDialog = request.justClear === true && request.revoke !== true && !more
          const [last] = found
          const cleared = keepsDialog && last !== undefined && (await isTop(tx, last)) ? last : undefined
          const own = found.filter((stored) => stored !== cleared)
          const isForAll = request.revoke === true && (isUser(peer) || members > 0)
          const copies = await copiesToRemove(tx, own, isForAll)
          const removed = await removeMessages(tx, ports, copies, removal)
          const mine = removed.get(userId)
          // A chat that is only emptied stays in the list, where its last message now says that it was.
          const emptied = cleared === undefined ? 0 : await clear(tx, ports, cleared, removal)
          const pts = (await tx.boxes.state(userId))?.pts ?? 0
          const ptsCount = (mine?.ptsCount ?? 0) + emptied
          return { _: 'messages.affectedHistory', pts, ptsCount, offset: more ? 1 : 0 }
        })
      },
    ),
  }
}

/**
 * From how many members' boxes of a group the messages are to go: with `revoke`, by who may take away what others said
 * ("messages.deleteHistory"). None where somebody empties the own box alone, as who has gone does.
 */
async function membersToo(
  tx: Transaction,
  userId: UserId,
  peer: PeerId,
  { revoke, minDate, maxDate }: Request,
): Promise<number> {
  if (revoke !== true || !isGroup(peer)) return 0
  if (minDate !== undefined || maxDate !== undefined) throw badRequest('CHAT_REVOKE_DATE_UNSUPPORTED')
  const standing = await standingInGroup(tx, userId, peer)
  if (standing.role === 'left' || standing.role === 'banned') return 0
  allow(standing, 'clear for all')
  return (await tx.groups.members(peer)).length
}

/** The newest messages that are to go, so many as one call deletes. */
async function find(
  tx: Transaction,
  box: UserId,
  peer: PeerId,
  { maxId, minDate = 0, maxDate = 0, justClear }: Request,
  limit: number,
): Promise<{ found: StoredMessage[]; more: boolean }> {
  const found: StoredMessage[] = []
  // Up to and including `maxId`; 0 for all.
  let offsetId = maxId === 0 ? 0 : maxId + 1
  for (;;) {
    const page = await tx.messages.history({
      box,
      peer,
      offsetId,
      offsetDate: 0,
      addOffset: 0,
      limit: perPage,
      maxId: 0,
      minId: 0,
    })
    for (const stored of page) {
      if ((maxDate > 0 && stored.date > maxDate) || (minDate > 0 && stored.date < minDate)) continue
      if (justClear === true && isCleared(stored)) continue
      if (found.length === limit) return { found, more: true }
      found.push(stored)
    }
    const last = page.at(-1)
    if (last === undefined || page.length < perPage || (minDate > 0 && last.date < minDate)) {
      return { found, more: false }
    }
    offsetId = last.id
  }
}

/** Says already that the history was cleared. */
function isCleared(stored: StoredMessage): boolean {
  const message = unpack(stored)?.message
  return message?._ === 'messageService' && message.action._ === 'messageActionHistoryClear'
}

async function isTop(tx: Transaction, { box, peer, id }: StoredMessage): Promise<boolean> {
  return (await tx.dialogs.get(box, peer))?.topMessage === id
}

/** Turns a message into the note that the history was cleared; gives how many `pts` that took. */
async function clear(
  tx: Transaction,
  ports: ServicePorts,
  stored: StoredMessage,
  { date, session }: { readonly date: number; readonly session: Parameters<typeof amend>[3]['except'] },
): Promise<number> {
  const copy = unpack(stored)
  if (copy === undefined) return 0
  const { box, id, peer } = stored
  await tx.messageMarks.remove(box, [id])
  await tx.autoDelete.forget([stored])
  if (peer === box) await forgetSaved(tx, ports, { box, ids: [id], date })
  const message: api.messageService = {
    _: 'messageService',
    id,
    out: stored.out || undefined,
    fromId: toPeer(stored.from),
    peerId: toPeer(peer),
    date: stored.date,
    action: { _: 'messageActionHistoryClear' },
  }
  await amend(tx, ports, [{ copy, message, apart: true }], { date, except: session })
  if (copy.message.reactions !== undefined) await forgetReactions(tx, [stored])
  return 1
}
