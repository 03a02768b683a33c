import type { Credentials } from './raw-peer.ts'

/** What the process of the attackers is told. */
export interface Plan {
  readonly port: number
  /** The server's process. */
  readonly pid: number
  readonly seed: number
  /** Attacks with this in their name, and no others. */
  readonly only: string | undefined
  /** Of users who attack, one for each attack that takes one. */
  readonly accounts: readonly Credentials[]
  /** Keys that nobody is signed in by, one for each of the other attacks. */
  readonly keys: readonly Credentials[]
  readonly victims: readonly [string, ...string[]]
}

/** What an attacker did. */
export interface Tries {
  readonly name: string
  readonly steps: number
  /** How many steps it should have made in that time. */
  readonly due: number
}
