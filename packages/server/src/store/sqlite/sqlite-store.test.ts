import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { hiddenAuthorId, type UserId } from '../../ids.ts'
import { asUser } from '../../testing/ids.ts'
import { storeContract } from '../contract/contract.ts'
import { addUser } from '../contract/fixtures.ts'
import type { Store } from '../store.ts'
import { attempts } from './migrations/0017-attempts.ts'
import { toldChanges } from './migrations/0019-told-changes.ts'
import { migrations } from './migrations/migrations.ts'
import { openSqliteStore } from './sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
let files = 0
const newPath = (): string => join(folder, `${++files}.db`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

storeContract('SQLite in memory', { open: async () => openSqliteStore({ path: ':memory:' }) })
storeContract('SQLite that sorts new messages all the time', {
  open: async () => openSqliteStore({ path: ':memory:', arrivals: { messages: 3, perBox: 2, perCommit: 1 } }),
})

describe('the SQLite store in a file', () => {
  it('finds everything again after it was closed', async () => {
    const path = newPath()
    const first = openSqliteStore({ path })
    const id = await addUser(first, '1')
    await first.close()
    const second = openSqliteStore({ path })
    expect(await second.read.users.get(id)).toMatchObject({ phone: '1' })
    await second.close()
  })

  it('gives nobody the number of the hidden author', async () => {
    const path = newPath()
    const first = openSqliteStore({ path })
    await addUser(first, '1')
    await first.close()
    const database = new DatabaseSync(path)
    database.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'users'").run(hiddenAuthorId - 2)
    database.close()
    const second = openSqliteStore({ path })
    const ids = [await addUser(second, '2'), await addUser(second, '3'), await addUser(second, '4')]
    expect(ids).toEqual([hiddenAuthorId - 1, hiddenAuthorId + 1, hiddenAuthorId + 2])
    await second.close()
  })

  it('shares one commit among units that wait together', async () => {
    const path = newPath()
    const store = openSqliteStore({ path })
    const watcher = new DatabaseSync(path, { readOnly: true })
    const count = watcher.prepare('SELECT count(*) AS count FROM users WHERE id > 777000')
    const seen = new Set<unknown>()
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        await addUser(store, String(i))
        seen.add(count.get()?.['count'])
      }),
    )
    expect([...seen]).toEqual([50])
    watcher.close()
    await store.close()
  })

  it('lets all else have its turn while one unit follows another without end', async () => {
    const store = openSqliteStore({ path: newPath() })
    let stopped = false
    const writing = (async () => {
      for (let i = 0; !stopped; i++) await store.transaction((tx) => tx.settings.put('n', Uint8Array.of(i)))
    })()
    await new Promise((resolve) => setTimeout(resolve, 1))
    stopped = true
    await writing
    await store.close()
  })

  it('finds random ids by the thousand, whatever was undone meanwhile, also after it was closed', async () => {
    const path = newPath()
    const first = openSqliteStore({ path })
    const count = 20_000
    /** In no order, as clients draw them. */
    const randomId = (i: number): bigint => BigInt.asIntN(64, BigInt(i) * 0x9e37_79b9_7f4a_7c15n)
    const box = (i: number): UserId => asUser(1 + (i % 7))
    for (let done = 0; done < count; done += 100) {
      const adding = Array.from({ length: 100 }, (_, at) =>
        first.transaction((tx) => tx.messages.addSent(box(done + at), randomId(done + at), done + at, done)),
      )
      const failing = first.transaction(async (tx) => {
        await tx.messages.addSent(asUser(1), BigInt(done), done, done)
        throw new RangeError('undone')
      })
      await Promise.all([...adding, expect(failing).rejects.toThrow('undone')])
    }
    const missing = (store: Store, from: number): Promise<number> =>
      store.transaction(async (tx) => {
        let missed = 0
        for (let i = from; i < count; i++) missed += (await tx.messages.sent(box(i), randomId(i))) === i ? 0 : 1
        return missed
      })
    expect(await missing(first, 0)).toBe(0)
    expect(await first.transaction((tx) => tx.messages.sent(asUser(1), 100n))).toBeUndefined()
    await first.close()

    const second = openSqliteStore({ path })
    expect(await missing(second, 0)).toBe(0)
    while (await second.transaction((tx) => tx.messages.forgetSentBefore(15_000, 1000)));
    expect(await missing(second, 15_000)).toBe(0)
    expect(await missing(second, 0)).toBe(15_000)
    await second.close()
  })

  it('loses no random id when a sweep is undone because another unit of its group failed', async () => {
    const store = openSqliteStore({ path: newPath() })
    const randomId = (i: number): bigint => BigInt.asIntN(64, BigInt(i) * 0x9e37_79b9_7f4a_7c15n)
    const count = 12_000
    const add = (from: number, to: number): Promise<unknown> =>
      store.transaction(async (tx) => {
        for (let i = from; i < to; i++) await tx.messages.addSent(asUser(1), randomId(i), i, 1000)
      })
    // With the last of these all begin to settle, few at a time.
    await add(0, 8190)
    await add(8190, 8192)
    for (let sweeps = 0; sweeps < 12; sweeps++) {
      const sweeping = store.transaction((tx) => tx.messages.forgetSentBefore(0, 1000))
      const failing = store.transaction(async (tx) => {
        await tx.settings.put('a', Uint8Array.of(1))
        throw new RangeError('undone')
      })
      await expect(failing).rejects.toThrow('undone')
      await sweeping
      await add(8192 + sweeps * 100, 8292 + sweeps * 100)
    }
    await add(9392, count)
    const missing = await store.transaction(async (tx) => {
      let missed = 0
      for (let i = 0; i < count; i++) missed += (await tx.messages.sent(asUser(1), randomId(i))) === i ? 0 : 1
      return missed
    })
    expect(missing).toBe(0)
    await store.close()
  })

  it('keeps passwords of a form in which their wrong guesses were counted beside them', async () => {
    const path = newPath()
    const before = new DatabaseSync(path)
    for (const sql of migrations.slice(0, migrations.indexOf(attempts))) before.exec(sql)
    before.exec(`PRAGMA user_version = ${migrations.indexOf(attempts)}`)
    before.exec(
      `INSERT INTO passwords (user_id, verifier, salt1, salt2, hint, email_expires_at, email_attempts,
       recovery_expires_at, recovery_attempts, wrong_attempts, wrong_since)
       VALUES (5, x'01', x'02', x'03', 'a hint', 0, 0, 0, 0, 7, 9)`,
    )
    before.close()
    const store = openSqliteStore({ path })
    const [one, two, three] = [1, 2, 3].map((byte) => Uint8Array.of(byte))
    expect(await store.read.passwords.get(asUser(5))).toMatchObject({
      hint: 'a hint',
      current: { verifier: one, salt1: two, salt2: three },
    })
    await store.transaction((tx) => tx.attempts.add('n', 10, 20))
    expect(await store.read.attempts.count('n', 11)).toEqual({ count: 1, expiresAt: 20 })
    await store.close()
  })

  it('keeps all changes that qts counted, in their order, and what devices know of qts', async () => {
    const path = newPath()
    const before = new DatabaseSync(path)
    for (const sql of migrations.slice(0, migrations.indexOf(toldChanges))) before.exec(sql)
    before.exec(`PRAGMA user_version = ${migrations.indexOf(toldChanges)}`)
    // The clock was set back between them.
    before.exec(
      `INSERT INTO boxes (id, pts, last_message_id, qts, seq) VALUES (5, 9, 3, 7, 0), (6, 1, 0, 0, 0);
       INSERT INTO unnumbered_changes (box, key, qts, date, body, expires_at) VALUES
         (5, 'pins', 2, 50, x'02', NULL), (5, 'a draft', 4, 90, x'04', NULL), (5, 'a poll', 7, 60, x'07', 99),
         (6, 'pins', 1, 10, x'01', NULL);
       INSERT INTO authorizations (auth_key_id, user_id, hash, created_at, active_at) VALUES (1, 5, 1, 20, 30)`,
    )
    before.close()
    const store = openSqliteStore({ path })
    const box = asUser(5)
    expect(await store.read.boxes.state(box)).toEqual({ pts: 9, lastMessageId: 3, unnumbered: 7, qts: 7, seq: 0 })
    const [two, four, seven] = [2, 4, 7].map((byte) => Uint8Array.of(byte))
    expect(await store.read.unnumberedChanges.after(box, 0, 10)).toEqual([
      { number: 2, key: 'pins', date: 50, update: two, expiresAt: undefined },
      { number: 4, key: 'a draft', date: 90, update: four, expiresAt: undefined },
      { number: 7, key: 'a poll', date: 90, update: seven, expiresAt: 99 },
    ])
    expect(await store.read.unnumberedChanges.after(asUser(6), 0, 10)).toMatchObject([{ number: 1, date: 10 }])
    expect((await store.read.authorizations.get(1n))?.told).toBeUndefined()
    const [state] = await store.transaction((tx) => tx.boxes.advance([{ box, pts: 0, messages: 0, unnumbered: 1 }]))
    expect(state).toMatchObject({ unnumbered: 8, qts: 7 })
    await store.close()
  })

  it('refuses data of a later version instead of spoiling it', async () => {
    const path = newPath()
    await openSqliteStore({ path }).close()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 10000')
    database.close()
    expect(() => openSqliteStore({ path })).toThrow(expect.objectContaining({ code: 'TOO_NEW' }))
  })
})
