import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createStorage } from './file-storage.ts'

let folder = ''

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'chappe-client-')), 'storage')
})

afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true, force: true })
})

test('what was saved is there for the next client, and only its owner can read it', async () => {
  await createStorage(folder).save('key-2', Uint8Array.of(1, 2, 3))
  expect(await createStorage(folder).load('key-2')).toEqual(Uint8Array.of(1, 2, 3))
  expect(await createStorage(folder).load('key-3')).toBeUndefined()
  if (process.platform !== 'win32') expect((await stat(join(folder, 'key-2'))).mode & 0o777).toBe(0o600)
})

test('the last of many saves wins, and nothing is left beside it', async () => {
  const storage = createStorage(folder)
  await Promise.all(Array.from({ length: 20 }, (_, i) => storage.save('state', Uint8Array.of(i))))
  expect(await storage.load('state')).toEqual(Uint8Array.of(19))
  expect(await readdir(folder)).toEqual(['state'])
  await storage.save('state', undefined)
  expect(await storage.load('state')).toBeUndefined()
})

test('what a crash left half written does not count', async () => {
  const storage = createStorage(folder)
  await storage.save('state', Uint8Array.of(1))
  await writeFile(join(folder, 'state.new'), 'half')
  expect(await createStorage(folder).load('state')).toEqual(Uint8Array.of(1))
})

test('a name cannot lead out of the folder', async () => {
  await expect(createStorage(folder).load('../secret')).rejects.toMatchObject({ code: 'STORAGE_INVALID' })
})
