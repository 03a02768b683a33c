import { AuthKey } from '../auth-key.ts'
import { toHex } from '../bytes.ts'
import { newSecretChat } from '../secret-chat/secret-chat.ts'
import { checkAfterwards } from './afterwards.ts'
import { type Crash, End } from './end.ts'
import { attackExchange, exchangeKeys } from './exchange.ts'
import { FAULTS, HostileServer } from './hostile-server.ts'
import { hold, type Law, LawBroken } from './laws.ts'
import { checkMalice } from './malice.ts'
import { plainCodec } from './plain-codec.ts'
import { createSeededRandom, type SeededRandom } from './random.ts'

/** What a run was like. */
export interface Outcome {
  readonly failure: { readonly law: Law; readonly what: string } | undefined
  readonly sent: number
  readonly rekeyings: number
  readonly kills: number
  readonly faults: number
}

const LAYER = 144
/** All contents begin with this, so that they can be looked for. */
export const MARK = 'known plaintext '
/** How many packets each end may get before all has come to rest. */
const MAX_TURNS = 5000
/** The chats that share a server; two ends each. */
const CHATS = 2

/** One run: some time of talk under all kinds of faults, then rest, then the laws. The same seed always gives the same. */
export function runSeed(seed: number): Outcome {
  const random = createSeededRandom(`secret/${seed}`)
  const world = createWorld(random)
  const counts = { sent: 0, rekeyings: 0, kills: 0, faults: 0 }
  try {
    if (random.chance(0.25)) attackExchange(random)
    misbehave(world, counts)
    comeToRest(world, counts)
    counts.rekeyings = world.ends.flatMap(({ end }) => end.events).filter(({ kind }) => kind === 'rekeyed').length / 2
    checkAfterwards(world)
    checkMalice(world.ends[0].end, random)
    return { ...counts, failure: undefined }
  } catch (error) {
    const law = error instanceof LawBroken ? error.law : 'typed reasons'
    return { ...counts, failure: { law, what: error instanceof Error ? error.message : String(error) } }
  }
}

export interface SimulatedEnd {
  readonly end: End
  /** What it has sent, in order; what was deleted before it arrived is the deletion. */
  readonly sent: string[]
  /** Random ids of its contents, by their place in `sent`. */
  readonly randomIds: bigint[]
}

export interface World {
  readonly random: SeededRandom
  readonly server: HostileServer
  /** Those of one chat follow one another, the creator first. */
  readonly ends: readonly [SimulatedEnd, ...SimulatedEnd[]]
  readonly firstKeys: readonly AuthKey[]
  readonly messagesPerKey: number
  time: number
}

type Counts = { sent: number; kills: number; faults: number; rekeyings: number }

function createWorld(random: SeededRandom): World {
  const server = new HostileServer(CHATS * 2, random)
  const messagesPerKey = 3 + random.int(25)
  const rekeying = { messages: messagesPerKey, ms: random.pick([60_000, 3_600_000, 7 * 86_400_000]) }
  const clock = { time: 1_700_000_000_000 }
  const firstKeys: AuthKey[] = []
  const ends: SimulatedEnd[] = []
  for (let chat = 0; chat < CHATS; chat++) {
    const { config, creator, invited } = exchangeKeys(random)
    firstKeys.push(creator)
    for (const [role, key] of [
      ['creator', creator],
      ['invited', invited],
    ] as const) {
      const index = ends.length
      const state = newSecretChat(role, { p: config.p, g: config.g }, new AuthKey(key.bytes), clock.time)
      const ports = { codec: plainCodec, random: random.bytes, now: () => clock.time, layer: LAYER, rekeying }
      const end = new End(state, ports, (message) => server.take(index, message))
      end.do((it) => it.notifyLayer())
      ends.push({ end, sent: [], randomIds: [] })
    }
  }
  const [first, ...rest] = ends
  if (first === undefined) throw new RangeError('a world needs somebody in it')
  return {
    random,
    server,
    ends: [first, ...rest],
    firstKeys,
    messagesPerKey,
    get time() {
      return clock.time
    },
    set time(time) {
      clock.time = time
    },
  }
}

function misbehave(world: World, counts: Counts): void {
  const { random, server, ends } = world
  const faultRate = random.pick([0, 0.05, 0.2, 0.5])
  const killRate = random.pick([0, 0.02, 0.2])
  const crash = (): Crash | undefined => {
    if (!random.chance(killRate)) return undefined
    counts.kills++
    return random.pick(['before it is kept', 'before it is transmitted'])
  }
  const steps = 40 + random.int(160)
  for (let step = 0; step < steps; step++) {
    world.time += random.int(random.chance(0.02) ? 4 * 3_600_000 : 2000)
    const at = random.int(ends.length)
    const one = ends[at]
    if (one === undefined) continue
    if (random.chance(faultRate) && server.harm(at, random.pick(FAULTS))) counts.faults++
    if (random.chance(0.4)) say(one, random, crash(), counts)
    else if (random.chance(0.03)) unsay(one, random)
    else deliver(world, at, crash())
    one.end.do((chat) => chat.tick())
    hold('chats last', one.end.chat.ended === undefined, `end ${at} ended by ${one.end.chat.ended}`)
  }
}

/** The server is honest from here on; whatever can still arrive does. */
function comeToRest(world: World, counts: Counts): void {
  for (let round = 0; round < 40; round++) {
    // Something after the last gap shows that there is one, and after the last key that it is in use.
    if (round < 3) for (const one of world.ends) say(one, world.random, undefined, counts)
    for (let turns = 0; world.ends.some((_, at) => world.server.next(at) !== undefined); turns++) {
      hold('bounded memory', turns < MAX_TURNS, 'the ends never stop writing to each other')
      for (const at of world.ends.keys()) deliver(world, at, undefined)
    }
    if (round >= 3 && world.ends.every(({ end }) => end.saved.gap.early.length === 0)) return
    world.time += 3_600_000
    for (const { end } of world.ends) end.do((chat) => chat.tick())
  }
  hold('once and in order', false, 'gaps are never filled')
}

function say(one: SimulatedEnd, random: SeededRandom, crash: Crash | undefined, counts: Counts): void {
  const content = `${MARK}${toHex(random.bytes(4 + random.int(40)))}`
  const randomId = new DataView(random.bytes(8).buffer).getBigInt64(0)
  if (!one.end.do((chat) => chat.send(randomId, content), crash)) return
  one.sent.push(content)
  one.randomIds.push(randomId)
  counts.sent++
}

/** Deletes a message that may not have arrived. */
function unsay(one: SimulatedEnd, random: SeededRandom): void {
  const at = random.int(Math.max(1, one.sent.length))
  const randomId = one.randomIds[at]
  if (randomId === undefined) return
  one.end.do((chat) => {
    if (chat.replace(randomId, deletion(at))) one.sent[at] = `${one.sent[at]}|${deletion(at)}`
  })
}

export function deletion(at: number): string {
  return `deletes ${at}`
}

function deliver(world: World, at: number, crash: Crash | undefined): void {
  const message = world.server.next(at)
  const one = world.ends[at]
  if (message === undefined || one === undefined) return
  if (one.end.do((chat) => chat.receive(message.packet), crash)) world.server.acknowledge(at)
}
