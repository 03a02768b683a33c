import { cpSync, fdatasync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoreError } from '../../errors.ts'
import type { Store } from '../../store.ts'
import { openSqliteStore, viewSqliteStore } from '../sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-flush-'))
let files = 0
const newPath = (): string => join(folder, `${++files}.db`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const one = Uint8Array.of(1)
const turns = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
}
const put = (store: Store, key: string): Promise<void> => store.transaction((tx) => tx.settings.put(key, one))

describe('what is committed and not yet on the disk', () => {
  /** Those of the flushes that have not ended, oldest first. */
  let flushes: { readonly end: () => void; readonly fail: (error: Error) => void }[]
  let failures: StoreError[]
  let path: string
  let store: Store

  beforeEach(() => {
    flushes = []
    failures = []
    path = newPath()
    store = openSqliteStore({
      path,
      flushFile: () => new Promise((end, fail) => flushes.push({ end, fail })),
      onFailed: (error) => failures.push(error),
    })
  })
  afterEach(async () => {
    const closing = store.close()
    await turns()
    for (const { end } of flushes) end()
    await closing
  })

  it('is answered, and told of, only then', async () => {
    const heard: string[] = []
    const unit = store.transaction(async (tx) => {
      tx.onCommit(() => heard.push('action'))
      await tx.settings.put('a', one)
    })
    void unit.then(() => heard.push('answer'))
    await turns()
    expect(flushes.length).toBe(1)
    expect(heard).toEqual([])
    flushes[0]?.end()
    await unit
    expect(heard).toEqual(['action', 'answer'])
  })

  it('is seen by nobody before', async () => {
    const unit = put(store, 'a')
    await turns()
    let seen: Uint8Array | undefined
    const reading = store.read.settings.get('a').then((value) => {
      seen = value
    })
    await turns()
    expect(seen).toBeUndefined()
    flushes[0]?.end()
    await Promise.all([unit, reading])
    expect(seen).toEqual(one)
  })

  it('keeps later units back, which then share a commit', async () => {
    const first = put(store, 'a')
    await turns()
    const rest = [put(store, 'b'), put(store, 'c')]
    await turns()
    expect(flushes.length).toBe(1)
    flushes[0]?.end()
    await first
    await turns()
    expect(flushes.length).toBe(2)
    flushes[1]?.end()
    await Promise.all(rest)
  })

  it('is waited for by nobody where nothing was written', async () => {
    expect(await store.transaction((tx) => tx.settings.get('a'))).toBeUndefined()
    expect(flushes).toEqual([])
  })

  it('may be lost if the disk fails, so nothing is answered any more until the store is opened anew', async () => {
    const kept = put(store, 'kept')
    await turns()
    flushes[0]?.end()
    await kept
    const unit = put(store, 'a')
    await turns()
    const reading = store.read.settings.get('kept')
    flushes[1]?.fail(new Error('EIO'))
    const unavailable = { code: 'UNAVAILABLE', message: expect.stringContaining('start the server again') }
    await expect(unit).rejects.toMatchObject(unavailable)
    await expect(reading).rejects.toMatchObject(unavailable)
    await expect(store.read.settings.get('kept')).rejects.toMatchObject(unavailable)
    await expect(put(store, 'b')).rejects.toMatchObject(unavailable)
    expect(flushes.length).toBe(2)
    expect(failures.map(({ code }) => code)).toEqual(['UNAVAILABLE', 'UNAVAILABLE'])
    await store.close()
    store = openSqliteStore({ path })
    expect(await store.read.settings.get('kept')).toEqual(one)
    expect(await store.read.settings.get('b')).toBeUndefined()
    await put(store, 'b')
  })
})

it('has on the disk, whenever it answers, what it has answered', async () => {
  const flush = promisify(fdatasync)
  const step = fc.record({ units: fc.integer({ min: 1, max: 5 }), waits: fc.boolean(), reads: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const path = newPath()
      /** A copy of the files as they were when the last flush that has ended began: more need not be on the disk. */
      let flushed = ''
      const store = openSqliteStore({
        path,
        async flushFile(file) {
          const copy = newPath()
          for (const end of ['', '-wal']) cpSync(`${path}${end}`, `${copy}${end}`)
          await flush(file)
          flushed = copy
        },
      })
      const expectFlushed = async (key: string): Promise<void> => {
        const view = viewSqliteStore(flushed)
        expect(await view.read.settings.get(key)).toEqual(one)
        view.close()
      }
      const running: Promise<void>[] = []
      let count = 0
      for (const { units, waits, reads } of steps) {
        for (let i = 0; i < units; i++) {
          const key = `${count++}`
          running.push(put(store, key).then(() => expectFlushed(key)))
        }
        await new Promise((resolve) => setImmediate(resolve))
        if (reads) {
          const key = `${count - 1}`
          running.push(store.read.settings.get(key).then((value) => (value && expectFlushed(key)) || undefined))
        }
        if (waits) await Promise.all(running)
      }
      await Promise.all(running)
      await store.close()
    }),
    { numRuns: 30 },
  )
})
