import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { objectsContract } from './contract/objects-contract.ts'
import { openFolderObjects } from './folder-objects.ts'
import { createMemoryObjects } from './memory-objects.ts'
import type { ObjectStore } from './objects.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-objects-'))
let objects: ObjectStore
beforeAll(async () => {
  objects = await openFolderObjects(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

objectsContract('in a folder', () => objects, 3_000_000)
const memory = createMemoryObjects(() => 1)
objectsContract('in memory', () => memory, 3_000_000)

describe('objects in a folder', () => {
  it('are for this user alone, and what a killed process left is removed once it is old', async () => {
    const name = 'ab'.repeat(16)
    await objects.write(
      name,
      (async function* () {
        yield Uint8Array.of(1)
      })(),
    )
    expect(statSync(join(folder, 'ab', name)).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'ab')).mode & 0o777).toBe(0o700)
    writeFileSync(join(folder, 'unfinished', name), 'half')
    await objects.removeUnfinished(Date.now() - 60_000)
    expect(readdirSync(join(folder, 'unfinished'))).toEqual([name])
    await objects.removeUnfinished(Date.now() + 60_000)
    expect(readdirSync(join(folder, 'unfinished'))).toEqual([])
    expect(await objects.size(name)).toBe(1)
  })
})
