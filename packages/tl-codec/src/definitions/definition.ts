/** A schema as data: what code that walks the schema, rather than being generated from it, reads. */

export interface Definition {
  readonly name: string
  /** Signed, as `Reader.int` gives it. */
  readonly id: number
  readonly isMethod: boolean
  /** Both ends included. */
  readonly ranges: readonly (readonly [first: number, last: number])[]
  readonly result: Type
  readonly fields: readonly Field[]
}

export interface Field {
  readonly name: string
  readonly type: Type
  /** A flag word is on the wire but not in the value. */
  readonly isFlagWord: boolean
  readonly condition: Condition | undefined
}

export interface Condition {
  /** Position of the flag word among the flag words of its definition. */
  readonly word: number
  /** The bit as a mask, signed. */
  readonly mask: number
}

export type Type =
  | { readonly kind: 'primitive'; readonly name: Primitive; readonly text: string }
  | { readonly kind: 'boxed'; readonly text: string }
  | { readonly kind: 'bare'; readonly constructor: string; readonly text: string }
  | { readonly kind: 'vector'; readonly boxed: boolean; readonly item: Type; readonly text: string }
  /** A wrapped request, or the result of one. */
  | { readonly kind: 'query'; readonly text: string }

export type Primitive = 'int' | 'nat' | 'long' | 'double' | 'string' | 'bytes' | 'int128' | 'int256' | 'Bool' | 'true'

const PRIMITIVES: ReadonlyMap<string, Primitive> = new Map(
  (['int', 'nat', 'long', 'double', 'string', 'bytes', 'int128', 'int256', 'Bool', 'true'] as const).map((name) => [
    name,
    name,
  ]),
)

/** Reads the lines that `generateDefinitions` of tl-schema wrote. */
export function parseDefinitions(text: string): Definition[] {
  return text.trim().split('\n').map(parseDefinition)
}

function parseDefinition(line: string): Definition {
  const head = line.split(' ', 5)
  const [name = '', id = '', kind, ranges = '-', result = ''] = head
  let fields: readonly Field[] | undefined
  return {
    name,
    id: Number.parseInt(id, 16) | 0,
    isMethod: kind === 'function',
    ranges: ranges === '-' ? [[0, Number.POSITIVE_INFINITY]] : ranges.split(',').map(parseRange),
    result: parseType(result),
    // Of thousands of definitions a process walks through few.
    get fields() {
      fields ??= parseFields(line.slice(head.join(' ').length).split(' ').slice(1))
      return fields
    },
  }
}

/** Fields as the lines have them, such as `flags:#`, `id:int` and `views:flags.10?int`. */
export function parseFields(params: readonly string[]): Field[] {
  const words: string[] = []
  return params.map((param): Field => {
    const colon = param.indexOf(':')
    const field = param.slice(0, colon)
    const text = param.slice(colon + 1)
    if (text === '#') {
      words.push(field)
      return { name: field, type: parseType('int'), isFlagWord: true, condition: undefined }
    }
    const question = text.indexOf('?')
    if (question < 0) return { name: field, type: parseType(text), isFlagWord: false, condition: undefined }
    const [word = '', bit = '0'] = text.slice(0, question).split('.')
    const condition = { word: words.indexOf(word), mask: 1 << Number(bit) }
    return { name: field, type: parseType(text.slice(question + 1)), isFlagWord: false, condition }
  })
}

function parseRange(text: string): [number, number] {
  const [first = '0', last = ''] = text.split('-')
  return [Number(first), last === '' ? Number.POSITIVE_INFINITY : Number(last)]
}

const types = new Map<string, Type>()

/** Types are shared: two fields have the same type if it is the same object. */
export function parseType(text: string): Type {
  const known = types.get(text)
  if (known !== undefined) return known
  const type = readType(text)
  types.set(text, type)
  return type
}

function readType(text: string): Type {
  const primitive = PRIMITIVES.get(text)
  if (primitive !== undefined) return { kind: 'primitive', name: primitive, text }
  if (/^[vV]ector</.test(text))
    return { kind: 'vector', boxed: text.startsWith('V'), item: parseType(text.slice(7, -1)), text }
  if (text.startsWith('%')) return { kind: 'bare', constructor: text.slice(1), text }
  if (text.startsWith('!') || text === 'X') return { kind: 'query', text }
  return { kind: 'boxed', text }
}
