import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import { canLimitFileSize, limitFileSize } from '../../testing/file-size-limit.ts'
import { asUser } from '../../testing/ids.ts'
import { addUser, append } from '../contract/fixtures.ts'
import { firstPts } from '../domain/chats/boxes.ts'
import type { Store } from '../store.ts'
import { openSqliteStore } from './sqlite-store.ts'
import type { ArrivalLimits } from './tables/chats/arrived-messages.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-full-'))
let files = 0
const closing: Store[] = []
afterEach(async () => {
  limitFileSizeOfTest(undefined)
  for (const store of closing.splice(0)) await store.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A store in a file that can be kept from growing. */
interface Limited {
  readonly store: Store
  readonly path: string
  /** From now on no page may be added to the database but so many: SQLITE_FULL, wherever one is needed. */
  fill(pages?: number): void
  /** There is space again. */
  free(): void
  /** The connection that writes. */
  readonly writer: DatabaseSync
}

function open(path = join(folder, `${++files}.db`), arrivals?: ArrivalLimits): Limited {
  const writer = new DatabaseSync(path)
  const store = openSqliteStore({ path, arrivals, openWriter: () => writer })
  closing.push(store)
  const pages = (): number => Number(writer.prepare('PRAGMA page_count').get()?.['page_count'])
  return {
    ...{ store, path, writer },
    fill: (more = 0) => writer.exec(`PRAGMA max_page_count = ${pages() + more}`),
    free: () => writer.exec('PRAGMA max_page_count = 4294967294'),
  }
}

/** What another process sees of it, or this one after a start. */
async function reopen({ store, path }: Limited): Promise<Store> {
  await store.close()
  return open(path).store
}

function limitFileSizeOfTest(bytes: number | undefined): void {
  if (canLimitFileSize) limitFileSize(process.pid, bytes)
}

const one = Uint8Array.of(1)
/** Needs pages of its own. */
const large = new Uint8Array(50_000)
const unavailable = { status: 'rejected', reason: { code: 'UNAVAILABLE' } }

describe('the SQLite store on a full disk', () => {
  it('fails all units of a commit that has no room, keeps nothing of any, and goes on reading', async () => {
    const limited = open()
    const { store } = limited
    const box = await addUser(store, '1')
    await store.transaction(async (tx) => void (await append(tx, { box, peer: asUser(7) })))
    limited.fill()
    const before = await store.read.boxes.state(box)
    const isBlocked = (): Promise<boolean> => store.transaction((tx) => tx.blocks.has(box, 'all', asUser(9)))
    const results = await Promise.allSettled([
      store.transaction((tx) => tx.settings.put('small', one)),
      store.transaction((tx) => append(tx, { box, peer: asUser(7) })),
      store.transaction((tx) => tx.messages.addSent(box, 5n, 2, 1_000)),
      store.transaction((tx) => tx.blocks.put(box, 'all', { peer: asUser(9), date: 1_000 })),
      // Remembered by the connection until that is undone.
      isBlocked(),
      store.transaction((tx) => tx.settings.put('large', large)),
    ])
    for (const result of results) expect(result).toMatchObject(unavailable)
    expect(await store.read.boxes.state(box)).toEqual(before)
    expect(await store.transaction((tx) => tx.boxes.state(box))).toEqual(before)
    expect(await store.transaction((tx) => tx.messages.sent(box, 5n))).toBeUndefined()
    expect(await isBlocked()).toBe(false)
    for (const name of ['small', 'large']) expect(await store.read.settings.get(name)).toBeUndefined()

    limited.free()
    const { id, pts } = await store.transaction((tx) => append(tx, { box, peer: asUser(7) }))
    expect({ id, pts }).toEqual({ id: 2, pts: firstPts + 2 })
    const again = await reopen(limited)
    expect((await again.read.boxes.difference(box, 0, 10))?.messages.map((message) => message.pts)).toEqual([
      firstPts + 1,
      firstPts + 2,
    ])
    expect(await again.read.settings.get('small')).toBeUndefined()
  })

  it('writes nothing for a unit that goes on after a failure, with it or without it', async () => {
    const limited = open()
    const { store } = limited
    limited.fill()
    // What ran into the full disk has undone the transaction; the next statement must not become one of its own.
    const both = store.transaction((tx) =>
      Promise.all([tx.settings.put('large', large), tx.settings.put('small', one)]),
    )
    await expect(both).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    const despite = store.transaction(async (tx) => {
      await tx.settings.put('large', large).catch(() => {})
      await tx.settings.put('small', one).catch(() => {})
    })
    await expect(despite).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    limited.free()
    await store.transaction((tx) => tx.settings.put('other', one))
    const again = await reopen(limited)
    expect(await again.read.settings.get('small')).toBeUndefined()
    expect(await again.read.settings.get('other')).toEqual(one)
  })

  it.skipIf(!canLimitFileSize)('takes back what had no room in the commit itself', async () => {
    const limited = open()
    const { store, path } = limited
    const box = await addUser(store, '1')
    limitFileSizeOfTest(statSync(`${path}-wal`).size)
    const results = await Promise.allSettled([
      store.transaction((tx) => append(tx, { box, peer: asUser(7) })),
      store.transaction((tx) => tx.settings.put('a', one)),
      store.transaction((tx) => tx.messages.addSent(box, 5n, 1, 1_000)),
    ])
    for (const result of results) expect(result).toMatchObject(unavailable)
    // Who only looks is not in the way.
    expect(await store.transaction((tx) => tx.boxes.state(box))).toMatchObject({ pts: firstPts, lastMessageId: 0 })
    expect(await store.transaction((tx) => tx.messages.sent(box, 5n))).toBeUndefined()
    expect(await store.read.messages.get(box, 1)).toBeUndefined()
    limitFileSizeOfTest(undefined)
    await store.transaction((tx) => append(tx, { box, peer: asUser(7) }))
    const again = await reopen(limited)
    expect(await again.read.boxes.state(box)).toMatchObject({ pts: firstPts + 1, lastMessageId: 1 })
    expect(await again.read.messages.get(box, 1)).toMatchObject({ pts: firstPts + 1 })
    expect(await again.read.settings.get('a')).toBeUndefined()
  })

  it('fails units whose commit cannot even begin, instead of trying for ever', async () => {
    const { store, path, writer } = open()
    await store.transaction((tx) => tx.settings.put('a', one))
    writer.exec('PRAGMA busy_timeout = 0')
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(store.transaction((tx) => tx.settings.put('a', large))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(await store.read.settings.get('a')).toEqual(one)
    other.exec('ROLLBACK')
    other.close()
    await store.transaction((tx) => tx.settings.put('a', large))
    expect(await store.read.settings.get('a')).toEqual(large)
  })

  it('loses no random id when there is no room for its settling', { timeout: 60_000 }, async () => {
    const limited = open()
    const { store } = limited
    /** In no order, as clients draw them. */
    const randomId = (i: number): bigint => BigInt.asIntN(64, BigInt(i) * 0x9e37_79b9_7f4a_7c15n)
    const count = 8_400
    const add = (from: number, to: number): Promise<unknown> =>
      store.transaction(async (tx) => {
        for (let i = from; i < to; i++) await tx.messages.addSent(asUser(1), randomId(i), i, 1_000)
      })
    await store.transaction((tx) => tx.settings.put('a', one))
    await add(0, 8_191)
    // From here on some settle with each commit.
    await add(8_191, 8_192)
    let failures = 0
    const write = (): Promise<void> => store.transaction((tx) => tx.settings.put('a', one))
    for (let i = 0; i < 60; i++) {
      for (let n = 0; n < i; n++) await write()
      limited.fill()
      for (let n = 0; n < 5; n++) await write().catch(() => failures++)
      limited.free()
      // Who does not ask for random ids does not bring them back to mind.
      await write()
      expect(await store.transaction((tx) => tx.messages.sent(asUser(1), randomId(i)))).toBe(i)
    }
    expect(failures).toBeGreaterThan(10)
    for (let i = 0; i < 300; i++) await write()
    await add(8_192, count)
    const missing = (of: Store): Promise<number> =>
      of.transaction(async (tx) => {
        let missed = 0
        for (let i = 0; i < count; i++) missed += (await tx.messages.sent(asUser(1), randomId(i))) === i ? 0 : 1
        return missed
      })
    expect(await missing(store)).toBe(0)
    expect(await missing(await reopen(limited))).toBe(0)
  })

  it.skipIf(!canLimitFileSize)(
    'loses no random id when there is no room for a sweep',
    { timeout: 60_000 },
    async () => {
      const limited = open()
      const { store, path } = limited
      const count = 9_000
      // Half of them are old.
      const dateOf = (i: number): number => (i % 2 === 0 ? 1_000 : 2_000)
      const add = (from: number, to: number): Promise<unknown> =>
        store.transaction(async (tx) => {
          for (let i = from; i < to; i++)
            await tx.messages.addSent(asUser(1 + (i % 3)), BigInt(i * 7_919), i, dateOf(i))
        })
      await add(0, 8_192)
      await add(8_192, count)
      const sweep = (): Promise<boolean> => store.transaction((tx) => tx.messages.forgetSentBefore(1_500, 500))
      let failures = 0
      for (let left = true, i = 0; left; i++) {
        if (i % 3 !== 2) {
          limitFileSizeOfTest(statSync(`${path}-wal`).size)
          await sweep().catch(() => failures++)
          limitFileSizeOfTest(undefined)
        }
        left = await sweep()
      }
      expect(failures).toBeGreaterThan(5)
      const found = (of: Store): Promise<number> =>
        of.transaction(async (tx) => {
          let young = 0
          for (let i = 1; i < count; i += 2) {
            if ((await tx.messages.sent(asUser(1 + (i % 3)), BigInt(i * 7_919))) === i) young++
          }
          return young
        })
      expect(await found(store)).toBe(count / 2)
      expect(await found(await reopen(limited))).toBe(count / 2)
    },
  )

  interface Unit {
    readonly what: 'message' | 'removal' | 'random id' | 'setting' | 'refused'
    /** The place of the box. */
    readonly box: number
    readonly size: number
  }
  const unit: fc.Arbitrary<Unit> = fc.record({
    what: fc.constantFrom<Unit['what'][]>(
      'message',
      'message',
      'message',
      'removal',
      'random id',
      'setting',
      'refused',
    ),
    box: fc.nat(2),
    size: fc.constantFrom(1, 300, 6_000),
  })
  const commit = fc.record({
    units: fc.array(unit, { minLength: 1, maxLength: 6 }),
    room: fc.constantFrom(0, 0, 1, 3, 99),
  })

  it('has what it said it has, and nothing else, wherever there was no room', { timeout: 60_000 }, async () => {
    let failures = 0
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { minLength: 5, maxLength: 25 }), async (commits) => {
        const limited = open(undefined, { messages: 6, perBox: 3, perCommit: 1 })
        const { store } = limited
        const boxes = [await addUser(store, '1'), await addUser(store, '2'), await addUser(store, '3')]
        const messages = boxes.map(() => new Set<number>())
        const pts = boxes.map(() => firstPts)
        const sent = new Map<bigint, UserId>()
        const settings = new Map<string, number>()
        let names = 0

        const perform = async ({ what, box: at, size }: Unit): Promise<void> => {
          const [box, name] = [asUser(boxes[at] ?? 0), ++names]
          const data = new Uint8Array(size)
          switch (what) {
            case 'message': {
              const { id } = await store.transaction((tx) => append(tx, { box, peer: asUser(7), data }))
              messages[at]?.add(id)
              pts[at] = (pts[at] ?? 0) + 1
              break
            }
            case 'removal': {
              const [id = 0] = messages[at] ?? []
              await store.transaction((tx) => tx.messages.remove(box, [id]))
              messages[at]?.delete(id)
              break
            }
            case 'random id':
              await store.transaction((tx) => tx.messages.addSent(box, BigInt(name), name, 1_000))
              sent.set(BigInt(name), box)
              break
            case 'setting':
              await store.transaction((tx) => tx.settings.put(`${at}`, data))
              settings.set(`${at}`, size)
              break
            default:
              await store.transaction(async (tx) => {
                await append(tx, { box, peer: asUser(7), data })
                throw new RangeError('refused')
              })
          }
        }
        const check = async (of: Store): Promise<void> => {
          for (const [at, box] of boxes.entries()) {
            const ids = [...(messages[at] ?? [])].sort((a, b) => b - a)
            const bounds = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1_000, maxId: 0, minId: 0 }
            const query = { box, peer: asUser(7), ...bounds }
            expect((await of.read.messages.history(query)).map(({ id }) => id)).toEqual(ids)
            expect((await of.read.boxes.state(box))?.pts).toBe(pts[at])
            expect((await of.read.settings.get(`${at}`))?.length).toBe(settings.get(`${at}`))
          }
        }
        const checkWriter = async (of: Store): Promise<void> => {
          for (let name = 1; name <= names; name++) {
            const box = asUser(sent.get(BigInt(name)) ?? boxes[0] ?? 0)
            const found = await of.transaction((tx) => tx.messages.sent(box, BigInt(name)))
            expect(found).toBe(sent.has(BigInt(name)) ? name : undefined)
          }
          for (const [at, box] of boxes.entries()) {
            expect((await of.transaction((tx) => tx.boxes.state(box)))?.pts).toBe(pts[at])
          }
        }

        for (const { units, room } of commits) {
          limited.fill(room)
          for (const result of await Promise.allSettled(units.map(perform))) {
            if (result.status === 'fulfilled') continue
            if (result.reason instanceof RangeError) continue
            expect(result).toMatchObject(unavailable)
            failures++
          }
          await check(store)
        }
        limited.free()
        await checkWriter(store)
        await check(store)
        const again = await reopen(limited)
        await check(again)
        await checkWriter(again)
        await again.close()
      }),
      { numRuns: 40 },
    )
    expect(failures).toBeGreaterThan(40)
  })
})
