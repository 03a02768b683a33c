import { adminRights, noneBanned } from './chat-rights.ts'
import { Refusal } from './refusal.ts'
import type { Act, GroupAct } from './rights/acts.ts'
import { type BroadcastRole, broadcastRights, broadcastRoles } from './rights/broadcast.ts'
import { type GroupRole, groupRights, groupRoles } from './rights/group.ts'
import { type PrivateAct, type Role, rights, roles } from './rights/private.ts'
import { type SupergroupRole, supergroupRights, supergroupRoles } from './rights/supergroup.ts'
import { decide, errorsIn, type Facts, noPeer, type Reach, type SendAct, sent, type Verdict } from './rights/verdict.ts'

export type { Act, BroadcastRole, Facts, GroupAct, GroupRole, PrivateAct, Reach, Role, SendAct, SupergroupRole }
/**
 * Who may do what in a chat. One table, and the only place that decides it: an act in each row, a role in each column. It has
 * a part for each kind of chat under `rights/`, each with the roles of that kind: what somebody is in it.
 */
export { broadcastRights, broadcastRoles, groupRights, groupRoles, rights, roles, supergroupRights, supergroupRoles }

/** Somebody in a basic group. */
export interface InGroup extends Facts {
  readonly kind: 'group'
  readonly role: GroupRole
}

/** Somebody in a broadcast channel. */
export interface InBroadcast extends Facts {
  readonly kind: 'broadcast'
  readonly role: BroadcastRole
}

/** Somebody in a supergroup. */
export interface InSupergroup extends Facts {
  readonly kind: 'supergroup'
  readonly role: SupergroupRole
}

/** What somebody is in a chat: in a private one that is the role alone. */
export type Standing = Role | InGroup | InBroadcast | InSupergroup

/** How far an act goes. Throws the public error for one that is not allowed. */
export function allow(standing: Standing, act: Act): Reach {
  const decided = decision(standing, act)
  if (decided instanceof Refusal) throw decided
  return decided
}

/** What `allow` would throw. */
export function refusalOf(standing: Standing, act: Act): Refusal | undefined {
  const decided = decision(standing, act)
  return decided instanceof Refusal ? decided : undefined
}

/** What is known of whoever holds nothing and has lost nothing. */
export const noFacts: Facts = { held: adminRights(), closed: noneBanned, taken: noneBanned, hidesMembers: false }

function decision(standing: Standing, act: Act): Reach | Refusal {
  const facts = typeof standing === 'string' ? noFacts : standing
  const verdict = verdictOf(standing, act)
  if (verdict === undefined) throw new TypeError(`no verdict on ${act}`)
  return decide(verdict, facts)
}

function verdictOf(standing: Standing, act: Act): Verdict | undefined {
  if (typeof standing === 'string') {
    if (isPrivate(act)) return rights[act][roles.indexOf(standing)]
    return isSending(act) ? rights.send[roles.indexOf(standing)] : noPeer
  }
  switch (standing.kind) {
    case 'group':
      return groupRights[act][groupRoles.indexOf(standing.role)]
    case 'broadcast':
      return broadcastRights[act][broadcastRoles.indexOf(standing.role)]
    case 'supergroup':
      return supergroupRights[act][supergroupRoles.indexOf(standing.role)]
  }
}

function isPrivate(act: Act): act is PrivateAct {
  return act in rights
}

/** In a private chat every kind of what is said is said or not. */
function isSending(act: Act): act is SendAct {
  return act in sent
}

/** A kind of chat, each of which has its part of the table. */
export type ChatKind = 'private' | 'group' | 'broadcast' | 'supergroup'

/** The public errors that an act may be refused with in chats of these kinds. */
export function errorsOf(act: Act, kinds: readonly ChatKind[]): Set<string> {
  const verdicts = kinds.flatMap((kind) => rowOf(act, kind))
  return new Set(verdicts.flatMap((verdict) => errorsIn(verdict).map(({ error }) => error)))
}

function rowOf(act: Act, kind: ChatKind): readonly Verdict[] {
  switch (kind) {
    case 'private':
      return isPrivate(act) ? rights[act] : []
    case 'group':
      return groupRights[act]
    case 'broadcast':
      return broadcastRights[act]
    case 'supergroup':
      return supergroupRights[act]
  }
}
