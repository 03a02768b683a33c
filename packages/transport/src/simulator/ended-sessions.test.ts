import { describe, expect, test } from 'vitest'
import { runSchedule } from './run.ts'
import type { ClientSetup, Schedule } from './schedule.ts'

// Each of these was found by a seed, and is the shortest schedule that showed it.

const http: ClientSetup = { carrier: 'http', framing: 'full', obfuscated: false, exchangesKey: false }
const tcp: ClientSetup = { carrier: 'tcp', framing: 'full', obfuscated: true, exchangesKey: false }

async function failureOf(schedule: Schedule) {
  return (await runSchedule(schedule)).failure
}

describe('a session of the server that ended', () => {
  test('MS-16: is told from the next over HTTP although a request from before it begins that, and clocks are set back', async () => {
    const client = 0
    expect(
      await failureOf({
        seed: 1992,
        clients: [http],
        events: [
          { at: 834, kind: 'ask', client, count: 1, workMs: 30_000, bytes: 120, answerBytes: 75 },
          { at: 1118, kind: 'serverClock', jumpMs: 126_469 },
          { at: 1727, kind: 'push', client, count: 1, bytes: 148 },
          { at: 1907, kind: 'serverClock', jumpMs: -43_466 },
          { at: 5183, kind: 'restart', memory: 'lost', downMs: 0, putsClockRight: false },
          { at: 5898, kind: 'ask', client, count: 1, workMs: 3000, bytes: 190, answerBytes: 86 },
          { at: 5992, kind: 'blackhole', client },
          { at: 6073, kind: 'push', client, count: 1, bytes: 63 },
          { at: 6326, kind: 'push', client, count: 1, bytes: 159 },
        ],
      }),
    ).toBeUndefined()
  })

  test('MS-16: leaves no update behind that comes after those of the next over HTTP', async () => {
    const client = 1
    const ask = { kind: 'ask', client, count: 1 } as const
    expect(
      await failureOf({
        seed: 1554,
        clients: [{ ...tcp, obfuscated: false }, http],
        events: [
          {
            at: 0,
            kind: 'weather',
            client,
            direction: 'toClient',
            weather: { latency: [1, 1], split: 1, merge: 0.3 },
          },
          { at: 110, ...ask, workMs: 3000, bytes: 125, answerBytes: 127 },
          { at: 174, ...ask, workMs: 360_000, bytes: 66, answerBytes: 128 },
          { at: 194, kind: 'evict', client },
          { at: 254, kind: 'replayOld', client, heldMs: 3000 },
          { at: 301, ...ask, workMs: 0, bytes: 93, answerBytes: 87 },
          { at: 677, kind: 'push', client, count: 1, bytes: 188 },
          { at: 686, ...ask, workMs: 0, bytes: 150, answerBytes: 92 },
          { at: 695, ...ask, workMs: 30_000, bytes: 6397, answerBytes: 107 },
          { at: 775, kind: 'push', client, count: 1, bytes: 66 },
          { at: 837, kind: 'evict', client },
        ],
      }),
    ).toBeUndefined()
  })
})

describe('a server whose clock was put right by minutes when it was started anew', () => {
  test('MS-6: is heard at once by a client that has seen many of its later identifiers', async () => {
    const client = 0
    expect(
      await failureOf({
        seed: 1546,
        clients: [tcp],
        events: [
          { at: 3526, kind: 'serverClock', jumpMs: 352_007 },
          { at: 6907, kind: 'push', client, count: 38, bytes: 44 },
          { at: 8706, kind: 'ask', client, count: 34, workMs: 10, bytes: 142, answerBytes: 74 },
          { at: 122_585, kind: 'ask', client, count: 40, workMs: 3000, bytes: 113, answerBytes: 16 },
          { at: 123_288, kind: 'restart', memory: 'lost', downMs: 20_000, putsClockRight: true },
        ],
      }),
    ).toBeUndefined()
  })
})
