import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../config/config.ts'
import { lockFolder } from '../config/lock-folder.ts'
import { systemClock } from '../ports/clock.ts'
import { silentLog } from '../ports/log.ts'
import { createServer } from '../server.ts'
import { viewSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { maxCommandWaitMs } from './claim-folder.ts'
import { type Operation, type Outcome, operate } from './operate.ts'

const root = mkdtempSync(join(tmpdir(), 'chappe-operate-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folders = 0
const newFolder = (): string => join(root, String(folders++))

function invite(data: string, phone: string, changes: Partial<Operation> = {}): Promise<Outcome> {
  const config = parseConfig({ data: { text: data, where: 'the test' } })
  const stop = new AbortController().signal
  const input = { action: 'add', phones: [phone] }
  const { makes = true, clock = systemClock } = changes
  return operate({ config, clock, log: silentLog, makes, command: 'invite', input, onProgress() {}, stop })
}

async function invited(data: string): Promise<string[]> {
  const store = viewSqliteStore(join(data, 'chappe.db'))
  try {
    return (await store.read.invitations.page(1_000)).map(({ phone }) => phone)
  } finally {
    store.close()
  }
}

describe.skipIf(process.platform === 'win32')('a command that changes something', { timeout: 60_000 }, () => {
  it('is carried out on the folder where no server runs, and by the server where one does', async () => {
    const data = newFolder()
    expect((await invite(data, '4420000001')).by).toBe('command')
    const server = await createServer({ data })
    expect((await invite(data, '4420000002')).by).toBe('server')
    await server.close()
    expect((await invite(data, '4420000003')).by).toBe('command')
    expect(await invited(data)).toEqual(['4420000001', '4420000002', '4420000003'])
  })

  it('waits for a server that has the folder and does not listen yet', async () => {
    const data = newFolder()
    await invite(data, '4420000001')
    const unlock = lockFolder(data)
    const waiting = invite(data, '4420000002')
    await new Promise((resolve) => setTimeout(resolve, 250))
    unlock()
    const server = await createServer({ data })
    await waiting
    expect(await invited(data)).toEqual(['4420000001', '4420000002'])
    await server.close()
  })

  it('is waited for by a server that starts meanwhile, which does not wait for another server', async () => {
    const data = newFolder()
    await invite(data, '4420000001')
    const unlock = lockFolder(data)
    const starting = createServer({ data })
    await new Promise((resolve) => setTimeout(resolve, 250))
    unlock()
    const server = await starting
    const began = performance.now()
    await expect(createServer({ data })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    expect(performance.now() - began).toBeLessThan(maxCommandWaitMs / 2)
    await server.close()
  })

  it('says so when the folder is in use and nobody answers', async () => {
    const data = newFolder()
    await invite(data, '4420000001')
    const unlock = lockFolder(data)
    let now = 0
    const clock = {
      ...systemClock,
      monotonic: () => now,
      after(ms: number, ring: () => void) {
        now += ms
        return systemClock.after(0, ring)
      },
    }
    await expect(invite(data, '4420000002', { clock })).rejects.toMatchObject({ code: 'NO_ANSWER' })
    unlock()
  })

  it('needs a store where it may make none', async () => {
    await expect(invite(newFolder(), '4420000001', { makes: false })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
  })

  it('is carried out by one of the two, whenever servers come and go meanwhile', async () => {
    const data = newFolder()
    await invite(data, '4420000000')
    let isOver = false
    const by = { server: 0, command: 0 }
    const phones = Array.from({ length: 4 }, (_, i) => i)
    const streams = phones.map(async (stream) => {
      const done: string[] = []
      while (!isOver) {
        const phone = `44200${stream}${String(done.length).padStart(5, '0')}`
        by[(await invite(data, phone)).by]++
        done.push(phone)
        // Where no server runs each opens the store by itself, one after the other.
        await new Promise((resolve) => setTimeout(resolve, 60 * (stream + 1)))
      }
      return done
    })
    for (let cycle = 0; cycle < 6; cycle++) {
      // A command may have the folder just now.
      for (let server = undefined; server === undefined; ) {
        server = await createServer({ data }).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'INVALID_OPTION' })
          return undefined
        })
        if (server === undefined) await new Promise((resolve) => setTimeout(resolve, 7))
        else {
          await new Promise((resolve) => setTimeout(resolve, 40 * cycle))
          await server.close()
        }
      }
    }
    isOver = true
    const done = (await Promise.all(streams)).flat()
    expect(await invited(data)).toEqual(['4420000000', ...done].sort())
    expect(by.server).toBeGreaterThan(0)
    expect(by.command).toBeGreaterThan(0)
  })
})
