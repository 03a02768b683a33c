import { addressGroup } from '@chappe/transport'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Caller } from '../../rpc/caller.ts'
import { floodWait, type RpcError } from '../../rpc/rpc-error.ts'
import { lineOf } from '../../rules/authorization-family.ts'
import type { Reads, Transaction } from '../../store/store.ts'

/** Actions that are limited, since each is a guess at a secret or sends something to somebody. */
export type AttemptKind =
  | 'code'
  | 'sms'
  | 'wrong code'
  | 'wrong password'
  | 'recovery e-mail'
  | 'wrong recovery code'
  | 'confirmation e-mail'
  | 'wrong confirmation code'

/**
 * What is counted: tries of the owner's known devices, each device by itself; and of all others, those at one subject (a
 * number or an account), at that from one address, from the address at all, and at the whole server.
 */
type Scope = 'known' | 'subject' | 'pair' | 'address' | 'server'

export interface AttemptBound {
  readonly most: number
  readonly seconds: number
}

const quarter = 900
const hour = 3600
const day = 86_400

const bound = (most: number, seconds: number): AttemptBound => ({ most, seconds })

/**
 * What a guess is worth decides: a login code is one of 100,000, a code in an e-mail one of a million. With the bound of
 * the server, strangers from however many addresses find a login code about once in twenty days, at one of all accounts.
 * One address alone cannot use up what a number or an account allows.
 */
export const attemptBounds: { readonly [K in AttemptKind]: { readonly [S in Scope]: AttemptBound } } = {
  code: {
    known: bound(10, quarter),
    subject: bound(10, quarter),
    pair: bound(6, quarter),
    address: bound(60, hour),
    server: bound(5000, hour),
  },
  sms: {
    known: bound(10, day),
    subject: bound(20, day),
    pair: bound(12, day),
    address: bound(30, hour),
    server: bound(1000, hour),
  },
  'wrong code': {
    known: bound(20, day),
    subject: bound(50, day),
    pair: bound(15, day),
    address: bound(100, day),
    server: bound(5000, day),
  },
  'wrong password': {
    known: bound(20, hour),
    subject: bound(20, hour),
    pair: bound(10, hour),
    address: bound(40, hour),
    server: bound(2000, hour),
  },
  'recovery e-mail': {
    known: bound(5, hour),
    subject: bound(5, hour),
    pair: bound(3, hour),
    address: bound(20, hour),
    server: bound(500, hour),
  },
  'wrong recovery code': {
    known: bound(20, day),
    subject: bound(20, day),
    pair: bound(8, day),
    address: bound(40, day),
    server: bound(1000, day),
  },
  'confirmation e-mail': {
    known: bound(10, hour),
    subject: bound(10, hour),
    pair: bound(10, hour),
    address: bound(60, hour),
    server: bound(1000, hour),
  },
  'wrong confirmation code': {
    known: bound(20, day),
    subject: bound(20, day),
    pair: bound(20, day),
    address: bound(100, day),
    server: bound(5000, day),
  },
}

/** Who tries, and at what. */
export interface Trier {
  /** A number, or an account. */
  readonly subject: string
  /** What counts the tries of a device of the account apart from those of strangers. */
  readonly known?: string | undefined
  /** Undefined for a loopback address: behind a proxy, that is everybody's. */
  readonly address?: string | undefined
  /** The subject has no account; counted apart, so that a flood of such numbers keeps no member from signing in. */
  readonly newcomer: boolean
}

type Asking = Pick<Caller, 'key' | 'remoteAddress'>

/** Somebody at a number, whose account is `userId` if there is one. */
export async function trierAtPhone(
  read: Pick<Reads, 'attempts' | 'authorizations'>,
  ports: Pick<ServicePorts, 'clock' | 'plausible' | 'settings'>,
  caller: Asking,
  phone: string,
  userId: UserId | undefined,
): Promise<Trier> {
  const subject = `phone ${phone}`
  const known = userId === undefined ? undefined : await knownAs(read, ports, caller, userId)
  return { subject, known, address: addressGroup(caller.remoteAddress), newcomer: userId === undefined }
}

/** Somebody at an account. A device that is signed in to it is known, and one that came from it counts as that one. */
export async function trierAtAccount(
  read: Pick<Reads, 'attempts' | 'authorizations'>,
  ports: Pick<ServicePorts, 'clock' | 'plausible' | 'settings'>,
  caller: Asking,
  userId: UserId,
): Promise<Trier> {
  const known = await knownAs(read, ports, caller, userId)
  return { subject: `account ${userId}`, known, address: addressGroup(caller.remoteAddress), newcomer: false }
}

/**
 * A stranger must not be able to lock the owner out, so the owner's devices are counted by themselves: the one that is
 * signed in, one that signed out by itself, and a new one at the address of another that has been signed in for long.
 */
async function knownAs(
  read: Pick<Reads, 'attempts' | 'authorizations'>,
  { clock, plausible, settings }: Pick<ServicePorts, 'clock' | 'plausible' | 'settings'>,
  { key, remoteAddress }: Asking,
  userId: UserId,
): Promise<string | undefined> {
  const now = unixSeconds(clock)
  const all = await read.authorizations.ofUser(userId)
  const device = lineOf(all, key.authKeyId).at(-1)
  if (device !== undefined) return `device ${device.authKeyId}`
  if (await read.attempts.isKnown(userId, key.authKeyId, now)) return `device ${key.authKeyId}`
  const address = addressGroup(remoteAddress)
  if (address === undefined) return undefined
  const isHome = all.some(
    (one) =>
      addressGroup(one.ip || undefined) === address && one.createdAt + settings.freshSessionSeconds <= plausible.now(),
  )
  return isHome ? `home ${userId} ${address}` : undefined
}

/** Within a unit: what is wrong with one more try, if anything: `FLOOD_WAIT_X` until the first window is over. */
export async function refusalOfAttempt(
  read: Pick<Reads, 'attempts'>,
  kind: AttemptKind,
  trier: Trier,
  now: UnixTime,
): Promise<RpcError | undefined> {
  let until = 0
  for (const { name, most } of counters(kind, trier)) {
    const found = await read.attempts.count(name, now)
    if (found !== undefined && found.count >= most) until = Math.max(until, found.expiresAt)
  }
  return until > now ? floodWait(until - now) : undefined
}

/** Within a unit: counts a try, on disk, so that a restart gives none back. */
export async function noteAttempt(
  tx: Pick<Transaction, 'attempts'>,
  kind: AttemptKind,
  trier: Trier,
  now: UnixTime,
): Promise<void> {
  for (const { name, seconds } of counters(kind, trier)) await tx.attempts.add(name, now, now + seconds)
}

function counters(
  kind: AttemptKind,
  { subject, known, address, newcomer }: Trier,
): (AttemptBound & { readonly name: string })[] {
  const bounds = attemptBounds[kind]
  if (known !== undefined) return [{ ...bounds.known, name: `${kind}: ${subject} by ${known}` }]
  const anybodys = [
    { ...bounds.subject, name: `${kind}: ${subject}` },
    { ...bounds.server, name: `${kind}: all ${newcomer ? 'newcomers' : 'members'}` },
  ]
  if (address === undefined) return anybodys
  return [
    ...anybodys,
    { ...bounds.pair, name: `${kind}: ${subject} from ${address}` },
    { ...bounds.address, name: `${kind}: from ${address}` },
  ]
}
