import type { SessionName } from '../bus/bus.ts'
import { tellOfUser } from '../changes/announce.ts'
import { heirsOf } from '../chats/channels/depart.ts'
import { passOnChannel } from '../chats/channels/pass-on.ts'
import { leaveAllGroups } from '../chats/members/leave-group.ts'
import { endRequestsTo } from '../chats/secret/end-secret-chat.ts'
import type { ServicePorts } from '../core-ports.ts'
import type { UnixTime, UserId } from '../ids.ts'
import type { Transaction } from '../store/store.ts'
import { revoke } from './authorize.ts'

/**
 * Within a unit: the account ends. Its number and name are free at once and nobody can sign in; what it owned is removed
 * bit by bit by the maintenance. Copies in the chats of others stay theirs.
 */
export async function deleteAccount(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  now: UnixTime,
  by?: SessionName,
): Promise<void> {
  const devices = await tx.authorizations.ofUser(userId)
  for (const { authKeyId } of devices) await tx.presence.remove(authKeyId)
  for (const { authKeyId } of devices) await revoke(tx, ports, authKeyId, by)
  await endRequestsTo(tx, ports, userId)
  await tx.passwords.remove(userId)
  await tx.futureAuthTokens.removeAll(userId)
  await tx.attempts.removeKnown(userId)
  await tx.logins.removeOfUser(userId)
  await tx.loginEmails.remove(userId)
  const heirs = await heirsOf(tx, userId)
  await leaveAllGroups(tx, ports, userId, now, heirs.size === 0 ? [] : [userId, ...heirs.values()])
  for (const [record, to] of heirs) await passOnChannel(tx, ports, { record, to, date: now })
  await tx.users.markDeleted(userId, now)
  tellOfUser(tx, ports, userId)
}
