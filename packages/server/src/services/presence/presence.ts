import { expireDevices, setOffline, setOnline } from '../../accounts/devices/presence.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Service, userMethod } from '../../rpc/handlers.ts'

const perUnit = 100

/** Who is online ("Working with Updates", `updateUserStatus`). */
export function createPresenceService(ports: ServicePorts): Service {
  const { store, clock } = ports
  return {
    upkeep: [
      {
        everySeconds: 15,
        async run(now) {
          while ((await store.transaction((tx) => expireDevices(tx, ports, now, perUnit))) === perUnit);
        },
      },
    ],
    methods: {
      'account.updateStatus': userMethod(
        { rate: { burst: 100, secondsEach: 1 } },
        async ({ userId, caller }, request) => {
          const { authKeyId } = caller.key
          const now = unixSeconds(clock)
          await store.transaction((tx) =>
            request.offline ? setOffline(tx, ports, authKeyId, now) : setOnline(tx, ports, { authKeyId, userId }, now),
          )
          caller.setOnline(!request.offline)
          return true
        },
      ),
    },
  }
}
