/**
 * A second codec for tests, on a path of its own: it reads the lines of schema/*.tl with a regular expression, knows one
 * layer at a time, walks the definitions slowly, and refuses whatever that layer does not have. It shares nothing with
 * the package but the shape of values.
 */
import { readFileSync } from 'node:fs'

export interface StrictField {
  readonly name: string
  readonly type: string
  readonly word: string | undefined
  readonly bit: number
}

export interface StrictDefinition {
  readonly name: string
  readonly id: number
  readonly isMethod: boolean
  readonly fields: readonly StrictField[]
  readonly result: string
  readonly first: number
  readonly last: number
}

export type Value = { [field: string]: unknown }

const schemaFolder = new URL('../../../schema/', import.meta.url)

function camel(name: string): string {
  const [head = '', ...rest] = name.split('_')
  return head + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')
}

function parseLine(line: string, isMethod: boolean, marks: string): StrictDefinition[] {
  const match = /^([\w.]+)#([0-9a-f]+)\s(?:\{X:Type\}\s)?(.*?)\s?= ([\w.<>]+);(?:\s*\/\/\s*(.*))?$/.exec(line)
  if (match === null) return []
  const [, name = '', id = '', params = '', result = '', own] = match
  const fields = params
    .split(' ')
    .filter((param) => param.includes(':'))
    .map((param): StrictField => {
      const [field = '', rest = ''] = param.split(/:(.*)/s)
      const conditional = /^(\w+)\.(\d+)\?(.*)$/.exec(rest)
      if (conditional === null) return { name: camel(field), type: rest, word: undefined, bit: 0 }
      return {
        name: camel(field),
        type: conditional[3] ?? '',
        word: camel(conditional[1] ?? ''),
        bit: Number(conditional[2]),
      }
    })
  return rangesOf(own ?? marks).map(([first, last]) => ({
    name,
    id: Number.parseInt(id, 16),
    isMethod,
    fields,
    result,
    first,
    last,
  }))
}

/** `since 145`, `layers 133-176, 200-`, `layer 227`, or nothing for all layers. */
function rangesOf(marks: string): [number, number][] {
  const since = /^since (\d+)$/.exec(marks)
  if (since !== null) return [[Number(since[1]), 10_000]]
  if (!/^layers? \d/.test(marks)) return [[0, 10_000]]
  return marks
    .replace(/^layers? /, '')
    .split(/,\s*/)
    .map((range): [number, number] => {
      const [first = '', last] = range.split('-')
      return [Number(first), last === undefined ? Number(first) : last === '' ? 10_000 : Number(last)]
    })
}

/** Every definition that the files have, each as often as it has ranges of layers. */
export function loadStrict(files: readonly string[]): StrictDefinition[] {
  return files.flatMap((file) => {
    let isMethod = false
    let marks = ''
    return readFileSync(new URL(file, schemaFolder), 'utf8')
      .split('\n')
      .flatMap((line) => {
        if (line === '---functions---') isMethod = true
        if (line === '---types---') isMethod = false
        const found = parseLine(line, isMethod, marks)
        marks = line.startsWith('// ') ? line.slice(3) : ''
        return found
      })
  })
}

/** The codec of exactly one layer. */
export class StrictSchema {
  readonly definitions: readonly StrictDefinition[]
  private readonly byName: ReadonlyMap<string, StrictDefinition>
  private readonly byId: ReadonlyMap<number, StrictDefinition>

  constructor(all: readonly StrictDefinition[], layer: number) {
    this.definitions = all.filter(({ first, last }) => first <= layer && layer <= last)
    this.byName = new Map(this.definitions.map((one) => [one.name, one]))
    this.byId = new Map(this.definitions.map((one) => [one.id, one]))
  }

  find(name: string): StrictDefinition {
    const found = this.byName.get(name)
    if (found === undefined) throw new Error(`This layer has no ${name}`)
    return found
  }

  has(name: string): boolean {
    return this.byName.has(name)
  }

  encode(value: Value, type?: string): Uint8Array {
    const out: number[] = []
    if (type === undefined) this.putObject(out, value)
    else this.put(out, value, type)
    return Uint8Array.from(out)
  }

  decode(bytes: Uint8Array, type: string): unknown {
    const cursor = { bytes, at: 0 }
    const value = this.take(cursor, type)
    if (cursor.at !== bytes.length) throw new Error(`${bytes.length - cursor.at} bytes are left`)
    return value
  }

  private putObject(out: number[], value: Value): void {
    const definition = this.find(String(value['_']))
    number(out, BigInt(definition.id), 4)
    this.putFields(out, value, definition)
  }

  private putFields(out: number[], value: Value, definition: StrictDefinition): void {
    const present = (field: StrictField): boolean =>
      field.type === 'true' ? value[field.name] === true : value[field.name] !== undefined
    const isSet = (word: string, bit: number): boolean =>
      definition.fields.some((field) => field.word === word && field.bit === bit && present(field))
    for (const field of definition.fields) {
      if (field.type === '#' && field.word === undefined) {
        let word = 0n
        for (let bit = 0; bit < 32; bit++) if (isSet(field.name, bit)) word |= 1n << BigInt(bit)
        number(out, word, 4)
      } else if (field.word === undefined || isSet(field.word, field.bit)) this.put(out, value[field.name], field.type)
    }
  }

