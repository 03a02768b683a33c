import { isUser, type PeerId, serviceUserId, type UserId } from '../ids.ts'
import { Refusal } from '../rules/refusal.ts'
import { type Act, allow, type Reach, type Role } from '../rules/rights.ts'
import type { Correspondence } from '../store/domain/people/correspondence.ts'
import type { Reads } from '../store/store.ts'
import { isOpenTo } from '../views/global-privacy.ts'

type RightsReads = Pick<Reads, 'correspondence' | 'accountSettings' | 'contacts' | 'dialogs'>

/** What the table of rights has to know of someone in a chat, asked for once in a unit. */
export async function roleIn(read: RightsReads, userId: UserId, peer: PeerId): Promise<Role> {
  if (userId === peer) return 'self'
  // Groups and channels have no roles yet.
  if (!isUser(peer)) throw new Refusal(400, 'PEER_ID_INVALID')
  return roleTowards(read, userId, peer, await read.correspondence.between(userId, peer))
}

/** The same for whoever knows the two already: nothing more is asked where the other has set nothing. */
export function roleTowards(
  read: RightsReads,
  userId: UserId,
  peer: UserId,
  { active, blocks, blockedBy, globalPrivacy }: Correspondence,
): Role | Promise<Role> {
  if (userId === peer) return 'self'
  if (peer === serviceUserId) return 'service'
  if (!active) return 'deleted'
  if (blocks) return 'blocking'
  if (blockedBy) return 'blocked'
  if (globalPrivacy === undefined) return 'open'
  return isOpenTo(read, peer, userId).then((isOpen) => (isOpen ? 'open' : 'stranger'))
}

/** Within a unit: how far an act of someone in a chat goes. Throws the public error for one that is not allowed. */
export async function allowIn(read: RightsReads, userId: UserId, peer: PeerId, act: Act): Promise<Reach> {
  return allow(await roleIn(read, userId, peer), act)
}
