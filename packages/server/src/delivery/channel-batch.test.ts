import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asChannel, asUser } from '../testing/ids.ts'
import type { ChannelHappening } from '../views/post-view.ts'
import { concernedParts, takeBatch, tellingsFor } from './channel-batch.ts'
import type { ChannelAnnouncement } from './render.ts'

const box = asChannel(-1_000_000_000_001)
const people = [1, 2, 3].map(asUser)

/** What was done by whom; each by the session that has the number of its owner. */
const doings = fc.array(
  fc.record({
    author: fc.constantFrom(...people, undefined),
    owner: fc.constantFrom(...people),
    size: fc.integer({ min: 1, max: 60 }),
  }),
  { maxLength: 12 },
)

interface Doing {
  readonly author: (typeof people)[number] | undefined
  readonly owner: (typeof people)[number]
  readonly size: number
}

function told(all: readonly Doing[]): { waiting: ChannelAnnouncement[]; happenings: ChannelHappening[] } {
  const waiting: ChannelAnnouncement[] = []
  const happenings: ChannelHappening[] = []
  let pts = 1
  for (const { author, owner, size } of all) {
    const except = { authKeyId: BigInt(owner), sessionId: 0n }
    waiting.push({ type: 'channel', box, date: 0, from: pts, to: pts + size, except })
    for (let i = 0; i < size; i++) {
      pts++
      happenings.push({ pts, from: author, update: { _: 'updateChannelTooLong', channelId: 1n, pts } })
    }
  }
  return { waiting, happenings }
}

describe('what is told of a channel together', () => {
  it('is all that waited, in its order, and no more than a hundred at once', () => {
    fc.assert(
      fc.property(doings, (all) => {
        const { waiting } = told(all)
        const expected = [...waiting]
        const taken: ChannelAnnouncement[] = []
        for (let batch = takeBatch(waiting); batch !== undefined; batch = takeBatch(waiting)) {
          const { parts, whole } = batch
          taken.push(...parts)
          if (whole.type !== 'channel') throw new TypeError('each is of a log')
          expect(whole.to - whole.from).toBeLessThanOrEqual(100)
          expect(whole.except).toEqual(parts.length === 1 ? parts[0]?.except : undefined)
        }
        expect(taken).toEqual(expected)
      }),
    )
  })

  it('does not reach over a gap in the log, nor over a look at the channel', () => {
    const [first, second, third] = told(
      [0, 1, 2].map((at) => ({ author: undefined, owner: asUser(at + 1), size: 1 })),
    ).waiting
    if (first === undefined || second === undefined || third === undefined) throw new TypeError('three were told')
    expect(takeBatch([first, third])?.parts).toEqual([first])
    const look: ChannelAnnouncement = { type: 'channelChanged', box, date: 0 }
    expect(takeBatch([first, look, second])?.parts).toEqual([first])
    expect(takeBatch([look, second, third])?.parts).toEqual([look])
  })

  it('reaches everybody once and in order, but for what one’s only session has done itself', () => {
    fc.assert(
      fc.property(doings, fc.subarray(people), (all, several) => {
        const { waiting, happenings } = told(all)
        for (let batch = takeBatch(waiting); batch !== undefined; batch = takeBatch(waiting)) {
          const { whole } = batch
          if (whole.type !== 'channel') throw new TypeError('each is of a log')
          const its = happenings.filter(({ pts }) => pts > whole.from && pts <= whole.to)
          const parts = concernedParts(batch, its, ({ authKeyId }) => asUser(Number(authKeyId)))
          for (const person of people) {
            const isTold = (part: ChannelAnnouncement): boolean =>
              several.includes(person) || part.except?.authKeyId !== BigInt(person)
            const tellings = tellingsFor(person, parts, isTold)
            const expected = parts.filter(({ part }) => isTold(part)).flatMap((part) => part.happenings)
            expect(tellings.flatMap((telling) => telling.happenings)).toEqual(expected)
            for (const telling of tellings) {
              if (telling.type === 'of others') {
                expect(telling.happenings.filter(({ from }) => from === person)).toEqual([])
              }
            }
          }
        }
      }),
    )
  })
})
