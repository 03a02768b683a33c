import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { noteDeletedPosts } from '../../chats/channels/admin-log.ts'
import { removePosts } from '../../chats/channels/remove-posts.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { putMember } from '../../chats/channels/tell.ts'
import { unpack } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope, plainEnvelope } from '../../delivery/envelope.ts'
import { type ChannelId, isUser, type PeerId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber, type StoredPost } from '../../views/post-view.ts'

/** So many one unit deletes. */
const perUnit = 100
/** From a channel of more, messages are not deleted as a whole. */
const mostCleared = 10_000

interface Clearing {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly maxId: number
  readonly date: number
  readonly session: SessionName
}

/** Much of what was said in a channel, deleted at once. */
export function createDeleteChannelHistory(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  return {
    'channels.deleteHistory': userMethod(
      { acts: ['delete for oneself', 'clear for all'], rate: { burst: 50, secondsEach: 2 } },
      async ({ userId, caller }, request): Promise<api.Updates> => {
        const channel = await inputPeers.channel(userId, request.channel)
        if (request.maxId < 0) throw badRequest('MAX_ID_INVALID')
        const date = unixSeconds(clock)
        const clearing = { userId, channel, maxId: request.maxId, date, session: caller.session }
        if (request.forEveryone !== true) {
          const update = await store.transaction((tx) => hideHistory(tx, ports, clearing))
          return envelope(store.read, userViews, userId, update === undefined ? [] : [update], { date })
        }
        const upTo = await store.transaction((tx) => checkClearing(tx, clearing))
        while (await store.transaction((tx) => clearSome(tx, ports, { ...clearing, maxId: upTo })));
        // Each step is told to all who are here, also to who asked for it.
        return plainEnvelope([], date)
      },
    ),

    'channels.deleteParticipantHistory': userMethod(
      { acts: ['delete of others'], rate: { burst: 100, secondsEach: 0.2 } },
      async ({ userId, caller }, request): Promise<api.messages.affectedHistory> => {
        const channel = await inputPeers.channel(userId, request.channel)
        const author = await inputPeers.peer(userId, request.participant)
        const date = unixSeconds(clock)
        return store.transaction(async (tx) => {
          const { record } = await allowInChannel(tx, userId, channel, 'delete of others', date)
          if (record.kind !== 'megagroup') throw badRequest('MEGAGROUP_REQUIRED')
          const { stored, more } = await postsOf(tx, channel, author)
          await noteDeletedPosts(tx, channel, userId, stored, date)
          const removed = await removePosts(tx, ports, channel, stored, { date, except: caller.session })
          return { _: 'messages.affectedHistory', ...removed, offset: more ? 1 : 0 }
        })
      },
    ),
  }
}

/** What is up to a number, 0 for all, is not shown to one member any more. */
async function hideHistory(
  tx: Transaction,
  ports: ServicePorts,
  { userId, channel, maxId, date, session }: Clearing,
): Promise<api.updateChannelAvailableMessages | undefined> {
  const { member } = await allowInChannel(tx, userId, channel, 'delete for oneself', date)
  // Who only looks is shown all or nothing.
  if (member?.present !== true) throw badRequest('CHANNEL_PRIVATE')
  const top = (await tx.boxes.state(channel))?.lastMessageId ?? 0
  const upTo = Math.min(maxId || top, top)
  if (upTo <= member.availableMinId) return undefined
  const isUnread = upTo > member.readInboxMaxId
  if (isUnread) await tx.channelMembers.setRead(channel, userId, upTo)
  await putMember(tx, ports, {
    ...member,
    availableMinId: upTo,
    readInboxMaxId: isUnread ? upTo : member.readInboxMaxId,
  })
  const update: api.updateChannelAvailableMessages = {
    _: 'updateChannelAvailableMessages',
    channelId: channelNumber(channel),
    availableMinId: upTo,
  }
  await recordUnnumbered(tx, ports, { userId, key: `hidden in ${channel}`, update, date, except: session })
  return update
}

/** Gives the number up to which all is deleted. */
async function checkClearing(tx: Transaction, { userId, channel, maxId, date }: Clearing): Promise<number> {
  await allowInChannel(tx, userId, channel, 'clear for all', date)
  const dialog = await tx.dialogs.get(channel, channel)
  if ((dialog?.messageCount ?? 0) > mostCleared) throw badRequest('CHANNEL_TOO_BIG')
  const top = (await tx.boxes.state(channel))?.lastMessageId ?? 0
  return Math.min(maxId || top, top)
}

/** Tells whether there is more. How the channel came to be stays. */
async function clearSome(
  tx: Transaction,
  ports: ServicePorts,
  { userId, channel, maxId, date }: Clearing,
): Promise<boolean> {
  const { standing } = await allowInChannel(tx, userId, channel, 'see', date)
  allow(standing, 'clear for all')
  const page = { offsetId: maxId + 1, offsetDate: 0, addOffset: 0, limit: perUnit + 1, maxId: 0, minId: 0 }
  const found = await tx.messages.history({ box: channel, peer: channel, ...page })
  const stored = found.slice(0, perUnit).filter((post) => !isBeginning(post))
  await noteDeletedPosts(tx, channel, userId, stored, date)
  await removePosts(tx, ports, channel, stored, { date, except: undefined })
  return found.length > perUnit
}

/** The newest of what somebody is shown to have written, so much as one unit deletes. */
async function postsOf(
  tx: Transaction,
  channel: ChannelId,
  author: PeerId,
): Promise<{ readonly stored: readonly StoredPost[]; readonly more: boolean }> {
  // One more for whether there is more, and one for what stays.
  const limit = perUnit + 2
  const ids = isUser(author)
    ? (
        await tx.messageSearch.find(
          { box: channel, peer: channel, words: [], marks: [], from: author, minDate: 0, maxDate: 0 },
          limit,
        )
      ).map(({ id }) => id)
    : await tx.messageMarks.ids(channel, channel, 'sentAs', mostCleared)
  const stored = (await tx.messages.many(channel, ids)).filter((post) => !isBeginning(post) && isBy(post, author))
  stored.sort((a, b) => b.id - a.id)
  return { stored: stored.slice(0, perUnit), more: stored.length > perUnit }
}

function isBy(post: StoredPost, author: PeerId): boolean {
  if (isUser(author)) return true
  const fromId = unpack(post)?.message.fromId
  const peer = toPeer(author)
  return fromId?._ === 'peerChannel' && peer._ === 'peerChannel' && fromId.channelId === peer.channelId
}

function isBeginning(post: StoredPost): boolean {
  const message = unpack(post)?.message
  if (message?._ !== 'messageService') return false
  const name = message.action._
  return name === 'messageActionChannelCreate' || name === 'messageActionChannelMigrateFrom'
}
