import type { api } from '@chappe/tl-codec/api'
import {
  currentDate,
  type Given,
  type Known,
  knownChanges,
  laterDate,
  noteGiven,
  toldUntil,
} from '../../changes/told.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods, RequestOf } from '../../rpc/handlers.ts'
import { logFailure } from '../../rpc/log-failure.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { frontWithin, maxAnswerBytes, shownBytes } from '../../rules/answer-bounds.ts'
import type { Difference } from '../../store/domain/chats/boxes.ts'
import type { UnnumberedChange } from '../../store/domain/chats/unnumbered-changes.ts'
import { firstQts } from '../../store/domain/secret/device-queues.ts'
import type { Reads } from '../../store/store.ts'
import { viewChanges } from '../../views/change-view.ts'
import { type LoadedEvents, loadEvents, viewEvents } from '../../views/event-view.ts'
import { showMessages } from '../../views/message-view.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { channelNumber } from '../../views/post-view.ts'
import { viewState } from '../../views/state-view.ts'
import { countedEvents } from './counted-events.ts'
import { deviceOf, notNoted } from './device.ts'
import { noteSecretNews, type SecretNews, secretMessages, secretNews } from './secret-news.ts'

/** How many changes go into one slice at most, and at least if asked for fewer. */
const maxSlice = 500
const minSlice = 10
/** So many changes without `pts` are told at the most to a client that cannot be told of them in slices. */
const maxAtOnce = 5_000
/** Units are dated when they begin and may be committed so much later. */
const slackSeconds = 60
/** A box with so many changes tells nobody of more than so many of them ("updates.getDifference", `pts_total_limit`). */
const longBox = 4_000_000
const longBoxLimit = 1_000_000

/**
 * "Recovering gaps": all that happened in the user's box after `pts`, in slices, and after the last of these the changes
 * that have no `pts` and that this device may not know (`changes/told.ts`). To one who was away for longer than changes are
 * kept, only where the box stands: it fetches its chats anew and goes on from there.
 */
export function createGetDifference(ports: ServicePorts): Methods {
  const { store, log } = ports
  return {
    async 'updates.getDifference'({ userId, caller }, request): Promise<api.updates.Difference> {
      if (request.pts < 0) throw badRequest('PERSISTENT_TIMESTAMP_INVALID')
      const { authKeyId } = caller.key
      const found = await store.snapshot((read) => findDifference(read, ports, userId, authKeyId, request))
      const { difference, given, secret } = found
      if (given === undefined && secret === undefined) return difference
      const noted = store.transaction(async (tx) => {
        if (given !== undefined) await noteGiven(tx, userId, authKeyId, given)
        if (secret !== undefined) await noteSecretNews(tx, ports, authKeyId, secret)
      })
      const failed = (error: unknown): void => logFailure(log, 'warn', notNoted, error)
      // What was told of secret chats is forgotten, or told again, by the very next question.
      if (difference._ !== 'updates.differenceSlice' && secret === undefined) {
        // No answer waits for it: a device of which it is lost is told once more.
        noted.catch(failed)
        return difference
      }
      try {
        await noted
        return difference
      } catch (error) {
        failed(error)
        if (difference._ !== 'updates.differenceSlice') return difference
        // The next slice would be this one again, and so for ever.
        const { intermediateState: state, ...content } = difference
        return { ...content, _: 'updates.difference', state }
      }
    },
  }
}

interface Found {
  readonly difference: api.updates.Difference
  /** Set if it tells of changes without `pts`. */
  readonly given?: Given | undefined
  /** Set if it tells of secret chats, or the device has said what it has of them. */
  readonly secret?: Parameters<typeof noteSecretNews>[3] | undefined
}

