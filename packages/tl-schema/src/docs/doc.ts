/** What a definition, or a type, is said to be. Plain text; lines end with `\n`. */
export interface Doc {
  /** Empty if only fields have a text. */
  readonly text: string
  /** By the names of the schema. */
  readonly fields: ReadonlyMap<string, string>
  /** Names of the errors that a method answers. */
  readonly errors: readonly string[]
  /** A page that says more. */
  readonly link: string | undefined
}

/** One of two: what `over` says wins, and what it does not say stays. */
export function mergeDocs(under: Doc | undefined, over: Doc | undefined): Doc | undefined {
  if (under === undefined || over === undefined) return over ?? under
  return {
    text: over.text === '' ? under.text : over.text,
    fields: new Map([...under.fields, ...over.fields]),
    errors: over.errors.length === 0 ? under.errors : over.errors,
    link: over.link ?? under.link,
  }
}
