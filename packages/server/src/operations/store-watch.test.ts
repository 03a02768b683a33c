import { describe, expect, it } from 'vitest'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { StoreError } from '../store/errors.ts'
import { type StoreWatch, watchStore } from './store-watch.ts'

const full = new StoreError('UNAVAILABLE', 'nothing can be stored: the disk is full')

/** A watch over a store whose disk is full or not, on a clock that a test moves. */
function watched() {
  const lines: string[] = []
  const note = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`)
  const log: Log = { debug() {}, warn() {}, info: note, error: note }
  let now = 0
  const timers = new Map<() => void, number>()
  const clock: Clock = {
    now: () => 0,
    monotonic: () => now,
    after(ms, task) {
      timers.set(task, now + ms)
      return () => void timers.delete(task)
    },
    defer: setImmediate,
  }
  const disk = { full: true }
  const tryIt = async (): Promise<void> => {
    if (!disk.full) return
    watch.failed(full)
    throw full
  }
  const watch: StoreWatch = watchStore({ tryIt, clock, log })
  return {
    ...{ watch, lines, disk, timers },
    async pass(ms: number) {
      now += ms
      for (const [task, at] of timers) {
        if (at > now) continue
        timers.delete(task)
        task()
      }
      for (let i = 0; i < 5; i++) await Promise.resolve()
    },
  }
}

describe('the watch over the store', () => {
  it('says once a minute that nothing can be stored, and once that it is over', async () => {
    const { watch, lines, disk, pass } = watched()
    for (let i = 0; i < 100; i++) watch.failed(full)
    expect(lines).toEqual(['nothing can be stored: the disk is full {"failedCommits":1}'])
    await pass(59_999)
    watch.failed(full)
    expect(lines).toHaveLength(1)
    await pass(1)
    // Its own trial failed.
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('"failedCommits":101')
    disk.full = false
    await pass(60_000)
    expect(lines.slice(2)).toEqual(['changes are stored again {"failedCommits":0}'])
    await pass(600_000)
    expect(lines).toHaveLength(3)
  })

  it('stays within two lines a minute when the disk is full now and then', async () => {
    const { watch, lines, disk, pass } = watched()
    for (let second = 0; second < 600; second++) {
      disk.full = second % 2 === 0
      if (disk.full) watch.failed(full)
      await watch.readiness()
      await pass(1000)
    }
    expect(lines.length).toBeLessThanOrEqual(20)
  })

  it('is ready again as soon as the store is, for whoever asks', async () => {
    const { watch, disk, timers } = watched()
    expect(await watch.readiness()).toEqual({ ready: true })
    watch.failed(full)
    expect(await watch.readiness()).toEqual({ ready: false, reason: full.message })
    disk.full = false
    expect(await watch.readiness()).toEqual({ ready: true })
    expect(timers.size).toBe(0)
  })

  it('leaves nothing behind that would keep a process alive', () => {
    const { watch, timers } = watched()
    watch.failed(full)
    watch.close()
    watch.failed(full)
    expect(timers.size).toBe(0)
  })
})
