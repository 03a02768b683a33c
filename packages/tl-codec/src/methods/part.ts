/** The pieces of a schema that a bundler can tell apart, as tl-schema writes them (`emitMethodParts`). */

/** A boxed type, whose values are `T`. */
export interface TypePart<T> {
  readonly name: string
  /** A constructor a line: `peerUser 59511722 userId:long`. */
  readonly text: string
  /** Whether a value can hold another of the type. */
  readonly nests?: true
  /** The types that stand in the text. */
  readonly parts?: () => readonly TypePart<unknown>[]
  /** For the compiler only. */
  readonly value?: T
}

/** A method, whose requests are `M` and whose result is `R`. */
export interface MethodPart<M, R> {
  /** `help.getConfig c4f9186b Config`; the fields of a request come last. */
  readonly text: string
  /** The types that stand in the text. */
  readonly parts?: () => readonly TypePart<unknown>[]
  /** For the compiler only. */
  readonly request?: M
  /** For the compiler only. */
  readonly result?: R
}
