import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { UserId } from '../../../../ids.ts'
import { asUser } from '../../../../testing/ids.ts'
import { times } from '../../../../testing/times.ts'
import { addUser, append } from '../../../contract/fixtures.ts'
import type { StoredMessage } from '../../../domain/chats/messages.ts'
import type { Store, Transaction } from '../../../store.ts'
import { openSqliteStore, viewSqliteStore } from '../../sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
let files = 0
const newPath = (): string => join(folder, `${++files}.db`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** So few that every run sees all states. */
const open = (path: string): Store => openSqliteStore({ path, arrivals: { messages: 6, perBox: 4, perCommit: 1 } })

/** The numbers of places in `boxes` and `peers` below, or of a message of the box. */
type Change =
  | { readonly do: 'append'; readonly box: number; readonly peer: number; readonly count: number }
  | { readonly do: 'replace' | 'remove'; readonly box: number; readonly message: number }
type Step =
  | { readonly do: 'unit'; readonly changes: readonly Change[]; readonly fails: boolean }
  | { readonly do: 'reopen' | 'crash' }

const boxCount = 3
const peers = [asUser(7), asUser(8)]
const box = fc.nat({ max: boxCount - 1 })
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('append'),
      box,
      peer: fc.nat({ max: 1 }),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
  fc.record({ do: fc.constantFrom('replace', 'remove'), box, message: fc.nat({ max: 20 }) }),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('unit'), changes: fc.array(change, { maxLength: 5 }), fails: fc.boolean() }),
  },
  fc.record({ do: fc.constantFrom('reopen', 'crash') }),
)

type Model = Map<UserId, StoredMessage[]>

async function apply(tx: Transaction, model: Model, boxes: readonly UserId[], change: Change): Promise<void> {
  const of = asUser(boxes[change.box] ?? 0)
  const messages = model.get(of) ?? []
  if (change.do === 'append') {
    for (let i = 0; i < change.count; i++) {
      messages.push(await append(tx, { box: of, peer: asUser(peers[change.peer] ?? 0), out: i % 2 === 0 }))
    }
    model.set(of, messages)
    return
  }
  const message = messages[change.message]
  if (message === undefined) return
  if (change.do === 'remove') {
    await tx.messages.remove(of, [message.id])
    model.set(
      of,
      messages.filter((other) => other !== message),
    )
  } else {
    const data = Uint8Array.of(0xff, message.id)
    await tx.messages.replace(of, message.id, data)
    model.set(
      of,
      messages.map((other) => (other === message ? { ...message, data } : other)),
    )
  }
  // What the unit itself sees.
  expect(await tx.messages.get(of, message.id)).toEqual(model.get(of)?.find(({ id }) => id === message.id))
}

async function expectSame(read: Store['read'], model: Model, boxes: readonly UserId[]): Promise<void> {
  for (const of of boxes) {
    const messages = model.get(of) ?? []
    const ids = messages.map(({ id }) => id)
    expect((await read.messages.many(of, ids)).sort((a, b) => a.id - b.id)).toEqual(messages)
    expect((await read.boxes.difference(of, 1, 1000))?.messages).toEqual(messages)
    const found = await read.messageSearch.find({ box: of, words: [], marks: [], minDate: 0, maxDate: 0 }, 1000)
    expect(found.map(({ id }) => id)).toEqual(ids.toReversed())
    for (const peer of peers) {
      const chat = messages.filter((message) => message.peer === peer)
      const page = { box: of, peer, offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1000, maxId: 0, minId: 0 }
      expect(await read.messages.history(page)).toEqual(chat.toReversed())
      const incoming = chat.filter(({ out }) => !out)
      expect(await read.messages.countIncomingAbove(of, peer, 0)).toBe(incoming.length)
      expect(await read.messages.lastIncoming(of, peer, 1_000_000)).toEqual(incoming.at(-1))
    }
  }
}

describe('messages that are sorted later', () => {
  it(
    'are where and as they were left, whatever units fail, and whether the file was closed well or not',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          let path = newPath()
          let store = open(path)
          const boxes: UserId[] = []
          for (let i = 0; i < boxCount; i++) boxes.push(await addUser(store, String(i)))
          let model: Model = new Map()
          for (const step of steps) {
            if (step.do === 'unit') {
              const next: Model = new Map([...model].map(([of, messages]) => [of, [...messages]]))
              const unit = store.transaction(async (tx) => {
                for (const change of step.changes) await apply(tx, next, boxes, change)
                // Nothing of it is seen before the commit.
                await expectSame(store.read, model, boxes)
                if (step.fails) throw new RangeError('undone')
              })
              if (step.fails) await expect(unit).rejects.toThrow('undone')
              else model = await unit.then(() => next)
            } else {
              const before = store
              if (step.do === 'crash') {
                const copy = newPath()
                for (const part of ['', '-wal']) cpSync(path + part, copy + part)
                path = copy
              } else {
                await before.close()
              }
              store = open(path)
              if (step.do === 'crash') await before.close()
            }
            await expectSame(store.read, model, boxes)
            const view = viewSqliteStore(path)
            await expectSame(view.read, model, boxes)
            view.close()
          }
          await store.close()
        }),
        { numRuns: 25 * times },
      )
    },
    60_000 * times,
  )

  it('are found from any number on, however many have come for one box', async () => {
    const store = openSqliteStore({ path: ':memory:' })
    const [of, other] = [await addUser(store, '1'), await addUser(store, '2')]
    const messages: StoredMessage[] = []
    for (let i = 0; i < 150; i++) {
      const made = await store.transaction(async (tx) => [
        await append(tx, { box: of, peer: asUser(7), out: i % 3 === 0 }),
        await append(tx, { box: other, peer: asUser(7), out: false }),
      ])
      messages.push(...made.slice(0, 1))
    }
    const { read } = store
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 149 }), fc.array(fc.nat({ max: 149 }), { maxLength: 5 }), async (at, places) => {
        const { id = 0, pts = 0 } = messages[at] ?? {}
        expect(await read.messages.get(of, id)).toEqual(messages[at])
        expect((await read.boxes.difference(of, pts, 1000))?.messages).toEqual(messages.slice(at + 1))
        const incoming = messages.slice(at + 1).filter(({ out }) => !out)
        expect(await read.messages.countIncomingAbove(of, asUser(7), id)).toBe(incoming.length)
        const named = [...new Set(places)].sort((a, b) => a - b).flatMap((place) => messages[place] ?? [])
        const ids = named.map((message) => message.id)
        expect((await read.messages.many(of, ids)).sort((a, b) => a.id - b.id)).toEqual(named)
      }),
    )
    expect(await read.messages.get(of, 151)).toBeUndefined()
    await store.close()
  })
})
