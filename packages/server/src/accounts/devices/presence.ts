import type { SessionName } from '../../bus/bus.ts'
import { announce } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { latestDate } from '../../rules/happened-within.ts'
import type { OnlineDevice } from '../../store/domain/people/presence.ts'
import type { Transaction } from '../../store/store.ts'

/** A client says every few minutes that it is still in use (`online_update_period_ms` of the configuration). */
const onlineSeconds = 300

/** Within a unit: a device is in use. People hear of it when it is the first one. */
export async function setOnline(
  tx: Transaction,
  ports: ServicePorts,
  device: SessionName & { readonly userId: UserId },
  now: UnixTime,
): Promise<void> {
  const before = (await tx.presence.online([device.userId])).get(device.userId) ?? 0
  const until = now + onlineSeconds
  await tx.presence.put({ ...device, process: ports.process, until })
  // The status is told again before it ends, so that nobody sees a gap.
  if (before < now + onlineSeconds / 2) tellStatus(tx, ports, device.userId, now)
}

/**
 * Within a unit: a device is in use no more, or no more by the connections of one process. People hear of it when nothing
 * else of the user is.
 */
export async function setOffline(
  tx: Transaction,
  ports: ServicePorts,
  authKeyId: bigint,
  now: UnixTime,
  process?: string,
): Promise<void> {
  await leftBy(tx, ports, await tx.presence.remove(authKeyId, process), now)
}

/** Within a unit: ends what was online by a process that is no more. Tells how many devices that were. */
export async function endDevicesOf(
  tx: Transaction,
  ports: ServicePorts,
  process: string,
  now: UnixTime,
  limit: number,
): Promise<number> {
  const devices = await tx.presence.takeOf(process, limit)
  await leftBy(tx, ports, devices, now)
  return devices.length
}

/** Within a unit: ends what devices did not prolong. Tells how many there were. */
export async function expireDevices(
  tx: Transaction,
  ports: ServicePorts,
  now: UnixTime,
  limit: number,
): Promise<number> {
  // Nobody is online for longer, unless the clock was ahead.
  const devices = await tx.presence.takeExpired(now, latestDate(now + onlineSeconds), limit)
  await leftBy(tx, ports, devices, now)
  return devices.length
}

async function leftBy(
  tx: Transaction,
  ports: ServicePorts,
  devices: readonly OnlineDevice[],
  now: UnixTime,
): Promise<void> {
  const lastSeen = new Map<UserId, UnixTime>()
  for (const { userId, until } of devices)
    lastSeen.set(userId, Math.max(Math.min(until, now), lastSeen.get(userId) ?? 0))
  for (const [userId, until] of lastSeen) await left(tx, ports, userId, until, now)
}

async function left(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  lastSeen: UnixTime,
  now: UnixTime,
): Promise<void> {
  await tx.presence.setLastSeen(userId, lastSeen, now)
  const until = (await tx.presence.online([userId])).get(userId) ?? 0
  if (until <= now) tellStatus(tx, ports, userId, now)
}

function tellStatus(tx: Transaction, ports: ServicePorts, userId: UserId, date: UnixTime): void {
  announce(tx, ports, { type: 'status', userId, date })
}
