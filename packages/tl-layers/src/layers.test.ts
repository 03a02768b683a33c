import { loadStrict, type StrictDefinition, StrictSchema, type Value } from '@chappe/strict-schema'
import { holds } from '@chappe/strict-schema/holds'
import { apiArbitraries } from '@chappe/tl-codec/arbitrary'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layerArbitraries } from '../test/layer-arbitraries.ts'
import * as layers from './index.ts'

const files = loadStrict(['api.tl', 'history/api.tl'])
const strictOf = new Map(layers.knownLayers.map((layer) => [layer, new StrictSchema(files, layer)]))
const strict = (layer: number): StrictSchema => strictOf.get(layer) ?? new StrictSchema(files, layer)
const anyLayer = fc.constantFrom(...layers.knownLayers)

const isBool = ({ result, isMethod }: StrictDefinition): boolean => !isMethod && result === 'Bool'

describe('A definition of an earlier layer', () => {
  for (const end of ['first', 'last'] as const) {
    test(`is read, and written for the ${end} layer that has it with all its fields`, { timeout: 120_000 }, () => {
      const byLayer = Map.groupBy(files, (one) => layerOf(one, end))
      for (const [layer, definitions] of byLayer) {
        const arbitraries = layerArbitraries(layer, { depth: 1 })
        for (const definition of definitions) {
          if (isBool(definition)) continue
          const { name, isMethod, result } = definition
          const type = isMethod ? '!X' : result
          fc.assert(
            fc.property(arbitraries.ofName(name), (any) => {
              const value = consistent(asValue(any))
              const bytes = strict(layer).encode(value)
              const decode: (bytes: Uint8Array) => unknown = isMethod ? decodeMethod : decodeObject
              const today = decode(bytes)
              const again = strict(layer).decode(layers.encodeUntyped(today, layer), type)
              if (!holds(again, value)) expect(again).toEqual(value)
            }),
            { numRuns: 1 },
          )
        }
      }
    })
  }
})

/** The right answers of a quiz are among its answers; that others become wrong places is tested by itself. */
function consistent(value: Value): Value {
  const { poll, correctAnswers } = value
  if (value['_'] !== 'inputMediaPoll' || correctAnswers === undefined) return value
  const { answers } = Object.assign({ answers: [] as Value[] }, poll)
  if (answers.some((answer) => answer['option'] === undefined)) return value
  return { ...value, correctAnswers: answers.map((answer) => answer['option']) }
}

test('A report keeps its reason, in a layer that has it, through today and back', () => {
  for (const layer of layers.knownLayers) {
    const schema = strict(layer)
    const reasons = schema.definitions.filter((one) => one.result === 'ReportReason' && !one.isMethod)
    if (!schema.find('messages.report').fields.some(({ name }) => name === 'reason')) continue
    expect(reasons.length).toBeGreaterThan(7)
    for (const { name } of reasons) {
      const value = { _: 'messages.report', peer: { _: 'inputPeerSelf' }, id: [1], reason: { _: name }, message: '' }
      const today = layers.decodeMethod(schema.encode(value))
      for (const other of layers.knownLayers) {
        const again = strict(other).decode(layers.encodeUntyped(today, other), '!X')
        if (other === layer) expect(again).toEqual(value)
      }
    }
  }
})

const decodeMethod = (bytes: Uint8Array): unknown => layers.decodeMethod(bytes)
const decodeObject = (bytes: Uint8Array): unknown => layers.decodeObject(bytes)

/** The first or the last known layer in which a definition is in force. */
function layerOf({ first, last }: StrictDefinition, end: 'first' | 'last'): number {
  const inForce = layers.knownLayers.filter((layer) => first <= layer && layer <= last)
  return (end === 'first' ? inForce[0] : inForce.at(-1)) ?? 0
}

describe('A value of today', () => {
  const arbitraries = apiArbitraries({ depth: 2 })
  const today = strict(layers.LAYER)

  test('is written for every layer in constructors of that layer', { timeout: 120_000 }, () => {
    for (const name of arbitraries.names) {
      const { isMethod, result, fields } = today.find(name)
      // Any request may be wrapped, also one that the layer does not have.
      if (fields.some(({ type }) => type === '!X')) continue
      fc.assert(
        fc.property(arbitraries.named(name), anyLayer, (value, layer) => {
          const bytes = layers.encode(value, layer)
          const schema = strict(layer)
          const known = isMethod
            ? schema.has(name)
            : schema.definitions.some((one) => one.result === result && !one.isMethod)
          if (known) schema.decode(bytes, isMethod ? '!X' : result)
        }),
        { numRuns: 5 },
      )
    }
  })

  test('is written as the result that the method has in a layer', { timeout: 120_000 }, () => {
    for (const { name, isMethod, result } of today.definitions) {
      if (!isMethod || result === 'X') continue
      fc.assert(
        fc.property(layerArbitraryOf(result), arbitraryOf(name), anyLayer, (value, request, layer) => {
          const schema = strict(layer)
          if (!schema.has(name)) return
          schema.decode(layers.encodeResultUntyped(request, value, layer), schema.find(name).result)
        }),
        { numRuns: 3 },
      )
    }
  })
})

const todayArbitraries = layerArbitraries(layers.LAYER, { depth: 2 })
const layerArbitraryOf = (type: string): fc.Arbitrary<unknown> => todayArbitraries.ofType(type)
const arbitraryOf = (name: string): fc.Arbitrary<unknown> => todayArbitraries.ofName(name)

function asValue(value: unknown): Value {
  return Object.assign({}, value)
}
