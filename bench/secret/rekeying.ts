import { performance } from 'node:perf_hooks'
import type { BenchRow } from '../row.ts'
import { exchange, pair, text } from './pair.ts'

const MESSAGES = 100

/** What a new key costs both ends together, and what that adds to each of the messages that it serves for. */
export function rekeying(report: (row: BenchRow) => void, quick: boolean): void {
  const row = (op: string, value: number, unit: string): void =>
    report({
      ...{ bench: 'secret', case: `re-keying after ${MESSAGES} messages`, op, subject: 'chappe' },
      ...{ value: Number(value.toPrecision(3)), unit },
    })
  const both = pair({ messages: MESSAGES, ms: Number.MAX_SAFE_INTEGER })
  const [one] = both
  const rounds = quick ? 20 : 100
  const times: number[] = []
  let before = one.chat.keyFingerprint
  let steps = 0
  while (times.length < rounds) {
    const message = text('x')
    one.chat.send(message.randomId, message)
    const begun = performance.now()
    const passed = exchange(both)
    const ms = performance.now() - begun
    if (one.chat.keyFingerprint === before) continue
    before = one.chat.keyFingerprint
    steps = passed
    times.push(ms)
  }
  const median = times.sort((a, b) => a - b)[times.length >> 1] ?? 0
  row('both ends together', median, 'ms')
  row('for each message', (median * 1000) / MESSAGES, 'µs')
  row('messages on the wire', steps, 'messages')
}
