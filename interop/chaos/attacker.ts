import type { SeededRandom } from '../../packages/transport/src/simulator/random.ts'
import type { Credentials, Route } from './raw-peer.ts'

/** What an attacker has to work with. */
export interface Arms {
  readonly random: SeededRandom
  readonly route: Route
  /** A key that somebody signed in by. */
  readonly account: Credentials
  /** Keys that nobody signed in by. */
  readonly keys: readonly [Credentials, ...Credentials[]]
  /** The numbers of people who have done nothing wrong. */
  readonly victims: readonly [string, ...string[]]
  /** A phone number without an account, another one each time. */
  nextPhone(): string
}

/** One way to harm the others, in small steps: an attacker must not be what keeps the machine busy. */
export interface Attack {
  readonly name: string
  /** How long it rests between two steps, in ms, half of that more or less. */
  readonly everyMs: number
  /** Begins; gives what is done at each step. */
  begin(arms: Arms): () => void
}
