import { type api, encode } from '@chappe/tl-codec/api'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { toUserId } from '../../peers/peer-id.ts'
import { kindsOf, personOf, wordsOf } from '../../rules/admin-log.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { Transaction } from '../../store/store.ts'
import { viewParticipant } from '../../views/participant-view.ts'
import type { StoredPost } from '../../views/post-view.ts'
import { unpack } from '../placing/message-copies.ts'

/**
 * Within a unit: writes down for the admins of a channel what somebody did there ("Admin log"). A message in it is whole, with
 * its number (`asLogged`), except in `channelAdminLogEventActionSendMessage`: there a `messageEmpty` with the number is enough,
 * and the message is read from the log of the channel when somebody looks.
 */
export async function noteAdminEvent(
  tx: Pick<Transaction, 'adminLog'>,
  channel: ChannelId,
  userId: UserId,
  action: api.ChannelAdminLogEventAction,
  date: UnixTime,
): Promise<void> {
  await tx.adminLog.add({
    ...{ channel, userId, date, kinds: kindsOf(action), words: wordsOf(action), action: encode(action) },
    person: toUserId(personOf(action) ?? 0n),
  })
}

/** Within a unit: writes down who posted a message that does not say so. */
export function noteSentPost(
  tx: Pick<Transaction, 'adminLog'>,
  channel: ChannelId,
  userId: UserId,
  id: number,
  date: UnixTime,
): Promise<void> {
  const action = { _: 'channelAdminLogEventActionSendMessage', message: { _: 'messageEmpty', id } } as const
  return noteAdminEvent(tx, channel, userId, action, date)
}

/** Within a unit, before they are gone: writes down that somebody deleted these messages. */
export async function noteDeletedPosts(
  tx: Pick<Transaction, 'adminLog'>,
  channel: ChannelId,
  userId: UserId,
  stored: readonly StoredPost[],
  date: UnixTime,
): Promise<void> {
  for (const post of stored) {
    const message = unpack(post)?.message
    if (message === undefined) continue
    const action = { _: 'channelAdminLogEventActionDeleteMessage', message: asLogged(message) } as const
    await noteAdminEvent(tx, channel, userId, action, date)
  }
}

/** A message as it says the same to all admins, without what others keep changing. */
export function asLogged(message: api.message | api.messageService): api.Message {
  return { ...message, out: undefined, reactions: undefined }
}

/** What somebody is in a channel, as it is written down; `undefined` for who never was in it. */
export function loggedParticipant(
  userId: UserId,
  member: Omit<ChannelMember, 'titleThen'> | undefined,
  now: UnixTime,
): api.ChannelParticipant {
  if (member === undefined) return { _: 'channelParticipantLeft', peer: { _: 'peerUser', userId: BigInt(userId) } }
  return viewParticipant(member, { userId: undefined, mayEdit: () => false, now })
}
