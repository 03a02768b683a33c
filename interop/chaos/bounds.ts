import { type Phase, percentile } from './phase.ts'
import type { ChaosReport } from './run.ts'

const MIB = 1024 * 1024
/** What 99 of 100 requests of innocents stay under while the attacks go on, in ms. */
export const MOST_P99_MS = 500
/** What the server's process stays under, in bytes. */
export const MOST_MEMORY: number = 768 * MIB
/** Until newcomers have a key and an answer, in ms. */
export const MOST_NEWCOMER_MS = 5000
/** Of the steps that were due, what each attacker must have made: else it was none. */
const LEAST_STEPS = 0.5

/** What is wrong with a run, in words. */
export function problemsOf({ before, during, after, newcomers, tries }: ChaosReport): string[] {
  const problems: string[] = []
  const calm = `in calm it was ${ms(p99Of(before))}`
  if (p99Of(during) >= MOST_P99_MS) {
    problems.push(`p99 of the innocents is ${ms(p99Of(during))}, at most ${ms(MOST_P99_MS)}; ${calm}`)
  }
  if (p99Of(after) >= MOST_P99_MS) problems.push(`p99 after the attacks is ${ms(p99Of(after))}; ${calm}`)
  const mostMemory = Math.max(during.mostMemory, after.mostMemory)
  if (mostMemory >= MOST_MEMORY) problems.push(`the server took ${mib(mostMemory)}, at most ${mib(MOST_MEMORY)}`)
  const slowest = Math.max(...newcomers)
  if (slowest >= MOST_NEWCOMER_MS) problems.push(`a newcomer waited for ${ms(slowest)}`)
  for (const { name, steps, due } of tries) {
    if (steps < LEAST_STEPS * due) problems.push(`of ${due.toFixed(0)} steps were made ${steps}: ${name}`)
  }
  return problems
}

export function describeReport({ before, during, after, newcomers, tries, acknowledged }: ChaosReport): string {
  const steps = tries.map(
    ({ name, steps, due }) => `  ${String(steps).padStart(7)} of ${due.toFixed(0).padStart(7)} ${name}`,
  )
  return `before: ${describePhase(before)}
during: ${describePhase(during)}
after:  ${describePhase(after)}
newcomers: ${newcomers.length}, the slowest ${ms(Math.max(...newcomers))}
messages: ${acknowledged} acknowledged, each with both, once and in order
steps of the attackers:
${steps.join('\n')}
`
}

export function describePhase({ times, cpu, mostMemory, slowdown }: Phase): string {
  const waits = [0.5, 0.9, 0.99].map((part) => `p${100 * part} ${ms(percentile(times, part))}`)
  return `${times.length} requests, ${waits.join(', ')}; ${share(cpu)}, ${mib(mostMemory)}; ${slowdown.toFixed(1)} times as long for want of a core`
}

const p99Of = ({ times }: Phase): number => percentile(times, 0.99)
const share = (cpu: number): string => `${(100 * cpu).toFixed(0)} % of a core`
const ms = (time: number): string => `${time.toFixed(0)} ms`
const mib = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MiB`
