import type { KeyState } from '../rpc/caller.ts'
import type { UpkeepTask } from '../rpc/handlers.ts'
import { keyUseSeconds, recordUse } from '../rpc/note-use.ts'
import { happenedWithin } from '../rules/happened-within.ts'
import type { Store } from '../store/store.ts'
import type { GatewaySession } from './gateway-session.ts'

const perUnit = 100

/**
 * A client that is connected and only pings asks the rpc layer for nothing, but its key is in use, and so is its device:
 * neither is forgotten as long as it stays. Written down once a day at the most.
 */
export function createKeepKeys(
  { transaction }: Pick<Store, 'transaction'>,
  sessions: () => Iterable<Pick<GatewaySession, 'transport' | 'ready'>>,
): UpkeepTask {
  return {
    everySeconds: 3600,
    async run(now) {
      const keys = new Set<KeyState>()
      for (const { transport, ready } of sessions()) {
        // One that could not be loaded can be asked for nothing either.
        const key = transport.connected ? await ready.catch(() => undefined) : undefined
        if (key !== undefined) keys.add(key)
      }
      const due = [...keys].filter((key) => !key.unbound && !happenedWithin(lastUse(key), keyUseSeconds, now))
      for (let at = 0; at < due.length; at += perUnit) {
        const some = due.slice(at, at + perUnit)
        await transaction(async (tx) => {
          for (const key of some) {
            if (key.userId === undefined) await tx.authKeys.noteUse(key.authKeyId, now)
            else await recordUse(tx, key.authKeyId, { userId: key.userId, now })
          }
        })
        for (const key of some) {
          if (key.userId === undefined) key.usedAt = now
          else key.activeAt = now
        }
      }
    },
  }
}

function lastUse({ userId, usedAt = 0, activeAt = 0 }: KeyState): number {
  return userId === undefined ? usedAt : activeAt
}
