import type { State } from './state.ts'

/** What is to be done once the answer is durable, in units of its own. */
export type FollowUp = () => Promise<void>

/** What @BotFather says, and what it waits for after that. */
export interface Turn {
  readonly text: string
  /** A part of it that one can copy with a touch. */
  readonly code?: string | undefined
  /** Rows of answers to choose from. Default: none, and one that is there goes. */
  readonly keyboard?: readonly (readonly string[])[] | undefined
  readonly state: State
  readonly followUp?: FollowUp | undefined
}
