import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, type ChatId, channelBase, isChannel, isGroup, type UnixTime, type UserId } from '../ids.ts'
import type { AccessHashes } from '../peers/access-hash.ts'
import { type Clock, unixSeconds } from '../ports/clock.ts'
import type { ChannelMember } from '../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../store/domain/channels/channels.ts'
import type { GroupMember, GroupRecord } from '../store/domain/groups/groups.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { maySee, viewChannel } from './channel-view.ts'
import { viewChatPhoto } from './shown-photo.ts'

export type ChatViewReads = CommittedReads<'groups' | 'channels' | 'channelMembers'>

/** Groups and channels as one viewer sees them, beside what names them. */
export interface ChatViews {
  /** One for each of `ids` that the viewer may know of, each once. */
  of(read: ChatViewReads, viewer: UserId, ids: Iterable<ChatId | ChannelId>): Promise<api.Chat[]>
}

/** "Admin, banned and default rights": all that an admin of a basic group may do. */
export const groupAdminRights: api.chatAdminRights = {
  _: 'chatAdminRights',
  changeInfo: true,
  deleteMessages: true,
  banUsers: true,
  inviteUsers: true,
  pinMessages: true,
  manageCall: true,
  other: true,
}

export function createChatViews(accessHashes: AccessHashes, clock: Clock): ChatViews {
  const groupsOf = async (read: ChatViewReads, viewer: UserId, ids: readonly ChatId[]): Promise<api.Chat[]> => {
    if (ids.length === 0) return []
    const [records, members] = await Promise.all([read.groups.many(ids), read.groups.memberships(viewer, ids)])
    const memberOf = new Map(members.map((member) => [member.chat, member]))
    const migrated = records.flatMap(({ migratedTo }) => migratedTo ?? [])
    // Who had gone before is told nothing of what the group has become.
    const known = migrated.length === 0 ? [] : await read.channelMembers.inMany(viewer, migrated)
    const isKnown = new Set(known.map(({ channel }) => channel))
    return records.map((record) => {
      const { id, migratedTo } = record
      const channel = migratedTo !== undefined && isKnown.has(migratedTo) ? migratedTo : undefined
      return viewGroup(record, viewer, memberOf.get(id), channel && inputChannel(accessHashes, viewer, channel))
    })
  }

  const channelsOf = async (read: ChatViewReads, viewer: UserId, ids: readonly ChannelId[]): Promise<api.Chat[]> => {
    if (ids.length === 0) return []
    const [records, members] = await Promise.all([read.channels.many(ids), read.channelMembers.inMany(viewer, ids)])
    const memberOf = new Map(members.map((member) => [member.channel, member]))
    const now = unixSeconds(clock)
    const open = await openByLink(read, viewer, records, memberOf, now)
    const places = new Map(ids.map((id, at) => [id, at]))
    records.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
    return records.flatMap((record) => {
      const accessHash = accessHashes.of(viewer, record.id)
      const isOpen = open.has(record.id)
      return viewChannel(record, memberOf.get(record.id), { accessHash, now, isOpen }) ?? []
    })
  }

  return {
    async of(read, viewer, ids) {
      const unique = [...new Set(ids)]
      const groups = await groupsOf(read, viewer, unique.filter(isGroup))
      return [...groups, ...(await channelsOf(read, viewer, unique.filter(isChannel)))]
    },
  }
}

function inputChannel(accessHashes: AccessHashes, viewer: UserId, channel: ChannelId): api.inputChannel {
  const channelId = BigInt(channelBase - channel)
  return { _: 'inputChannel', channelId, accessHash: accessHashes.of(viewer, channel) }
}

/**
 * Those that somebody is shown for what they are linked with ("Discussion groups"): groups that discuss a channel which is open to
 * the person are open, too, and a channel's name stands beside what its group has of it.
 */
async function openByLink(
  read: ChatViewReads,
  viewer: UserId,
  records: readonly ChannelRecord[],
  memberOf: ReadonlyMap<ChannelId, ChannelMember>,
  now: UnixTime,
): Promise<ReadonlySet<ChannelId>> {
  const closed = records.filter(
    (record) => record.linked !== undefined && !maySee(record, memberOf.get(record.id), now),
  )
  const linked = closed.flatMap((record) => record.linked ?? [])
  if (linked.length === 0) return new Set()
  const [others, members] = await Promise.all([read.channels.many(linked), read.channelMembers.inMany(viewer, linked)])
  const otherOf = new Map(members.map((member) => [member.channel, member]))
  const open = new Set(others.filter((one) => maySee(one, otherOf.get(one.id), now)).map(({ id }) => id))
  return new Set(closed.flatMap(({ id, linked: other }) => (other !== undefined && open.has(other) ? [id] : [])))
}

/** What somebody who is not in it knows of a group is what it was called when he or she was; nobody else knows anything. */
function viewGroup(
  record: GroupRecord,
  viewer: UserId,
  member: GroupMember | undefined,
  migratedTo: api.inputChannel | undefined,
): api.Chat {
  const id = BigInt(-record.id)
  if (member === undefined) return { _: 'chatEmpty', id }
  const title = member.titleThen ?? record.title
  if (member.standing === 'removed') return { _: 'chatForbidden', id, title }
  const isIn = member.standing === 'in'
  const isCreator = record.creator === viewer
  return {
    _: 'chat',
    creator: isCreator || undefined,
    left: (!isIn && migratedTo === undefined) || undefined,
    deactivated: record.deactivated || undefined,
    noforwards: record.noforwards || undefined,
    id,
    title,
    photo: isIn ? viewChatPhoto(record) : { _: 'chatPhotoEmpty' },
    participantsCount: isIn ? record.members : 0,
    date: isIn ? member.date : record.date,
    version: isIn ? record.version : 0,
    migratedTo,
    adminRights: isIn && (isCreator || member.admin) ? groupAdminRights : undefined,
    defaultBannedRights: isIn ? viewDefaultBanned(record) : undefined,
  }
}

/** Clients ask of every group what its members may not do: nothing is forbidden where nothing was set. */
export function viewDefaultBanned({ id, defaultBanned }: GroupRecord): api.chatBannedRights {
  const stored = defaultBanned && readStored('ChatBannedRights', defaultBanned, `group ${id}`)
  return stored ?? { _: 'chatBannedRights', untilDate: 2 ** 31 - 1 }
}
