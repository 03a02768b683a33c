import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectClient } from '../../packages/server/src/testing/network-client.ts'
import { createSeededRandom } from '../../packages/transport/src/simulator/random.ts'
import { ServerProcess } from '../support/server-process.ts'
import { within } from '../support/within.ts'
import { startAttackers } from './attackers.ts'
import { attacksWithAccount } from './attacks-with-account.ts'
import { attacksWithoutAccount } from './attacks-without-account.ts'
import { type Innocent, live, received, type Times } from './innocent.ts'
import { innocentPhones, makeKeys, signIn, signUpAttackers, signUpInnocents } from './people.ts'
import type { Credentials } from './raw-peer.ts'
import { measureCost, slowdown, watchMemory } from './server-cost.ts'

export interface ChaosRun {
  readonly seed: number
  /** How long nothing happens but what the innocents do, before and after the attacks, in ms. */
  readonly calmMs: number
  readonly attackMs: number
  /** Attacks with this in their name, and no others. Default: all. */
  readonly only?: string | undefined
  onPhase?(phase: string): void
}

export interface ChaosReport {
  /** What requests of innocents took, in ms, in order: before, during and after the attacks. */
  readonly before: readonly number[]
  readonly during: readonly number[]
  readonly after: readonly number[]
  /** Of newcomers during the attacks: from connecting to their first answer, in ms. */
  readonly newcomers: readonly number[]
  /** How often each attacker did what it does. */
  readonly steps: ReadonlyMap<string, number>
  /** The server's memory, in bytes: before the attacks, and at its most during them. */
  readonly memoryBefore: number
  readonly mostMemory: number
  /** The share of one core that the server took before and during the attacks. */
  readonly cpuBefore: number
  readonly cpuDuring: number
  /** How late the timers of the innocents' process were during the attacks, 99 times of 100, in ms: the machine's doing. */
  readonly lateness: number
  /** How many times longer what the server did took for want of a core, before and during the attacks. */
  readonly slowdownBefore: number
  readonly slowdownDuring: number
  /** How many messages of innocents were acknowledged; all of them are there, once. */
  readonly acknowledged: number
}

const INNOCENTS = 20
/** Between two newcomers, in ms. */
const NEWCOMER_MS = 1500
const SETUP_MS = 90_000
const CHECK_MS = 60_000

export const attackNames: readonly string[] = [...attacksWithoutAccount, ...attacksWithAccount].map(({ name }) => name)

/**
 * Twenty people talk to one another beside an attacker of each kind that was thought of. Throws if anything of theirs was
 * lost, doubled or refused, or if the server does not answer as before in the end; what it all took is in the report.
 */
export async function runChaos(options: ChaosRun): Promise<ChaosReport> {
  const server = await ServerProcess.start({ args: ['--metrics-port', '0'] })
  try {
    return await attacked(server, options)
  } catch (error) {
    throw new Error(`seed ${options.seed}; the server's last words:\n${server.log.slice(-1500)}`, { cause: error })
  } finally {
    await server.dispose()
  }
}

/** What one kind of attack costs when it is alone. */
export interface AloneReport {
  readonly name: string
  readonly during: readonly number[]
  readonly cpu: number
  readonly slowdown: number
  readonly mostMemory: number
}

/** One attacker after the other, to see whose fault it is. */
export async function runEach(
  { seed, calmMs, attackMs }: ChaosRun,
  onAttack: (report: AloneReport) => void,
): Promise<void> {
  const server = await ServerProcess.start({ args: ['--metrics-port', '0'] })
  try {
    const cast = await gather(server)
    const measure = async (name: string, ms: number): Promise<void> => {
      const { times, ...cost } = await livePhase(server, cast.innocents, `${seed}/${name}`, ms)
      onAttack({ name, during: times, ...cost })
    }
    await measure('nobody', calmMs)
    for (const only of attackNames) {
      const attackers = startAttackers({ ...cast, port: server.port, seed, only })
      await measure(only, attackMs).finally(() => attackers.stop())
    }
    await measure('nobody any more', calmMs)
  } finally {
    await server.dispose()
  }
}

interface Cast {
  readonly innocents: readonly Innocent[]
  readonly accounts: readonly Credentials[]
  readonly keys: readonly Credentials[]
  readonly victims: readonly [string, ...string[]]
}

async function gather(server: ServerProcess): Promise<Cast> {
  const innocents = await within(SETUP_MS, 'signing up', signUpInnocents(server, INNOCENTS))
  const accounts = await within(
    SETUP_MS,
    'signing up the attackers',
    signUpAttackers(server, attacksWithAccount.length),
  )
  const keys = await within(SETUP_MS, 'making keys', makeKeys(server, attacksWithoutAccount.length))
  const [first = '', ...others] = innocentPhones(INNOCENTS)
  return { innocents, accounts, keys, victims: [first, ...others] }
}

