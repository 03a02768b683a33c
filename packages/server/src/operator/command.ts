/** What a command that is being carried out may say and has to heed. */
export interface OperatorContext {
  /** Says how far it is; whoever asked may miss some of it. */
  readonly progress: (value: unknown) => void
  /** Whoever asked wants it to end where nothing is half done, or is gone. */
  readonly stop: AbortSignal
  /** The server ends: so has this, after what it is at, wherever it can go on from. */
  readonly serverStops: AbortSignal
}

/**
 * Carries out one command, and checks its input, which is whatever came. What it answers goes to the operator as JSON. Throws
 * `OperatorError` for what the operator is to be told; anything else is the server's own failure.
 */
export type OperatorCommand = (input: unknown, context: OperatorContext) => Promise<unknown>

export type OperatorCommands = Readonly<Record<string, OperatorCommand>>
