import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { frontWithin, maxAnswerBytes, shownBytes } from '../../rules/answer-bounds.ts'
import type { Difference } from '../../store/domain/chats/boxes.ts'
import type { Reads } from '../../store/store.ts'
import { viewChanges } from '../../views/change-view.ts'
import { type LoadedEvents, loadEvents, viewEvents } from '../../views/event-view.ts'
import { showMessages } from '../../views/message-view.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { fromQts, toQts, viewState } from '../../views/state-view.ts'

/** How many changes go into one slice at most, and at least if asked for fewer. */
const maxSlice = 500
const minSlice = 10
/** A box with so many changes tells nobody of more than so many of them ("updates.getDifference", `pts_total_limit`). */
const longBox = 4_000_000
const longBoxLimit = 1_000_000

/**
 * "Recovering gaps": all that happened in the user's box after `pts`, in slices, and after the last of these the changes
 * that have no `pts` but came after `qts`. To one who was away for longer than changes are kept, only where the box
 * stands: it fetches its chats anew and goes on from there.
 */
export function createGetDifference(ports: ServicePorts): Methods {
  const { store, clock, userViews } = ports
  const { read } = store

  return {
    async 'updates.getDifference'({ userId }, request): Promise<api.updates.Difference> {
      const now = unixSeconds(clock)
      if (request.pts < 0) throw badRequest('PERSISTENT_TIMESTAMP_INVALID')
      // Read first: what comes in meanwhile is told next time, and nothing is told to be known that is not.
      const state = await viewState(read, userId, now)
      if (request.pts > state.pts) throw badRequest('PERSISTENT_TIMESTAMP_INVALID')
      const changesNow = fromQts(state.qts, state.qts)
      const changesKnown = fromQts(request.qts, changesNow)
      const isCurrent = request.pts === state.pts && changesKnown === changesNow
      if (isCurrent) return { _: 'updates.differenceEmpty', date: now, seq: state.seq }
      const totalLimit = request.ptsTotalLimit ?? (state.pts > longBox ? longBoxLimit : undefined)
      const tooLong = { _: 'updates.differenceTooLong', pts: state.pts } as const
      if (totalLimit !== undefined && state.pts - request.pts > Math.max(minSlice, totalLimit)) return tooLong

      const limit = Math.min(maxSlice, Math.max(minSlice, request.ptsLimit ?? maxSlice))
      const loaded = await loadDifference(read, userId, request.pts, limit)
      if (loaded === undefined) return tooLong
      const { difference, events } = loaded
      const newMessages = await showMessages(read, userId, difference.messages)
      const otherUpdates = await viewEvents(read, userId, events)
      let { more } = difference
      let known = changesKnown
      if (!more) {
        const found = await read.unnumberedChanges.after(userId, changesKnown, limit)
        const changes = frontWithin(found, ({ update }) => shownBytes(update))
        otherUpdates.push(...(await viewChanges(read, userId, changes)))
        more = changes.length === limit || changes.length < found.length
        const last = changes.at(-1)?.qts ?? known
        known = more ? last : Math.max(changesNow, last)
      }
      const named = await viewNamed(read, userViews, userId, [newMessages, otherUpdates], [userId])
      const content = { newMessages, newEncryptedMessages: [], otherUpdates, ...named }
      const reached = { ...state, pts: difference.pts, qts: toQts(known) }
      return more
        ? { _: 'updates.differenceSlice', ...content, intermediateState: reached }
        : { _: 'updates.difference', ...content, state: reached }
    },
  }
}

/** As many changes as were asked for, or as fit into an answer. Undefined if some of them were forgotten or are damaged. */
async function loadDifference(
  read: Reads,
  userId: UserId,
  pts: number,
  limit: number,
): Promise<{ readonly difference: Difference; readonly events: LoadedEvents } | undefined> {
  const difference = await read.boxes.difference(userId, pts, limit)
  if (difference === undefined) return undefined
  const events = await loadEvents(read, userId, difference.events)
  if (events === undefined) return undefined
  const told = [
    ...[...difference.messages, ...events.edited].map(({ data }) => data),
    ...difference.events.map(({ update }) => update),
  ]
  const bytes = told.reduce((sum, data) => sum + shownBytes(data), 0)
  // Where one of them alone is too large, it is still told.
  if (bytes <= maxAnswerBytes || limit === 1) return { difference, events }
  return loadDifference(read, userId, pts, Math.max(1, Math.floor((limit * maxAnswerBytes) / (2 * bytes))))
}
