/** `npm run simulate`: runs schedules from seeds, and shows how the first that fails does so. */
import { parseArgs } from 'node:util'
import { generateSchedule } from './generate.ts'
import type { Failure } from './laws.ts'
import { runSchedule } from './run.ts'
import { describe, type Schedule } from './schedule.ts'
import { shrink } from './shrink.ts'

const HELP = `npm run simulate -- [options]

Runs clients and a server in one process, on virtual time, over a network that a seed makes unreliable, and checks after
each run that nothing was lost, doubled, reordered or left over. The same seed always gives the same run.

  --seed N       one seed: runs it, and if it fails shows the shortest schedule that still fails
  --seeds N      so many seeds, one after the other; stops at the first that fails (default 500)
  --from FIRST   where to begin (default 0)
  --keep-going   does not stop at a failure; shows a line for each and shrinks none
  --no-shrink    does not look for the shortest schedule that fails
  --trace        with --seed: shows everything that happens in the run (of a failing one, in its shortest form)
  --help         shows this

Exit code: 0 when all laws held, 1 when one was broken, 2 for arguments that make no sense.
`

const OPTIONS = {
  seed: { type: 'string' },
  seeds: { type: 'string' },
  from: { type: 'string' },
  'keep-going': { type: 'boolean', default: false },
  'no-shrink': { type: 'boolean', default: false },
  trace: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export interface Terminal {
  readonly isTTY: boolean
  write(text: string): void
}

/** Runs the command and gives its exit code. */
export async function simulate(args: readonly string[], out: Terminal, err: Terminal): Promise<number> {
  const options = parse(args, err)
  if (options === undefined) return 2
  if (options.help) {
    out.write(HELP)
    return 0
  }
  const [seed, count, from] = [options.seed, options.seeds ?? '500', options.from ?? '0'].map(natural)
  if (count === undefined || from === undefined || (options.seed !== undefined && seed === undefined)) {
    err.write(`seeds and their number are whole numbers\n\n${HELP}`)
    return 2
  }
  const shrinks = !options['no-shrink']
  if (seed !== undefined) return one(seed, shrinks, options.trace, out)
  return many(from, count, options['keep-going'], shrinks, out, err)
}

function parse(args: readonly string[], err: Terminal) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    err.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
    return undefined
  }
}

async function one(seed: number, shrinks: boolean, trace: boolean, out: Terminal): Promise<number> {
  const schedule = generateSchedule(seed)
  const { failure, duration, asked, pushed } = await runSchedule(schedule)
  const shown = failure === undefined ? schedule : await report(schedule, failure, shrinks, out)
  if (trace) await runSchedule(shown, { trace: (line) => out.write(`${line}\n`) })
  if (failure !== undefined) return 1
  const minutes = (duration / 60_000).toFixed(1)
  out.write(`seed ${seed}: all laws held over ${minutes} min, ${asked} requests and ${pushed} pushes\n`)
  return 0
}

async function many(
  from: number,
  count: number,
  keepGoing: boolean,
  shrinks: boolean,
  out: Terminal,
  err: Terminal,
): Promise<number> {
  const started = performance.now()
  const sums = { minutes: 0, asked: 0, pushed: 0, failed: 0 }
  for (let seed = from; seed < from + count; seed++) {
    const schedule = generateSchedule(seed)
    const { failure, duration, asked, pushed } = await runSchedule(schedule)
    sums.minutes += duration / 60_000
    sums.asked += asked
    sums.pushed += pushed
    if (err.isTTY) err.write(`\r\x1b[K${seed - from + 1} of ${count} seeds, ${sums.failed} failed`)
    if (failure === undefined) continue
    sums.failed++
    if (err.isTTY) err.write('\r\x1b[K')
    if (keepGoing) {
      out.write(`seed ${seed}: ${failure.law}: ${failure.what}\n`)
      continue
    }
    await report(schedule, failure, shrinks, out)
    return 1
  }
  if (err.isTTY) err.write('\r\x1b[K')
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const hours = (sums.minutes / 60).toFixed(1)
  out.write(`${count} seeds from ${from} in ${seconds} s: ${hours} h of virtual time, ${sums.asked} requests, `)
  out.write(`${sums.pushed} pushes; ${sums.failed === 0 ? 'all laws held' : `${sums.failed} seeds failed`}\n`)
  return sums.failed === 0 ? 0 : 1
}

/** Says how a seed failed and gives the shortest schedule that still does. */
async function report(schedule: Schedule, failure: Failure, shrinks: boolean, out: Terminal): Promise<Schedule> {
  const { seed, events } = schedule
  out.write(`seed ${seed} broke the law "${failure.law}" after ${(failure.at / 1000).toFixed(3)} s: ${failure.what}\n`)
  if (!shrinks) return schedule
  const run = async (candidate: Schedule): Promise<Failure | undefined> => (await runSchedule(candidate)).failure
  const shrunk = await shrink(schedule, failure, run)
  const { length } = shrunk.schedule.events
  out.write(
    `\nThe shortest schedule that still breaks it has ${length} of ${events.length} events (${shrunk.runs} runs):\n`,
  )
  for (const [index, { carrier, framing, obfuscated, exchangesKey }] of shrunk.schedule.clients.entries()) {
    const key = exchangesKey ? ', exchanges its key' : ''
    const way = carrier === 'http' ? 'HTTP' : `${framing}${obfuscated ? ', obfuscated' : ''}`
    out.write(`  client ${index}: ${way}${key}\n`)
  }
  for (const event of shrunk.schedule.events) out.write(`${describe(event)}\n`)
  out.write(`${(shrunk.failure.at / 1000).toFixed(3).padStart(9)} s  ${shrunk.failure.law}: ${shrunk.failure.what}\n`)
  out.write(`\nTo replay it: npm run simulate -- --seed ${seed} --trace\n`)
  return shrunk.schedule
}

function natural(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
