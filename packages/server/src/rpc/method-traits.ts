import type { Act } from '../rules/rights.ts'
import type { TakeoutParts } from '../store/domain/identity/takeouts.ts'

/** A bucket of tokens: `burst` calls at once, then one every `secondsEach`. */
export interface RateLimit {
  readonly burst: number
  readonly secondsEach: number
  /**
   * By such methods one guesses, has codes sent, finds out who has which number, or has others reported: calls are counted
   * in the store, for all servers on it together. By default the limit protects the process, which counts by itself.
   */
  readonly protects?: 'accounts'
}

/** What a method has to do with the export of an account ("Takeout API"). */
export interface TakeoutRule {
  /** It is served within an export alone. */
  readonly only?: true
  /** An export may fetch it only if it was begun for this; `messages` for those of the kind of chat that the request names. */
  readonly part?: keyof TakeoutParts | 'messages'
}

/** What the dispatcher has to know of a method; it stands beside the handler. */
export interface MethodTraits {
  /**
   * How often one user, or one key that nobody is signed in by, may call it; absent for as often as they like. Guessing
   * codes and flooding phones is what costs others something, and so does a flood of messages. The limits of messages are
   * far above what people and sensible bots do.
   */
  readonly rate?: RateLimit
  readonly takeout?: TakeoutRule
}

export interface UserMethodTraits extends MethodTraits {
  /** What it does in a chat, as the table of rights names it; absent for what changes none. */
  readonly acts?: readonly [Act, ...Act[]]
}
