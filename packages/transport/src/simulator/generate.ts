import { createSeededRandom, type SeededRandom } from './random.ts'
import type { ClientSetup, Direction, Happening, Schedule, ScheduledEvent, Weather } from './schedule.ts'

const DIRECTIONS: readonly [Direction, Direction] = ['toServer', 'toClient']
const FRAMINGS = ['intermediate', 'abridged', 'padded-intermediate', 'full'] as const
/** Where a body starts to be worth packing, and where an answer is announced rather than sent again. */
const LARGE_BYTES = 6000
const MINUTE_MS = 60_000

/** How often what happens, in one run: seeds differ in what they are about. */
interface Mood {
  readonly faults: readonly [FaultKind, ...FaultKind[]]
  /** Of a hundred events, how many are faults. */
  readonly faultShare: number
}

type FaultKind = Exclude<Happening['kind'], 'ask' | 'cancel' | 'push' | 'kill'>

const ALL_FAULTS: readonly [FaultKind, ...FaultKind[]] = [
  'weather',
  'stall',
  'blackhole',
  'cut',
  'cut',
  'offline',
  'corrupt',
  'duplicate',
  'replay',
  'replayOld',
  'replayOld',
  'evict',
  'destroy',
  'clientClock',
  'serverClock',
  'restart',
]

/** The schedule of a seed. */
export function generateSchedule(seed: number): Schedule {
  const random = createSeededRandom(`schedule ${seed}`)
  const clientCount = random.pick([1, 1, 2, 3, 4])
  // From a source of its own, so that the rest of a seed's schedule is the same whatever carries it.
  const carriers = createSeededRandom(`carriers ${seed}`)
  const clients = Array.from({ length: clientCount }, () => setUp(random, carriers))
  const mood = chooseMood(random)
  const events: ScheduledEvent[] = []
  for (let client = 0; client < clientCount; client++) {
    const client0 = { at: 0, client }
    if (random.chance(0.6)) events.push({ ...client0, kind: 'clientClock', jumpMs: clockError(random) })
    for (const direction of DIRECTIONS) {
      if (random.chance(0.5)) events.push({ ...client0, kind: 'weather', direction, weather: weather(random) })
    }
  }
  const count = random.range(20, 90)
  const pace = random.pick([20, 200, 1000, 3000])
  const gapAt = random.chance(0.15) ? random.int(count) : -1
  let at = 100
  for (let i = 0; i < count; i++) {
    at += random.range(0, pace)
    if (i === gapAt) at += random.range(5, 70) * MINUTE_MS
    const client = random.int(clientCount)
    const happening = random.int(100) < mood.faultShare ? fault(random, mood, client) : operation(random, client)
    events.push({ at, ...happening })
  }
  const all = [...events, ...kills(createSeededRandom(`kills ${seed}`), clients, events)]
  return { seed, clients, events: all.sort((a, b) => a.at - b.at) }
}

/** Likewise from a source of its own: in a third of the runs processes of clients are killed, beside all else that happens. */
function kills(
  random: SeededRandom,
  clients: readonly ClientSetup[],
  events: readonly ScheduledEvent[],
): ScheduledEvent[] {
  if (!random.chance(0.33)) return []
  return Array.from({ length: random.range(1, 4) }, () => {
    const client = random.int(clients.length)
    const same = clients[client]?.carrier ?? 'tcp'
    return {
      at: (events[random.int(events.length)]?.at ?? 0) + random.range(0, 300),
      kind: 'kill',
      client,
      awayMs: random.pick([0, 0, 300, 5000, 60_000]),
      serverNoticesAfter: random.pick([0, 50, 2000, 60_000]),
      carrier: random.chance(0.75) ? same : random.pick(['tcp', 'http']),
    }
  })
}

function setUp(random: SeededRandom, carriers: SeededRandom): ClientSetup {
  const carrier = carriers.chance(0.35) ? 'http' : 'tcp'
  return { carrier, framing: random.pick(FRAMINGS), obfuscated: random.chance(0.4), exchangesKey: random.chance(0.02) }
}

function chooseMood(random: SeededRandom): Mood {
  const faultShare = random.pick([5, 20, 40, 60])
  if (random.chance(0.5)) return { faults: ALL_FAULTS, faultShare }
  return { faults: [random.pick(ALL_FAULTS), random.pick(ALL_FAULTS)], faultShare }
}

function clockError(random: SeededRandom): number {
  const sizes = [20_000, 200_000, 20 * MINUTE_MS] as const
  return random.range(-1, 1) * random.range(0, random.pick(sizes))
}

function weather(random: SeededRandom): Weather {
  const low = random.pick([1, 20, 200])
  const spread = random.pick([0, 10, 300])
  return { latency: [low, low + spread], split: random.pick([0, 0.3, 1]), merge: random.pick([0, 0.3, 0.9]) }
}

function operation(random: SeededRandom, client: number): Happening {
  const kind = random.pick(['ask', 'ask', 'ask', 'push', 'push', 'cancel'])
  const bytes = random.chance(0.1) ? random.range(LARGE_BYTES, 4 * LARGE_BYTES) : random.range(0, 200)
  const count = random.chance(0.15) ? random.range(2, 40) : 1
  if (kind === 'push') return { kind, client, count, bytes }
  if (kind === 'cancel' && random.chance(0.3)) return { kind, client }
  const workMs = random.pick([0, 0, 10, 500, 3000, 30_000, 6 * MINUTE_MS])
  const answerBytes =
    count <= 8 && random.chance(0.1) ? random.range(LARGE_BYTES, 4 * LARGE_BYTES) : random.range(0, 200)
  return { kind: 'ask', client, count, workMs, bytes, answerBytes }
}

function fault(random: SeededRandom, mood: Mood, client: number): Happening {
  const kind = random.pick(mood.faults)
  const direction = random.pick(DIRECTIONS)
  switch (kind) {
    case 'weather':
      return { kind, client, direction, weather: weather(random) }
    case 'stall':
      return { kind, client, direction, ms: random.pick([500, 5000, 30_000, 100_000, 400_000]) }
    case 'cut': {
      const clientNoticesAfter = random.pick([0, 0, 50, 2000])
      const serverNoticesAfter = random.pick([0, 0, 50, 2000, 60_000])
      return { kind, client, clientNoticesAfter, serverNoticesAfter, deliverRest: random.chance(0.5) }
    }
    case 'offline':
      return { kind, client, ms: random.pick([1000, 20_000, 200_000, 700_000]) }
    case 'corrupt':
      return { kind, client, direction, bit: random.int(2 ** 20) }
    case 'duplicate':
      return { kind, client, direction }
    case 'replay':
      return { kind, client, heldMs: random.pick([100, 3000, 30_000]) }
    case 'replayOld':
      return { kind, client, heldMs: random.pick([3000, 30_000]) }
    case 'evict':
    case 'destroy':
      return { kind, client }
    case 'clientClock':
      return { kind, client, jumpMs: clockError(random) }
    case 'serverClock':
      return { kind, jumpMs: random.chance(0.2) ? clockError(random) : random.range(-5000, 5000) }
    case 'restart':
      return {
        kind,
        memory: random.pick(['kept', 'lost']),
        downMs: random.pick([0, 1000, 20_000]),
        putsClockRight: random.chance(0.5),
      }
    case 'blackhole':
      return { kind, client }
  }
}
