import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { silentLog } from '../ports/log.ts'
import { systemRandom as random } from '../ports/random.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { type BlobStore, createBlobStore } from './blob-store.ts'
import { checkFiles } from './check.ts'
import { collect } from './collect.ts'
import { givenKeys, type KeyRing, keysInFile } from './key-ring.ts'
import { createMemoryObjects } from './memory-objects.ts'
import type { ObjectStore } from './objects.ts'
import { rotateKeys } from './rotate.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-blobs-'))
const opened: Store[] = []
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Place {
  readonly store: Store
  readonly objects: ObjectStore
  readonly blobs: BlobStore
  readonly clock: { seconds: number }
  put(content: Uint8Array): Promise<Uint8Array>
  read(hash: Uint8Array): Promise<Uint8Array>
  names(): Promise<string[]>
}

function place(keyRing: KeyRing = givenKeys([random(32)], random)): Place {
  const store = openSqliteStore({ path: ':memory:' })
  opened.push(store)
  const clock = { seconds: 1_900_000_000 }
  const now = (): number => clock.seconds * 1000
  const objects = createMemoryObjects(now)
  const blobs = createBlobStore({ store, objects, keyRing, clock: { now }, random })
  return {
    ...{ store, objects, blobs, clock },
    async put(content) {
      const written = await blobs.write(pieces(content))
      await store.transaction((tx) => blobs.claimBlob(tx, written))
      return written.hash
    },
    async read(hash) {
      const blob = await store.read.blobs.get(hash)
      const object = blob && (await store.read.fileObjects.get(blob.object))
      if (object === undefined) throw new Error('there is no such content')
      const parts: Uint8Array[] = []
      for await (const part of blobs.content(object)) parts.push(part)
      return Buffer.concat(parts)
    },
    names: async () => (await objects.list('', 1000)).map(({ name }) => name),
  }
}

async function* pieces(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 50_000) yield content.subarray(at, at + 50_000)
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words)
const checking = { repair: false, onProgress() {}, stop: new AbortController().signal }
const oneDay = 86_400

describe('content', () => {
  it('is stored once, however often it comes, and lies encrypted', async () => {
    const { put, read, names, store, objects, clock, blobs } = place()
    const content = Buffer.alloc(200_000, 'one and the same ')
    const hashes = await Promise.all([put(content), put(content), put(content)])
    expect(new Set(hashes.map((hash) => Buffer.from(hash).toString('hex'))).size).toBe(1)
    expect(Buffer.from(hashes[0]).equals(createHash('sha256').update(content).digest())).toBe(true)
    expect(await store.read.blobs.get(hashes[0])).toMatchObject({ size: 200_000, uses: 3 })
    expect(content.equals(await read(hashes[0]))).toBe(true)
    clock.seconds += 1
    await collect({ store, objects, log: silentLog }, clock.seconds)
    const [name, ...others] = await names()
    expect(others).toEqual([])
    const lying = Buffer.from(await objects.read(name ?? '', 0, (await objects.size(name ?? '')) ?? 0))
    expect(lying.includes('same')).toBe(false)
    const object = await store.read.fileObjects.get(name ?? '')
    if (object === undefined) throw new Error('it is in use')
    expect(await blobs.read(object, 199_990, 100)).toHaveLength(10)
    expect(await blobs.read(object, 300_000, 100)).toHaveLength(0)
  })

  it('that is needed is never collected, and what is not needed goes in time, in any order of events', async () => {
    const event = fc.oneof(
      fc.record({ do: fc.constant('put' as const), what: fc.nat(4) }),
      fc.record({ do: fc.constant('release' as const), what: fc.nat(4) }),
      fc.record({ do: fc.constant('abandon' as const), what: fc.nat(4) }),
      fc.record({ do: fc.constant('wait' as const), what: fc.nat(3) }),
      fc.record({ do: fc.constant('collect' as const), what: fc.constant(0) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        const { put, read, names, store, objects, clock, blobs } = place()
        const uses = [0, 0, 0, 0, 0]
        const contentOf = (what: number): Uint8Array => text(`content ${what}`)
        const hashOf = (what: number): Uint8Array => createHash('sha256').update(contentOf(what)).digest()
        const run = (): Promise<void> => collect({ store, objects, log: silentLog }, clock.seconds)
        const allRead = async (): Promise<void> => {
          for (const [what, count] of uses.entries()) {
            if (count === 0) continue
            expect(Buffer.from(contentOf(what)).equals(await read(hashOf(what)))).toBe(true)
          }
        }
        for (const { do: act, what } of events) {
          const count = uses[what] ?? 0
          if (act === 'put') {
            await put(contentOf(what))
            uses[what] = count + 1
          } else if (act === 'release' && count > 0) {
            await store.transaction((tx) => tx.blobs.release(hashOf(what)))
            uses[what] = count - 1
          } else if (act === 'abandon') await blobs.write(pieces(contentOf(what)))
          else if (act === 'wait') clock.seconds += [1, 3_600, oneDay, 3 * oneDay][what] ?? 0
          else if (act === 'collect') await run()
          await allRead()
        }
        await run()
        clock.seconds += 2 * oneDay
        await run()
        await allRead()
        expect(await names()).toHaveLength(uses.filter((count) => count > 0).length)
        expect(await store.read.fileObjects.dead(10)).toEqual([])
        for (const store of opened.splice(0)) await store.close()
      }),
      { numRuns: 20 },
    )
  })

  it('of which the removal failed is removed later, and cannot be claimed in between', async () => {
    const { store, objects, clock, blobs, names } = place()
    const written = await blobs.write(pieces(text('too late')))
    clock.seconds += 2 * oneDay
    const failing = { ...objects, remove: () => Promise.reject(new Error('no connection')) }
    await collect({ store, objects: failing, log: silentLog }, clock.seconds)
    expect(await names()).toHaveLength(1)
    await expect(store.transaction((tx) => blobs.claimBlob(tx, written))).rejects.toThrow('longer than')
    await collect({ store, objects, log: silentLog }, clock.seconds)
    expect(await names()).toEqual([])
  })
})

