import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionName } from '../bus/bus.ts'
import { silentLog } from '../ports/log.ts'
import { asUser } from '../testing/ids.ts'
import { createChains } from './chains.ts'
import { shortEnvelope } from './envelope.ts'
import type { BoxAnnouncement, Renderer } from './render.ts'
import type { Sessions } from './sessions.ts'
import { createTurns } from './turns.ts'

const anna = asUser(1)
const ben = asUser(2)
const caller: SessionName = { authKeyId: 7n, sessionId: 8n }

type Outcome = 'rendered' | 'failed' | 'too long' | 'gone'

const nothing: api.updates = { _: 'updates', updates: [], users: [], chats: [], date: 0, seq: 0 }

/** A delivery without a store: each rendering ends when the test says so. */
function setUp() {
  const log: string[] = []
  const renderings: { readonly announcement: BoxAnnouncement; end(outcome: Outcome): void }[] = []
  const timers = new Set<() => void>()
  const renderer: Pick<Renderer, 'box'> = {
    box: (announcement) =>
      new Promise((resolve, reject) => {
        renderings.push({
          announcement,
          end(outcome) {
            if (outcome === 'failed') reject(new TypeError('it cannot be rendered'))
            else if (outcome === 'gone') resolve(nothing)
            else resolve(outcome === 'too long' ? undefined : shortEnvelope(updateOf(announcement), 0))
          },
        })
      }),
  }
  const sessions: Pick<Sessions, 'has' | 'push' | 'missed'> = {
    has: (userId) => userId === anna || userId === ben,
    push: (userId, updates) => log.push(`${userId} ${nameOf(updates)}`),
    missed: (userId, except) => log.push(`${userId} missed${except === undefined ? '' : ' but for one'}`),
  }
  const after = (_ms: number, act: () => void): (() => void) => {
    timers.add(act)
    return () => timers.delete(act)
  }
  const chains = createChains({
    renderer,
    sessions,
    turns: createTurns({ defer: setImmediate, now: () => 0, turnMs: 1, atOnce: 16 }),
    clock: { now: () => 0, monotonic: () => 0, defer: setImmediate, after },
    log: silentLog,
  })
  return { log, renderings, timers, chains }
}

const advanced = (box: typeof anna, to: number): BoxAnnouncement => ({
  type: 'advanced',
  box,
  from: to - 1,
  to,
  date: 0,
})

/** A plain message, which needs no rendering. */
const short = (box: typeof anna, to: number): BoxAnnouncement => {
  const message: api.updateShortMessage = {
    ...{ _: 'updateShortMessage', id: to, userId: 9n, message: `${to}` },
    ...{ pts: to, ptsCount: 1, date: 0 },
  }
  return { type: 'advanced', box, from: to - 1, to, date: 0, short: message }
}

function updateOf(announcement: BoxAnnouncement): api.Update {
  if (announcement.type !== 'advanced' && announcement.update !== undefined) return announcement.update
  if (announcement.type !== 'advanced') throw new TypeError('what is told here is at hand')
  return { _: 'updateDeleteMessages', messages: [], pts: announcement.to, ptsCount: 1 }
}

