import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.ts'

const idle = async (): Promise<void> => {}

/** Turns that come when the test says so, on a clock that each job moves on. */
function setUp(options: { turnMs: number; atOnce: number }) {
  let now = 0
  let next: (() => void) | undefined
  const log: string[] = []
  const turns = createTurns({
    ...options,
    now: () => now,
    defer: (callback) => {
      expect(next).toBeUndefined()
      next = callback
    },
  })
  return {
    turns,
    log,
    /** Takes so many ms, at once. */
    job: (name: string, ms: number) =>
      turns.offer(async () => {
        log.push(name)
        now += ms
      }),
    async turn(): Promise<boolean> {
      const callback = next
      next = undefined
      callback?.()
      for (let i = 0; i < 20; i++) await idle()
      return callback !== undefined
    },
  }
}

describe('work that may wait', () => {
  it('begins in a turn to come, as much as has room in it, in the order in which it was offered', async () => {
    const { job, log, turn, turns } = setUp({ turnMs: 2, atOnce: 1 })
    for (const name of ['a', 'b', 'c', 'd', 'e']) job(name, 1)
    expect(log).toEqual([])
    await turn()
    expect(log).toEqual(['a', 'b'])
    job('f', 1)
    await turn()
    expect(log).toEqual(['a', 'b', 'c', 'd'])
    let isIdle = false
    turns.idle().then(() => {
      isIdle = true
    })
    await idle()
    expect(isIdle).toBe(false)
    await turn()
    expect(log).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(isIdle).toBe(true)
    expect(await turn()).toBe(false)
    await turns.idle()
  })

  it('goes on beside what waits for something, so much at once', async () => {
    const { turns, job, log, turn } = setUp({ turnMs: 2, atOnce: 2 })
    const ends: (() => void)[] = []
    const wait = (): void => turns.offer(() => new Promise((resolve) => ends.push(resolve)))
    wait()
    wait()
    job('behind', 1)
    await turn()
    await turn()
    expect(log).toEqual([])
    ends[1]?.()
    await turn()
    await turn()
    expect(log).toEqual(['behind'])
    wait()
    await turn()
    expect(ends).toHaveLength(3)
  })

  it('is dropped at the end', async () => {
    const { turns, job, log, turn } = setUp({ turnMs: 2, atOnce: 1 })
    job('before', 1)
    await turn()
    job('too late', 1)
    turns.stop()
    job('later still', 1)
    await turn()
    await turns.idle()
    expect(log).toEqual(['before'])
    expect(turns.waiting).toBe(0)
  })

  it('that fails does not end the rest', async () => {
    const { turns, job, log, turn } = setUp({ turnMs: 2, atOnce: 1 })
    turns.offer(() => Promise.reject(new TypeError('it fails')))
    job('after it', 1)
    await turn()
    expect(log).toEqual(['after it'])
  })
})
