import type { Diagnostic } from '../diagnostic.ts'

/** A linked schema uses something that has no form in the generated TypeScript. */
export class GenerateError extends Error {
  override readonly name: string = 'GenerateError'
  readonly code = 'UNSUPPORTED'
  /** Where in the schema, as far as it is known. */
  readonly problems: readonly Diagnostic[]

  constructor(message: string, problems: readonly Diagnostic[] = []) {
    super(message)
    this.problems = problems
  }
}
