import { endDevicesOf, expireDevices, setOffline, setOnline } from '../../accounts/devices/presence.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { isOver, processLeases } from '../../processes/leases.ts'
import { type Service, userMethod } from '../../rpc/handlers.ts'
import { createOnlines } from './onlines.ts'

const perUnit = 100
const perRound = 100

/** Who is online ("Working with Updates", `updateUserStatus`). */
export function createPresenceService(ports: ServicePorts): Service {
  const { store, clock } = ports
  return {
    upkeep: [
      {
        everySeconds: 15,
        async run(now) {
          while ((await store.transaction((tx) => expireDevices(tx, ports, now, perUnit))) === perUnit);
          await endLostProcesses(ports, now)
        },
      },
    ],
    methods: {
      ...createOnlines(ports),
      'account.updateStatus': userMethod(
        { rate: { burst: 100, secondsEach: 1 } },
        async ({ userId, caller }, request) => {
          const { session } = caller
          const now = unixSeconds(clock)
          await store.transaction((tx) =>
            request.offline
              ? setOffline(tx, ports, session.authKeyId, now)
              : setOnline(tx, ports, { ...session, userId }, now),
          )
          caller.setOnline(!request.offline)
          return true
        },
      ),
    },
  }
}

/** Whoever was online by a process that has ended, or was killed, is so no longer once its lease is over. */
async function endLostProcesses(ports: ServicePorts, now: UnixTime): Promise<void> {
  const { store } = ports
  for (const { name, holder } of await store.read.leases.startingWith(processLeases, perRound)) {
    for (let found = perUnit; found === perUnit; ) {
      found = await store.transaction(async (tx) => {
        const lease = await tx.leases.get(name)
        if (lease === undefined || !isOver(lease, now)) return 0
        const ended = await endDevicesOf(tx, ports, holder, now, perUnit)
        if (ended < perUnit) await tx.leases.release(name, holder)
        return ended
      })
    }
  }
}
