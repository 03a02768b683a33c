import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../bus/bus.ts'
import { announceKey } from '../changes/announce-key.ts'
import { endOfDevice } from '../chats/secret/end-secret-chat.ts'
import { tellOfRequests } from '../chats/secret/tell-device.ts'
import type { ServicePorts } from '../core-ports.ts'
import type { UserId } from '../ids.ts'
import { unixSeconds } from '../ports/clock.ts'
import { randomLong } from '../ports/random.ts'
import type { Caller } from '../rpc/caller.ts'
import { RpcError } from '../rpc/rpc-error.ts'
import { descendantsOf } from '../rules/authorization-family.ts'
import type { Authorization } from '../store/domain/identity/authorizations.ts'
import type { Transaction } from '../store/store.ts'
import { noticeNewDevice } from './devices/device-notices.ts'
import { setOffline } from './devices/presence.ts'

/** How long a right code waits for the password. */
const pendingSeconds = 3600
export const secondsPerDay = 86_400

export type LoginOutcome = { readonly signedIn: UserId } | 'password needed'

export function passwordNeeded(): RpcError {
  return new RpcError(401, 'SESSION_PASSWORD_NEEDED')
}

/**
 * Within a unit: everything but the password was given rightly. Signs the user in, or writes down that the password is
 * still owed ("Two-factor authentication").
 */
export async function completeLogin(
  tx: Transaction,
  ports: ServicePorts,
  caller: Caller,
  login: { readonly userId: UserId; readonly hash?: bigint },
): Promise<LoginOutcome> {
  const password = await tx.passwords.get(login.userId)
  const hash = login.hash ?? randomLong(ports.random)
  if (password?.current === undefined) {
    await authorize(tx, ports, caller, { ...login, hash })
    return { signedIn: login.userId }
  }
  const { authKeyId } = caller.key
  const expiresAt = unixSeconds(ports.clock) + pendingSeconds
  await tx.logins.putPending({ authKeyId, userId: login.userId, hash, expiresAt })
  return 'password needed'
}

/** Within a unit: signs the user in by this key. All gateways learn of it before the caller has the answer. */
export async function authorize(
  tx: Transaction,
  ports: ServicePorts,
  caller: Caller,
  login: { readonly userId: UserId; readonly hash?: bigint; readonly parent?: bigint },
): Promise<void> {
  const { clock, plausible, random } = ports
  const { userId, parent } = login
  const { authKeyId } = caller.key
  const now = unixSeconds(clock)
  const before = await tx.authorizations.get(authKeyId)
  // Nothing that came from this key while it spoke for somebody else may outlive that.
  if (before !== undefined && before.userId !== userId) await revoke(tx, ports, authKeyId, caller.session)
  const others = (await tx.authorizations.ofUser(userId)).filter((other) => other.authKeyId !== authKeyId)
  const { sessionTtlDays } = await tx.accountSettings.get(userId)
  const isBot = (await tx.users.get(userId))?.bot !== undefined
  const authorization: Authorization = {
    authKeyId,
    userId,
    hash: login.hash ?? randomLong(random),
    // Waits that protect the account are counted from this time.
    createdAt: plausible.latest(),
    activeAt: now,
    ip: caller.remoteAddress ?? '',
    parent,
    // The first device of an account has nobody who could vouch for it.
    confirmed: isBot || others.length === 0,
    secretChatsOff: false,
    callsOff: false,
    endsAt: now + sessionTtlDays * secondsPerDay,
  }
  await tx.authorizations.put(authorization)
  await tx.logins.removePending(authKeyId)
  await tx.logins.removeTokens(authKeyId)
  await announceKey(tx, ports, { type: 'authorization', authKeyId, userId })
  await tellOfRequests(tx, ports, authorization)
  // A bot signs in wherever its program runs, and reads no notices.
  if (others.length > 0 && !isBot) await noticeNewDevice(tx, ports, caller, authorization)
}

/**
 * Within a unit: signs a key out, with all that came from it at any depth. False if it was not signed in. The sessions
 * concerned are told, but for the one that asked for it.
 */
export async function revoke(
  tx: Transaction,
  ports: ServicePorts,
  authKeyId: bigint,
  by?: SessionName,
): Promise<boolean> {
  const authorization = await tx.authorizations.get(authKeyId)
  const all = authorization === undefined ? [] : await tx.authorizations.ofUser(authorization.userId)
  for (const id of [authKeyId, ...descendantsOf(all, authKeyId).map((one) => one.authKeyId)]) {
    await tx.logins.removePending(id)
    await tx.logins.removeTokens(id)
    await tx.passwords.removeChallenge(id)
    if (!(await tx.authorizations.remove(id))) continue
    await setOffline(tx, ports, id, unixSeconds(ports.clock))
    await tx.pushDevices.removeAll(id)
    await tx.takeouts.remove(id)
    await endOfDevice(tx, ports, id)
    await announceKey(tx, ports, { type: 'authorization', authKeyId: id, by })
  }
  return authorization !== undefined
}

export async function viewAuthorization(ports: ServicePorts, userId: UserId): Promise<api.auth.authorization> {
  const [user] = await ports.userViews.of(ports.store.read, userId, [userId])
  return { _: 'auth.authorization', user: user ?? { _: 'userEmpty', id: BigInt(userId) } }
}

/** The answer to whoever completed a login; its error, if the password is owed. */
export async function answerLogin(ports: ServicePorts, outcome: LoginOutcome): Promise<api.auth.authorization> {
  if (outcome === 'password needed') throw passwordNeeded()
  return viewAuthorization(ports, outcome.signedIn)
}
