import type { Change, Detail, SchemaDiff } from './diff.ts'
import { type Paint, plain } from './paint.ts'
import { formatNumber } from './print.ts'

/** A diff as a list that a person reads from top to bottom. Empty text for no difference. */
export function renderDiff({ layers, changes }: SchemaDiff, paint: Paint = plain): string {
  const lines: string[] = []
  if (layers.before !== layers.after)
    lines.push(paint('bold', `layer ${layers.before ?? '?'} → ${layers.after ?? '?'}`), '')
  for (const kind of ['constructor', 'method'] as const) {
    const own = changes.filter((change) => change.of === kind)
    if (own.length === 0) continue
    lines.push(paint('bold', `${kind}s: ${summary(own)}`), ...own.flatMap((change) => renderChange(change, paint)), '')
  }
  return lines.join('\n')
}

function summary(changes: readonly Change[]): string {
  return (['removed', 'added', 'changed'] as const)
    .map((kind) => [changes.filter((change) => change.kind === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} ${kind}`)
    .join(', ')
}

function renderChange(change: Change, paint: Paint): string[] {
  switch (change.kind) {
    case 'added':
      return [paint('green', `  + ${change.definition}`)]
    case 'removed':
      return [paint('red', `  - ${change.definition}`)]
    case 'changed': {
      const numbers =
        change.before === change.after ? '' : ` #${formatNumber(change.before)} → #${formatNumber(change.after)}`
      return [
        paint('yellow', `  ~ ${change.name}`) + numbers,
        ...change.details.map((detail) => `      ${renderDetail(detail, paint)}`),
      ]
    }
  }
}

function renderDetail(detail: Detail, paint: Paint): string {
  switch (detail.kind) {
    case 'fieldAdded':
      return paint('green', `+ ${detail.field}`)
    case 'fieldRemoved':
      return paint('red', `- ${detail.field}`)
    case 'fieldChanged':
      return `${paint('yellow', '~')} ${detail.before} → ${detail.after}`
    case 'orderChanged':
      return `${paint('yellow', '~')} order: ${detail.before.join(' ')} → ${detail.after.join(' ')}`
    case 'genericsChanged':
      return `${paint('yellow', '~')} parameters: ${detail.before || 'none'} → ${detail.after || 'none'}`
    case 'resultChanged':
      return `${paint('yellow', '~')} result: ${detail.before} → ${detail.after}`
    case 'kindChanged':
      return `${paint('yellow', '~')} ${detail.before} → ${detail.after}`
  }
}