/** All of it from one moment. */
async function findDifference(
  read: Reads,
  { clock, userViews, settings }: ServicePorts,
  userId: UserId,
  authKeyId: bigint,
  request: RequestOf<'updates.getDifference'>,
): Promise<Found> {
  const now = unixSeconds(clock)
  const state = await viewState(read, userId, authKeyId, now)
  if (request.pts > state.pts) throw badRequest('PERSISTENT_TIMESTAMP_INVALID')
  const totalLimit = request.ptsTotalLimit ?? (state.pts > longBox ? longBoxLimit : undefined)
  const tooLong = { _: 'updates.differenceTooLong', pts: state.pts } as const
  if (totalLimit !== undefined && state.pts - request.pts > Math.max(minSlice, totalLimit)) {
    return { difference: tooLong }
  }

  const limit = Math.min(maxSlice, Math.max(minSlice, request.ptsLimit ?? maxSlice))
  const loaded = await loadDifference(read, userId, request.pts, limit)
  if (loaded === undefined) return { difference: tooLong }
  const { difference, events } = loaded
  const newMessages = await showMessages(read, userId, difference.messages)
  const otherUpdates = await viewEvents(read, userId, events)
  const secret = await secretMessages(read, authKeyId, request.qts, settings.dcId)
  const counted = countedEvents(request.qts, state.qts)
  let more = difference.more || secret.more
  let isToldAll = !more
  // The date vouches for the changes without `pts`, so it moves only with these.
  let { date } = request
  let given: Given | undefined
  let news: (SecretNews & { readonly date: UnixTime }) | undefined
  // TDLib drops what is said in a chat of which it was not told before; noted is only what the last answer tells.
  const found = more && secret.messages.length === 0 ? undefined : await secretNews(read, { userId, authKeyId }, date)
  otherUpdates.push(...(found?.updates ?? []))
  if (!more) {
    const device = await deviceOf(read, userId, authKeyId)
    const behind = await channelsBehind(read, userId, toldUntil(device, request.date))
    otherUpdates.push(...behind)
    const known = await knownChanges(read, userId, device, request.date)
    const next = await nextChanges(read, userId, known, limit)
    const last = next.changes.at(-1)
    date = currentDate(now, device?.told)
    if (last !== undefined) {
      otherUpdates.push(...counted.newsIn(await viewChanges(read, userId, next.changes)))
      date = laterDate(now, request.date, device?.told)
      given = { upTo: last.number, date, partly: next.more }
      isToldAll = !next.more
      more = next.more && !known.stuck
    } else if (behind.length > 0) {
      date = laterDate(now, request.date, device?.told)
      given = { upTo: (await read.boxes.state(userId))?.unnumbered ?? 0, date, partly: false }
    } else if (request.pts === state.pts && otherUpdates.length === 0 && secret.messages.length === 0) {
      const difference = { _: 'updates.differenceEmpty', date, seq: state.seq } as const
      return { difference, secret: toNote(secret.named, found && { ...found, date }) }
    }
    if (found !== undefined) {
      if (found.updates.length > 0) date = Math.max(date, laterDate(now, request.date, device?.told), found.notBefore)
      news = { ...found, date }
    }
  }
  const countedQts = isToldAll ? state.qts : counted.after(otherUpdates)
  const reached = { ...state, pts: difference.pts, qts: secret.qts === firstQts ? countedQts : secret.qts, date }
  const named = await viewNamed(read, userViews, userId, [newMessages, otherUpdates], [userId])
  const content = { newMessages, newEncryptedMessages: secret.messages, otherUpdates, ...named }
  const noted = { given, secret: toNote(secret.named, news) }
  if (more) return { difference: { _: 'updates.differenceSlice', ...content, intermediateState: reached }, ...noted }
  return { difference: { _: 'updates.difference', ...content, state: reached }, ...noted }
}

/** Nothing is written where nothing is told and nothing was waiting. */
function toNote(
  named: number | undefined,
  news: (SecretNews & { readonly date: UnixTime }) | undefined,
): Found['secret'] {
  const isTold = news !== undefined && (news.updates.length > 0 || news.known > 0)
  return named === undefined && !isTold ? undefined : { named, news: isTold ? news : undefined }
}

/**
 * Channels have their own logs: of those in which something happened since a device was last told so, it is told to ask
 * ("Recovering gaps", `updateChannelTooLong`). The date that it names does not say that alone, since Desktop moves it on past
 * a post whose push was lost. To be told needlessly costs it one comparison, or one question that is answered empty.
 */
async function channelsBehind(read: Reads, userId: UserId, date: UnixTime): Promise<api.updateChannelTooLong[]> {
  const changed = await read.channelMembers.changedSince(userId, date - slackSeconds)
  return changed.map(({ channel, pts }) => ({
    ...{ _: 'updateChannelTooLong', channelId: channelNumber(channel), pts },
  }))
}

/** As many changes without `pts` as are told at once, and whether there are more. */
async function nextChanges(
  read: Reads,
  userId: UserId,
  { upTo, stuck }: Known,
  limit: number,
): Promise<{ readonly changes: readonly UnnumberedChange[]; readonly more: boolean }> {
  const most = stuck ? maxAtOnce : limit
  const found: UnnumberedChange[] = []
  // Page by page, since any of them may be large.
  for (let bytes = 0; found.length <= most && bytes <= maxAnswerBytes; ) {
    const page = await read.unnumberedChanges.after(userId, found.at(-1)?.number ?? upTo, limit + 1)
    found.push(...page)
    bytes += page.reduce((sum, { update }) => sum + shownBytes(update), 0)
    if (page.length <= limit) break
  }
  const changes = frontWithin(found.slice(0, most), ({ update }) => shownBytes(update))
  return { changes, more: changes.length < found.length }
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