async function attacked(server: ServerProcess, options: ChaosRun): Promise<ChaosReport> {
  const { seed, calmMs, attackMs, only, onPhase } = options
  onPhase?.('signing up')
  const { innocents, accounts, keys, victims } = await gather(server)

  const phase = async (name: string, ms: number): Promise<Phase> => {
    onPhase?.(name)
    return livePhase(server, innocents, `${seed}/${name}`, ms)
  }
  const before = await phase('calm before', calmMs)
  const { residentBytes: memoryBefore } = await measureCost(server)
  const attackers = startAttackers({ port: server.port, seed, only, accounts, keys, victims })
  let during: Phase
  let newcomers: Times = []
  let isOver = false
  let steps: ReadonlyMap<string, number>
  try {
    const arrivals = arrive(server, () => isOver)
    during = await phase('attacks', attackMs)
    isOver = true
    newcomers = await arrivals
  } finally {
    isOver = true
    steps = await attackers.stop()
  }
  const after = await phase('calm after', calmMs)
  onPhase?.('looking for what was acknowledged')
  await within(CHECK_MS, 'looking for what was acknowledged', checkNothingLost(innocents))
  await within(CHECK_MS, 'signing in anew', signInAnew(server, victims[0]))
  await Promise.all(innocents.map(({ client }) => client.close()))
  await examine(server)
  return {
    ...{ before: before.times, during: during.times, after: after.times, newcomers, steps },
    ...{ memoryBefore, mostMemory: Math.max(during.mostMemory, after.mostMemory) },
    ...{ cpuBefore: before.cpu, cpuDuring: during.cpu, lateness: during.lateness },
    ...{ slowdownBefore: before.slowdown, slowdownDuring: during.slowdown },
    acknowledged: innocents.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
  }
}

interface Phase {
  readonly times: Times
  readonly cpu: number
  readonly mostMemory: number
  readonly lateness: number
  readonly slowdown: number
}

async function livePhase(
  server: ServerProcess,
  innocents: readonly Innocent[],
  seed: string,
  ms: number,
): Promise<Phase> {
  const times: Times = []
  const began = performance.now()
  const isOver = (): boolean => performance.now() >= began + ms
  const costBefore = await measureCost(server)
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const memory = watchMemory(server, isOver)
  const lives = innocents.map((one) => live(one, createSeededRandom(`${seed}/${one.name}`), isOver, times))
  const [mostMemory] = await Promise.all([memory, ...lives])
  delay.disable()
  const seconds = (performance.now() - began) / 1000
  const cost = await measureCost(server)
  return {
    times: times.sort((a, b) => a - b),
    cpu: (cost.cpuSeconds - costBefore.cpuSeconds) / seconds,
    mostMemory,
    lateness: delay.percentile(99) / 1e6,
    slowdown: slowdown(costBefore, cost),
  }
}

/** Whoever comes while all that goes on makes a key and is answered. */
async function arrive(server: ServerProcess, isOver: () => boolean): Promise<Times> {
  const times: Times = []
  while (!isOver()) {
    const began = performance.now()
    const client = connectClient(server)
    await within(CHECK_MS, 'the first answer to a newcomer', client.call({ _: 'help.getNearestDc' }))
    times.push(performance.now() - began)
    await client.close()
    await sleep(NEWCOMER_MS)
  }
  return times
}

async function checkNothingLost(innocents: readonly Innocent[]): Promise<void> {
  for (const [place, one] of innocents.entries()) {
    const reader = innocents[(place + 1) % innocents.length]
    if (reader === undefined) throw new TypeError('there is always a next one')
    const found = (await received(reader)).reverse()
    const { acknowledged, name } = one
    if (found.length === acknowledged.length && found.every((text, at) => text === acknowledged[at])) continue
    throw new Error(
      `${name} was told of ${acknowledged.length} messages; there are ${found.length}: ${found.slice(-5)}`,
    )
  }
}

/** Neither does a guesser lock anybody out, nor is there no room for another device. */
async function signInAnew(server: ServerProcess, phone: string): Promise<void> {
  const client = connectClient(server)
  const { _: answer } = await signIn(client, phone)
  if (answer !== 'auth.authorization') throw new Error(`signing in gives ${answer}`)
  await client.close()
}

async function examine(server: ServerProcess): Promise<void> {
  await server.kill()
  const { ok, output } = await server.doctor()
  if (!ok) throw new Error(`chappe-server doctor found something wrong:\n${output}`)
  const failures = server.log.split('\n').filter((line) => /"level":"(error|fatal)"/.test(line))
  if (failures.length > 0) throw new Error(`the server logged failures:\n${failures.slice(0, 5).join('\n')}`)
}

/** What so large a part of sorted times took at most. */
export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0
}
