import type { api } from '@chappe/tl-codec/api'
import type { ChatId, UserId } from '../ids.ts'
import type { GroupMember, GroupRecord } from '../store/domain/groups/groups.ts'
import type { CommittedReads } from '../store/store.ts'

/** Who is in a group, for those who are in it ("chatParticipants"). */
export async function viewParticipants(
  read: CommittedReads<'groups'>,
  viewer: UserId,
  chat: ChatId,
): Promise<api.ChatParticipants> {
  const [record, member] = await Promise.all([read.groups.get(chat), read.groups.member(chat, viewer)])
  const chatId = BigInt(-chat)
  if (record === undefined || member?.standing !== 'in') return { _: 'chatParticipantsForbidden', chatId }
  const members = await read.groups.members(chat)
  const participants = members.map((one) => viewParticipant(record, one))
  return { _: 'chatParticipants', chatId, participants, version: record.version }
}

export function viewParticipant(
  { creator }: Pick<GroupRecord, 'creator'>,
  { userId: id, inviter, date, admin, rank }: GroupMember,
): api.ChatParticipant {
  const userId = BigInt(id)
  if (id === creator) return { _: 'chatParticipantCreator', userId, rank }
  return { _: admin ? 'chatParticipantAdmin' : 'chatParticipant', userId, inviterId: BigInt(inviter), date, rank }
}
