import { readFileSync } from 'node:fs'
import { type Combinator, type LinkedSchema, link, parse, type TypeRef } from '@chappe/tl-schema'
import { Long } from '@mtcute/core'
import protobuf from 'protobufjs'
import { isPlain } from './subject.ts'

/**
 * The same content as protobuf: every constructor that a value uses becomes a message with the same fields in the same
 * order, every boxed type with several constructors a `oneof` of them.
 */
export class ProtobufSchema {
  private readonly root = new protobuf.Root()
  private readonly schema: LinkedSchema
  private readonly used: ReadonlySet<string>

  constructor(value: unknown) {
    const text = readFileSync(new URL('../../schema/api.tl', import.meta.url), 'utf8')
    this.schema = link(parse(text).ast).schema
    this.used = usedConstructors(value)
    for (const [type, constructors] of this.schema.types) {
      const used = constructors.filter(({ name }) => this.used.has(name))
      if (used.length === 0) continue
      const box = new protobuf.Type(messageName(type))
      box.add(
        new protobuf.OneOf(
          'value',
          used.map(({ name }) => fieldName(name)),
        ),
      )
      used.forEach(
        ({ name }, index) => void box.add(new protobuf.Field(fieldName(name), index + 1, messageName(`${name}_`))),
      )
      this.root.add(box)
    }
    for (const name of this.used) {
      const combinator = this.schema.byName.get(name)
      if (combinator !== undefined) this.root.add(this.message(combinator))
    }
    this.root.resolveAll()
  }

  /** The message that a value of this constructor or method is. */
  typeOf(name: string): protobuf.Type {
    return this.root.lookupType(messageName(`${name}_`))
  }

  /** A TL value as protobufjs wants it. */
  convert(value: unknown): unknown {
    if (typeof value === 'bigint') return Long.fromBigInt(value)
    if (Array.isArray(value)) return value.map((item: unknown) => this.boxed(item))
    return value
  }

  fields(value: { readonly [field: string]: unknown }): { [field: string]: unknown } {
    const { _: name, ...fields } = value
    void name
    return Object.fromEntries(
      Object.entries(fields)
        .filter(([, inner]) => inner !== undefined)
        .map(([key, inner]) => [key, this.boxed(inner)]),
    )
  }

  private boxed(value: unknown): unknown {
    if (!isPlain(value)) return this.convert(value)
    return { [fieldName(String(value['_']))]: this.fields(value) }
  }

  private message({ name, params }: Combinator): protobuf.Type {
    const message = new protobuf.Type(messageName(`${name}_`))
    let number = 1
    for (const param of params) {
      if (param.isFlagWord) continue
      const item = param.type.kind === 'vector' ? param.type.item : param.type
      const type = this.fieldType(item)
      // A field of a type that no value of this case has.
      if (type === undefined) continue
      message.add(
        new protobuf.Field(
          camelCase(param.name),
          number++,
          type,
          param.type.kind === 'vector' ? 'repeated' : undefined,
        ),
      )
    }
    return message
  }

  private fieldType(type: TypeRef): string | undefined {
    if (type.kind === 'primitive') return SCALARS[type.name]
    if (type.kind !== 'boxed') return undefined
    return this.schema.types.get(type.type)?.some(({ name }) => this.used.has(name))
      ? messageName(type.type)
      : undefined
  }
}

const SCALARS: Readonly<Record<string, string>> = {
  int: 'int32',
  long: 'sfixed64',
  double: 'double',
  string: 'string',
  bytes: 'bytes',
  Bool: 'bool',
  true: 'bool',
}

const messageName = (name: string): string => `M_${name.replaceAll('.', '_')}`
const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const fieldName = (name: string): string => name.replaceAll('.', '_')

function usedConstructors(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) usedConstructors(item, found)
  if (isPlain(value)) {
    found.add(String(value['_']))
    for (const inner of Object.values(value)) usedConstructors(inner, found)
  }
  return found
}