describe('a check of all files', () => {
  it('finds what is missing, cut or changed, takes it from a backup, and removes strays', async () => {
    const { store, objects, blobs, put, read, clock } = place()
    const hashes: Uint8Array[] = []
    for (let at = 0; at < 5; at++) hashes.push(await put(Buffer.alloc(150_000, `content ${at} `)))
    const now = clock.seconds * 1000
    const check = (options: object = {}) => checkFiles(store, blobs, { ...checking, now, ...options })
    expect(await check()).toEqual({ objects: 5, bytes: 750_000, damaged: [], repaired: 0, strays: 0 })

    const backup = createMemoryObjects(() => now)
    const named = await Promise.all(hashes.map(async (hash) => (await store.read.blobs.get(hash))?.object ?? ''))
    const bytesOf = async (from: ObjectStore, name: string): Promise<Uint8Array> =>
      from.read(name, 0, (await from.size(name)) ?? 0)
    for (const name of named) await backup.write(name, pieces(await bytesOf(objects, name)))

    const [missing = '', cut = '', changed = '', wrongKey = ''] = named
    await objects.remove(missing)
    await objects.write(cut, pieces((await bytesOf(backup, cut)).subarray(0, 70_000)))
    const flipped = Uint8Array.from(await bytesOf(backup, changed))
    flipped[100_000] = (flipped[100_000] ?? 0) ^ 1
    await objects.write(changed, pieces(flipped))
    const damage = async () =>
      Object.fromEntries((await check()).damaged.map(({ name, damage }) => [named.indexOf(name), damage]))
    expect(await damage()).toEqual({ 0: 'missing', 1: 'cut', 2: 'changed' })
    for (const hash of hashes.slice(0, 3)) await expect(read(hash)).rejects.toThrow()

    // A backup that is damaged itself repairs nothing.
    await backup.write(wrongKey, pieces(await bytesOf(backup, cut)))
    await objects.remove(wrongKey)
    const stray = 'f'.repeat(32)
    await objects.write(stray, pieces(text('whose?')))
    expect(await check({ now: now + 7_200_000 })).toMatchObject({ strays: 1 })
    const repaired = await check({ repair: true, from: backup, now: now + 7_200_000 })
    expect(repaired).toMatchObject({ repaired: 3, strays: 1, damaged: [{ name: wrongKey, damage: 'missing' }] })
    expect(await objects.size(stray)).toBeUndefined()
    for (const hash of hashes.slice(0, 3)) expect(await read(hash)).toHaveLength(150_000)
  })
})

describe('master keys', () => {
  it('are rotated, and the old one opens nothing any more', async () => {
    const path = join(folder, 'keys', 'files.key')
    const { put, read, store } = place(keysInFile(path, random))
    const hashes = [await put(text('one')), await put(text('two'))]
    const before = readFileSync(path, 'utf8')
    const rewrapped: number[] = []
    const ring = keysInFile(path, random)
    expect(await rotateKeys(store, ring, (done) => rewrapped.push(done))).toBe(2)
    const after = readFileSync(path, 'utf8')
    expect(after).toMatch(/^[0-9a-f]{64}\n$/)
    expect(after).not.toBe(before)
    // The process that goes on with the old key alone can open nothing, one that reads the file anew all.
    for (const hash of hashes) await expect(read(hash)).rejects.toMatchObject({ code: 'DAMAGED' })
    const again = keysInFile(path, random)
    for (const object of await store.read.fileObjects.page('', 10)) {
      expect(again.keys.unwrap(object, object.name)).toHaveLength(32)
      expect(() => again.keys.unwrap(object, 'f'.repeat(32))).toThrow()
    }
  })

  it('stay in the file until nothing is sealed under them: a rotation that was broken off is done by the next', async () => {
    const path = join(folder, 'broken-off', 'files.key')
    const ring = keysInFile(path, random)
    const { put, read, store } = place(ring)
    const hash = await put(text('kept'))
    ring.begin()
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3)
    expect(await read(hash)).toEqual(Buffer.from('kept'))
    expect(await rotateKeys(store, keysInFile(path, random), () => {})).toBe(1)
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2)
  })

  it('that the operator gives are taken as they are given, the first of them seals', async () => {
    const [old, fresh] = [random(32), random(32)]
    const { put, store } = place(givenKeys([old], random))
    await put(text('given'))
    expect(await rotateKeys(store, givenKeys([fresh, old], random), () => {})).toBe(1)
    expect(await rotateKeys(store, givenKeys([fresh], random), () => {})).toBe(0)
  })
})
