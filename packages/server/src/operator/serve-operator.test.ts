import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { systemClock as clock } from '../ports/clock.ts'
import { type Log, silentLog } from '../ports/log.ts'
import { callOperator, connectOperator } from './call-operator.ts'
import type { OperatorCommands } from './command.ts'
import { maxSilenceMs } from './conversation.ts'
import { OperatorError } from './protocol.ts'
import { maxOperators, serveOperator } from './serve-operator.ts'
import { socketName } from './socket-file.ts'

const root = mkdtempSync(join(tmpdir(), 'chappe-operator-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folders = 0
function newFolder(...within: readonly string[]): string {
  const folder = join(root, String(folders++), ...within)
  mkdirSync(folder, { recursive: true })
  return folder
}

const commands: OperatorCommands = {
  echo: async (input) => input,
  refuse: async () => {
    throw new OperatorError('REFUSED', 'not so')
  },
  fail: async () => {
    throw new TypeError('of +4420000001')
  },
  /** Goes on until it is to stop, and says why it has. */
  wait: (_input, { progress, stop, serverStops }) =>
    new Promise((resolve) => {
      const tell = setInterval(() => progress('waiting'), 5)
      const end = (why: string) => () => {
        clearInterval(tell)
        resolve(why)
      }
      stop.addEventListener('abort', end('stopped'))
      serverStops.addEventListener('abort', end('the server stops'))
    }),
}

const serve = (folder: string, log: Log = silentLog) => serveOperator({ folder, commands, clock, log })

async function ask(folder: string, command: string, input?: unknown): Promise<unknown> {
  const socket = await connectOperator(folder)
  if (socket === undefined) return 'nobody'
  return callOperator(socket, { command, input })
}

describe.skipIf(process.platform === 'win32')("the operator's channel", () => {
  it('carries out what it is asked for, and says why it does not', async () => {
    const folder = newFolder()
    const lines: string[] = []
    const note = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`)
    const channel = await serve(folder, { debug: note, info: note, warn: note, error: note })
    expect(await ask(folder, 'echo', { text: 'žluť\n+4420000001' })).toEqual({ text: 'žluť\n+4420000001' })
    await expect(ask(folder, 'refuse')).rejects.toMatchObject({ code: 'REFUSED', message: 'not so' })
    await expect(ask(folder, 'other')).rejects.toMatchObject({ code: 'UNKNOWN_COMMAND' })
    await expect(ask(folder, 'fail')).rejects.toMatchObject({ code: 'FAILED' })
    await channel.close()
    expect(await ask(folder, 'echo')).toBe('nobody')
    expect(readdirSync(folder)).toEqual([])
    expect(lines.length).toBe(4)
    // Neither what was asked nor what a failure quotes.
    expect(lines.join('\n')).not.toContain('4420000001')
  })

  it('is for its owner alone, also while it comes to be', async () => {
    const folder = newFolder()
    const seen: number[] = []
    const before = process.umask(0)
    try {
      const channel = await serve(folder)
      seen.push(statSync(join(folder, socketName)).mode & 0o777)
      await channel.close()
    } finally {
      process.umask(before)
    }
    expect(seen).toEqual([0o600])
  })

  it('takes the place of what a killed server left', async () => {
    const folder = newFolder()
    const dead = createServer().listen(join(folder, 'other'))
    await new Promise((resolve) => dead.once('listening', resolve))
    // What `close` would remove is left behind under the name.
    renameSync(join(folder, 'other'), join(folder, socketName))
    await new Promise((resolve) => dead.close(resolve))
    expect(existsSync(join(folder, socketName))).toBe(true)
    mkdirSync(join(folder, '.operator-killed'))
    expect(await ask(folder, 'echo', 1)).toBe('nobody')
    const channel = await serve(folder)
    expect(await ask(folder, 'echo', 1)).toBe(1)
    expect(readdirSync(folder)).toEqual([socketName])
    await channel.close()
  })

  it('leaves the socket of whoever came after it', async () => {
    const folder = newFolder()
    const first = await serve(folder)
    const second = await serve(folder)
    await first.close()
    expect(await ask(folder, 'echo', 2)).toBe(2)
    await second.close()
  })

  it('is reached in a folder whose path no socket address takes', async () => {
    const folder = newFolder('d'.repeat(120), 'ü'.repeat(60))
    const links = newFolder()
    vi.stubEnv('TMPDIR', links)
    try {
      const channel = await serve(folder)
      expect(readdirSync(folder)).toEqual([socketName])
      expect(await ask(folder, 'echo', 3)).toBe(3)
      await channel.close()
    } finally {
      vi.unstubAllEnvs()
    }
    expect(readdirSync(folder)).toEqual([])
    // No link is left.
    expect(readdirSync(links)).toEqual([])
  })

  it('lets the server run where there can be no socket, and says so', async () => {
    const lines: string[] = []
    const log = { ...silentLog, warn: (_fields: object, message: string) => void lines.push(message) }
    const channel = await serve(join(root, 'not there'), log)
    expect(lines).toEqual([expect.stringContaining('commands cannot reach this server')])
    await channel.close()
  })

  it('has what is under way stop when it is asked to, and when whoever asked is gone', async () => {
    const folder = newFolder()
    const channel = await serve(folder)
    const stop = new AbortController()
    const socket = await connectOperator(folder)
    const answer = callOperator(
      must(socket),
      { command: 'wait', input: 0 },
      { stop: stop.signal, onProgress: () => stop.abort() },
    )
    expect(await answer).toBe('stopped')
    const other = must(await connectOperator(folder))
    const lost = callOperator(other, { command: 'wait', input: 0 }, { onProgress: () => other.destroy() })
    await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    // That it is over, the channel's end shows: it waits for what is under way.
    const began = performance.now()
    await channel.close()
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  it('tells those whose command is under way when the server stops, and does not wait for those who ask nothing', async () => {
    const folder = newFolder()
    const channel = await serve(folder)
    const silent = must(await connectOperator(folder))
    let ended: Promise<void> | undefined
    const answer = callOperator(
      must(await connectOperator(folder)),
      { command: 'wait', input: 0 },
      {
        onProgress() {
          ended ??= channel.close()
        },
      },
    )
    expect(await answer).toBe('the server stops')
    await ended
    silent.destroy()
  })

  it('bounds how many are connected, and how long one may take to ask', { timeout: 20_000 }, async () => {
    const folder = newFolder()
    const channel = await serve(folder)
    const path = join(folder, socketName)
    const halves = Array.from({ length: maxOperators }, () => {
      const socket = createConnection({ path, allowHalfOpen: true })
      socket.write('{"version":1,')
      const said = new Promise<string>((resolve) => {
        let text = ''
        socket.on('data', (bytes) => (text += bytes))
        socket.on('end', () => resolve(text))
      })
      return { socket, said }
    })
    await Promise.all(halves.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))))
    await expect(ask(folder, 'echo', 1)).rejects.toMatchObject({ code: 'BUSY' })
    const began = performance.now()
    for (const { said, socket } of halves) {
      expect(await said).toContain('TIMED_OUT')
      socket.destroy()
    }
    expect(performance.now() - began).toBeLessThan(maxSilenceMs + 5_000)
    await expect.poll(() => ask(folder, 'echo', 1).catch(() => 'busy')).toBe(1)
    await channel.close()
  })
})

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('nobody listens')
  return value
}
