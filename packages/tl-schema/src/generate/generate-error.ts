/** A linked schema uses something that has no form in the generated TypeScript. */
export class GenerateError extends Error {
  override readonly name: string = 'GenerateError'
  readonly code = 'UNSUPPORTED'
}
