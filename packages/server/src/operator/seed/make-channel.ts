import type { api } from '@chappe/tl-codec/api'
import { post, postNote } from '../../chats/channels/post.ts'
import { putMember } from '../../chats/channels/tell.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { creatorRights } from '../../rules/chat-rights.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { drawn } from './cast.ts'
import { contentOf, type Part, readOfTen } from './make-messages.ts'
import type { SeedSource } from './photos.ts'
import { authorIn, dateOf, type PlannedChannel } from './rounds.ts'
import { makeTitle } from './words.ts'

/** A supergroup or channel of a plan, and who is in it; undefined for those whose accounts are gone. */
export interface SeededChannel extends PlannedChannel {
  readonly users: readonly (UserId | undefined)[]
}

interface Making {
  readonly draws: SeedSource
  readonly channel: SeededChannel
}

/** So many of each one unit makes: everybody's messages wait for it. */
const maxMembersOfUnit = 40
const maxPostsOfUnit = 10
const maxReadersOfUnit = 40

/** It is made, its members come, then its messages, and its members read them. */
export function partsOfChannel({ messages, members }: PlannedChannel): number {
  return 1 + members.length + messages + members.length
}

/** How many messages there are among the first parts. */
export function postsWithin({ messages, members }: PlannedChannel, parts: number): number {
  return Math.min(Math.max(0, parts - 1 - members.length), messages)
}

/** Where the unit that begins with a part ends. */
export function endOfChannelPart(channel: PlannedChannel, from: number): number {
  const { messages, members } = channel
  if (from === 0) return 1
  const behindMembers = 1 + members.length
  if (from < behindMembers) return Math.min(from + maxMembersOfUnit, behindMembers)
  const behindMessages = behindMembers + messages
  if (from < behindMessages) return Math.min(from + maxPostsOfUnit, behindMessages)
  return Math.min(from + maxReadersOfUnit, partsOfChannel(channel))
}

/** Within a unit: some parts of a channel, of one kind. Gives the channel, or nothing if it is not made. */
export async function makeChannelPart(
  tx: Transaction,
  ports: ServicePorts,
  making: Making,
  made: ChannelId | undefined,
  { from, to }: Part,
): Promise<ChannelId | undefined> {
  if (from === 0) return makeChannel(tx, ports, making)
  const record = made === undefined ? undefined : await tx.channels.get(made)
  // Somebody may have deleted it since.
  if (record === undefined || record.deleted) return undefined
  const { members, messages } = making.channel
  const behindMembers = 1 + members.length
  const behindMessages = behindMembers + messages
  if (from < behindMembers) await addMembers(tx, ports, making, record, { from: from - 1, to: to - 1 })
  else if (from < behindMessages) {
    await addPosts(tx, ports, making, record, { from: from - behindMembers, to: to - behindMembers })
  } else await readPosts(tx, making, record, { from: from - behindMessages, to: to - behindMessages })
  return record.id
}

async function makeChannel(
  tx: Transaction,
  ports: ServicePorts,
  { draws, channel }: Making,
): Promise<ChannelId | undefined> {
  const creator = channel.users.find((userId) => userId !== undefined)
  if (creator === undefined) return undefined
  const title = makeTitle(draws, drawn.titles, channel.at)
  const date = Math.floor(channel.from)
  const record = await tx.channels.create({ kind: channel.kind, title, about: '', creator, createdAt: date })
  const adminRights = creatorRights(channel.kind === 'broadcast' ? 'broadcast' : 'supergroup')
  await putMember(tx, ports, { ...memberOf(record, creator, date), role: 'creator', adminRights })
  const action: api.MessageAction = { _: 'messageActionChannelCreate', title }
  await postNote(tx, ports, { record, from: creator, date, session: undefined }, action)
  return record.id
}

/** They have come when it was made, and of that nothing is said: there would be more of it than of all else. */
async function addMembers(
  tx: Transaction,
  ports: ServicePorts,
  { channel }: Making,
  record: ChannelRecord,
  { from, to }: Part,
): Promise<void> {
  const users = channel.users.slice(from, to).filter((userId) => userId !== undefined)
  const known = new Set((await tx.channelMembers.many(record.id, users)).map(({ userId }) => userId))
  for (const userId of users) {
    // The one who made it is in it.
    if (!known.has(userId)) await putMember(tx, ports, memberOf(record, userId, Math.floor(channel.from)))
  }
}

async function addPosts(
  tx: Transaction,
  ports: ServicePorts,
  { draws, channel }: Making,
  record: ChannelRecord,
  { from, to }: Part,
): Promise<void> {
  for (let message = from; message < to; message++) {
    const wished = channel.users[authorIn(draws, channel, message)]
    const author = record.kind === 'broadcast' ? record.creator : wished
    if (author === undefined) continue
    // Whoever has left it since, or has ended the account, writes no more.
    const member = await tx.channelMembers.get(record.id, author)
    if (member?.present !== true) continue
    const date = dateOf(channel, draws, message)
    const draft = { ...contentOf(draws, channel, message), replyTo: undefined, randomId: undefined }
    await post(tx, ports, { record, from: author, date, session: undefined }, [draft])
  }
}

async function readPosts(
  tx: Transaction,
  { draws, channel }: Making,
  record: ChannelRecord,
  { from, to }: Part,
): Promise<void> {
  const top = (await tx.boxes.state(record.id))?.lastMessageId ?? 0
  for (let place = from; place < to; place++) {
    const reader = channel.users[place]
    if (reader === undefined || draws.below(10, drawn.reading, channel.at, place) >= readOfTen) continue
    const member = await tx.channelMembers.get(record.id, reader)
    if (member?.present === true && member.readInboxMaxId < top) {
      await tx.channelMembers.setRead(record.id, reader, top)
    }
  }
}

function memberOf(record: ChannelRecord, userId: UserId, date: number): Omit<ChannelMember, 'titleThen'> {
  return {
    ...{ channel: record.id, userId, role: 'member', present: true, date, adminRights: 0 },
    ...{ bannedRights: 0, bannedUntil: 0, availableMinId: 0, readInboxMaxId: 0 },
  }
}
