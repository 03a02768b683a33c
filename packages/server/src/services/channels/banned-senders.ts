import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import type { SenderBan } from '../../store/domain/channels/send-as.ts'
import type { Reads } from '../../store/store.ts'
import { maySee } from '../../views/channel-view.ts'

type BannedSendersReads = Pick<Reads, 'sendAs' | 'channels' | 'channelMembers'>

interface Listing {
  readonly viewer: UserId
  readonly channel: ChannelId
  /** How the title or the public name begins; empty for all of them. */
  readonly prefix: string
  readonly now: UnixTime
}

/** The channels as which nobody may write in a chat, the newest first: those that whoever asks may look into. */
export async function bannedSenders(
  read: BannedSendersReads,
  { viewer, channel, prefix, now }: Listing,
): Promise<SenderBan[]> {
  const bans = await read.sendAs.bans(channel)
  if (bans.length === 0) return []
  const ids = bans.map(({ sender }) => sender)
  const [records, members] = await Promise.all([read.channels.many(ids), read.channelMembers.inMany(viewer, ids)])
  const memberOf = new Map(members.map((member) => [member.channel, member]))
  const begins = (name = ''): boolean => name.toLowerCase().startsWith(prefix.trim().toLowerCase())
  const shown = new Set(
    records
      .filter((record) => maySee(record, memberOf.get(record.id), now))
      .filter(({ title, username }) => begins(title) || begins(username))
      .map(({ id }) => id),
  )
  return bans.filter(({ sender }) => shown.has(sender))
}
