import { ClientError } from '../errors.ts'

/** What JSON has no form for: long numbers as `{"$n":"1"}`, bytes as `{"$b":"00ff"}`. */
export type Stored = null | boolean | number | string | Stored[] | { [name: string]: Stored }

/** A value of plain objects, arrays, bigints and bytes, as it is stored. */
export function encodeRecord(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(toStored(value, inHex)))
}

/** The value of a record; `read` checks and takes what it needs. Undefined for what was never stored. */
export function decodeRecord<T>(bytes: Uint8Array | undefined, read: (record: RecordReader) => T): T | undefined {
  if (bytes === undefined) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes), (_, value: unknown) => fromStored(value))
  } catch (cause) {
    throw new ClientError('STORAGE_INVALID', 'what is stored is no record of this client', { cause })
  }
  return read(new RecordReader(parsed))
}

/** The same where what cannot be read is as good as nothing. */
export function decodeRecordIfSound<T>(
  bytes: Uint8Array | undefined,
  read: (record: RecordReader) => T,
): T | undefined {
  try {
    return decodeRecord(bytes, read)
  } catch (error) {
    if (error instanceof ClientError) return undefined
    throw error
  }
}

/** Reads fields by their types; what is of another type is STORAGE_INVALID. */
export class RecordReader {
  readonly #fields: Map<string, unknown>

  constructor(value: unknown) {
    if (typeof value !== 'object' || value === null) throw invalid('a record')
    this.#fields = new Map(Object.entries(value))
  }

  number(name: string): number {
    const value = this.#fields.get(name)
    if (typeof value === 'number') return value
    throw invalid(name)
  }

  bigint(name: string): bigint {
    const value = this.#fields.get(name)
    if (typeof value === 'bigint') return value
    throw invalid(name)
  }

  bytes(name: string): Uint8Array {
    const value = this.#fields.get(name)
    if (value instanceof Uint8Array) return value
    throw invalid(name)
  }

  string(name: string): string {
    const value = this.#fields.get(name)
    if (typeof value === 'string') return value
    throw invalid(name)
  }

  boolean(name: string): boolean {
    const value = this.#fields.get(name)
    if (typeof value === 'boolean') return value
    throw invalid(name)
  }

  /** One of these texts. */
  oneOf<const T extends string>(name: string, texts: readonly T[]): T {
    const value = this.#fields.get(name)
    const found = texts.find((text) => text === value)
    if (found === undefined) throw invalid(name)
    return found
  }

  nested<T>(name: string, read: (item: RecordReader) => T): T {
    return read(new RecordReader(this.#fields.get(name)))
  }

  has(name: string): boolean {
    return this.#fields.get(name) !== undefined && this.#fields.get(name) !== null
  }

  optional<K extends 'number' | 'bigint' | 'string'>(kind: K, name: string): ReturnType<RecordReader[K]> | undefined
  optional(kind: 'number' | 'bigint' | 'string', name: string): number | bigint | string | undefined {
    return this.#fields.get(name) === undefined || this.#fields.get(name) === null ? undefined : this[kind](name)
  }

  list<T>(name: string, read: (item: RecordReader) => T): T[] {
    const value = this.#fields.get(name)
    if (!Array.isArray(value)) throw invalid(name)
    return value.map((item) => read(new RecordReader(item)))
  }
}

function inHex(bytes: Uint8Array): Stored {
  return { $b: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') }
}

/** @param ofBytes how bytes are written */
export function toStored(value: unknown, ofBytes: (bytes: Uint8Array) => Stored): Stored {
  if (typeof value === 'bigint') return { $n: String(value) }
  if (value instanceof Uint8Array) return ofBytes(value)
  if (Array.isArray(value)) return value.map((item) => toStored(item, ofBytes))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .map(([name, field]) => [name, toStored(field, ofBytes)]),
    )
  }
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value
  return null
}

export function fromStored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('$n' in value && typeof value.$n === 'string') return BigInt(value.$n)
  if ('$b' in value && typeof value.$b === 'string') {
    const hex = value.$b
    return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16))
  }
  return value
}

export function invalid(what: string): ClientError {
  return new ClientError('STORAGE_INVALID', `what is stored has no ${what}, or one of another kind`)
}
