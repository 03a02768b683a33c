import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Reads, Store } from '../../store.ts'
import { openSqliteStore } from '../sqlite-store.ts'
import { maxCommitsOfSnapshot } from './snapshots.ts'

let folder: string
let path: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
  path = join(folder, 'store.db')
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const put = (value: number): Promise<void> => store.transaction((tx) => tx.settings.put('a', Uint8Array.of(value)))

/** A snapshot that is kept until it is told to go on. */
function keep(): { readonly began: Promise<void>; readonly answer: Promise<unknown>; readonly goOn: () => void } {
  const { promise: began, resolve: begin } = Promise.withResolvers<void>()
  const { promise: told, resolve: goOn } = Promise.withResolvers<void>()
  const answer = store.snapshot(async (read: Reads) => {
    begin()
    await told
    return read.settings.get('a')
  })
  return { began, answer, goOn }
}

describe('a snapshot that is kept', () => {
  it('is of its moment for a bounded number of commits, and fails after that', async () => {
    store = openSqliteStore({ path: ':memory:' })
    await put(1)
    const [early, late] = [keep(), keep()]
    await early.began
    await late.began
    for (let i = 0; i < maxCommitsOfSnapshot; i++) await put(2)
    early.goOn()
    expect(await early.answer).toEqual(Uint8Array.of(1))
    await put(3)
    late.goOn()
    await expect(late.answer).rejects.toMatchObject({ code: 'EXPIRED' })
    expect(await store.snapshot((read) => read.settings.get('a'))).toEqual(Uint8Array.of(3))
  })

  it('does not let the log of commits grow without end', { timeout: 60_000 }, async () => {
    store = openSqliteStore({ path })
    const size = (): number => statSync(`${path}-wal`).size
    const page = new Uint8Array(4000)
    const write = (): Promise<void> => store.transaction((tx) => tx.settings.put('page', page))
    const kept = keep()
    await kept.began
    for (let i = 0; i <= maxCommitsOfSnapshot; i++) await write()
    const grown = size()
    // Over now: the log is written back and begun anew.
    for (let i = 0; i < 1.2 * maxCommitsOfSnapshot; i++) await write()
    expect(size()).toBeLessThan(1.5 * grown)
    kept.goOn()
    await expect(kept.answer).rejects.toMatchObject({ code: 'EXPIRED' })
  })

  it('takes no more than a few connections, however many there are', async () => {
    store = openSqliteStore({ path: ':memory:' })
    await put(1)
    const kept = Array.from({ length: 50 }, keep)
    await Promise.all(kept.map(({ began }) => began))
    for (const { goOn } of kept) goOn()
    expect(await Promise.all(kept.map(({ answer }) => answer))).toEqual(kept.map(() => Uint8Array.of(1)))
  })
})
