import { badRequest } from '../bot-api-error.ts'

/** An object of a request, field by field; `what` names it in errors. */
export interface Fields {
  readonly what: string
  has(name: string): boolean
  text(name: string): string | undefined
  needText(name: string): string
  flag(name: string): boolean | undefined
  integer(name: string): number | undefined
  object(name: string): Fields | undefined
  list(name: string): readonly unknown[] | undefined
  entries(): readonly (readonly [string, unknown])[]
}

/** Throws for what is no object. */
export function fieldsOf(what: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest(`can't parse ${what}: ${what} must be an Object`)
  }
  const fields: Readonly<Record<string, unknown>> = { ...value }
  const wrong = (name: string, type: string) =>
    badRequest(`can't parse ${what}: Field "${name}" must be of type ${type}`)
  const given = (name: string): unknown => (Object.hasOwn(fields, name) ? (fields[name] ?? undefined) : undefined)
  const text = (name: string): string | undefined => {
    const one = given(name)
    if (one === undefined || typeof one === 'string') return one
    if (typeof one === 'number') return String(one)
    throw wrong(name, 'String')
  }
  return {
    what,
    has: (name) => given(name) !== undefined,
    text,
    needText(name) {
      const found = text(name)
      if (found === undefined) throw badRequest(`can't parse ${what}: Can't find field "${name}"`)
      return found
    },
    flag(name) {
      const one = given(name)
      if (one === undefined || typeof one === 'boolean') return one
      throw wrong(name, 'Boolean')
    },
    integer(name) {
      const one = given(name)
      const number = typeof one === 'string' && /^-?\d+$/.test(one) ? Number(one) : one
      if (number === undefined) return undefined
      if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw wrong(name, 'Number')
      return number
    },
    object: (name) => (given(name) === undefined ? undefined : fieldsOf(name, given(name))),
    list(name) {
      const one = given(name)
      if (one === undefined || Array.isArray(one)) return one
      throw wrong(name, 'Array')
    },
    entries: () => Object.entries(fields),
  }
}
