import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, ChatId, UnixTime, UserId } from '../../ids.ts'
import { allBanned, basicAdminRights, creatorsOwnRights, forever, noneBanned } from '../../rules/chat-rights.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { GroupMember, GroupRecord } from '../../store/domain/groups/groups.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber } from '../../views/post-view.ts'
import { postNote } from '../channels/post.ts'
import { putMember, tellOfChannel } from '../channels/tell.ts'
import { noteDraft } from '../content/note-draft.ts'
import { periodFor } from '../placing/auto-delete.ts'
import type { Sent } from '../placing/copy.ts'
import { deliver } from '../placing/deliver.ts'
import { memberStanding } from '../rights.ts'
import { tellOfGroup } from './tell-members.ts'

/** So many of those who were thrown out of a group, the last ones, are kept out of the supergroup, too. */
const maxKeptOut = 1_000

interface Migrating {
  readonly group: GroupRecord
  readonly by: UserId
  readonly date: UnixTime
  readonly session: SessionName | undefined
}

export interface Migrated {
  readonly channel: ChannelId
  /** What is said of it in the supergroup, and in the group. */
  readonly there: readonly Sent[]
  readonly here: Sent
}

/**
 * Within a unit: a basic group becomes a supergroup ("Migration"). All who are in it are in the supergroup, as what they are;
 * links, requests and settings go along; what was said stays where it is, in the boxes of those who were there, and the group
 * takes nothing more.
 */
export async function migrateGroup(tx: Transaction, ports: ServicePorts, migrating: Migrating): Promise<Migrated> {
  const { group, by, date, session } = migrating
  const chat = group.id
  const members = await tx.groups.members(chat)
  const people = members.map(({ userId }) => userId)
  const record = await createFrom(tx, group, date)
  const channel = record.id
  for (const member of members) await putMember(tx, ports, memberOf(channel, group, member))
  for (const member of await tx.groups.removed(chat, maxKeptOut)) {
    await putMember(tx, ports, keptOut(channel, group, member))
  }
  const from = { _: 'messageActionChannelMigrateFrom', title: group.title, chatId: BigInt(-chat) } as const
  const there = await postNote(tx, ports, { record, from: by, date, session }, from)
  await tx.inviteLinks.move(chat, channel)
  await holdBoxes(tx, people)
  const to = { _: 'messageActionChatMigrateTo', channelId: channelNumber(channel) } as const
  const here = await deliver(tx, ports, noteDraft(to, { from: by, to: chat, date, session }))
  await tx.groups.change(chat, { deactivated: true, migratedTo: channel, photo: undefined })
  for (const member of members) {
    await tx.groups.putMember({ ...member, standing: 'left', titleThen: group.title })
    await moveSettings(tx, member.userId, chat, channel)
  }
  await tellOfGroup(tx, ports, people, { chat, by, date, session })
  for (const userId of people.toSorted((a, b) => a - b)) {
    await tellOfChannel(tx, ports, userId, channel, { date, except: userId === by ? session : undefined })
  }
  return { channel, there, here }
}

async function createFrom(tx: Transaction, group: GroupRecord, date: UnixTime) {
  const { id: chat, title, about, creator, availableReactions, reactionsLimit } = group
  const { id } = await tx.channels.create({ kind: 'megagroup', title, about, creator, createdAt: date })
  // The rights of whoever is a member there say what is taken from all.
  const { closed } = memberStanding(group, plainMember(chat, creator))
  await tx.channels.setDefaultBannedRights(id, closed)
  await tx.channels.setMigratedFrom(id, chat)
  await tx.channels.setSwitches(id, { noforwards: group.noforwards })
  await tx.channels.setAvailableReactions(id, { availableReactions, reactionsLimit })
  await movePhoto(tx, group, id)
  const period = await periodFor(tx, creator, chat)
  if (period > 0) await tx.channels.setTtlPeriod(id, period)
  const record = await tx.channels.get(id)
  if (record === undefined) throw new TypeError('a channel is there once it is created')
  return record
}

async function movePhoto(tx: Transaction, { id: chat, photo }: GroupRecord, channel: ChannelId): Promise<void> {
  await tx.channels.setPhoto(channel, photo)
  const shown = { peer: chat, kind: 'shown' } as const
  for (const id of await tx.peerPhotos.page(shown, 0, 1)) await tx.peerPhotos.put({ ...shown, peer: channel }, id)
  await tx.peerPhotos.clear(shown)
}

function plainMember(chat: ChatId, userId: UserId): GroupMember {
  return { chat, userId, inviter: userId, date: 0, admin: false, standing: 'in' }
}

/** Everybody has read the first message, which says what the group was. */
const firstMessage = 1

function memberOf(
  channel: ChannelId,
  { creator }: GroupRecord,
  { userId, inviter, date, admin, rank }: GroupMember,
): Omit<ChannelMember, 'titleThen'> {
  const isCreator = userId === creator
  const isAdmin = admin && !isCreator
  return {
    ...{ channel, userId, role: isCreator ? 'creator' : isAdmin ? 'admin' : 'member', present: true, date, rank },
    inviter: inviter === userId ? undefined : inviter,
    adminRights: isCreator ? creatorsOwnRights('supergroup') : isAdmin ? basicAdminRights : 0,
    promotedBy: isAdmin ? creator : undefined,
    ...{ bannedRights: noneBanned, bannedUntil: forever, availableMinId: 0, readInboxMaxId: firstMessage },
  }
}

function keptOut(
  channel: ChannelId,
  { creator }: GroupRecord,
  { userId, date }: GroupMember,
): Omit<ChannelMember, 'titleThen'> {
  return {
    ...{ channel, userId, role: 'banned', present: false, date, adminRights: 0, availableMinId: 0, readInboxMaxId: 0 },
    ...{ bannedRights: allBanned, bannedUntil: forever, bannedBy: creator },
  }
}

/** What somebody has set for the group holds for the supergroup: whether it is told of, and in which folder it is. */
async function moveSettings(tx: Transaction, userId: UserId, chat: ChatId, channel: ChannelId): Promise<void> {
  const [notify] = await tx.notifySettings.many(userId, [{ peer: chat }])
  if (notify !== undefined) await tx.notifySettings.put(userId, { ...notify, scope: { peer: channel } })
  const { folder } = await tx.dialogMarks.get(userId, chat)
  if (folder > 0) await tx.dialogMarks.put(userId, { peer: channel, folder, pinned: 0, unread: false })
}
