/** `npm run simulate -- secret`: two ends of a secret chat and a server that does whatever it likes, from seeds. */
import { parseArgs } from 'node:util'
import { runSeed } from './run.ts'

const HELP = `npm run simulate -- secret [options]

Runs secret chats over a server that drops, doubles, reorders, replays, mirrors, mixes up and damages what it relays, with
ends that are killed at any moment, and checks after each run that all arrived once and in order, under keys that are
renewed and forgotten. The same seed always gives the same run.

  --seed N       one seed
  --seeds N      so many seeds, one after the other; stops at the first that fails (default 500)
  --from FIRST   where to begin (default 0)
  --help         shows this

Exit code: 0 when all laws held, 1 when one was broken, 2 for arguments that make no sense.
`

export interface Terminal {
  write(text: string): void
}

/** Runs the command and gives its exit code. */
export function simulate(args: readonly string[], out: Terminal, err: Terminal): number {
  const options = parse(args, err)
  if (options === undefined) return 2
  if (options.help) {
    out.write(HELP)
    return 0
  }
  const [from, count] = [
    options.seed ?? options.from ?? '0',
    options.seed === undefined ? (options.seeds ?? '500') : '1',
  ]
  if (![from, count].every((text) => /^\d{1,9}$/.test(text))) {
    err.write(`seeds and their number are whole numbers\n\n${HELP}`)
    return 2
  }
  const started = performance.now()
  const sums = { sent: 0, rekeyings: 0, kills: 0, faults: 0 }
  for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
    const { failure, ...counts } = runSeed(seed)
    for (const key of ['sent', 'rekeyings', 'kills', 'faults'] as const) sums[key] += counts[key]
    if (failure === undefined) continue
    out.write(`seed ${seed} broke the law "${failure.law}": ${failure.what}\n`)
    return 1
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  out.write(`${count} seeds from ${from} in ${seconds} s: ${sums.sent} messages, ${sums.rekeyings} re-keyings, `)
  out.write(`${sums.faults} faults, ${sums.kills} kills; all laws held\n`)
  return 0
}

function parse(args: readonly string[], err: Terminal) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  try {
    // The simulator of sessions knows one more, and who seeds bugs gives it to both.
    const options = { seed: text, seeds: text, from: text, help: flag, 'no-shrink': flag }
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    err.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
    return undefined
  }
}
