import { describe, expect, test } from 'vitest'
import { simulate, type Terminal } from './command.ts'
import { generateSchedule } from './generate.ts'
import { runSchedule } from './run.ts'
import { describe as describeEvent, type Schedule } from './schedule.ts'
import { shrink } from './shrink.ts'

/** `npm run simulate -- --seeds N` runs as many as one likes; these run always. */
const SEEDS = 200
const PART = 100

describe('clients and a server over a network that loses, delays, splits, merges, repeats and damages', () => {
  for (let from = 0; from < SEEDS; from += PART) {
    test(`the laws hold for the seeds from ${from} to ${from + PART - 1}`, { timeout: 120_000 }, async () => {
      for (let seed = from; seed < from + PART; seed++) {
        const { failure } = await runSchedule(generateSchedule(seed))
        expect(failure, `npm run simulate -- --seed ${seed}`).toBeUndefined()
      }
    })
  }
})

describe('a line of 1.5 kB a second', () => {
  const slow = { latency: [50, 60], split: 0, merge: 0, bytesPerS: 1500 } as const
  const client = 0

  test.each([
    ['MS-24: a request of 150 kB arrives over TCP', 'tcp', { bytes: 150_000, answerBytes: 10 }],
    ['MS-24: an answer of 150 kB arrives over TCP', 'tcp', { bytes: 10, answerBytes: 150_000 }],
    ['MS-24: a request of 150 kB arrives over HTTP', 'http', { bytes: 150_000, answerBytes: 10 }],
    ['MS-24: an answer of 150 kB arrives over HTTP', 'http', { bytes: 10, answerBytes: 150_000 }],
  ] as const)('%s, and the connection is not taken for dead meanwhile', async (_, carrier, sizes) => {
    const schedule: Schedule = {
      seed: 1,
      clients: [{ carrier, framing: 'intermediate', obfuscated: false, exchangesKey: false }],
      events: [
        { at: 0, kind: 'weather', client, direction: 'toServer', weather: slow },
        { at: 0, kind: 'weather', client, direction: 'toClient', weather: slow },
        { at: 20_000, kind: 'ask', client, count: 1, workMs: 0, ...sizes },
        // The line stays slow until then.
        { at: 300_000, kind: 'push', client, count: 1, bytes: 10 },
      ],
    }
    const lost: string[] = []
    const trace = (line: string): void => {
      if (line.includes('disconnected')) lost.push(line)
    }
    const { failure, asked } = await runSchedule(schedule, { trace })
    expect([failure, asked, lost]).toEqual([undefined, 1, []])
  })
})

describe('a stream whose bytes were damaged', () => {
  test.each(['toClient', 'toServer'] as const)(
    '%s: is given up within its ping and the wait for the pong',
    async (direction) => {
      const client = 0
      const schedule: Schedule = {
        seed: 3,
        clients: [{ carrier: 'tcp', framing: 'abridged', obfuscated: true, exchangesKey: false }],
        events: [
          { at: 5000, kind: 'duplicate', client, direction },
          // What is repeated leaves a packet that seems to be longer than all that follows.
          { at: 5100, kind: 'ask', client, count: 1, workMs: 0, bytes: 100, answerBytes: 100 },
          { at: 5200, kind: 'push', client, count: 1, bytes: 22 },
        ],
      }
      const heard: number[] = []
      const trace = (line: string): void => {
        if (line.includes('hears')) heard.push(Number.parseFloat(line))
      }
      const { failure } = await runSchedule(schedule, { trace })
      expect([failure, heard.length]).toEqual([undefined, 2])
      expect(heard.every((at) => at < 100)).toBe(true)
    },
  )
})

describe('a request that leaves again before its answer comes, while its session is destroyed', () => {
  const client = 0
  const serves = async (schedule: Schedule, key: number) => {
    const served: string[] = []
    const trace = (line: string): void => {
      if (line.includes('serves {"kind":"ask","client":0,') && line.includes(`"key":${key},`)) served.push(line)
    }
    const { failure } = await runSchedule(schedule, { trace })
    return [failure, served.length]
  }

  test('is served by the session that begins with it, when the client had connected anew', async () => {
    const schedule: Schedule = {
      seed: 223,
      clients: [{ carrier: 'tcp', framing: 'full', obfuscated: true, exchangesKey: false }],
      events: [
        {
          at: 0,
          kind: 'weather',
          client,
          direction: 'toServer',
          weather: { latency: [200, 500], split: 0, merge: 0.9 },
        },
        { at: 264, kind: 'ask', client, count: 1, workMs: 500, bytes: 188, answerBytes: 171 },
        { at: 438, kind: 'clientClock', client, jumpMs: 14_823 },
        { at: 1368, kind: 'ask', client, count: 1, workMs: 10, bytes: 12, answerBytes: 135 },
        { at: 1370, kind: 'clientClock', client, jumpMs: 18_189 },
        { at: 1532, kind: 'cancel', client },
        { at: 1647, kind: 'ask', client, count: 1, workMs: 500, bytes: 166, answerBytes: 118 },
        { at: 2217, kind: 'destroy', client },
      ],
    }
    expect(await serves(schedule, 1)).toEqual([undefined, 2])
  })
})

