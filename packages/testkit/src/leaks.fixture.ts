import { setTimeout as sleep } from 'node:timers/promises'
import { createLab } from './lab.ts'

/** What many labs, one after the other, leave behind. */
export interface Leaks {
  /** What keeps a process alive, as `process.getActiveResourcesInfo` names it, that was not there before. */
  readonly resources: readonly string[]
  /** By how many bytes the heap has grown for each lab, after the first ones. */
  readonly heapBytesEach: number
  /** How long a start took, in ms: of the processor, and on the wall; the median of all but the first. */
  readonly startCpuMs: number
  readonly startMs: number
}

/** The first labs load modules and fill caches that stay. */
const warmUp = 10

/**
 * Makes labs, has somebody talk to a bot in each, closes them, and looks at what is left.
 *
 * @param collect collects garbage: `globalThis.gc` of `--expose-gc`
 */
export async function findLeaks(labs: number, collect: () => void): Promise<Leaks> {
  await useLabs(warmUp)
  const before = countBy(process.getActiveResourcesInfo())
  const begun = await heapBytes(collect)
  const starts = await useLabs(labs)
  const grown = (await heapBytes(collect)) - begun
  await sleep(50)
  const resources = process.getActiveResourcesInfo().filter((name) => {
    const left = before.get(name) ?? 0
    before.set(name, left - 1)
    return left <= 0
  })
  return {
    resources,
    heapBytesEach: Math.round(grown / labs),
    startCpuMs: median(starts.map(({ cpu }) => cpu)),
    startMs: median(starts.map(({ wall }) => wall)),
  }
}

async function useLabs(count: number): Promise<{ readonly cpu: number; readonly wall: number }[]> {
  const starts = []
  for (let at = 0; at < count; at++) {
    const [begun, cpu] = [performance.now(), process.cpuUsage()]
    const lab = await createLab()
    const { user, system } = process.cpuUsage(cpu)
    starts.push({ cpu: (user + system) / 1000, wall: performance.now() - begun })
    const ann = await lab.user('Ann')
    const bot = await lab.bot('echo')
    await ann.say(bot, 'hello')
    await bot.call('sendMessage', { chat_id: ann.id, text: 'hello yourself' })
    await ann.sees('hello yourself', '20 s')
    await lab.close()
  }
  return starts
}

async function heapBytes(collect: () => void): Promise<number> {
  // What waits for its last turn is garbage after it.
  for (let round = 0; round < 3; round++) {
    await sleep(20)
    collect()
  }
  return process.memoryUsage().heapUsed
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
