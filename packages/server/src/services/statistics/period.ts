import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Reads } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'

/** Statistics are of so many seconds, and compare them with as many before. */
export const periodSeconds: number = 7 * 86_400

const page = 100
/** So many of the newest messages are looked at; a period that has more begins with the oldest of these. */
const maxMessages = 1000
/** So many of those who came last are looked at. */
const maxNewcomers = 1000

/** A message that somebody wrote, without what only tells what happened. */
export interface Said {
  readonly id: number
  readonly date: UnixTime
  readonly message: api.message
  /** Missing where not the author is shown, but the group or a channel: that one is named to nobody. */
  readonly author: UserId | undefined
}

/** What was said in a period, and in the one before. */
export interface Period {
  readonly minDate: number
  readonly maxDate: number
  readonly said: readonly Said[]
  /** Missing where not all of it was looked at. */
  readonly before: readonly Said[] | undefined
}

/** What was said in the last seven days and in those before, as far as the newest messages reach. */
export async function saidLately(
  read: Pick<Reads, 'messages'>,
  channel: ChannelId,
  { now, above }: { readonly now: UnixTime; readonly above: number },
): Promise<Period> {
  const from = now - periodSeconds
  const rows: StoredMessage<ChannelId>[] = []
  let isWhole = false
  while (!isWhole && rows.length < maxMessages) {
    const bounds = { offsetDate: 0, addOffset: 0, limit: page, maxId: 0, minId: above }
    const older = await read.messages.history({
      box: channel,
      peer: channel,
      offsetId: rows.at(-1)?.id ?? 0,
      ...bounds,
    })
    rows.push(...older)
    isWhole = older.length < page || (older.at(-1)?.date ?? 0) < from - periodSeconds
  }
  const oldest = rows.at(-1)?.date ?? from
  const all = rows.flatMap(toSaid)
  const minDate = isWhole ? from : Math.max(from, oldest)
  return {
    ...{ minDate, maxDate: now },
    said: all.filter(({ date }) => date >= minDate),
    before: isWhole ? all.filter(({ date }) => date < from && date >= from - periodSeconds) : undefined,
  }
}

function toSaid({ id, date, data, from }: StoredMessage<ChannelId>): Said[] {
  const message = readStored('Message', data)
  if (message?._ !== 'message') return []
  return [{ id, date, message, author: message.fromId?._ === 'peerUser' ? from : undefined }]
}

/** Those who came since a moment and are still there; missing if they are more than are looked at. */
export async function newcomers(
  read: Pick<Reads, 'channelMembers'>,
  channel: ChannelId,
  since: number,
): Promise<ChannelMember[] | undefined> {
  const found: ChannelMember[] = []
  while (found.length < maxNewcomers) {
    const rows = await read.channelMembers.page({ channel, list: 'recent', offset: found.length, limit: page })
    const recent = rows.filter(({ date }) => date >= since)
    found.push(...recent)
    if (recent.length < page) return found
  }
  return undefined
}

/** Where nothing is known of before, no change is told. */
export function compared(current: number, previous: number | undefined): api.statsAbsValueAndPrev {
  return { _: 'statsAbsValueAndPrev', current, previous: previous ?? current }
}
