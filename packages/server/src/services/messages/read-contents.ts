import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { recordNumbered } from '../../changes/record-change.ts'
import { readMarks, unreadPosts } from '../../chats/channels/read-marks.ts'
import { findTwin, nameOf, type OwnMessage, unpack } from '../../chats/placing/message-copies.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type UserId } from '../../ids.ts'
import { guestOf } from '../../peers/guest-of.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { pageWithin } from '../../rules/answer-bounds.ts'
import { secondsLeft, ttlOf } from '../../rules/media-ttl.ts'
import { cutPage, type MarkPage } from '../../rules/pages.ts'
import { isToBeOpened } from '../../rules/unheard.ts'
import type { MessageMark } from '../../store/domain/chats/message-marks.ts'
import type { Transaction } from '../../store/store.ts'
import { viewMessages } from '../../views/message-view.ts'

const maxMessages = 100
/** How many marks one page of unread mentions, reactions or votes is cut from. */
const maxUnread = 10_000

/** Of a forum, one topic alone. */
interface InThread {
  readonly topMsgId?: number | undefined
}

type Unread = 'unreadMention' | 'unreadReaction' | 'unreadPollVote'
/** All that is read with the message itself. */
const allUnread: readonly Unread[] = ['unreadMention', 'unreadReaction', 'unreadPollVote']

/** Mentions, reactions, votes and media that have not been looked at. */
export function createReadContents(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  const unread = async (
    userId: UserId,
    input: api.InputPeer,
    mark: Unread,
    page: MarkPage & InThread,
  ): Promise<api.messages.messagesSlice | api.messages.channelMessages> => {
    const { kind, peer } = await inputPeers.chat(userId, input)
    if (kind === 'channel') return unreadPosts(ports, { userId, channel: peer, mark, thread: page.topMsgId }, page)
    const all = await store.read.messageMarks.ids(userId, peer, mark, maxUnread)
    const ids = cutPage(all, page)
    const found = (await store.read.messages.many(userId, ids)).sort((a, b) => b.id - a.id)
    const stored = pageWithin(found, page)
    const view = await viewMessages(store.read, userViews, userId, stored, [userId])
    return { _: 'messages.messagesSlice', count: all.length, topics: [], ...view }
  }

  const readAll = async (
    { userId, caller }: UserContext,
    { peer: input, topMsgId }: InThread & { readonly peer: api.InputPeer },
    mark: Unread,
  ): Promise<api.messages.affectedHistory> => {
    const { kind, peer } = await inputPeers.chat(userId, input)
    const date = unixSeconds(clock)
    if (kind === 'channel') {
      const reading = { userId, channel: peer, date, session: caller.session }
      return readMarks(ports, reading, { mark, thread: topMsgId })
    }
    return store.transaction(async (tx) => {
      const ids = await tx.messageMarks.ids(userId, peer, mark, maxMessages + 1)
      const now = ids.slice(0, maxMessages)
      const outcome = await readContents(tx, ports, now, [mark], { userId, date, session: caller.session })
      return { _: 'messages.affectedHistory', ...outcome, offset: ids.length > maxMessages ? 1 : 0 } as const
    })
  }

  return {
    'messages.readMessageContents': userMethod({ acts: ['read'] }, async ({ userId, caller }, request) => {
      if (request.id.length > maxMessages) throw badRequest('LIMIT_INVALID')
      const date = unixSeconds(clock)
      const outcome = await store.transaction((tx) =>
        readContents(tx, ports, request.id, allUnread, {
          userId,
          date,
          session: caller.session,
        }),
      )
      return { _: 'messages.affectedMessages', ...outcome }
    }),
    async 'messages.getUnreadMentions'({ userId }, request) {
      return unread(userId, request.peer, 'unreadMention', request)
    },
    async 'messages.getUnreadReactions'({ userId }, request) {
      if (request.savedPeerId !== undefined) throw notImplemented()
      return unread(userId, request.peer, 'unreadReaction', request)
    },
    'messages.readMentions': userMethod({ acts: ['read'] }, async (context, request) => {
      return readAll(context, request, 'unreadMention')
    }),
    'messages.readReactions': userMethod({ acts: ['read'] }, async (context, request) => {
      if (request.savedPeerId !== undefined) throw notImplemented()
      return readAll(context, request, 'unreadReaction')
    }),
    async 'messages.getUnreadPollVotes'({ userId }, request) {
      return unread(userId, request.peer, 'unreadPollVote', request)
    },
    'messages.readPollVotes': userMethod({ acts: ['read'] }, async (context, request) => {
      return readAll(context, request, 'unreadPollVote')
    }),
  }
}

