import { createDiagnostic, type Diagnostic, type DiagnosticCode, type DiagnosticExtras } from '../diagnostic.ts'
import type { Span } from '../source.ts'
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
