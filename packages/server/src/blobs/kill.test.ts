import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { silentLog } from '../ports/log.ts'
import { systemRandom as random } from '../ports/random.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { checkFiles } from './check.ts'
import { collect } from './collect.ts'
import { openBlobs } from './open-blobs.ts'

const script = fileURLToPath(new URL('./write-until-killed.fixture.ts', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'chappe-killed-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** What it said until it was killed. */
async function writeUntilKilled(run: string, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--conditions=@chappe/source', script, data, run], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (some: string) => {
    text += some
    if (text.split('\n').length > lines) child.kill('SIGKILL')
  })
  await new Promise((resolve) => child.once('close', resolve))
  return text.split('\n').slice(0, -1)
}

it('a kill amid writing loses nothing that was acknowledged, and what it leaves behind is collected', async () => {
  const held = new Set<string>()
  const released = new Set<string>()
  for (const [run, lines] of [12, 31, 5].entries()) {
    for (const line of await writeUntilKilled(`run${run}`, lines)) {
      if (line.startsWith('+')) held.add(line.slice(1))
      else {
        held.delete(line.slice(1))
        released.add(line.slice(1))
      }
    }
  }
  expect(held.size).toBeGreaterThan(10)
  const store = openSqliteStore({ path: join(data, 'chappe.db') })
  const now = Math.floor(Date.now() / 1000)
  const later = now + 3 * 86_400
  const blobs = await openBlobs({ data }, { store, random, clock: { now: () => later * 1000 } })
  try {
    for (const time of [later, later + 2 * 86_400])
      await collect({ store, objects: blobs.objects, log: silentLog }, time)
    const options = { repair: false, onProgress() {}, stop: new AbortController().signal, now: later * 1000 }
    const report = await checkFiles(store, blobs, options)
    expect(report).toMatchObject({ damaged: [], strays: 0 })
    for (const name of held) {
      const hash = createHash('sha256').update(`${name} `.repeat(1_000).repeat(20)).digest()
      expect(await store.read.blobs.get(hash), name).toMatchObject({ uses: 1 })
    }
    // One of each lane and run may have been committed without having been told of, or told of as released without being so.
    expect(report.objects).toBeGreaterThanOrEqual(held.size)
    expect(report.objects).toBeLessThanOrEqual(held.size + 9)
    expect(readdirSync(join(data, 'files', 'unfinished'))).toEqual([])
    expect((await blobs.objects.list('', 1000)).length).toBe(report.objects)
  } finally {
    await store.close()
  }
})
