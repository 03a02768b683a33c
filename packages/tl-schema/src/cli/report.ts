import { type Diagnostic, type Severity, sortDiagnostics } from '../diagnostic.ts'
import type { Paint } from '../paint.ts'
import { renderDiagnostic } from '../render-diagnostic.ts'

/** So many notes are shown in full; more are only counted, unless asked for. */
const shownNotes = 10

export interface ReportOptions {
  readonly paint: Paint
  readonly columns: number | undefined
  /** Show notes however many there are. */
  readonly allNotes?: boolean
}

/** All diagnostics for a person, in the order of the source. Empty text for none. */
export function reportDiagnostics(diagnostics: readonly Diagnostic[], options: ReportOptions): string {
  const { paint, columns, allNotes = false } = options
  const width = Math.max(60, Math.min(columns ?? 120, 160) - 12)
  const notes = diagnostics.filter(({ severity }) => severity === 'note').length
  const hideNotes = !allNotes && notes > shownNotes
  const shown = sortDiagnostics(diagnostics).filter(({ severity }) => !(hideNotes && severity === 'note'))
  const blocks = shown.map((one) => renderDiagnostic(one, { paint, width }))
  if (hideNotes) blocks.push(`${paint('cyan', `${notes} notes`)}; --notes shows them`)
  return blocks.map((block) => `${block}\n`).join('\n')
}

export function countSeverities(diagnostics: readonly Diagnostic[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, note: 0 }
  for (const { severity } of diagnostics) counts[severity]++
  return counts
}

/** `2 errors, 1 warning` */
export function summarise(counts: Record<Severity, number>): string {
  const parts = (['error', 'warning', 'note'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`)
  return parts.length === 0 ? 'no findings' : parts.join(', ')
}
