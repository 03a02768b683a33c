import { createDiagnostic, type Diagnostic, type DiagnosticCode, type DiagnosticExtras } from '../diagnostic.ts'
import type { Span } from '../source.ts'
import { closest } from '../suggest.ts'
import type { Collected } from './collect.ts'

/** What a name inside one definition can mean. */
export interface Variable {
  /** `Type`: a type parameter. `nat`: a number, from braces or from a field. `other`: a field of any other type. */
  readonly kind: 'Type' | 'nat' | 'other'
  readonly span: Span
}

/** Variables of the definition that is being linked, with those of the repetitions around. */
export interface Scope {
  readonly collected: Collected
  readonly variables: ReadonlyMap<string, Variable>
  readonly report: (diagnostic: Diagnostic) => void
  /** How many more names are looked up among those that are known: who has hundreds unknown lacks a file, not a letter. */
  readonly suggestions: { left: number }
}

/** The nearest known name, as long as looking for it is worth its time. */
export function nearest(scope: Scope, word: string, candidates: () => Iterable<string>): string | undefined {
  return scope.suggestions.left-- > 0 ? closest(word, candidates()) : undefined
}

export function complain(
  scope: Scope,
  code: DiagnosticCode,
  span: Span,
  message: string,
  extras?: DiagnosticExtras,
): void {
  scope.report(createDiagnostic(code, span, message, extras))
}
