import { announce } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { latestDate } from '../../rules/happened-within.ts'
import type { Transaction } from '../../store/store.ts'

/** A client says every few minutes that it is still in use (`online_update_period_ms` of the configuration). */
const onlineSeconds = 300

/** Within a unit: a device is in use. People hear of it when it is the first one. */
export async function setOnline(
  tx: Transaction,
  ports: ServicePorts,
  device: { readonly authKeyId: bigint; readonly userId: UserId },
  now: UnixTime,
): Promise<void> {
  const before = (await tx.presence.online([device.userId])).get(device.userId) ?? 0
  const until = now + onlineSeconds
  await tx.presence.put({ ...device, until })
  // The status is told again before it ends, so that nobody sees a gap.
  if (before < now + onlineSeconds / 2) tellStatus(tx, ports, device.userId, now)
}

/** Within a unit: a device is in use no more. People hear of it when it was the last one. */
export async function setOffline(
  tx: Transaction,
  ports: ServicePorts,
  authKeyId: bigint,
  now: UnixTime,
): Promise<void> {
  const device = await tx.presence.remove(authKeyId)
  if (device !== undefined) await left(tx, ports, device.userId, Math.min(device.until, now), now)
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
  const lastSeen = new Map<UserId, UnixTime>()
  for (const { userId, until } of devices)
    lastSeen.set(userId, Math.max(Math.min(until, now), lastSeen.get(userId) ?? 0))
  for (const [userId, until] of lastSeen) await left(tx, ports, userId, until, now)
  return devices.length
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
