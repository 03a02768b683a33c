import { connectClient } from '../../packages/server/src/testing/network-client.ts'
import { examine, runWithServer } from '../support/seeded-run.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { startAttackers } from './attackers.ts'
import { attacksWithAccount } from './attacks-with-account.ts'
import { attacksWithoutAccount } from './attacks-without-account.ts'
import { type Cast, gather } from './cast.ts'
import { type Innocent, textsWith } from './innocent.ts'
import { signIn } from './people.ts'
import { arrive, livePhase, type Phase, type Stage } from './phase.ts'
import type { Plan, Tries } from './plan.ts'
import { openServerClock } from './server-clock.ts'

export interface ChaosRun {
  readonly seed: number
  /** How long nothing happens but what the innocents do, before and after the attacks, in ms of the server's clock. */
  readonly calmMs: number
  readonly attackMs: number
  /** Attacks with this in their name, and no others. Default: all. */
  readonly only?: string | undefined
  onPhase?(phase: string): void
}

export interface ChaosReport {
  readonly before: Phase
  readonly during: Phase
  readonly after: Phase
  /** Of newcomers during the attacks: from connecting to their first answer, in ms of the server's clock. */
  readonly newcomers: readonly number[]
  /** What each attacker did. */
  readonly tries: readonly Tries[]
  /** How many messages of innocents were acknowledged; all of them are with both, once. */
  readonly acknowledged: number
}

const SERVER = { args: ['--metrics-port', '0'] } as const
const CHECK_MS = 60_000

export const attackNames: readonly string[] = [...attacksWithoutAccount, ...attacksWithAccount].map(({ name }) => name)

/**
 * Twenty people talk to one another beside an attacker of each kind that was thought of. Throws if anything of theirs was
 * lost, doubled or refused, or if the server does not answer as before in the end; what it all took is in the report.
 */
export function runChaos({ seed, calmMs, attackMs, only, onPhase }: ChaosRun): Promise<ChaosReport> {
  return onStage(seed, async (stage, cast) => {
    const phase = (name: string, ms: number): Promise<Phase> => {
      onPhase?.(name)
      return livePhase(stage, `${seed}/${name}`, ms)
    }
    const { server, clock, innocents } = stage
    const before = await phase('calm before', calmMs)
    const attackers = startAttackers(planOf(stage, cast, seed, only))
    let isOver = false
    const attacked = phase('attacks', attackMs).finally(() => {
      isOver = true
    })
    const [during, newcomers] = await Promise.all([attacked, arrive(stage, () => isOver)]).catch(
      async (error: unknown) => {
        isOver = true
        await attackers.stop()
        throw error
      },
    )
    const tries = await attackers.stop()
    const after = await phase('calm after', calmMs)
    onPhase?.('looking for what was acknowledged')
    await clock.within(CHECK_MS, 'looking for what was acknowledged', checkNothingLost(innocents))
    await clock.within(CHECK_MS, 'signing in anew', signInAnew(server, cast.victims[0]))
    await Promise.all(innocents.map(({ client }) => client.close()))
    await examine(server)
    const acknowledged = innocents.reduce((sum, one) => sum + one.acknowledged.length, 0)
    return { before, during, after, newcomers, tries, acknowledged }
  })
}

/** One attacker after the other, to see whose fault it is. */
export function runEach(
  { seed, calmMs, attackMs }: ChaosRun,
  onAttack: (name: string, phase: Phase) => void,
): Promise<void> {
  return onStage(seed, async (stage, cast) => {
    const measure = async (name: string, ms: number): Promise<void> => {
      onAttack(name, await livePhase(stage, `${seed}/${name}`, ms))
    }
    await measure('nobody', calmMs)
    for (const only of attackNames) {
      const attackers = startAttackers(planOf(stage, cast, seed, only))
      await measure(only, attackMs).finally(() => attackers.stop())
    }
    await measure('nobody any more', calmMs)
  })
}

function onStage<T>(seed: number, play: (stage: Stage, cast: Cast) => Promise<T>): Promise<T> {
  return runWithServer(seed, SERVER, async (server) => {
    const clock = openServerClock(pidOf(server))
    try {
      const cast = await gather(server, clock)
      return await play({ server, clock, innocents: cast.innocents }, cast)
    } finally {
      clock.close()
    }
  })
}

function planOf({ server }: Stage, { accounts, keys, victims }: Cast, seed: number, only: string | undefined): Plan {
  return { port: server.port, pid: pidOf(server), seed, only, accounts, keys, victims }
}

function pidOf({ pid }: ServerProcess): number {
  if (pid === undefined) throw new TypeError('a server that runs has a process')
  return pid
}

/** Both people of each chat have what was acknowledged, in order, and nothing else. */
async function checkNothingLost(innocents: readonly Innocent[]): Promise<void> {
  for (const [place, one] of innocents.entries()) {
    const reader = innocents[(place + 1) % innocents.length]
    if (reader === undefined) throw new TypeError('there is always a next one')
    const { acknowledged, name } = one
    const check = (whose: string, found: readonly string[]): void => {
      if (found.length === acknowledged.length && found.every((text, at) => text === acknowledged[at])) return
      throw new Error(
        `${name} was told of ${acknowledged.length} messages; ${whose} has ${found.length}: ${found.slice(-5)}`,
      )
    }
    check(reader.name, await textsWith(reader, reader.previous, false))
    check(name, await textsWith(one, one.next, true))
  }
}

/** Another device can sign in: no guesser has locked the account out, and there is room for more connections. */
async function signInAnew(server: ServerProcess, phone: string): Promise<void> {
  const client = connectClient(server)
  const { _: answer } = await signIn(client, phone)
  if (answer !== 'auth.authorization') throw new Error(`signing in gives ${answer}`)
  await client.close()
}
