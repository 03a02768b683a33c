/** Agreement with a codec that nobody here wrote: mtcute's runtime, layer 227, on every definition that both have. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import { withoutUndefined } from '@chappe/strict-schema/without-undefined'
import { Long } from '@mtcute/core'
import { __tlReaderMap, __tlWriterMap, TlBinaryReader, TlBinaryWriter } from '@mtcute/core/utils.js'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { layerArbitraries } from '../test/layer-arbitraries.ts'
import * as layers from './index.ts'

const MTCUTE_LAYER = 227

interface MtcuteSchema {
  readonly l: number
  readonly e: readonly {
    readonly name: string
    readonly kind: string
    readonly id: number
    readonly arguments: readonly { readonly name: string; readonly type: string }[]
  }[]
}

const schema: MtcuteSchema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@mtcute/core/tl/api-schema.json'), 'utf8'),
)
const camelCase = (name: string): string =>
  name.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())
/** Which `long` fields mtcute keeps as numbers, and what else it calls differently. */
const fields = new Map(
  schema.e.map(({ name, arguments: list }) => [name, new Map(list.map((one) => [camelCase(one.name), one.type]))]),
)

const ours = new StrictSchema(loadStrict(['api.tl', 'history/api.tl']), MTCUTE_LAYER)
const shared = schema.e.filter(({ name, id }) => ours.has(name) && ours.find(name).id === id >>> 0)
const arbitraries = layerArbitraries(MTCUTE_LAYER, { depth: 2 })

test('mtcute and we write the same bytes for every definition of its layer, and read each other', {
  timeout: 120_000,
}, () => {
  expect(schema.l).toBe(MTCUTE_LAYER)
  let compared = 0
  for (const { name, kind } of shared) {
    if (!(name in __tlWriterMap)) continue
    compared++
    fc.assert(
      fc.property(arbitraries.ofName(name).map(acceptable), (value) => {
        const theirs = toMtcute(value)
        const bytes = TlBinaryWriter.serializeObject(__tlWriterMap, theirs)
        expect(Buffer.from(layers.encodeUntyped(value, MTCUTE_LAYER)).equals(bytes)).toBe(true)
        const read: (bytes: Uint8Array) => unknown = kind === 'class' ? readObject : readMethod
        expect(Buffer.from(layers.encodeUntyped(read(bytes), MTCUTE_LAYER)).equals(bytes)).toBe(true)
        if (kind === 'class') {
          expect(fromMtcute(TlBinaryReader.deserializeObject(__tlReaderMap, bytes))).toEqual(fromMtcute(theirs))
        }
      }),
      { numRuns: 2 },
    )
  }
  expect(compared).toBeGreaterThan(2300)
})

const readObject = (bytes: Uint8Array): unknown => layers.decodeObject(bytes)
const readMethod = (bytes: Uint8Array): unknown => layers.decodeMethod(bytes)

type Plain = { readonly [field: string]: unknown }

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

function hasName(value: unknown): value is { _: string } {
  return isPlain(value) && typeof value['_'] === 'string'
}

/** mtcute drops optional lists that are empty, and keeps some 64-bit numbers as doubles: values on which that shows are not compared. */
function acceptable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(acceptable)
  if (!isPlain(value)) return value
  const types = fields.get(String(value['_']))
  const definition = ours.find(String(value['_']))
  const bitOf = new Map(definition.fields.map(({ name, word, bit }) => [name, word && `${word}.${bit}`]))
  const isEmptyList = (inner: unknown): boolean => Array.isArray(inner) && inner.length === 0
  const dropped = new Set(
    Object.entries(value).map(([field, inner]) => (isEmptyList(inner) ? bitOf.get(field) : undefined)),
  )
  return Object.fromEntries(
    Object.entries(value)
      .filter(([field]) => bitOf.get(field) === undefined || !dropped.has(bitOf.get(field)))
      // A `true` flag may be added to a definition without changing its number.
      .filter(([field]) => field === '_' || types === undefined || types.has(field))
      .map(([field, inner]) => [field, types?.get(field) === 'int53' ? safe(inner) : acceptable(inner)]),
  )
}

function safe(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(safe)
  return typeof value === 'bigint' ? BigInt.asUintN(52, value) : value
}

function toMtcute(value: unknown): { _: string } {
  const made = convert(value)
  if (!hasName(made)) throw new TypeError('Not a TL object')
  return made
}

function convert(value: unknown, type?: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => convert(item, type))
  if (typeof value === 'bigint') return type === 'int53' ? Number(value) : Long.fromBigInt(value)
  if (!isPlain(value)) return value
  const types = fields.get(String(value['_']))
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, convert(inner, types?.get(field))]))
}

/** Long numbers as bigint, flags that are not set as missing. */
function fromMtcute(value: unknown): unknown {
  if (Long.isLong(value)) return value.toBigInt()
  if (Array.isArray(value)) return value.map(fromMtcute)
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (!isPlain(value)) return value
  const names = fields.get(String(value['_']))
  const entries = Object.entries(value).filter(([field, inner]) => !(inner === false && names?.get(field) === 'true'))
  return withoutUndefined(Object.fromEntries(entries.map(([field, inner]) => [field, fromMtcute(inner)])))
}
