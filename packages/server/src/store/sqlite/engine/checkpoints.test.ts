import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openSqliteStore } from '../sqlite-store.ts'
import { createCheckpoints } from './checkpoints.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pageBytes = 4096
const value = new Uint8Array(8 * pageBytes)

/** How often a log was begun anew ("WAL-Index File Format", the header of the log: checkpoint sequence number). */
function timesBegun(path: string): number {
  const header = Buffer.alloc(32)
  const file = openSync(path, 'r')
  readSync(file, header)
  closeSync(file)
  return header.readUInt32BE(12)
}

it('has the log begun anew again and again while commits go on', async () => {
  const path = join(folder, 'busy.db')
  const store = openSqliteStore({ path })
  const log = `${path}-wal`
  const first = timesBegun(log)
  let commits = 0
  while (timesBegun(log) < first + 3) {
    const key = `${commits++ % 100}`
    await store.transaction((tx) => tx.settings.put(key, Uint8Array.from(value).fill(commits)))
    // With so many SQLite would do it by itself.
    expect(statSync(log).size / pageBytes).toBeLessThan(16_000)
  }
  await store.close()
  const again = openSqliteStore({ path })
  for (let i = commits - 100; i < commits; i++) {
    expect((await again.read.settings.get(`${i % 100}`))?.[0]).toBe((i + 1) & 0xff)
  }
  await again.close()
}, 30_000)

it('says when there is nobody who does it', async () => {
  const path = join(folder, 'no-database.db')
  writeFileSync(path, 'this is none')
  let lost = 0
  await new Promise<void>((resolve) => {
    const checkpoints = createCheckpoints(path, () => {
      lost++
      resolve()
    })
    for (let i = 0; i < 64; i++) checkpoints.committed()
  })
  expect(lost).toBe(1)
})

it('ends with the store, in the middle of its work', async () => {
  const path = join(folder, 'closed.db')
  const store = openSqliteStore({ path })
  for (let i = 0; i < 64; i++) await store.transaction((tx) => tx.settings.put(`${i}`, value))
  await store.close()
  // Who closes last writes all of it back and takes the log away.
  expect(() => statSync(`${path}-wal`)).toThrow('ENOENT')
})

// The thread has begun to start; is idle; was asked for something; has it done; and was asked again.
it.each([64, 65, 128, 160, 192])(
  'closes before its process ends, where nothing else keeps that alive: after %i commits',
  (commits) => {
    const store = JSON.stringify(new URL('../sqlite-store.ts', import.meta.url))
    const path = JSON.stringify(join(folder, `alone-${commits}.db`))
    const program = `
    const { openSqliteStore } = await import(${store})
    const store = openSqliteStore({ path: ${path} })
    for (let i = 1; i <= ${commits}; i++) {
      await store.transaction((tx) => tx.settings.put('a', new Uint8Array(9)))
      if (i % 64 === 0 && i < ${commits}) await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
    store.close().then(() => process.stdout.write('closed'))
  `
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=@chappe/source', '--no-warnings', '--input-type=module', '-e', program],
      { encoding: 'utf8' },
    )
    expect(stdout, stderr).toBe('closed')
  },
  60_000,
)
