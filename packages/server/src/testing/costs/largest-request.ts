import { apiArbitraries } from '@chappe/tl-codec/arbitrary'
import { type api, type Definition, encode, type Field, LAYER, schemaOfToday, type Type } from '@chappe/tl-layers'
import fc from 'fast-check'
import { boundOf } from '../../rpc/input-bounds.ts'
import { defaultBounds, maxRequestBytes } from '../../rules/input-bounds.ts'
import { steerRequest } from '../steer-request.ts'

const values = apiArbitraries()
const methodNames: ReadonlySet<string> = new Set(values.names)
/** What costs a rule of texts most that looks back: words, links, marks, carriage returns. */
const TEXT = 'a \r\n@b #c http://d.example/ **e** +491701234567 '
/** Fields by which a request asks for much. */
const COUNTS = /^(limit|num)$/
/** Fields that say where a list begins or ends. */
const PLACES = /^(offset(Id|Date|Rate)?|addOffset|(min|max)(Id|Date)|hash|qts)$/

/** How far a request is grown. */
interface Measure {
  /** Of strings and byte strings. */
  readonly length: number
  /** Of lists. */
  readonly items: number
  /** Whether it asks for something that there is. */
  readonly isServed: boolean
}

/** What every service takes: more is refused by most, after the door has let it in. */
const SERVED: Measure = { length: 4000, items: 100, isServed: true }

export interface LargestRequestOptions {
  readonly name: string
  /** Whom the caller may name. */
  readonly friend: api.inputPeerUser
  readonly count: number
  /** What schema-conform shapes are drawn by. */
  readonly seed: number
  /** Counts up: for numbers that must be new. */
  next(): number
}

/**
 * Requests to a method as large as they may be: of some that the schema allows, every string and byte string grown to its
 * bound and every list to as many items as it may have, or as there is room for in the request. Every other one, the first
 * among them, is only so large that services take it, and asks for all there is.
 */
export function largestRequests({ name, friend, count, seed, next }: LargestRequestOptions): api.Method[] {
  if (!isMethodName(name)) throw new TypeError(`${name} is not in the schema`)
  const definition = schemaOfToday().definitions.get(name)
  if (definition === undefined) throw new TypeError(`${name} is not in the schema`)
  return fc.sample(values.named(name), { numRuns: count, seed }).map((request, at) => {
    steerRequest(request, friend, next)
    const whole = Number.POSITIVE_INFINITY
    let measure: Measure = at % 2 === 0 ? SERVED : { length: whole, items: whole, isServed: false }
    // The largest lists that fit: shorter and shorter ones are tried.
    for (;;) {
      const grown = structuredClone(request)
      growFields(grown, definition, measure)
      if (measure.items <= 1 || encode(grown, LAYER).length <= maxRequestBytes) return grown
      measure = { ...measure, items: Math.min(measure.items, 2000) >> 1 }
    }
  })
}

/** The same request once more, which the server must not take for a repetition. */
export function renewed(request: api.Method, next: () => number): api.Method {
  const copy = structuredClone(request)
  renewIds(copy, next)
  return copy
}

function renewIds(value: unknown, next: () => number): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  for (const [name, item] of Object.entries(value)) {
    if (name === 'randomId' && typeof item === 'bigint') Reflect.set(value, name, newId(next))
    else if (name === 'randomId' && Array.isArray(item))
      Reflect.set(
        value,
        name,
        item.map(() => newId(next)),
      )
    else renewIds(item, next)
  }
}

/** Far from those that a test gives by itself. */
function newId(next: () => number): bigint {
  return 2n ** 40n + BigInt(next())
}

function growFields(value: unknown, definition: Definition, measure: Measure): void {
  if (!isRecord(value)) return
  for (const field of definition.fields) {
    const inner = value[field.name]
    if (inner === undefined || field.isFlagWord) continue
    Reflect.set(value, field.name, growField(inner, definition, field, measure))
  }
}

function growField(value: unknown, definition: Definition, field: Field, measure: Measure): unknown {
  if (typeof value === 'number' && COUNTS.test(field.name)) return 100
  if (measure.isServed && PLACES.test(field.name)) {
    if (typeof value === 'number') return 0
    if (typeof value === 'bigint') return 0n
  }
  // A word that is in every message.
  if (measure.isServed && field.name === 'q') return 'message'
  return grow(value, field.type, measure, boundOf(definition, field)?.max ?? 0)
}

function grow(value: unknown, type: Type, measure: Measure, max: number): unknown {
  const length = Math.min(max, measure.length)
  if (typeof value === 'string') return TEXT.repeat(Math.ceil(length / TEXT.length)).slice(0, length)
  if (value instanceof Uint8Array) return max === 0 ? value : new Uint8Array(length).fill(1)
  if (Array.isArray(value) && type.kind === 'vector')
    return growList(value, type.item, Math.min(max, measure.items), measure)
  if (isRecord(value)) {
    const definition = schemaOfToday().definitions.get(String(value['_']))
    if (definition !== undefined) growFields(value, definition, measure)
  }
  return value
}

function growList(list: readonly unknown[], item: Type, length: number, measure: Measure): unknown[] {
  const max = item.text === 'string' ? defaultBounds.string.max : defaultBounds.bytes.max
  const grown = list.map((one) => grow(one, item, measure, max))
  return grown.length === 0 ? [] : Array.from({ length }, (_, at) => numbered(grown[at % grown.length], at))
}

/** Makes the items of a list differ: a list of one number, repeated, may be cheap. */
function numbered(item: unknown, at: number): unknown {
  if (typeof item === 'number') return at + 1
  if (typeof item === 'bigint') return BigInt(at + 1)
  const copy: unknown = structuredClone(item)
  // As in inputMessageID.
  if (isRecord(copy) && typeof copy['id'] === 'number') Reflect.set(copy, 'id', at + 1)
  return copy
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}

function isMethodName(name: string): name is api.Method['_'] {
  return methodNames.has(name)
}
