import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { lineOf } from '../../rules/authorization-family.ts'
import type { Reads } from '../../store/store.ts'

type Ports = Pick<ServicePorts, 'plausible' | 'settings'>

/**
 * How long it is until a device may do what takes an account over: change its number, its password or its login e-mail,
 * delete it, or end other devices. A device that was signed in just now might be a thief's, and whoever owns the account
 * has been told of it and needs the time. 0 once it may.
 *
 * The device by which the account was made waits for nothing: nobody had the account before. An imported key counts from
 * its own import, whatever it came from.
 */
export async function freshSeconds(
  read: Pick<Reads, 'authorizations' | 'users'>,
  { plausible, settings }: Ports,
  userId: UserId,
  authKeyId: bigint,
): Promise<number> {
  const [user, all] = await Promise.all([read.users.get(userId), read.authorizations.ofUser(userId)])
  const line = lineOf(all, authKeyId)
  const since = Math.max(...line.map((one) => one.createdAt))
  const [own] = line
  if (own === undefined) return settings.freshSessionSeconds
  if (line.length === 1 && own.parent === undefined && own.createdAt === user?.createdAt && all[0] === own) return 0
  const { freshSessionSeconds } = settings
  return Math.max(0, Math.min(since + freshSessionSeconds - plausible.now(), freshSessionSeconds))
}

/** Throws the public error that says how long a device has to wait. */
export async function mustNotBeFresh(
  read: Pick<Reads, 'authorizations' | 'users'>,
  ports: Ports,
  userId: UserId,
  authKeyId: bigint,
): Promise<void> {
  const wait = await freshSeconds(read, ports, userId, authKeyId)
  if (wait > 0) throw badRequest(`SESSION_TOO_FRESH_${wait}`)
}
