import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { changeLifetimeSeconds } from '../../changes/lifetime.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkAllowed, checkKinds } from '../../rules/available-reactions.ts'
import { allow } from '../../rules/rights.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import { viewReactionsTo } from '../../views/change-view.ts'
import type { StoredPost } from '../../views/post-view.ts'
import { allowedReactions } from '../content/allowed-reactions.ts'
import { tellBotsOfPostReactions } from '../members/tell-bots-of-reactions.ts'
import { unpack } from '../placing/message-copies.ts'
import { mustBeKnown } from './send-as.ts'
import { type ReadableChannel, readable } from './standing.ts'
import { tellHere } from './tell.ts'

/**
 * In a chat of more members nobody is told of single reactions: with so many of them, clients ask for those that are on the
 * screen (`messages.getMessagesReactions`), as they do anyway.
 */
const mostMembersTold = 1_000

export interface Reacting {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly id: number
  readonly date: UnixTime
  readonly session: SessionName
}

/** Who reacts, with what. */
export interface GivenReactions {
  readonly reactions: readonly Uint8Array[]
  readonly big: boolean
  readonly addToRecent: boolean
}

/** `messages.sendReaction` in a channel. */
export async function reactToPost(
  ports: ServicePorts,
  reacting: Reacting,
  given: GivenReactions,
): Promise<api.updates> {
  const { userId, channel, id, date, session } = reacting
  const { reactions, big } = given
  await ports.store.transaction(async (tx) => {
    const { record, member, standing, stored } = await findReacted(tx, reacting)
    allow(standing, 'react')
    mustBeKnown({ record, member })
    const allowed = allowedReactions(record)
    checkAllowed(allowed, reactions)
    const mine = (await tx.postReactions.given([{ channel, id }], userId)).map(({ reaction }) => reaction)
    if (sameBytes(mine, reactions)) throw badRequest('MESSAGE_NOT_MODIFIED')
    const tallies = await tx.postReactions.counts([{ channel, id }])
    const others = tallies.filter(
      ({ reaction, count }) => count > 1 || !mine.some((one) => sameBytes([one], [reaction])),
    )
    checkKinds(
      allowed,
      others.map(({ reaction }) => reaction),
      reactions,
    )
    await holdBoxes(tx, [channel])
    const author = record.kind === 'megagroup' && stored.from !== userId ? stored.from : undefined
    const unread = author !== undefined
    const now = reactions.map((reaction) => ({ reaction, date, big, unread }))
    await setReactions(tx, stored, userId, now)
    const toAuthor = author !== undefined && (await noteForAuthor(tx, stored)) ? author : undefined
    if (given.addToRecent) for (const reaction of reactions) await tx.reactions.noteUse(userId, reaction, date)
    await tellOfReactions(tx, ports, { record, id, by: userId, author: toAuthor, date, session })
    await tellBotsOfPostReactions(tx, ports, record, id, { by: userId, before: mine, now: reactions, date })
  })
  const { read } = ports.store
  const reactionsNow = await viewReactionsTo(read, channel, id, userId)
  const updates = reactionsNow === undefined ? [] : [reactionUpdate(channel, id, reactionsNow)]
  return envelope(read, ports.userViews, userId, updates, { date, others: [userId, channel] })
}

/** Within a unit: a message that somebody may see, and that can be reacted to. */
export async function findReacted(
  tx: Transaction,
  { userId, channel, id, date }: Pick<Reacting, 'userId' | 'channel' | 'id' | 'date'>,
): Promise<ReadableChannel & { readonly stored: StoredPost }> {
  const found = await readable(tx, userId, channel, date)
  const stored = id > found.above ? await tx.messages.get(channel, id) : undefined
  if (stored === undefined || unpack(stored)?.message._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
  return { ...found, stored }
}

/**
 * Within a unit that holds the channel: puts one person's reactions in the place of those before. The stored message says
 * only whether there are any, so that others need not be looked up for it.
 */
export async function setReactions(
  tx: Transaction,
  stored: StoredPost,
  userId: UserId,
  reactions: Parameters<Transaction['postReactions']['set']>[3],
): Promise<void> {
  const { box: channel, id } = stored
  await tx.postReactions.set(channel, id, userId, reactions)
  const message = unpack(stored)?.message
  if (message?._ !== 'message') return
  const any = (await tx.postReactions.counts([{ channel, id }])).length > 0
  if (any === (message.reactions !== undefined)) return
  const said: api.messageReactions | undefined = any ? { _: 'messageReactions', results: [] } : undefined
  await tx.messages.replace(channel, id, encodeForStore({ ...message, id: 0, reactions: said }))
}

/** Within a unit: the author of a message in a supergroup has reactions to look at, or none any more. False if he or she has gone. */
export async function noteForAuthor(tx: Transaction, { box: channel, id, from, thread }: StoredPost): Promise<boolean> {
  if ((await tx.channelMembers.get(channel, from))?.present !== true) return false
  if (await tx.postReactions.hasUnread(channel, id)) {
    await tx.postMarks.add({ channel, id, marks: ['unreadReaction'], users: [from], thread })
  } else await tx.postMarks.take(from, channel, [id], 'unreadReaction')
  return true
}

/** Within a unit: has everybody told who is here, in the form for all. */
export function tellHereOfReactions(
  tx: Transaction,
  ports: ServicePorts,
  { id: channel, members }: ChannelRecord,
  id: number,
  telling: Parameters<typeof tellHere>[4],
): void {
  if (members > mostMembersTold) return
  // Without its content: see `completeChanges`.
  tellHere(tx, ports, channel, reactionUpdate(channel, id, { _: 'messageReactions', results: [] }), telling)
}

interface Told {
  readonly record: ChannelRecord
  readonly id: number
  readonly by: UserId
  /** Missing where the author is not concerned. */
  readonly author: UserId | undefined
  readonly date: UnixTime
  readonly session: SessionName | undefined
}

/**
 * Within a unit: has everybody told who is here, in the form for all; and the author's devices and those of who has reacted in
 * full, also those that are away. There is no `pts` in it: nobody's place in the log depends on it.
 */
export async function tellOfReactions(
  tx: Transaction,
  ports: ServicePorts,
  { record, id, by, author, date, session }: Told,
): Promise<void> {
  const { id: channel } = record
  // Without its content: see `completeChanges`.
  const update = reactionUpdate(channel, id, { _: 'messageReactions', results: [] })
  tellHereOfReactions(tx, ports, record, id, { date, except: session, by })
  const people = author === undefined ? [by] : [by, author]
  const note = { key: `reactions ${channel} ${id}`, update, date, expiresAt: date + changeLifetimeSeconds }
  for (const userId of people.sort((a, b) => a - b)) {
    await recordUnnumbered(tx, ports, { ...note, userId, except: userId === by ? session : undefined })
  }
}

export function reactionUpdate(
  channel: ChannelId,
  msgId: number,
  reactions: api.messageReactions,
): api.updateMessageReactions {
  return { _: 'updateMessageReactions', peer: toPeer(channel), msgId, reactions }
}

function sameBytes(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((bytes, at) => Buffer.compare(bytes, b[at] ?? new Uint8Array()) === 0)
}