interface Reading {
  readonly userId: UserId
  readonly date: number
  readonly session: SessionName
}

/** Within a unit: takes marks of unread content from messages, and tells whoever is concerned. */
async function readContents(
  tx: Transaction,
  ports: ServicePorts,
  ids: readonly number[],
  marks: readonly MessageMark[],
  { userId, date, session }: Reading,
): Promise<{ pts: number; ptsCount: number }> {
  const read = new Set<number>()
  const theirs: OwnMessage[] = []
  for (const stored of await tx.messages.many(userId, ids)) {
    const own = unpack(stored)
    if (own === undefined) continue
    let changed = false
    for (const mark of marks) {
      if ((await tx.messageMarks.take(userId, [stored.id], mark)).length === 0) continue
      changed = true
      const media = mark === 'unreadPollVote' && own.message._ === 'message' ? own.message.media : undefined
      if (media?._ === 'messageMediaPoll') await tx.polls.setUnreadVotes(media.poll.id, false)
    }
    // They are news to the author alone.
    if (marks.includes('unreadReaction') && stored.from === userId) await tx.reactions.markRead(nameOf(stored))
    if (own.message.mediaUnread === true && !stored.out) {
      changed = true
      await noteOpened(tx, own)
      const ttl = own.message._ === 'message' ? ttlOf(own.message.media) : undefined
      if (ttl !== undefined) await tx.expiringMedia.expireAt(stored, date + secondsLeft(ttl))
      const authors = await authorsCopy(tx, userId, own)
      if (authors?.message.mediaUnread === true) theirs.push(authors)
    }
    if (changed) read.add(stored.id)
  }
  if (read.size === 0) return { pts: (await tx.boxes.state(userId))?.pts ?? 0, ptsCount: 0 }
  // The author sees that it was listened to or looked at.
  const authors = Map.groupBy(theirs, ({ stored }) => stored.box)
  await holdBoxes(tx, [userId, ...authors.keys()])
  const mine = await tellRead(tx, ports, userId, [...read], { date, except: session })
  for (const [box, copies] of authors) {
    for (const copy of copies) await noteOpened(tx, copy)
    const own = copies.map(({ stored }) => stored.id)
    await tellRead(tx, ports, box, own, { date, except: undefined })
  }
  return mine
}

async function noteOpened(tx: Transaction, { stored, message }: OwnMessage): Promise<void> {
  const { box, id, own, data } = stored
  if (own === undefined) await tx.messages.replace(box, id, encode({ ...message, mediaUnread: undefined }))
  else await tx.messages.replaceOwn(box, id, { ...own, mediaUnread: undefined }, data)
}

/** The author's copy of a message that was opened, if he or she is to see that: in a group, the first who opens it counts. */
async function authorsCopy(
  tx: Transaction,
  userId: UserId,
  { stored, message }: OwnMessage,
): Promise<OwnMessage | undefined> {
  // A guest has no copy.
  if (guestOf(message) !== undefined) return undefined
  if (isUser(stored.peer)) {
    return (await allowIn(tx, userId, stored.peer, 'read')) === 'all' ? findTwin(tx, stored) : undefined
  }
  // That somebody is named there does not concern its author.
  const isOpened = message._ === 'message' && isToBeOpened(message.media)
  const copy = isOpened && stored.twin !== 0 ? await tx.messages.get(stored.from, stored.twin) : undefined
  return copy?.own === undefined || copy.own.content !== stored.own?.content ? undefined : unpack(copy)
}

async function tellRead(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  messages: number[],
  { date, except }: { readonly date: number; readonly except: SessionName | undefined },
): Promise<{ pts: number; ptsCount: number }> {
  const [state] = await tx.boxes.advance([{ box: userId, pts: messages.length, messages: 0 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const outcome = { pts: state.pts, ptsCount: messages.length }
  const update: api.updateReadMessagesContents = { _: 'updateReadMessagesContents', messages, ...outcome, date }
  await recordNumbered(tx, ports, { userId, date, except, update })
  return outcome
}