  private put(out: number[], value: unknown, type: string): void {
    if (type === 'true') return
    if (type === 'int') return number(out, BigInt.asUintN(32, BigInt(value as number)), 4)
    if (type === 'long') return number(out, BigInt.asUintN(64, value as bigint), 8)
    if (type === 'double') return void out.push(...new Uint8Array(new Float64Array([value as number]).buffer))
    if (type === 'string') return string(out, new TextEncoder().encode(value as string))
    if (type === 'bytes') return string(out, value as Uint8Array)
    if (type === 'int128' || type === 'int256') return void out.push(...(value as Uint8Array))
    if (type === 'Bool') return number(out, value === true ? 0x997275b5n : 0xbc799737n, 4)
    if (/^vector</i.test(type)) {
      const items = value as unknown[]
      if (type.startsWith('V')) number(out, 0x1cb5c415n, 4)
      number(out, BigInt(items.length), 4)
      for (const item of items) this.put(out, item, type.slice(7, -1))
      return
    }
    if (type === '!X') return this.putObject(out, value as Value)
    if (/(^|\.)[a-z]\w*$/.test(type)) return this.putFields(out, value as Value, this.find(type))
    if (this.find(String((value as Value)['_'])).result !== type)
      throw new Error(`${String((value as Value)['_'])} is no ${type}`)
    this.putObject(out, value as Value)
  }

  private takeObject(cursor: Cursor, type: string | undefined): unknown {
    const id = Number(take(cursor, 4))
    const definition = this.byId.get(id)
    if (definition === undefined) throw new Error(`This layer has no 0x${id.toString(16)}, asked for ${type}`)
    if (type === undefined ? !definition.isMethod : definition.isMethod || definition.result !== type) {
      throw new Error(`${definition.name} is no ${type ?? 'method'}`)
    }
    return this.takeFields(cursor, definition)
  }

  private takeFields(cursor: Cursor, definition: StrictDefinition): Value {
    const value: Value = { _: definition.name }
    const words: { [name: string]: bigint } = {}
    for (const field of definition.fields) {
      if (field.type === '#' && field.word === undefined) words[field.name] = take(cursor, 4)
      else if (field.word === undefined || ((words[field.word] ?? 0n) >> BigInt(field.bit)) & 1n) {
        value[field.name] = this.take(cursor, field.type)
      }
    }
    return value
  }

  private take(cursor: Cursor, type: string): unknown {
    if (type === 'true') return true
    if (type === 'int') return Number(BigInt.asIntN(32, take(cursor, 4)))
    if (type === 'long') return BigInt.asIntN(64, take(cursor, 8))
    if (type === 'double') return new Float64Array(raw(cursor, 8).slice().buffer)[0]
    if (type === 'string') return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(takeString(cursor))
    if (type === 'bytes') return takeString(cursor).slice()
    if (type === 'int128') return raw(cursor, 16).slice()
    if (type === 'int256') return raw(cursor, 32).slice()
    if (type === 'Bool') {
      const id = take(cursor, 4)
      if (id !== 0x997275b5n && id !== 0xbc799737n) throw new Error('This is no Bool')
      return id === 0x997275b5n
    }
    if (/^vector</i.test(type)) {
      if (type.startsWith('V') && take(cursor, 4) !== 0x1cb5c415n) throw new Error('This is no Vector')
      return Array.from({ length: Number(take(cursor, 4)) }, () => this.take(cursor, type.slice(7, -1)))
    }
    if (type === '!X') return this.takeObject(cursor, undefined)
    if (/(^|\.)[a-z]\w*$/.test(type)) return this.takeFields(cursor, this.find(type))
    return this.takeObject(cursor, type)
  }
}

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

function number(out: number[], value: bigint, bytes: number): void {
  for (let i = 0; i < bytes; i++) out.push(Number((value >> BigInt(8 * i)) & 255n))
}

function string(out: number[], bytes: Uint8Array): void {
  const start = out.length
  if (bytes.length < 254) out.push(bytes.length)
  else number(out, 254n | (BigInt(bytes.length) << 8n), 4)
  for (const byte of bytes) out.push(byte)
  while ((out.length - start) % 4 !== 0) out.push(0)
}

function raw(cursor: Cursor, length: number): Uint8Array {
  if (cursor.at + length > cursor.bytes.length) throw new Error('The bytes end too early')
  const found = cursor.bytes.subarray(cursor.at, cursor.at + length)
  cursor.at += length
  return found
}

function take(cursor: Cursor, length: number): bigint {
  return raw(cursor, length).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

function takeString(cursor: Cursor): Uint8Array {
  const start = cursor.at
  const first = Number(take(cursor, 1))
  const found = raw(cursor, first === 254 ? Number(take(cursor, 3)) : first)
  cursor.at += (4 - ((cursor.at - start) % 4)) % 4
  return found
}
