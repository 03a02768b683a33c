import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { changeLifetimeSeconds } from '../../changes/lifetime.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { pageWithin } from '../../rules/answer-bounds.ts'
import { cutPage, type MarkPage } from '../../rules/pages.ts'
import { heardSeconds, isToBeOpened } from '../../rules/unheard.ts'
import type { PostMark } from '../../store/domain/channels/post-marks.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber } from '../../views/post-view.ts'
import { unpack } from '../placing/message-copies.ts'
import { viewPosts } from './read-posts.ts'
import { readable } from './standing.ts'

/** What of a message can wait to be looked at. */
export type UnreadMark = Exclude<PostMark, 'mention'>

const allUnread: readonly UnreadMark[] = ['unreadMention', 'unreadReaction', 'unreadPollVote']
/** How many marks one page is cut from. */
const maxUnread = 10_000
/** So many are read at once. */
const maxRead = 100

interface Marked {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly mark: UnreadMark
  /** Of one thread or topic alone. */
  readonly thread: number | undefined
}

/** `messages.getUnreadMentions` and its like in a channel. */
export async function unreadPosts(
  { store: { read }, userViews, clock }: ServicePorts,
  { userId, channel, mark, thread }: Marked,
  page: MarkPage,
): Promise<api.messages.channelMessages> {
  const { above } = await readable(read, userId, channel, unixSeconds(clock))
  const marked = await read.postMarks.ids({ userId, channel, mark, thread, limit: maxUnread })
  const all = marked.filter((id) => id > above)
  const found = (await read.messages.many(channel, cutPage(all, page))).sort((a, b) => b.id - a.id)
  return viewPosts(read, userViews, userId, channel, pageWithin(found, page), { count: all.length })
}

interface Reading {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly date: UnixTime
  readonly session: SessionName
}

/** `messages.readMentions` and its like in a channel: as many as are read at once. */
export function readMarks(
  ports: ServicePorts,
  reading: Reading,
  { mark, thread }: Pick<Marked, 'mark' | 'thread'>,
): Promise<api.messages.affectedHistory> {
  const { userId, channel, date } = reading
  return ports.store.transaction(async (tx) => {
    await readable(tx, userId, channel, date)
    const ids = await tx.postMarks.ids({ userId, channel, mark, thread, limit: maxRead + 1 })
    await readContents(tx, ports, reading, ids.slice(0, maxRead), [mark])
    const pts = (await tx.boxes.state(channel))?.pts ?? 0
    return { _: 'messages.affectedHistory', pts, ptsCount: 0, offset: ids.length > maxRead ? 1 : 0 }
  })
}

/** `channels.readMessageContents`. */
export async function readPostContents(ports: ServicePorts, reading: Reading, ids: readonly number[]): Promise<void> {
  await ports.store.transaction(async (tx) => {
    await readable(tx, reading.userId, reading.channel, reading.date)
    await readContents(tx, ports, reading, ids, allUnread)
    await hear(tx, ports, reading, ids)
  })
}

/** Within a unit: notes who has heard what is to be heard, and has the own devices told, and the author when nobody had before. */
async function hear(
  tx: Transaction,
  ports: ServicePorts,
  { userId, channel, date, session }: Reading,
  ids: readonly number[],
): Promise<void> {
  const stored = await tx.messages.many(channel, ids)
  const others = stored.filter((one) => one.from !== userId && one.date + heardSeconds > date && isUnheard(one))
  if (others.length === 0) return
  const heard = await tx.heardPosts.add(
    channel,
    others.map(({ id }) => id).sort((a, b) => a - b),
    userId,
    date,
  )
  const first = new Set(heard.first)
  const byAuthor = Map.groupBy(
    others.filter(({ id }) => first.has(id)),
    ({ from }) => from,
  )
  await holdBoxes(tx, [channel, userId, ...byAuthor.keys()])
  if (heard.own.length > 0) await tellOpened(tx, ports, { userId, channel, date, session }, heard.own)
  for (const [author, posts] of byAuthor) {
    const numbers = posts.map(({ id }) => id)
    await tellOpened(tx, ports, { userId: author, channel, date, session: undefined }, numbers)
  }
}

function isUnheard(stored: StoredMessage<ChannelId>): boolean {
  const message = unpack(stored)?.message
  return message?._ === 'message' && message.post !== true && isToBeOpened(message.media)
}

/** Within a unit: takes marks of what was not looked at, and has the own devices told, also those that are away. */
async function readContents(
  tx: Transaction,
  ports: ServicePorts,
  { userId, channel, date, session }: Reading,
  ids: readonly number[],
  marks: readonly UnreadMark[],
): Promise<void> {
  await holdBoxes(tx, [channel])
  const read = new Set<number>()
  for (const mark of marks) {
    const taken = await tx.postMarks.take(userId, channel, ids, mark)
    for (const id of taken) read.add(id)
    if (taken.length > 0) await seen(tx, channel, taken, mark)
  }
  if (read.size === 0) return
  await tellOpened(tx, ports, { userId, channel, date, session }, [...read])
}

interface Telling extends Omit<Reading, 'session'> {
  readonly session: SessionName | undefined
}

async function tellOpened(
  tx: Transaction,
  ports: ServicePorts,
  { userId, channel, date, session }: Telling,
  ids: readonly number[],
): Promise<void> {
  const messages = [...ids].sort((a, b) => a - b)
  const update: api.updateChannelReadMessagesContents = {
    ...{ _: 'updateChannelReadMessagesContents', channelId: channelNumber(channel), messages },
  }
  // What was read stays so: each is told of once, and kept as long as other changes are.
  const key = `contents ${channel} ${messages.join(' ')}`
  const expiresAt = date + changeLifetimeSeconds
  await recordUnnumbered(tx, ports, { userId, key, update, date, expiresAt, except: session })
}

async function seen(tx: Transaction, channel: ChannelId, ids: readonly number[], mark: UnreadMark): Promise<void> {
  if (mark === 'unreadReaction') await tx.postReactions.markRead(channel, ids)
  if (mark !== 'unreadPollVote') return
  for (const stored of await tx.messages.many(channel, ids)) {
    const message = unpack(stored)?.message
    const media = message?._ === 'message' ? message.media : undefined
    if (media?._ === 'messageMediaPoll') await tx.polls.setUnreadVotes(media.poll.id, false)
  }
}
