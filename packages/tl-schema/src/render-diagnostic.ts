/** Diagnostics as a person reads them: what is wrong, where, the line with a caret, and what would help. */
import type { Diagnostic, Severity } from './diagnostic.ts'
import { type Paint, plain } from './paint.ts'
import { lineText, positionAt, type Span } from './source.ts'

export interface RenderOptions {
  /** Colours. Default none. */
  readonly paint?: Paint
  /** Longer source lines are cut around the place in question. Default 100. */
  readonly width?: number
}

export function renderDiagnostic(diagnostic: Diagnostic, { paint = plain, width = 100 }: RenderOptions = {}): string {
  const { severity, code, message, span, hint, related } = diagnostic
  const colour = severityColours[severity]
  const lines = [
    `${paint(colour, `${severity}[${code}]`)}${paint('bold', `: ${message}`)}`,
    ...renderPlace(span, paint, (text) => paint(colour, text), width),
  ]
  const margin = ' '.repeat(marginOf(span))
  if (hint !== undefined) lines.push(`${margin} ${paint('blue', '=')} ${hint}`)
  for (const one of related) {
    lines.push(`${margin} ${paint('blue', '=')} ${one.message}:`)
    lines.push(...renderPlace(one.span, paint, (text) => paint('blue', text), width))
  }
  return lines.join('\n')
}

const severityColours: Record<Severity, 'red' | 'yellow' | 'cyan'> = { error: 'red', warning: 'yellow', note: 'cyan' }

function marginOf(span: Span): number {
  return String(positionAt(span.source, span.start).line).length
}

function renderPlace(span: Span, paint: Paint, mark: (text: string) => string, width: number): string[] {
  const { source, start, end } = span
  const { line, column } = positionAt(source, start)
  const text = lineText(source, line).replaceAll('\t', ' ')
  const length = Math.max(1, Math.min(end - start, text.length - column + 1))
  const shown = cut(text, column - 1, length, width)
  const number = String(line)
  const margin = ' '.repeat(number.length)
  const bar = paint('blue', '|')
  return [
    `${margin}${paint('blue', '-->')} ${source.name}:${line}:${column}`,
    `${margin} ${bar}`,
    `${paint('blue', number)} ${bar} ${shown.text}`,
    `${margin} ${bar} ${' '.repeat(shown.column)}${mark('^'.repeat(shown.length))}`,
  ]
}

/** A window of the line that holds the marked stretch, or its beginning if that is wider than the window. */
function cut(
  text: string,
  column: number,
  length: number,
  width: number,
): { text: string; column: number; length: number } {
  if (text.length <= width) return { text, column, length }
  const marked = Math.min(length, width - 20)
  const wanted = column - Math.floor((width - marked) / 2)
  const from = Math.max(0, Math.min(wanted, text.length - width))
  const to = Math.min(text.length, from + width)
  const before = from > 0 ? '…' : ''
  const after = to < text.length ? '…' : ''
  const window = before + text.slice(from + before.length, to - after.length) + after
  return { text: window, column: column - from, length: Math.min(marked, to - column) }
}
