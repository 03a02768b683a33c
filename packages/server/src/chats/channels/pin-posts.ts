import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import { channelNumber, type StoredPost } from '../../views/post-view.ts'
import { type OwnMessage, unpack } from '../placing/message-copies.ts'
import { asLogged, noteAdminEvent } from './admin-log.ts'
import { answerPosts } from './answer-posts.ts'
import { postNote } from './post.ts'
import { allowInChannel } from './standing.ts'
import { recordInChannel } from './tell.ts'

interface Pinning {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly date: UnixTime
  readonly session: SessionName
}

/** `messages.updatePinnedMessage` in a channel: for all who are in it, and said there. */
export async function pinPost(
  ports: ServicePorts,
  pinning: Pinning,
  { id, pinned, silent }: { readonly id: number; readonly pinned: boolean; readonly silent: boolean },
): Promise<api.updates> {
  const { userId, channel, date, session } = pinning
  const done = await ports.store.transaction(async (tx) => {
    const { record } = await allowInChannel(tx, userId, channel, pinned ? 'pin' : 'unpin', date)
    const stored = await tx.messages.get(channel, id)
    const own = stored && unpack(stored)
    if (own?.message._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
    if ((own.message.pinned === true) === pinned) throw badRequest('CHAT_NOT_MODIFIED')
    const { pts } = await setPinned(tx, ports, pinning, [own], pinned)
    if (!pinned) return { changed: pts }
    const action = { _: 'messageActionPinMessage' } as const
    const posting = { record, from: userId, date, session }
    return { changed: pts, sent: await postNote(tx, ports, posting, action, { replyTo: { id }, silent }) }
  })
  return answerPosts(ports, userId, { channel, date, ...done })
}

/** So many of the newest pins are looked at for those of one topic. */
const maxPinned = 1000

/** `messages.unpinAllMessages` in a channel: so many at once. */
export function unpinPosts(
  ports: ServicePorts,
  pinning: Pinning,
  { limit, thread }: { readonly limit: number; readonly thread: number | undefined },
): Promise<api.messages.affectedHistory> {
  const { userId, channel, date } = pinning
  return ports.store.transaction(async (tx) => {
    await allowInChannel(tx, userId, channel, 'unpin', date)
    const all = await tx.messageMarks.ids(channel, channel, 'pinned', thread === undefined ? limit + 1 : maxPinned)
    const pinned = await tx.messages.many(channel, thread === undefined ? all.slice(0, limit) : all)
    const ids = thread === undefined ? all : pinned.flatMap((row) => (row.thread === thread ? [row.id] : []))
    const stored = pinned.filter(({ id }) => ids.slice(0, limit).includes(id))
    const own = stored.flatMap((row) => unpack(row) ?? [])
    const changed = await setPinned(tx, ports, pinning, own, false)
    return { _: 'messages.affectedHistory', ...changed, offset: ids.length > limit ? 1 : 0 }
  })
}

async function setPinned(
  tx: Transaction,
  ports: ServicePorts,
  { userId, channel, date, session }: Pinning,
  posts: readonly OwnMessage<StoredPost['box']>[],
  pinned: boolean,
): Promise<{ readonly pts: number; readonly ptsCount: number }> {
  const [state] = await tx.boxes.advance([{ box: channel, pts: posts.length, messages: 0 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const changed = { pts: state.pts, ptsCount: posts.length }
  if (posts.length === 0) return changed
  for (const { stored, message } of posts) {
    if (message._ !== 'message') continue
    const content = { ...message, id: 0, pinned: pinned || undefined }
    await tx.messages.replace(channel, stored.id, encodeForStore(content))
    if (pinned) await tx.messageMarks.add(channel, channel, stored.id, ['pinned'])
    else await tx.messageMarks.take(channel, [stored.id], 'pinned')
    const logged = asLogged({ ...message, pinned: pinned || undefined })
    const action = { _: 'channelAdminLogEventActionUpdatePinned', message: logged } as const
    await noteAdminEvent(tx, channel, userId, action, date)
  }
  const update: api.updatePinnedChannelMessages = {
    _: 'updatePinnedChannelMessages',
    pinned: pinned || undefined,
    channelId: channelNumber(channel),
    messages: posts.map(({ stored }) => stored.id),
    ...changed,
  }
  await recordInChannel(tx, ports, channel, update, { date, except: session })
  return changed
}
