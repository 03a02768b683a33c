import type { ServerProcess } from '../support/server-process.ts'
import { attacksWithAccount } from './attacks-with-account.ts'
import { attacksWithoutAccount } from './attacks-without-account.ts'
import type { Innocent } from './innocent.ts'
import { innocentPhones, makeKeys, signUpAttackers, signUpInnocents } from './people.ts'
import type { Credentials } from './raw-peer.ts'
import type { ServerClock } from './server-clock.ts'

/** Everybody who takes part. */
export interface Cast {
  readonly innocents: readonly Innocent[]
  /** Of users who attack, one for each attack that takes one. */
  readonly accounts: readonly Credentials[]
  /** Keys that nobody is signed in by, one for each of the other attacks. */
  readonly keys: readonly Credentials[]
  /** The numbers of the innocents. */
  readonly victims: readonly [string, ...string[]]
}

const INNOCENTS = 20
const SETUP_MS = 60_000

export async function gather(server: ServerProcess, clock: ServerClock): Promise<Cast> {
  const [innocents, accounts, keys] = await clock.within(
    SETUP_MS,
    'signing up',
    Promise.all([
      signUpInnocents(server, INNOCENTS),
      signUpAttackers(server, attacksWithAccount.length),
      makeKeys(server, attacksWithoutAccount.length),
    ]),
  )
  const [first = '', ...others] = innocentPhones(INNOCENTS)
  return { innocents, accounts, keys, victims: [first, ...others] }
}
