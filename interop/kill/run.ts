import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@chappe/client'
import { canLimitFileSize } from '../../packages/server/src/testing/file-size-limit.ts'
import { createSeededRandom, type SeededRandom } from '../../packages/transport/src/simulator/random.ts'
import { createChappe } from '../support/chappe-user.ts'
import { codeOf } from '../support/code-of.ts'
import { fillDisk, freeDisk } from '../support/full-disk.ts'
import { examine, runWithServer } from '../support/seeded-run.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { until } from '../support/until.ts'
import { within } from '../support/within.ts'
import { createActors } from './actors.ts'
import { type BotRoom, openBotRoom } from './bots/bot-room.ts'
import { botRoomState } from './bots/room-facts.ts'
import { missingReports, ptsProblems } from './check-pts.ts'
import { converge } from './converge.ts'
import { Ledger } from './ledger.ts'
import { type Closable, closeAll, type Person, signUpPeople } from './people.ts'
import type { ServerState } from './server-facts.ts'
import { Traffic } from './traffic.ts'
import { passwordOf } from './writes/security.ts'

export interface KillRun {
  readonly kills: number
  readonly seed: number
  /** The last kill begins within so many ms of the first, however few they are by then. Default: any time. */
  readonly maxMs?: number | undefined
  /** Called after each kill that nothing was lost in. */
  onKill?(progress: { readonly kill: number; readonly acknowledged: number; readonly underWay: number }): void
}

export interface KillReport {
  /** How often the server was killed, not counting that it was while it started. */
  readonly kills: number
  /** How often each kind of write was acknowledged. */
  readonly acknowledged: ReadonlyMap<string, number>
  /** Writes that were refused for what another person had just done. */
  readonly refused: number
  /** How many writes had no answer and could not be asked for again, since HTTP has nothing by which they would be the same. */
  readonly unanswered: number
  /** How many updates bots had over HTTP. */
  readonly overHttp: number
  /** How many writes had no answer yet when the server was killed, summed over all kills. */
  readonly underWay: number
  /** How often the disk was full for a while. */
  readonly fullDisks: number
  /** How many changes were pushed, each in its place. */
  readonly heard: number
}

/** How long writes go on before a kill, in ms. */
const SHORTEST = 20
const LONGEST = 250
/** How often the server is killed again before it has served anybody, and when that is at the latest, in ms. */
const SECOND_KILL = 0.3
const LONGEST_START = 1500
/** How often the disk is full for a while before a kill, how much room is left on it, and for how long, in ms. */
const FULL_DISK = 0.25
const MOST_ROOM = 100_000
const LONGEST_FULL = 400

/** Nothing may hang, however slow the machine is, in ms. */
const SIGN_UP_MS = 90_000
const LOOK_MS = 60_000
const CLOSE_MS = 10_000
/** Each stretch must bring the writers back to life, or the next kill would hit an idle server. */
const MIN_WRITES = 40

/**
 * Three people write all that can be written, as fast as they can, to a server that is killed at random moments. After
 * each kill, what was acknowledged must be there, once, and what was not must be there wholly or not at all.
 */
export function runKills(options: KillRun): Promise<KillReport> {
  const { seed } = options
  // What an account may do in an hour is kept through kills, and is less than this asks for in a minute.
  const args = ['--no-rate-limits', '--bot-api-port', '0']
  const setUp = { args, env: { CHAPPE_LOGIN_EMAIL: 'true' } }
  return runWithServer(seed, setUp, async (server) => {
    /** What the people of the run opened, to be closed also if not all of them came that far. */
    const opened: Closable[] = []
    let run: Run | undefined
    try {
      const people = Promise.all([signUpPeople(server, opened), openBotRoom(server, opened)])
      run = new Run(server, seed, ...(await within(SIGN_UP_MS, 'signing up the people', people)))
      return await run.go(options)
    } finally {
      run?.end()
      // One that cannot be closed, because its server is gone, ends with this process.
      await within(CLOSE_MS, 'closing the clients', closeAll([...opened, ...(run?.clients ?? [])])).catch(() => {})
    }
  })
}

