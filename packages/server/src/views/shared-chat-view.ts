import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, channelBase, type UnixTime } from '../ids.ts'
import type { ChannelRecord } from '../store/domain/channels/channels.ts'
import type { GroupRecord } from '../store/domain/groups/groups.ts'
import { viewChatPhoto } from './shown-photo.ts'

/**
 * A channel as somebody sees it who is not in it and has a link to it: what it is called and how many are in it, as
 * `chatInvite` says, and nothing more.
 */
export function viewSharedChannel(record: ChannelRecord, accessHash: bigint): api.channel {
  const { id, kind, title, username, createdAt, members } = record
  return {
    ...{ _: 'channel', left: true, id: channelNumberOf(id), accessHash, title, username },
    ...(kind === 'broadcast' ? { broadcast: true } : { megagroup: true }),
    ...{ photo: viewChatPhoto(record), date: createdAt, participantsCount: members },
  }
}

/** As `viewSharedChannel`, a basic group. */
export function viewSharedGroup(record: GroupRecord, date: UnixTime): api.chat {
  const { id, title, members } = record
  return {
    ...{ _: 'chat', left: true, id: BigInt(-id), title, photo: viewChatPhoto(record) },
    ...{ participantsCount: members, date, version: 0 },
  }
}

function channelNumberOf(id: ChannelId): bigint {
  return BigInt(channelBase - id)
}
