import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createNetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type api, encode } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { doctor } from '../cli/doctor.ts'
import { printReports } from '../cli/reports.ts'
import { parseConfig } from '../config/config.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { CodeSender } from '../ports/code-sender.ts'
import { silentLog } from '../ports/log.ts'
import { createServer } from '../server.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { asUser } from '../testing/ids.ts'
import { connectClient } from '../testing/network-client.ts'
import { dataFolder } from './data-folder.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-operations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('doctor', () => {
  const look = async (raw: Parameters<typeof parseConfig>[0]): Promise<{ good: boolean; text: string }> => {
    const lines: string[] = []
    const good = await doctor(parseConfig(raw), (line) => lines.push(line))
    return { good, text: lines.join('\n') }
  }
  const written = (text: string): { text: string; where: string } => ({ text, where: 'a test' })

  it('finds a place good where a server can run, before the first start and after, and leaves it as it was', async () => {
    const data = await dataFolder(folder, 'd')
    const names = readdirSync(data)
    for (const [at, store] of [
      [data, /store: .* sound/],
      [join(folder, 'new'), /store: none yet/],
    ] as const) {
      const { good, text } = await look({ data: written(at), port: written('0') })
      expect(text).not.toContain('FAILURE')
      expect(text).toMatch(store)
      expect(good).toBe(true)
    }
    expect(readdirSync(data).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(
      names.filter((name) => !/-(wal|shm)$/.test(name)),
    )
  })

  it('says what is wrong and what to do: a file for a folder, a damaged store, a port in use', async () => {
    const data = join(folder, 'e')
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(join(data, 'chappe.db'), 'this is no database, however long one looks at it')
    const taken = createNetServer()
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening))
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const { good, text } = await look({ data: written(data), port: written(port) })
    taken.close()
    expect(good).toBe(false)
    expect(text).toMatch(/FAILURE {2}store: .*\n +-> restore a backup/)
    expect(text).toMatch(/FAILURE {2}port: .*EADDRINUSE.*\n +-> end what uses it/)
    expect(text).toMatch(/FAILURE {2}key: there is a store, but no .*private\.pem/)
    const file = await look({ data: written(join(data, 'chappe.db')), port: written('0') })
    expect(file.text).toMatch(/FAILURE {2}data folder: .* is a file\n +-> name a folder/)
  })
})

describe('a broken key', () => {
  it('is named by doctor and by the start, wherever it is broken', async () => {
    const data = await dataFolder(folder, 'keys')
    const path = join(data, 'keys', 'private.pem')
    const pem = readFileSync(path)
    const look = async (): Promise<string> => {
      const lines: string[] = []
      const raw = { data: { text: data, where: 'a test' }, port: { text: '0', where: 'a test' } }
      await doctor(parseConfig(raw), (line) => lines.push(line))
      return lines.find((line) => line.includes('  key: ')) ?? ''
    }
    const whole = await look()
    expect(whole).toMatch(/^ok +key: fingerprint [0-9a-f]{16}$/)
    // Within the numbers that the key consists of: what follows from them is not read.
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: 1_000 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const broken = Uint8Array.from(pem)
        broken[at] = (broken[at] ?? 0) ^ (1 << bit)
        writeFileSync(path, broken)
        // Another white space at the end of a line changes no number.
        if (pem[at] === 0x0a && /\s/.test(String.fromCharCode(broken[at] ?? 0))) {
          expect(await look()).toBe(whole)
          return
        }
        expect(await look()).toMatch(/^FAILURE {2}key: .*keys\/private\.pem holds no usable key/)
        await expect(createServer({ data })).rejects.toThrow(/keys\/private\.pem holds no usable key/)
      }),
      { numRuns: 30, examples: [[161, 0]] },
    )
    writeFileSync(path, '')
    expect(await look()).toContain('FAILURE')
    writeFileSync(path, pem)
    writeFileSync(join(data, 'keys', 'public.pem'), 'else')
    expect(await look()).toMatch(/^warning +key: .*public\.pem is not the public half/)
    await (await createServer({ data })).close()
    expect(await look()).toMatch(/^ok /)
    rmSync(path)
    expect(await look()).toMatch(/^FAILURE .*the next start would make another key/)
    const told: string[] = []
    const log = { ...silentLog, error: (_fields: object, message: string) => void told.push(message) }
    await (await createServer({ data, log })).close()
    expect(told).toEqual(['the key is gone: another one is made, and no client knows it'])
  })
})

