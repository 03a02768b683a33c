import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeededRandom } from '../../packages/transport/src/simulator/random.ts'
import { ServerProcess } from '../support/server-process.ts'
import { conditions } from '../support/tested.ts'
import { until } from '../support/until.ts'

const DEVICE = fileURLToPath(new URL('./device.ts', import.meta.url))
const SEED = Number(process.env['CHAPPE_SEED'] ?? Date.now() % 100_000)
/** More by CHAPPE_KILLS. */
const KILLS = Number(process.env['CHAPPE_KILLS'] ?? 4)
const [ALICE, BOB] = ['9996610090', '9996620090']

interface History {
  readonly own: string[]
  readonly others: string[]
  readonly state: string
}

/** A device whose process is killed and started again, on one folder. */
class Device {
  readonly sent: string[] = []
  readonly failed: string[] = []
  history: History | undefined
  isReady = false
  readonly #args: readonly string[]
  #child: ChildProcess | undefined
  #errors = ''

  constructor(args: readonly string[]) {
    this.#args = args
  }

  get errors(): string {
    return this.#errors
  }

  start(): void {
    this.isReady = false
    const child = spawn(process.execPath, [...conditions, DEVICE, ...this.#args], { stdio: 'pipe' })
    this.#child = child
    child.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString()
    })
    createInterface(child.stdout).on('line', (line) => {
      const space = line.indexOf(' ')
      const detail: unknown = JSON.parse(line.slice(space + 1))
      const kind = line.slice(0, space)
      if (kind === 'ready') this.isReady = true
      if (kind === 'sent') this.sent.push(String(detail))
      if (kind === 'failed') this.failed.push(String(detail))
      if (kind === 'history') this.history = detail as History
    })
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGKILL')
    await gone
  }

  finish(): void {
    this.#child?.stdin?.write('that is all\n')
  }
}

let server: ServerProcess
let folder: string
let devices: readonly [Device, Device]

beforeAll(async () => {
  server = await ServerProcess.start()
  folder = mkdtempSync(join(tmpdir(), 'chappe-secret-'))
  const device = (phone: string, ...rest: string[]): Device => {
    const pem = join(server.folder, 'keys', 'public.pem')
    return new Device([String(server.port), pem, join(folder, phone), phone, ...rest])
  }
  devices = [device(ALICE, 'asks', BOB), device(BOB, 'waits')]
}, 90_000)

afterAll(async () => {
  for (const device of devices ?? []) await device.kill()
  await server?.dispose()
  if (folder !== undefined) rmSync(folder, { recursive: true })
})

test(`processes of clients and of the server are killed while they talk (CHAPPE_SEED=${SEED})`, {
  timeout: 120_000 + KILLS * 10_000,
}, async () => {
  const random = createSeededRandom(`secret kills/${SEED}`)
  const [alice, bob] = devices
  const told = (): string => devices.map(({ errors, sent }) => `${sent.length} sent, ${errors}`).join('\n')
  bob.start()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  alice.start()
  for (let kill = 0; kill < KILLS; kill++) {
    await until(() => alice.isReady && bob.isReady, told, 40_000)
    await new Promise((resolve) => setTimeout(resolve, random.int(400)))
    const victim = random.int(5)
    if (victim === 0) {
      await server.kill()
      await server.start()
      continue
    }
    const device = victim % 2 === 0 ? alice : bob
    await device.kill()
    device.start()
  }
  await until(() => alice.isReady && bob.isReady, told, 40_000)
  // Kills that follow each other closely leave little time to talk: there is to be something that could be lost.
  await until(() => devices.every(({ sent }) => sent.length > 20), told, 60_000)
  for (const device of devices) device.finish()
  await until(() => alice.history !== undefined && bob.history !== undefined, told, 60_000)
  const [hers, his] = [alice.history ?? expect.fail(), bob.history ?? expect.fail()]
  expect([hers.state, his.state]).toEqual(['active', 'active'])
  expect(his.others).toEqual(hers.own)
  expect(hers.others).toEqual(his.own)
  for (const [device, { own }] of [
    [alice, hers],
    [bob, his],
  ] as const) {
    expect(device.failed).toEqual([])
    expect(device.sent.filter((text) => !own.includes(text))).toEqual([])
    expect(new Set(own).size).toBe(own.length)
  }
  expect(hers.own.length).toBeGreaterThan(20)
})