describe('a client that is killed', () => {
  test.each([
    ['tcp', 'tcp'],
    ['tcp', 'http'],
    ['http', 'http'],
  ] as const)(
    'over %s and comes back over %s asks again for what it has no answer to, and misses nothing',
    async (carrier, next) => {
      const client = 0
      const lines: string[] = []
      const schedule: Schedule = {
        seed: 5,
        clients: [{ carrier, framing: 'abridged', obfuscated: false, exchangesKey: false }],
        events: [
          { at: 1000, kind: 'ask', client, count: 1, workMs: 500, bytes: 10, answerBytes: 10 },
          { at: 1200, kind: 'kill', client, awayMs: 5000, serverNoticesAfter: 60_000, carrier: next },
          // What is pushed while it is away goes to a session that nobody has any more.
          { at: 2000, kind: 'push', client, count: 3, bytes: 10 },
          { at: 8000, kind: 'push', client, count: 1, bytes: 10 },
        ],
      }
      const { failure } = await runSchedule(schedule, { trace: (line) => lines.push(line) })
      expect(failure).toBeUndefined()
      const served = lines.filter((line) => line.includes('serves {"kind":"ask"'))
      expect(served.map((line) => /"life":\d/.exec(line)?.[0])).toEqual(['"life":0', '"life":1'])
      expect(lines.filter((line) => line.includes('hears')).map((line) => /"pts":\d/.exec(line)?.[0])).toEqual([
        '"pts":4',
        '"pts":5',
      ])
    },
  )
})

test('a client that is killed while it connects counts as connected as soon as its next process is', async () => {
  const client = 0
  const schedule: Schedule = {
    seed: 6,
    clients: [{ carrier: 'tcp', framing: 'abridged', obfuscated: false, exchangesKey: false }],
    events: [{ at: 10, kind: 'kill', client, awayMs: 0, serverNoticesAfter: 50, carrier: 'http' }],
  }
  expect((await runSchedule(schedule)).failure).toBeUndefined()
})

describe('a run', () => {
  test('is the same whenever its seed is the same', async () => {
    for (const seed of [3, 4, 13]) {
      const [once, again] = [await runSchedule(generateSchedule(seed)), await runSchedule(generateSchedule(seed))]
      expect(again).toEqual(once)
      expect((await runSchedule(generateSchedule(seed + 1))).digest).not.toBe(once.digest)
    }
  })

  test('meets every kind of fault and of request within the seeds that always run', () => {
    const seeds = Array.from({ length: SEEDS }, (_, seed) => generateSchedule(seed))
    const kinds = new Set(seeds.flatMap(({ events }) => events.map(({ kind }) => kind)))
    expect([...kinds].sort()).toEqual(
      [
        ...['ask', 'blackhole', 'cancel', 'clientClock', 'corrupt', 'cut', 'destroy', 'duplicate', 'evict', 'kill'],
        ...['offline', 'push', 'replay', 'replayOld', 'restart', 'serverClock', 'stall', 'weather'],
      ].sort(),
    )
    expect(seeds.some(({ clients }) => clients.some(({ exchangesKey }) => exchangesKey))).toBe(true)
    const comesBackOtherwise = ({ clients, events }: Schedule): boolean =>
      events.some((event) => event.kind === 'kill' && event.carrier !== clients[event.client]?.carrier)
    expect(seeds.some(comesBackOtherwise)).toBe(true)
  })
})

describe('shrinking', () => {
  test('leaves the events that matter, each as small as it can be', async () => {
    const schedule = generateSchedule(1)
    const first = schedule.events.find(({ kind }) => kind === 'ask')
    const last = schedule.events.findLast(({ kind }) => kind === 'push')
    const fails = async ({ events }: Schedule) =>
      first !== undefined && events.includes(first) && events.some(({ at, kind }) => at === last?.at && kind === 'push')
        ? ({ law: 'answers', what: 'made up', at: 10 ** 9 } as const)
        : undefined
    const failure = await fails(schedule)
    if (failure === undefined) throw new Error('the schedule has neither a request nor a push')
    const shrunk = await shrink(schedule, failure, fails)
    expect(shrunk.schedule.events.map(({ kind }) => kind).sort()).toEqual(['ask', 'push'])
    expect(describeEvent({ at: 1500, kind: 'blackhole', client: 2 })).toContain('1.500 s  blackhole   client=2')
  })
})

describe('the command', () => {
  function terminal(): Terminal & { text: string } {
    return {
      isTTY: false,
      text: '',
      write(text) {
        this.text += text
      },
    }
  }

  test('runs one seed or several and says how it went', async () => {
    const [out, err] = [terminal(), terminal()]
    expect(await simulate(['--seed', '3', '--trace'], out, err)).toBe(0)
    expect(await simulate(['--seeds', '2', '--from', '7'], out, err)).toBe(0)
    expect(out.text).toMatch(/seed 3: all laws held/)
    expect(out.text).toMatch(/2 seeds from 7 in .* all laws held/)
    expect(err.text).toBe('')
  })

  test('explains itself, and refuses what it does not understand', async () => {
    const [out, err] = [terminal(), terminal()]
    expect(await simulate(['--help'], out, err)).toBe(0)
    expect(out.text).toContain('npm run simulate -- [options]')
    expect(await simulate(['--seed', 'x'], out, err)).toBe(2)
    expect(await simulate(['--sedes', '3'], out, err)).toBe(2)
    expect(err.text).toContain('--sedes')
  })
})
