import { type Position, positionAt, type Span } from './source.ts'

/** Errors stop the compiler; warnings deserve a look; notes state something legal that is easily overlooked. */
export type Severity = 'error' | 'warning' | 'note'

/** Everything the compiler can complain about. */
export type DiagnosticCode =
  // Text
  | 'unexpected-character'
  | 'unterminated-comment'
  | 'unknown-modifier'
  | 'bad-number'
  | 'bad-name'
  // Syntax
  | 'unexpected-token'
  | 'missing-semicolon'
  | 'nested-too-deep'
  // Names and numbers
  | 'duplicate-name'
  | 'duplicate-number'
  | 'duplicate-field'
  | 'number-mismatch'
  | 'unknown-name'
  | 'layer-conflict'
  // Types
  | 'unknown-type'
  | 'wrong-arguments'
  | 'wrong-kind'
  | 'ambiguous-bare-type'
  | 'type-without-constructors'
  | 'final-type'
  | 'generic-unused'
  // Fields
  | 'condition-before-flags'
  | 'condition-on-other-type'
  | 'bit-out-of-range'
  | 'shared-flag-bit'
  // Generating
  | 'unsupported'
  // Docs
  | 'bad-docs'
  // Layer marks
  | 'bad-layer-mark'
  | 'layer-overlap'

export interface Diagnostic {
  readonly severity: Severity
  readonly code: DiagnosticCode
  readonly message: string
  readonly span: Span
  /** A second line that helps: what was meant, or how to put it right. */
  readonly hint: string | undefined
  /** Other places that matter, such as the first of two definitions. */
  readonly related: readonly Related[]
}

export interface Related {
  readonly message: string
  readonly span: Span
}

export interface DiagnosticExtras {
  readonly severity?: Severity
  readonly hint?: string | undefined
  readonly related?: readonly Related[]
}

export function createDiagnostic(
  code: DiagnosticCode,
  span: Span,
  message: string,
  extras: DiagnosticExtras = {},
): Diagnostic {
  return { severity: extras.severity ?? 'error', code, message, span, hint: extras.hint, related: extras.related ?? [] }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === 'error')
}

/** By file, then by place: the order in which a person works through them. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const files = new Map<string, number>()
  for (const { span } of diagnostics) if (!files.has(span.source.name)) files.set(span.source.name, files.size)
  const rank = (one: Diagnostic): number => files.get(one.span.source.name) ?? 0
  return [...diagnostics].sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start)
}

/** A diagnostic as plain data, for `--json` and for editors. */
export interface DiagnosticData {
  readonly severity: Severity
  readonly code: DiagnosticCode
  readonly message: string
  readonly file: string
  readonly start: Position
  readonly end: Position
  readonly hint?: string
  readonly related: readonly { message: string; file: string; start: Position }[]
}

export function diagnosticToData(diagnostic: Diagnostic): DiagnosticData {
  const { severity, code, message, span, hint, related } = diagnostic
  return {
    severity,
    code,
    message,
    file: span.source.name,
    start: positionAt(span.source, span.start),
    end: positionAt(span.source, span.end),
    ...(hint === undefined ? {} : { hint }),
    related: related.map((one) => ({
      message: one.message,
      file: one.span.source.name,
      start: positionAt(one.span.source, one.span.start),
    })),
  }
}
