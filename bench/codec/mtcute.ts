import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Long } from '@mtcute/core'
import { __tlReaderMap, __tlWriterMap, TlBinaryReader, TlBinaryWriter } from '@mtcute/core/utils.js'
import type { Case } from './cases.ts'
import { isPlain, type Plain, type Prepared } from './subject.ts'

/** mtcute's own schema says which `long` fields it keeps as numbers. */
interface MtcuteSchema {
  readonly e: readonly {
    readonly name: string
    readonly arguments: readonly { readonly name: string; readonly type: string }[]
  }[]
}

const schema: MtcuteSchema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@mtcute/core/tl/api-schema.json'), 'utf8'),
)
const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const int53Fields = new Set(
  schema.e.flatMap(({ name, arguments: fields }) =>
    fields.filter(({ type }) => type === 'int53').map((field) => `${name}.${camelCase(field.name)}`),
  ),
)

export function toMtcute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toMtcute)
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([field, inner]) => [field, typeof inner === 'bigint' ? toLong(value, field, inner) : toMtcute(inner)]),
  )
}

function toLong(owner: Plain, field: string, value: bigint): unknown {
  return int53Fields.has(`${String(owner['_'])}.${field}`) ? Number(value) : Long.fromBigInt(value)
}

function isTlObject(value: unknown): value is { _: string } {
  return isPlain(value) && typeof value['_'] === 'string'
}

export function prepareMtcute({ value }: Case): Prepared {
  const object = toMtcute(value)
  if (!isTlObject(object)) throw new TypeError('A case is a TL object')
  const encode = (): Uint8Array => TlBinaryWriter.serializeObject(__tlWriterMap, object)
  const bytes = encode()
  // Requests are read by no client; a client's own codec cannot decode them.
  return { encode, decode: () => TlBinaryReader.deserializeObject(__tlReaderMap, bytes) }
}
