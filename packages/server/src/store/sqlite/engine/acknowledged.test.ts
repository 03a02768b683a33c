import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkStore } from '../../../operations/checks.ts'
import type { Store } from '../../store.ts'
import { openSqliteStore } from '../sqlite-store.ts'
import { type Incomplete, missingCommits } from './acknowledged.ts'

const script = fileURLToPath(new URL('./commit-until-killed.fixture.ts', import.meta.url))
/** Of the log: its own header, and that of each page in it. */
const logHeader = 32
const pageInLog = 24 + 4096

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
  path = join(folder, 'chappe.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Has a process store values, kills it, and tells how many it had acknowledged. */
async function commitUntilKilled(atLeast: number): Promise<number> {
  const child = spawn(process.execPath, ['--conditions=@chappe/source', script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let acknowledged = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    acknowledged = Number(text.trimEnd().split('\n').at(-1))
    if (acknowledged >= atLeast) child.kill('SIGKILL')
  })
  await new Promise((resolve) => child.once('close', resolve))
  return acknowledged
}

function flipBit(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at)
  writeFileSync(file, bytes)
}

async function present(store: Store, upTo: number): Promise<number> {
  let count = 0
  while (count < upTo && (await store.read.settings.get(`value ${count + 1}`)) !== undefined) count++
  return count
}

function open(): { readonly store: Store; readonly told: Incomplete[] } {
  const told: Incomplete[] = []
  return { store: openSqliteStore({ path, onIncomplete: (found) => told.push(found) }), told }
}

const doctor = (): ReturnType<typeof checkStore> => checkStore({ data: folder })

describe('after a SIGKILL', () => {
  it('nothing is said to be missing where nothing is', async () => {
    const acknowledged = await commitUntilKilled(60)
    expect(missingCommits(path)).toBe(0)
    expect(doctor().verdict).toBe('ok')
    const { store, told } = open()
    expect(await present(store, acknowledged)).toBe(acknowledged)
    expect(told).toEqual([])
    await store.close()
    expect(doctor().verdict).toBe('ok')
  })

  it('one flipped bit in the log is told with the number of commits that it takes, and the log is kept', async () => {
    const acknowledged = await commitUntilKilled(60)
    const log = `${path}-wal`
    const pages = Math.floor((statSync(log).size - logHeader) / pageInLog)
    flipBit(log, logHeader + Math.floor(pages / 2) * pageInLog + 1000)
    const damaged = readFileSync(log)

    const found = doctor()
    expect(found).toMatchObject({
      verdict: 'failure',
      found: expect.stringContaining('acknowledged commits are missing'),
    })
    // Looking does not spoil what is left.
    expect(readFileSync(log)).toEqual(damaged)
    const { store, told } = open()
    const lost = acknowledged - (await present(store, acknowledged))
    expect(lost).toBeGreaterThan(10)
    // What was flushed, but not yet told of, may have been counted, too.
    expect(told[0]?.missing).toBeGreaterThanOrEqual(lost - 1)
    expect(told[0]?.missing).toBeLessThanOrEqual(lost + 1)
    expect(readFileSync(`${path}-wal-damaged`)).toEqual(damaged)
    await store.transaction((tx) => tx.settings.put('goes on', Uint8Array.of(1)))
    await store.close()

    expect(doctor()).toMatchObject({ verdict: 'warning', advice: expect.stringContaining('-incomplete') })
    const again = open()
    expect(again.told).toEqual(told)
    await again.store.close()
    rmSync(`${path}-incomplete`)
    const quiet = open()
    expect(quiet.told).toEqual([])
    await quiet.store.close()
    expect(doctor().verdict).toBe('ok')
  })

  it('a log that was taken away is told of, too', async () => {
    await commitUntilKilled(60)
    rmSync(`${path}-wal`)
    expect(doctor().verdict).not.toBe('ok')
    const { store, told } = open()
    expect(told[0]?.missing).toBeGreaterThan(10)
    await store.close()
  })
})

it('a store is sound where nothing was counted, and where the count is half written', async () => {
  const { store } = open()
  await store.transaction((tx) => tx.settings.put('a', Uint8Array.of(1)))
  await store.close()
  expect(existsSync(`${path}-acknowledged`)).toBe(true)
  writeFileSync(`${path}-acknowledged`, '00000000000000000009 0000000000')
  expect(missingCommits(path)).toBe(0)
  rmSync(`${path}-acknowledged`)
  expect(missingCommits(path)).toBe(0)
})
