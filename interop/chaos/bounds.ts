import { type AloneReport, type ChaosReport, percentile } from './run.ts'

const MIB = 1024 * 1024
/** What 99 of 100 requests of innocents stay under while the attacks go on, in ms. */
export const MOST_P99_MS = 500
/** What the server's process stays under, in bytes. */
export const MOST_MEMORY: number = 768 * MIB
/** The share of one core that the server takes while the attacks go on: the rest is for more people. */
export const MOST_CPU = 0.8
/** Of a request, each of which waits for the machine. */
const STEPS = 5
/** Until newcomers have a key and an answer, in ms. */
export const MOST_NEWCOMER_MS = 20_000

/**
 * What is wrong with a run, in words.
 *
 * @param isBusy whether the machine has much else to do: then people may wait as much longer as the server had to wait for a
 *   core, and by what their own timers were late meanwhile, several times, since a request has several steps
 */
export function problemsOf(report: ChaosReport, isBusy: boolean): string[] {
  const problems: string[] = []
  const calm = percentile(report.before, 0.99)
  const p99 = percentile(report.during, 0.99)
  const most = isBusy ? MOST_P99_MS * report.slowdownDuring + STEPS * Math.max(calm, report.lateness) : MOST_P99_MS
  if (p99 >= most) problems.push(`p99 of the innocents is ${ms(p99)}, at most ${ms(most)} (in calm: ${ms(calm)})`)
  const p99After = percentile(report.after, 0.99)
  if (p99After >= most) problems.push(`p99 after the attacks is ${ms(p99After)}, in calm it was ${ms(calm)}`)
  if (report.mostMemory >= MOST_MEMORY) {
    problems.push(`the server took ${mib(report.mostMemory)}, at most ${mib(MOST_MEMORY)}`)
  }
  if (report.cpuDuring >= MOST_CPU)
    problems.push(`the server took ${share(report.cpuDuring)}, at most ${share(MOST_CPU)}`)
  const slowest = Math.max(...report.newcomers)
  if (slowest >= MOST_NEWCOMER_MS) problems.push(`a newcomer waited for ${ms(slowest)}`)
  for (const [attack, steps] of report.steps) if (steps === 0) problems.push(`nobody tried ${attack}`)
  return problems
}

export function describeReport(report: ChaosReport): string {
  const times = (sorted: readonly number[]): string =>
    `${sorted.length} requests, p50 ${ms(percentile(sorted, 0.5))}, p99 ${ms(percentile(sorted, 0.99))}`
  const steps = [...report.steps].map(([name, count]) => `  ${String(count).padStart(7)} ${name}`)
  return `innocents before: ${times(report.before)}
innocents during: ${times(report.during)}
innocents after:  ${times(report.after)}
newcomers: ${report.newcomers.length}, the slowest ${ms(Math.max(...report.newcomers))}
memory: ${mib(report.memoryBefore)} before, at most ${mib(report.mostMemory)}
CPU: ${share(report.cpuBefore)} before, ${share(report.cpuDuring)} during; slower for want of a core ${report.slowdownBefore.toFixed(1)} and
     ${report.slowdownDuring.toFixed(1)} times; timers late by ${ms(report.lateness)}
messages: ${report.acknowledged} acknowledged, each there once and in order
steps of the attackers:
${steps.join('\n')}
`
}

export function describeAlone({ name, during, cpu, slowdown, mostMemory }: AloneReport): string {
  return `p50 ${ms(percentile(during, 0.5))}, p99 ${ms(percentile(during, 0.99))}, ${share(cpu)}, slower ${slowdown.toFixed(1)} times, ${mib(mostMemory)}: ${name}\n`
}

const share = (cpu: number): string => `${(100 * cpu).toFixed(0)} % of a core`
const ms = (time: number): string => `${time.toFixed(0)} ms`
const mib = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MiB`
