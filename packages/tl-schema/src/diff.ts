/** What changed between two schemas, as data. */
import { formatParam, formatType } from './format-linked.ts'
import type { Combinator, LinkedSchema, Param } from './linked-schema.ts'

export interface SchemaDiff {
  readonly layers: { readonly before: number | undefined; readonly after: number | undefined }
  /** By kind, then by name. Empty if both schemas mean the same. */
  readonly changes: readonly Change[]
}

export type Change =
  | { readonly kind: 'added'; readonly of: Combinator['kind']; readonly name: string; readonly definition: string }
  | { readonly kind: 'removed'; readonly of: Combinator['kind']; readonly name: string; readonly definition: string }
  | {
      readonly kind: 'changed'
      readonly of: Combinator['kind']
      readonly name: string
      /** Constructor numbers. */
      readonly before: number
      readonly after: number
      /** Empty if the number alone changed. */
      readonly details: readonly Detail[]
    }

export type Detail =
  | { readonly kind: 'fieldAdded'; readonly field: string }
  | { readonly kind: 'fieldRemoved'; readonly field: string }
  | { readonly kind: 'fieldChanged'; readonly before: string; readonly after: string }
  /** The fields that both have stand in another order. */
  | { readonly kind: 'orderChanged'; readonly before: readonly string[]; readonly after: readonly string[] }
  | { readonly kind: 'genericsChanged'; readonly before: string; readonly after: string }
  | { readonly kind: 'resultChanged'; readonly before: string; readonly after: string }
  | { readonly kind: 'kindChanged'; readonly before: Combinator['kind']; readonly after: Combinator['kind'] }

export function diff(before: LinkedSchema, after: LinkedSchema): SchemaDiff {
  const changes: Change[] = []
  for (const [name, { kind, definition }] of before.byName) {
    if (!after.byName.has(name)) changes.push({ kind: 'removed', of: kind, name, definition })
  }
  for (const [name, combinator] of after.byName) {
    const old = before.byName.get(name)
    if (old === undefined) changes.push({ kind: 'added', of: combinator.kind, name, definition: combinator.definition })
    else {
      const details = compareCombinators(old, combinator)
      if (details.length === 0 && old.id === combinator.id) continue
      changes.push({ kind: 'changed', of: combinator.kind, name, before: old.id, after: combinator.id, details })
    }
  }
  changes.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
  return { layers: { before: before.layer, after: after.layer }, changes }
}

function rank({ of, kind }: Change): number {
  return (of === 'constructor' ? 0 : 3) + { removed: 0, added: 1, changed: 2 }[kind]
}

function compareCombinators(before: Combinator, after: Combinator): Detail[] {
  const details: Detail[] = []
  if (before.kind !== after.kind) details.push({ kind: 'kindChanged', before: before.kind, after: after.kind })
  const [oldGenerics, newGenerics] = [formatGenerics(before), formatGenerics(after)]
  if (oldGenerics !== newGenerics) details.push({ kind: 'genericsChanged', before: oldGenerics, after: newGenerics })
  details.push(...compareParams(before.params, after.params))
  const [oldResult, newResult] = [formatType(before.result), formatType(after.result)]
  if (oldResult !== newResult) details.push({ kind: 'resultChanged', before: oldResult, after: newResult })
  return details
}

function compareParams(before: readonly Param[], after: readonly Param[]): Detail[] {
  const oldNames = new Map(before.map((param) => [param.name, param]))
  const newNames = new Map(after.map((param) => [param.name, param]))
  const details: Detail[] = []
  for (const param of before) {
    if (!newNames.has(param.name)) details.push({ kind: 'fieldRemoved', field: formatParam(param) })
  }
  for (const param of after) {
    const old = oldNames.get(param.name)
    if (old === undefined) details.push({ kind: 'fieldAdded', field: formatParam(param) })
    else if (formatParam(old) !== formatParam(param)) {
      details.push({ kind: 'fieldChanged', before: formatParam(old), after: formatParam(param) })
    }
  }
  const oldOrder = before.map((param) => param.name).filter((name) => newNames.has(name))
  const newOrder = after.map((param) => param.name).filter((name) => oldNames.has(name))
  if (oldOrder.some((name, index) => name !== newOrder[index])) {
    details.push({ kind: 'orderChanged', before: oldOrder, after: newOrder })
  }
  return details
}

function formatGenerics({ generics }: Combinator): string {
  return generics.map(({ name, kind }) => `{${name}:${kind === 'nat' ? '#' : kind}}`).join(' ')
}