function nameOf(updates: api.Updates): string {
  if (updates._ === 'updateShortMessage') return `${updates.pts}`
  if (updates._ !== 'updateShort') return updates._
  return 'pts' in updates.update ? `${updates.update.pts}` : updates.update._
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

describe('what happened in a box', () => {
  it('is pushed at once where it is ready-made and nothing waits', () => {
    const { chains, log } = setUp()
    chains.take(short(anna, 2))
    expect(log).toEqual(['1 2'])
    expect(chains.waiting).toBe(0)
  })

  it('is pushed in the order of pts however long each takes, and nobody else waits for it', async () => {
    const { chains, log, renderings } = setUp()
    chains.take(advanced(anna, 2))
    chains.take(short(anna, 3))
    chains.take(advanced(ben, 12))
    chains.take(advanced(anna, 4))
    await turn()
    expect(renderings).toHaveLength(2)
    renderings[1]?.end('rendered')
    await turn()
    expect(log).toEqual(['2 12'])
    renderings[0]?.end('rendered')
    await turn()
    expect(log).toEqual(['2 12', '1 2', '1 3'])
    renderings[2]?.end('rendered')
    await turn()
    expect(log.at(-1)).toBe('1 4')
    expect(chains.waiting).toBe(0)
  })

  it('is asked for where it cannot be rendered, is too much, or takes too long', async () => {
    const { chains, log, renderings, timers } = setUp()
    chains.take({ ...advanced(anna, 2), except: caller })
    await turn()
    renderings[0]?.end('failed')
    await turn()
    chains.take(advanced(anna, 3))
    await turn()
    renderings[1]?.end('too long')
    await turn()
    expect(log).toEqual(['1 missed but for one', '1 missed'])
    chains.take(advanced(anna, 4))
    chains.take(short(anna, 5))
    await turn()
    for (const ring of timers) ring()
    await turn()
    expect(log.slice(2)).toEqual(['1 missed', '1 5'])
    expect(timers.size).toBe(0)
    // It comes to an end when nobody waits for it any more.
    renderings[2]?.end('rendered')
    await turn()
    expect(log).toHaveLength(4)
  })

  it('is asked for where it was of a message that is gone, since the next would seem to leave something out', async () => {
    const { chains, log, renderings } = setUp()
    chains.take(advanced(anna, 2))
    chains.take(short(anna, 3))
    await turn()
    renderings[0]?.end('gone')
    await turn()
    expect(log).toEqual(['1 missed', '1 3'])
  })

  it('is not rendered for whoever is not here, who asks for it when he comes back', async () => {
    const { chains, log, renderings } = setUp()
    const nobody = asUser(3)
    chains.take(advanced(nobody, 2))
    chains.take({ type: 'passing', box: nobody, update: { _: 'updateConfig' }, date: 0 })
    await turn()
    expect(renderings).toEqual([])
    expect(log).toEqual(['3 missed'])
  })

  it('waits in a bounded number, and is asked for beyond that', async () => {
    const { chains, log, renderings } = setUp()
    chains.take(advanced(anna, 2))
    await turn()
    for (let pts = 3; pts < 1000; pts++) {
      chains.take(pts % 2 === 0 ? short(anna, pts) : advanced(anna, pts))
      expect(chains.waiting).toBeLessThanOrEqual(100)
    }
    expect(log.length).toBeLessThan(12)
    expect(new Set(log)).toEqual(new Set(['1 missed']))
    renderings[0]?.end('rendered')
    await turn()
    while (chains.waiting > 0) {
      renderings.at(-1)?.end('rendered')
      await turn()
    }
    chains.take(short(anna, 1000))
    renderings.at(-1)?.end('rendered')
    await turn()
    expect(log.at(-1)).toBe('1 1000')
  })

  it('is pushed in order or asked for, whatever comes when', async () => {
    const event = fc.record({
      box: fc.constantFrom(anna, ben),
      ready: fc.boolean(),
      ends: fc.array(
        fc.record({ nth: fc.nat(20), outcome: fc.constantFrom<Outcome>('rendered', 'failed', 'too long') }),
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        const { chains, log, renderings } = setUp()
        let done = 0
        for (const [at, { box, ready, ends }] of events.entries()) {
          chains.take(ready ? short(box, at) : advanced(box, at))
          await turn()
          for (const { nth, outcome } of ends) renderings[nth]?.end(outcome)
        }
        for (; done < renderings.length; done++) {
          renderings[done]?.end('rendered')
          await turn()
        }
        expect(chains.waiting).toBe(0)
        expect(log).toHaveLength(events.length)
        for (const box of [anna, ben]) {
          const told = log.filter((line) => line.startsWith(`${box} `)).map((line) => line.split(' ')[1])
          const asked = events.flatMap((one, at) => (one.box === box ? [at] : []))
          // Each takes its place, be it pushed or the word that it has to be asked for.
          for (const [at, pts] of asked.entries()) expect(['missed', `${pts}`]).toContain(told[at])
        }
      }),
      { numRuns: 60 },
    )
  })
})
