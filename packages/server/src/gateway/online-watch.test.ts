import { describe, expect, it } from 'vitest'
import type { Clock } from '../ports/clock.ts'
import { asUser } from '../testing/ids.ts'
import { GatewaySession } from './gateway-session.ts'
import { createOnlineWatch } from './online-watch.ts'

/** A clock whose one timer is run by hand. */
function manualClock(): Clock & { tick(): void; readonly waiting: boolean } {
  let task: (() => void) | undefined
  return {
    now: () => 0,
    monotonic: () => 0,
    defer: setImmediate,
    after(_ms, next) {
      task = next
      return () => {
        task = undefined
      }
    },
    tick() {
      const due = task
      task = undefined
      due?.()
    },
    get waiting() {
      return task !== undefined
    },
  }
}

function session(authKeyId: bigint, sessionId: bigint): { readonly is: GatewaySession; cut(): void } {
  const transport = { authKeyId, sessionId, connected: true, push() {} }
  const key = { authKeyId, client: undefined, userId: asUser(5) }
  const is = new GatewaySession(transport, Promise.resolve(key))
  is.key = key
  return {
    is,
    cut() {
      transport.connected = false
    },
  }
}

describe('the watch over who is online', () => {
  it('tells when the last connection of a key is gone, and only then', () => {
    const told: bigint[] = []
    const clock = manualClock()
    const watch = createOnlineWatch((authKeyId) => told.push(authKeyId), clock)
    const [first, second] = [session(1n, 1n), session(1n, 2n)]
    watch.set(first.is, true)
    watch.set(second.is, true)
    first.cut()
    clock.tick()
    expect(told).toEqual([])
    second.cut()
    clock.tick()
    expect(told).toEqual([1n])
    expect(clock.waiting).toBe(false)
  })

  it('takes the end of a session for the end of its connection, and asks nothing about who went by himself', () => {
    const told: bigint[] = []
    const watch = createOnlineWatch((authKeyId) => told.push(authKeyId), manualClock())
    const [first, second] = [session(1n, 1n), session(2n, 2n)]
    watch.set(first.is, true)
    watch.ended(first.is)
    watch.set(second.is, true)
    watch.set(second.is, false)
    watch.ended(second.is)
    expect(told).toEqual([1n])
    watch.stop()
  })
})
