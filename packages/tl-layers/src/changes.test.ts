import { loadStrict, type StrictDefinition, type StrictField } from '@chappe/strict-schema'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyIsRight, emptyWhenRead, namesOf, results, vanished } from '../test/accepted-changes.ts'
import { layerArbitraries } from '../test/layer-arbitraries.ts'
import { conversions } from './conversions.ts'
import { insideFallbacks } from './fallbacks.ts'
import { fieldRules } from './field-rules.ts'
import { readAbsent, writeAbsent } from './fills.ts'
import * as layers from './index.ts'
import { resultFallbacks } from './results.ts'

const all = loadStrict(['api.tl', 'history/api.tl'])
const inForce = ({ first, last }: StrictDefinition): boolean => first <= layers.LAYER && layers.LAYER <= last
const today = new Map(all.filter(inForce).map((one) => [one.name, one]))
const arbitraries = layerArbitraries(layers.LAYER, { depth: 1 })

const conversionOf = new Map(conversions.map((one) => [`${one.from} ${one.to}`, one]))
const ruleOf = new Map(fieldRules.map((one) => [one.field, one]))
const isFlagWord = ({ type, word }: StrictField): boolean => type === '#' && word === undefined

interface FieldChange {
  readonly name: string
  readonly owner: StrictDefinition
  readonly before: StrictField
  readonly now: StrictField | undefined
}

/** Every field of every earlier definition whose name still has one, with what today has under its name. */
const fields: readonly FieldChange[] = all.flatMap((owner) => {
  const now = today.get(owner.name)
  if (inForce(owner) || now === undefined) return []
  return owner.fields
    .filter((field) => !isFlagWord(field))
    .map((before) => ({
      name: `${owner.name}.${before.name}`,
      owner,
      before,
      now: now.fields.find(({ name }) => name === before.name),
    }))
})

const samples = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { seed: 7, numRuns: 60 })

/** Whether a value of today can lack what the field needs. */
function mayBeMissing({ name, owner, before, now }: FieldChange): boolean {
  const rule = ruleOf.get(name)
  if (rule !== undefined && (now === undefined || now.type !== before.type)) {
    return samples(arbitraries.ofName(owner.name)).some(
      (value) => rule.down(Object.assign({ _: owner.name }, value), before.type) === undefined,
    )
  }
  if (now === undefined || now.word !== undefined) return true
  if (now.type === before.type) return false
  const conversion = conversionOf.get(`${before.type} ${now.type}`)
  return (
    conversion === undefined || samples(arbitraries.ofType(now.type)).some((one) => conversion.down(one) === undefined)
  )
}

/** The fields of today that rules make of a value of an earlier definition. */
function derivedBy(owner: StrictDefinition): ReadonlySet<string> {
  const rules = owner.fields.flatMap(({ name }) => ruleOf.get(`${owner.name}.${name}`) ?? [])
  if (rules.length === 0) return new Set()
  const layer = layers.knownLayers.find((one) => owner.first <= one && one <= owner.last) ?? layers.LAYER
  return new Set(
    samples(layerArbitraries(layer, { depth: 1 }).ofName(owner.name)).flatMap((value) =>
      rules.flatMap((rule) => Object.keys(rule.up(Object.assign({ _: owner.name }, value)))),
    ),
  )
}

describe('Between any definition of any layer and that of today', () => {
  test('each field that changed its type has a conversion or a rule', () => {
    const changed = fields.filter(({ before, now }) => now !== undefined && now.type !== before.type)
    expect(changed.length).toBeGreaterThan(60)
    const without = changed.filter(
      ({ name, before, now }) => !ruleOf.has(name) && !conversionOf.has(`${before.type} ${now?.type}`),
    )
    expect(without.map(({ name, before, now }) => `${name}: ${before.type} -> ${now?.type}`)).toEqual([])
  })

  test('each field that vanished or was renamed has a rule, or a reason to have none', () => {
    const gone = fields.filter(({ now }) => now === undefined)
    expect(gone.length).toBeGreaterThan(140)
    const accepted = namesOf(vanished)
    expect(gone.map(({ name }) => name).filter((name) => !ruleOf.has(name) && !accepted.has(name))).toEqual([])
  })

  // What a request says is its sender's, and a request that a layer cannot express is refused by its server.
  const isSent = ({ isMethod, name }: StrictDefinition): boolean => !isMethod && !name.startsWith('input')

  test('each field that must be there and that today may lack is filled, replaced, or rightly empty', () => {
    const decided = new Set([...writeAbsent, ...insideFallbacks].map(({ of }) => of))
    for (const name of [...namesOf(vanished), ...namesOf(emptyIsRight)]) decided.add(name)
    const open = fields.filter(
      (field) =>
        field.before.word === undefined && isSent(field.owner) && !decided.has(field.name) && mayBeMissing(field),
    )
    expect(open.map(({ name, before }) => `${name}:${before.type}`)).toEqual([])
  })

  test('each field that requests of today must have and earlier ones lack is derived, filled, or rightly empty', () => {
    const decided = new Set([...readAbsent.map(({ of }) => of), ...namesOf(emptyWhenRead)])
    const open = all.flatMap((owner) => {
      const now = today.get(owner.name)
      if (inForce(owner) || now === undefined) return []
      if (!owner.isMethod && !/^(input|keyboard|reply)/.test(owner.name)) return []
      const derived = derivedBy(owner)
      return now.fields
        .filter((field) => !isFlagWord(field) && field.word === undefined && !field.type.startsWith('Vector'))
        .filter(({ name }) => owner.fields.find((one) => one.name === name && one.word === undefined) === undefined)
        .filter(({ name }) => !derived.has(name) && !decided.has(`${owner.name}.${name}`))
        .map(({ name, type }) => `${owner.name}.${name}:${type}`)
    })
    expect(open).toEqual([])
  })

  test('each result that changed its type has a row, or a reason to be empty', () => {
    const rows = new Set(resultFallbacks.map(({ from, to }) => `${to} -> ${from}`))
    const accepted = namesOf(results)
    const open = all.flatMap(({ name, isMethod, result }) => {
      const now = today.get(name)
      if (!isMethod || now === undefined || now.result === result) return []
      const change = `${result} -> ${now.result}`
      return rows.has(change) || accepted.has(change) ? [] : [`${name}: ${change}`]
    })
    expect(open).toEqual([])
  })

  test('no name changed from a constructor to a method, nor a constructor its type', () => {
    const moved = all.filter(({ name, isMethod, result }) => {
      const now = today.get(name)
      return now !== undefined && (now.isMethod !== isMethod || (!isMethod && now.result !== result))
    })
    expect(moved.map(({ name }) => name)).toEqual([])
  })

  test('no rule, filling or exception is about a field that no layer has', () => {
    const known = new Set(fields.map(({ name }) => name))
    const ofToday = new Set([...today.values()].flatMap((one) => one.fields.map(({ name }) => `${one.name}.${name}`)))
    const spoken = [...ruleOf.keys(), ...writeAbsent.map(({ of }) => of), ...namesOf(vanished)]
    expect(spoken.filter((name) => !known.has(name))).toEqual([])
    expect([...readAbsent.map(({ of }) => of), ...namesOf(emptyWhenRead)].filter((name) => !ofToday.has(name))).toEqual(
      [],
    )
    expect([...namesOf(emptyIsRight)].filter((name) => !known.has(name))).toEqual([])
  })
})
