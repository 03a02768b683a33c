import type { api } from '@chappe/tl-codec/api'
import { tellBotCounted } from '../../changes/tell-bot.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, ChatId, UnixTime, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { GroupMember, GroupRecord } from '../../store/domain/groups/groups.ts'
import type { Transaction } from '../../store/store.ts'
import { loggedLink } from '../../views/invite-link-view.ts'
import { channelNumber } from '../../views/post-view.ts'
import { loggedParticipant } from '../channels/admin-log.ts'

interface Asking {
  readonly chat: ChatId | ChannelId
  readonly userId: UserId
  /** The link by which somebody asks. */
  readonly digest?: Uint8Array | undefined
  readonly date: UnixTime
  /** Who may let somebody in. */
  readonly admitters: readonly UserId[]
}

/** Within a unit: tells the bots that may let people in that somebody asks for it (`updateBotChatInviteRequester`). */
export async function tellBotsOfRequest(
  tx: Transaction,
  ports: ServicePorts,
  { chat, userId, digest, date, admitters }: Asking,
): Promise<void> {
  const bots = (await tx.users.many(admitters)).filter(({ bot }) => bot !== undefined)
  if (bots.length === 0) return
  const asked = await requestOf(tx, { chat, userId, digest, date })
  const ids = bots.map(({ id }) => id)
  await tellBotCounted(tx, ports, ids, asked)
}

/** Within a unit: has the bot decide that guards the chat. Gives what it is asked, but for the number that it gets. */
export async function tellGuard(
  tx: Transaction,
  ports: ServicePorts,
  { bot, queryId, ...asking }: Omit<Asking, 'admitters'> & { readonly bot: UserId; readonly queryId: bigint },
): Promise<api.updateBotChatInviteRequester> {
  const asked = { ...(await requestOf(tx, asking)), queryId }
  await tellBotCounted(tx, ports, [bot], asked)
  return { ...asked, qts: 0 }
}

async function requestOf(tx: Transaction, { chat, userId, digest, date }: Omit<Asking, 'admitters'>) {
  const link = digest && (await tx.inviteLinks.get(digest))
  const invite: api.ExportedChatInvite = link ? loggedLink(link) : { _: 'chatInvitePublicJoinRequests' }
  const about = (await tx.users.get(userId))?.about ?? ''
  return { _: 'updateBotChatInviteRequester', peer: toPeer(chat), date, userId: BigInt(userId), about, invite } as const
}

type Member = Omit<ChannelMember, 'titleThen'>

/**
 * Within a unit: has bots told that somebody is something else in a channel now (`updateChannelParticipant`): those that are
 * admins there, and the one that it is about.
 */
export async function tellBotsOfMember(
  tx: Transaction,
  ports: ServicePorts,
  before: Member | undefined,
  after: Member,
): Promise<void> {
  const { channel, userId, date } = after
  const here = await tx.channelMembers.bots(channel)
  const told = here.filter(({ role }) => role === 'admin' || role === 'creator').map((bot) => bot.userId)
  const isBot = before?.isBot === true || after.isBot === true || here.some((bot) => bot.userId === userId)
  if (isBot && !told.includes(userId)) told.push(userId)
  if (told.length === 0) return
  const change = {
    ...{ channelId: channelNumber(channel), date, actorId: BigInt(actorOf(after)), userId: BigInt(userId) },
    prevParticipant: before && loggedParticipant(userId, before, date),
    newParticipant: loggedParticipant(userId, after, date),
  }
  await tellBotCounted(tx, ports, told, { _: 'updateChannelParticipant', ...change })
}

/** Who made a member what he or she is now. */
function actorOf({ userId, role, promotedBy, bannedBy, inviter, present }: Member): UserId {
  if (role === 'admin') return promotedBy ?? userId
  if (role === 'banned' || role === 'restricted') return bannedBy ?? userId
  return present ? (inviter ?? userId) : userId
}

/** The same of a basic group (`updateChatParticipant`). */
export async function tellBotsOfGroupMember(
  tx: Transaction,
  ports: ServicePorts,
  group: Pick<GroupRecord, 'id' | 'creator'>,
  change: {
    readonly by: UserId
    readonly date: UnixTime
    readonly before: GroupMember | undefined
    readonly after: GroupMember
  },
): Promise<void> {
  const { by, date, before, after } = change
  const members = await tx.groups.members(group.id)
  const told = members.filter(({ isBot, admin }) => isBot === true && admin).map(({ userId }) => userId)
  const { userId } = after
  const isBot = (await tx.groups.member(group.id, userId))?.isBot === true
  if (isBot && !told.includes(userId)) told.push(userId)
  if (told.length === 0) return
  const update = {
    ...{ chatId: BigInt(-group.id), date, actorId: BigInt(by), userId: BigInt(userId) },
    prevParticipant: before && participantOf(group, before),
    newParticipant: participantOf(group, after),
  }
  await tellBotCounted(tx, ports, told, { _: 'updateChatParticipant', ...update })
}

function participantOf(
  { creator }: Pick<GroupRecord, 'creator'>,
  { userId, inviter, date, admin, standing }: GroupMember,
): api.ChatParticipant | undefined {
  if (standing !== 'in') return undefined
  if (userId === creator) return { _: 'chatParticipantCreator', userId: BigInt(userId) }
  const place = { userId: BigInt(userId), inviterId: BigInt(inviter), date }
  return admin ? { _: 'chatParticipantAdmin', ...place } : { _: 'chatParticipant', ...place }
}