describe('reports', () => {
  it('are printed for people and for programs, the newest first', async () => {
    const data = await dataFolder(folder, 'reports')
    const read = async (json: boolean): Promise<string[]> => {
      let text = ''
      await printReports(data, json, async (part) => {
        text += part
      })
      return text.split('\n').slice(0, -1)
    }
    expect(await read(false)).toEqual(['There are no reports.'])
    expect(await read(true)).toEqual([])
    const store = openSqliteStore({ path: join(data, 'chappe.db') })
    const reporter = asUser((await store.read.users.byPhone('4420000001'))?.id ?? 0)
    await store.transaction((tx) => tx.usernames.assign(reporter, 'semaphore'))
    const stranger = asUser(12345)
    for (let at = 0; at < 150; at++) {
      const message = at === 149 ? 'first line\n\u001b[2Jsecond' : ''
      const messages = at === 149 ? [1, 99] : []
      const date = 1_900_000_000 + at
      const report = { reporter, peer: stranger, reason: 'inputReportReasonSpam', message, messages, date }
      await store.transaction((tx) => tx.reports.add(report))
    }
    const reported = { _: 'message', id: 1, peerId: toPeer(stranger), date: 1, message: 'buy\nit' } as const
    await store.transaction((tx) =>
      tx.messages.add([
        {
          ...{ box: reporter, id: 1, peer: stranger, from: stranger, out: false, date: 1, pts: 1, twin: 0 },
          data: encode(reported),
        },
      ]),
    )
    await store.close()

    const lines = await read(false)
    expect(lines).toHaveLength(151)
    const who = `${reporter} (Claude Chappe, @semaphore)`
    expect(lines[0]).toBe(`2030-03-17T17:49:09.000Z  ${who} reports 12345 for Spam: first line [2Jsecond`)
    expect(lines[1]).toBe('    message 1: buy it')
    expect(lines[150]).toBe(`2030-03-17T17:46:40.000Z  ${who} reports 12345 for Spam`)
    const [newest] = await read(true)
    expect(JSON.parse(newest ?? '')).toEqual({
      id: 150,
      date: '2030-03-17T17:49:09.000Z',
      reporter: { id: reporter, name: 'Claude Chappe', username: 'semaphore' },
      reported: { id: 12345, name: '' },
      reason: 'inputReportReasonSpam',
      message: 'first line\n\u001b[2Jsecond',
      messages: [{ id: 1, text: 'buy\nit' }],
    })
    await expect(printReports(join(folder, 'none'), false, async () => {})).rejects.toThrow('no store')
  })
})

describe('metrics, health and readiness', () => {
  it('are served on a port of their own while the server runs', async () => {
    const server = await createServer({ metricsPort: 0 })
    const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.metricsPort}${path}`)
    expect(await (await get('/health')).json()).toEqual({ status: 'ok' })
    expect(await (await get('/ready')).json()).toEqual({ ready: true })
    const metrics = await get('/metrics')
    expect(metrics.headers.get('content-type')).toContain('text/plain')
    const text = await metrics.text()
    for (const name of ['chappe_connections 0', 'chappe_sessions 0', 'chappe_requests_running 0']) {
      expect(text).toContain(name)
    }
    expect(text).toMatch(/^chappe_commit_seconds_count [1-9]/m)
    expect(text).toMatch(/^process_cpu_seconds_total /m)
    expect((await get('/else')).status).toBe(404)
    await server.close()
    await expect(get('/health')).rejects.toThrow()
  })

  it('say that the server is not ready while it finishes what was begun', async () => {
    let arrive = (): void => {}
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    let deliver = (): void => {}
    const delivered = new Promise<void>((resolve) => {
      deliver = resolve
    })
    const codeSender: CodeSender = {
      async send() {
        arrive()
        await delivered
      },
    }
    const server = await createServer({ metricsPort: 0, codeSender })
    const client = connectClient(server)
    const settings: api.codeSettings = { _: 'codeSettings' }
    const request = { phoneNumber: '491701234567', apiId: 1, apiHash: 'x', settings } as const
    const answer = client.call({ _: 'auth.sendCode', ...request })
    await arrived
    const closing = server.close()
    const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.metricsPort}${path}`)
    const ready = await get('/ready')
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ ready: false, reason: 'stopping' })
    expect((await get('/health')).status).toBe(200)
    deliver()
    expect(await answer).toMatchObject({ _: 'auth.sentCode' })
    await closing
    await client.close()
    await expect(get('/ready')).rejects.toThrow()
  })

  it('are not served unless asked for', async () => {
    const server = await createServer()
    expect(server.metricsPort).toBeUndefined()
    await server.close()
  })
})
