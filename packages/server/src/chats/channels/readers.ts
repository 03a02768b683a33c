import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { maxReaders, readDateSeconds } from '../../rules/read-marks.ts'
import { allow } from '../../rules/rights.ts'
import type { Reads } from '../../store/store.ts'
import { readable } from './standing.ts'

/** `messages.getMessageReadParticipants` in a supergroup: who has read what one has said, if few are in it. */
export async function readersOfPost(
  read: Pick<Reads, 'channels' | 'channelMembers' | 'messages' | 'readDates'>,
  userId: UserId,
  channel: ChannelId,
  id: number,
  now: UnixTime,
): Promise<api.readParticipantDate[]> {
  const { record, standing, above } = await readable(read, userId, channel, now)
  if (record.kind === 'broadcast') throw badRequest('PEER_ID_INVALID')
  allow(standing, 'see members')
  const stored = id > above ? await read.messages.get(channel, id) : undefined
  if (stored?.from !== userId) throw badRequest('MSG_ID_INVALID')
  if (now - stored.date > readDateSeconds) throw badRequest('MSG_TOO_OLD')
  if (record.members > maxReaders) throw badRequest('CHAT_TOO_BIG')
  const members = await read.channelMembers.page({ channel, list: 'recent', offset: 0, limit: maxReaders })
  const readers: api.readParticipantDate[] = []
  for (const member of members) {
    if (member.userId === userId || member.readInboxMaxId < id) continue
    const date = await read.readDates.get(member.userId, channel, id)
    if (date !== undefined) readers.push({ _: 'readParticipantDate', userId: BigInt(member.userId), date })
  }
  return readers.sort((a, b) => b.date - a.date)
}
