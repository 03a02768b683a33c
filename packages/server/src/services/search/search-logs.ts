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
 * The newest hits of each log, at least `atLeast` of each that has so many. `complete` says that there are no others.
 */
export async function searchLogs(
  ports: ServicePorts,
  logs: readonly ReadableLog[],
  search: Pick<MessageSearch, 'words' | 'marks' | 'minDate' | 'maxDate'>,
  atLeast: number,
): Promise<{ hits: GlobalHit[]; complete: boolean }> {
  if (logs.length === 0) return { hits: [], complete: true }
  let complete =
    search.words.length === 0 ||
    (await indexLogs(
      ports,
      logs.map(({ channel }) => channel),
    ))
  const each = Math.max(atLeast, Math.floor(maxFound / logs.length))
  const hits: GlobalHit[] = []
  for (const { channel, above } of logs) {
    const found = await ports.store.read.messageSearch.find({ ...search, box: channel, peer: channel }, each)
    if (found.length === each) complete = false
    for (const { id, date } of found) if (id > above) hits.push({ box: channel, id, date })
  }
  return { hits, complete }
}
