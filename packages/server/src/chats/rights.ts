import { type ChatId, isGroup, isUser, type PeerId, serviceUserId, type UserId } from '../ids.ts'
import { adminRights, bannedRightsOf, basicAdminRights, creatorRights, noneBanned } from '../rules/chat-rights.ts'
import { Refusal } from '../rules/refusal.ts'
import { type Act, allow, type GroupRole, type InGroup, type Reach, type Role, type Standing } from '../rules/rights.ts'
import type { GroupMember, GroupRecord } from '../store/domain/groups/groups.ts'
import type { Correspondence } from '../store/domain/people/correspondence.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { isOpenTo } from '../views/global-privacy.ts'

type RightsReads = Pick<Reads, 'correspondence' | 'accountSettings' | 'contacts' | 'dialogs' | 'groups'>

/** What the table of rights has to know of someone in a chat, asked for once in a unit. */
export async function standingIn(read: RightsReads, userId: UserId, peer: PeerId): Promise<Standing> {
  if (userId === peer) return 'self'
  if (isUser(peer)) return roleTowards(read, userId, peer, await read.correspondence.between(userId, peer))
  if (isGroup(peer)) return standingInGroup(read, userId, peer)
  // Channels have no roles yet.
  throw noPeer()
}

/** The same for whoever knows the two already: nothing more is asked where the other has set nothing. */
export function roleTowards(
  read: RightsReads,
  userId: UserId,
  peer: UserId,
  { active, fromBot, toBot, blocks, blockedBy, shutOut, globalPrivacy }: Correspondence,
): Role | Promise<Role> {
  if (userId === peer) return 'self'
  if (fromBot) return roleOfBot(read, userId, peer, { active, toBot, blockedBy })
  if (peer === serviceUserId) return 'service'
  if (!active) return 'deleted'
  if (blocks) return 'blocking'
  if (blockedBy || shutOut) return 'blocked'
  if (globalPrivacy === undefined) return 'open'
  return isOpenTo(read, peer, userId).then((isOpen) => (isOpen ? 'open' : 'stranger'))
}

/**
 * A bot answers, and never begins: whom it writes to has written to it before. Throws `USER_IS_BOT`, since bots do not hear of each
 * other, and `PEER_ID_INVALID` for who never did.
 */
async function roleOfBot(
  read: RightsReads,
  bot: UserId,
  peer: UserId,
  { active, toBot, blockedBy }: Pick<Correspondence, 'active' | 'toBot' | 'blockedBy'>,
): Promise<Role> {
  if (toBot) throw new Refusal(400, 'USER_IS_BOT')
  if (!active) return 'deleted'
  if ((await read.dialogs.get(bot, peer)) === undefined) throw noPeer()
  return blockedBy ? 'blocked' : 'open'
}

/** Throws `PEER_ID_INVALID` for whoever never was in the group: such a one learns nothing, not that there is one. */
export async function standingInGroup(read: Pick<Reads, 'groups'>, userId: UserId, chat: ChatId): Promise<InGroup> {
  const [record, member] = await Promise.all([read.groups.get(chat), read.groups.member(chat, userId)])
  if (record === undefined || member === undefined) throw noPeer()
  return memberStanding(record, member)
}

/** What somebody is in a basic group, for whoever has read both already. */
export function memberStanding(record: GroupRecord, member: GroupMember): InGroup {
  const role = roleOf(record, member)
  const banned = record.defaultBanned && readStored('ChatBannedRights', record.defaultBanned, `group ${record.id}`)
  const held = role === 'creator' ? creatorRights('group') : role === 'admin' ? basicAdminRights : adminRights()
  const closed = banned === undefined ? noneBanned : bannedRightsOf(banned)
  return { kind: 'group', role, held, closed, taken: noneBanned, hidesMembers: false }
}

function roleOf({ creator, deactivated }: GroupRecord, { userId, admin, standing }: GroupMember): GroupRole {
  // Nobody comes back to a group that was deleted.
  if (deactivated || standing === 'removed') return 'banned'
  if (standing === 'left') return 'left'
  if (userId === creator) return 'creator'
  return admin ? 'admin' : 'member'
}

function noPeer(): Refusal {
  return new Refusal(400, 'PEER_ID_INVALID')
}

/** Within a unit: how far an act of someone in a chat goes. Throws the public error for one that is not allowed. */
export async function allowIn(read: RightsReads, userId: UserId, peer: PeerId, act: Act): Promise<Reach> {
  return allow(await standingIn(read, userId, peer), act)
}
