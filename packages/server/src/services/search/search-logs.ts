import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { ChannelKind } from '../../store/domain/channels/channels.ts'
import type { MessageSearch } from '../../store/domain/chats/message-search.ts'
import { isKeptOut } from '../../views/channel-view.ts'
import type { GlobalHit } from './global-hits.ts'
import { indexLogs } from './index-logs.ts'
import { maxFound } from './search-messages.ts'

/** The log of a channel as far as somebody in it may read it. */
export interface ReadableLog {
  readonly channel: ChannelId
  /** Only posts with higher numbers are shown. */
  readonly above: number
}

/** Those channels that somebody is in, of a kind or of both, in a folder of dialogs or in any. */
export async function logsOf(
  { store, clock }: ServicePorts,
  userId: UserId,
  { kind, folder }: { readonly kind?: ChannelKind | undefined; readonly folder?: number | undefined },
): Promise<ReadableLog[]> {
  const { read } = store
  const all = await read.channelMembers.channelsOf(userId)
  const [members, records, marks] = await Promise.all([
    read.channelMembers.inMany(userId, all),
    kind === undefined ? [] : read.channels.many(all),
    folder === undefined ? [] : read.dialogMarks.many(userId, all),
  ])
  const kinds = new Map(records.map((record) => [record.id, record.kind]))
  const folders = new Map(marks.map((mark) => [mark.peer, mark.folder]))
  const now = unixSeconds(clock)
  return members
    .filter((member) => member.present && !isKeptOut(member, now))
    .filter(({ channel }) => kind === undefined || kinds.get(channel) === kind)
    .filter(({ channel }) => folder === undefined || folders.get(channel) === folder)
    .map(({ channel, availableMinId }) => ({ channel, above: availableMinId }))
}

/**
 * The newest hits of each log, at least `atLeast` of each that has so many, and others as far as all are not too many.
 * `complete` says that there are no more.
 */
export async function searchLogs(
  ports: ServicePorts,
  logs: readonly ReadableLog[],
  search: Pick<MessageSearch, 'words' | 'marks' | 'minDate' | 'maxDate'>,
  atLeast: number,
): Promise<{ hits: GlobalHit[]; complete: boolean }> {
  if (logs.length === 0) return { hits: [], complete: true }
  const channels = logs.map(({ channel }) => channel)
  let complete = search.words.length === 0 || (await indexLogs(ports, channels))
  const find = async ({ channel, above }: ReadableLog, limit: number): Promise<GlobalHit[]> => {
    const found = await ports.store.read.messageSearch.find({ ...search, box: channel, peer: channel }, limit)
    const shown = found.filter(({ id }) => id > above)
    return shown.map(({ id, date }): GlobalHit => ({ box: channel, id, date }))
  }
  const each = Math.max(atLeast, Math.floor(maxFound / logs.length))
  const found = new Map<ReadableLog, GlobalHit[]>()
  for (const log of logs) found.set(log, await find(log, each))
  let left = maxFound - [...found.values()].reduce((sum, { length }) => sum + length, 0)
  for (const [log, hits] of found) {
    if (hits.length < each) continue
    // Most have none, so that there is room for more of the others.
    const all = left > 0 ? await find(log, each + left) : hits
    if (all.length === each + left || left <= 0) complete = false
    left -= all.length - hits.length
    found.set(log, all)
  }
  return { hits: [...found.values()].flat(), complete }
}
