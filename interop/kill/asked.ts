import type { api } from '@chappe/tl-codec/api'
import type { IndexOf } from './facts.ts'

/** What the run remembers of the solo account besides the ledger. */
export interface Alone {
  /** The numbers of all people when they signed up, by their indexes. */
  readonly phones: readonly string[]
  /** The numbers that the account changes between. */
  readonly ownPhones: readonly string[]
  /** The id of the export that is under way. */
  takeoutId: bigint | undefined
  /** What was reported to whoever runs the server. */
  readonly reports: string[]
  /** The message after which those with the receiver count in its rating; several while it is not known which. */
  ratedAfter: readonly number[]
  /** Those that it has made. Of two that a lost answer has brought about, the one that was answered. */
  readonly groups: OwnGroup[]
}

/** A group by the first word of its title, which stays. */
export interface OwnGroup {
  readonly tag: string
  readonly id: bigint
}

export interface Asked {
  /** The people of the run, in their order. */
  readonly names: readonly api.inputPeerUser[]
  readonly indexOf: IndexOf
  /** Numbers that may have an account or not. */
  readonly guests: readonly string[]
  /** For the solo account alone. */
  readonly alone?: Alone | undefined
}

export type Note = (fact: string, value: string | undefined) => void
