import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMessageIdGenerator, type MessageIdKind, messageIdAt, messageIdTime } from './message-id.ts'

const clocks = fc.array(fc.double({ min: -5000, max: 5000, noNaN: true }), { minLength: 1, maxLength: 50 })

describe('message identifiers', () => {
  it('MS-4: are divisible by 4 on the client, and grow whatever its clock does', () => {
    fc.assert(
      fc.property(clocks, (jumps) => {
        let ms = 1_700_000_000_000
        const ids = createMessageIdGenerator({ now: () => ms, role: 'client' })
        let last = 0n
        for (const jump of jumps) {
          ms += jump
          const id = ids.next()
          expect(id % 4n).toBe(0n)
          expect(id).toBeGreaterThan(last)
          last = id
        }
      }),
    )
  })

  it('MS-4: are 1 modulo 4 for answers and 3 for the rest on the server, and grow whatever its clock does', () => {
    const kinds = fc.constantFrom<MessageIdKind>('answer', 'other')
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, fc.integer({ min: -2000, max: 2000 }))), (steps) => {
        let ms = 1_700_000_000_000
        const ids = createMessageIdGenerator({ now: () => ms, role: 'server' })
        let last = 0n
        for (const [kind, jump] of steps) {
          ms += jump
          const id = ids.next(kind)
          expect(id % 4n).toBe(kind === 'answer' ? 1n : 3n)
          expect(id).toBeGreaterThan(last)
          last = id
        }
      }),
    )
  })

  it('carry the time of the corrected clock with its fraction', () => {
    const ids = createMessageIdGenerator({ now: () => 1_700_000_000_250, role: 'client', timeOffset: 10 })
    expect(messageIdTime(ids.next())).toBeCloseTo(1_700_000_010.25, 6)
    ids.setTimeOffset(100)
    expect(ids.timeOffset).toBe(100)
    expect(messageIdTime(ids.next())).toBeCloseTo(1_700_000_100.25, 6)
  })

  it('start afresh after a restart, so that a clock that ran ahead can be put right', () => {
    const ids = createMessageIdGenerator({ now: () => 1_700_000_000_000, role: 'client', timeOffset: 3600 })
    const ahead = ids.next()
    ids.setTimeOffset(0)
    expect(ids.next()).toBe(ahead + 4n)
    ids.restart()
    expect(ids.next()).toBe(messageIdAt(1_700_000_000))
  })
})