class Run {
  readonly #server: ServerProcess
  readonly #seed: number
  readonly #people: readonly Person[]
  readonly #room: BotRoom
  /** By person: the highest `pts` and `qts` that any device was told of. */
  readonly #highest: { pts: number; qts: number }[]
  readonly #reads = new Map<string, { readonly reader: Person; readonly other: Person; id: number }>()

  #traffic: Traffic | undefined
  #clients: readonly Client[] = []

  constructor(server: ServerProcess, seed: number, people: readonly Person[], room: BotRoom) {
    this.#server = server
    this.#seed = seed
    this.#people = people
    this.#room = room
    this.#highest = [...people, room].map(() => ({ pts: 0, qts: 0 }))
    for (const { index, client } of people) {
      client.on('update', ({ update }) => {
        if ('pts' in update && update.pts !== undefined) this.#notePts(index, update.pts)
      })
    }
  }

  async go({ kills, maxMs = Number.POSITIVE_INFINITY, onKill }: KillRun): Promise<KillReport> {
    const started = performance.now()
    const ledger = new Ledger((await this.#states()).map(({ facts }) => facts))
    const { actors, openings, clients } = createActors({
      ...{ seed: this.#seed, server: this.#server, people: this.#people, room: this.#room, ledger },
      noteRead: (reader, other, id) => this.#noteRead(reader, other, id),
    })
    const opening = new Traffic(openings, ledger)
    opening.open()
    await until(
      () => opening.count === openings.reduce((sum, { writes }) => sum + writes, 0),
      () => 'not every chat was opened',
    )
    opening.end()

    const traffic = new Traffic(actors, ledger)
    this.#traffic = traffic
    this.#clients = clients
    const random = createSeededRandom(`${this.#seed}/kills`)
    let underWay = 0
    let killed = 0
    let fullDisks = 0
    for (let kill = 1; kill <= kills && performance.now() < started + maxMs; kill++) {
      const before = traffic.count
      traffic.open()
      await sleep(random.range(SHORTEST, LONGEST))
      await until(
        () => {
          traffic.check()
          return traffic.count >= before + MIN_WRITES
        },
        () => `${traffic.count - before} writes were acknowledged before kill ${kill}; under way: ${traffic.running}`,
        LOOK_MS,
      )
      if (canLimitFileSize && random.chance(FULL_DISK)) {
        fullDisks++
        await this.#fillDiskFor(random)
      }
      underWay += traffic.underWay
      const atKill = traffic.underWay
      traffic.noteKill()
      await this.#server.kill()
      traffic.close()
      while (random.chance(SECOND_KILL)) {
        // Started too soon for it to listen, or just as the clients come back.
        const starting = this.#server.start().catch(() => {})
        await sleep(random.range(SHORTEST, LONGEST_START))
        this.#wake()
        traffic.noteKill()
        await this.#server.kill()
        await starting
      }
      await this.#server.start()
      this.#wake()
      await traffic.finish()
      await this.#verify(ledger)
      killed = kill
      onKill?.({ kill, acknowledged: traffic.count, underWay: atKill })
    }
    traffic.end()
    await Promise.all(this.#people.map(converge))
    fail(await this.#room.comeBack())
    await this.#checkPasswords(ledger)
    await this.#examine()
    const heard = this.#people.reduce((sum, { pushListener }) => sum + (pushListener?.heard ?? 0), 0)
    const { acknowledged, refused, unanswered } = traffic
    const { overHttp } = this.#room
    return { kills: killed, fullDisks, acknowledged, refused, unanswered, overHttp, underWay, heard }
  }

  /** The further devices that were opened on the way. */
  get clients(): readonly Client[] {
    return this.#clients
  }

  end(): void {
    this.#traffic?.end()
  }

  /** Whoever is refused for that tries it again; at times the server is killed before there is space again. */
  async #fillDiskFor(random: SeededRandom): Promise<void> {
    fillDisk(this.#server, random.int(MOST_ROOM))
    await sleep(random.range(SHORTEST, LONGEST_FULL))
    if (random.chance(0.5)) return
    freeDisk(this.#server)
    await sleep(random.range(SHORTEST, LONGEST_FULL))
  }

  /** Has all clients connect now, instead of at their next attempt. */
  #wake(): void {
    for (const client of this.#clients) client.wake()
    this.#room.wake()
    for (const { client, devices, pushListener } of this.#people) {
      pushListener?.listen()
      client.wake()
      for (const device of devices) device.wake()
    }
  }

  #states(): Promise<ServerState[]> {
    const states = [...this.#people.map((person) => person.state()), botRoomState(this.#room)]
    return within(LOOK_MS, 'asking for what is there', Promise.all(states))
  }

  #notePts(index: number, pts: number): void {
    const highest = this.#highest[index]
    if (highest !== undefined) highest.pts = Math.max(highest.pts, pts)
  }

  #noteRead(reader: Person, other: Person, id: number): void {
    const key = `${reader.index} ${other.index}`
    this.#reads.set(key, { reader, other, id: Math.max(id, this.#reads.get(key)?.id ?? 0) })
  }

  async #verify(ledger: Ledger): Promise<void> {
    const states = await this.#states()
    const toldWrongly = await this.#room.arrive()
    const problems = ledger.check(states.map(({ facts }) => facts))
    for (const [index, { pts, qts }] of states.entries()) {
      for (const device of this.#people[index]?.devices ?? []) this.#notePts(index, device.pts)
      const highest = this.#highest[index] ?? { pts: 0, qts: 0 }
      if (pts < highest.pts) problems.push(`person ${index}: pts went back from ${highest.pts} to ${pts}`)
      if (qts < highest.qts) problems.push(`person ${index}: qts went back from ${highest.qts} to ${qts}`)
      this.#highest[index] = { pts, qts }
    }
    for (const { reader, other, id } of this.#reads.values()) {
      const chat = states[reader.index]?.incoming.get(other.index)
      const unread = chat?.ids.filter((one) => one <= id && one > chat.readTo) ?? []
      if (unread.length > 0)
        problems.push(`person ${reader.index}: messages ${unread} of ${other.index} are unread again`)
    }
    for (const { devices, pushListener } of this.#people) {
      problems.push(...devices.flatMap(({ complaints }) => complaints), ...(pushListener?.complaints ?? []))
    }
    fail([...problems, ...toldWrongly])
  }

  /** A password that was set opens the account, and nothing else does. */
  async #checkPasswords(ledger: Ledger): Promise<void> {
    for (const person of this.#people) {
      const { index, id } = person
      const phone = ledger.value(index, 'phone') ?? person.phone
      const hint = ledger.value(index, 'password')
      const client = createChappe(this.#server, { deviceModel: 'last' })
      const password = hint === undefined ? undefined : passwordOf(hint)
      const user = await within(LOOK_MS, 'signing in', client.start({ phone, code: codeOf(phone), password }))
      if (user.id !== id) throw new Error(`${phone} signs in as ${user.id} and not as ${id}`)
      await client.close()
    }
  }

  async #examine(): Promise<void> {
    await examine(this.#server, (line) => line.includes('"msg":"nothing can be stored: '))
    const problems = await ptsProblems(this.#server.folder, [...this.#people.map(({ id }) => id), ...this.#room.ids])
    const reports = this.#people.flatMap(({ alone }) => alone?.reports ?? [])
    problems.push(...(await missingReports(this.#server.folder, reports)).map((report) => `${report} is lost`))
    fail(problems.slice(0, 20))
  }
}

function fail(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
