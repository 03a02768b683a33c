export interface Mutant {
  readonly name: string
  readonly what: string
  /** Below packages/transport/src. */
  readonly file: string
  /** A text that occurs once in the file, and what takes its place. */
  readonly from: string
  readonly to: string
}

export const mutants: readonly Mutant[]
