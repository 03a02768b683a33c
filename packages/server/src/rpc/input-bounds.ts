import { type Definition, type Field, schemaOfToday, type Type } from '@chappe/tl-layers'
import { type Bound, bounds, defaultBounds } from '../rules/input-bounds.ts'
import { badRequest } from './rpc-error.ts'

/**
 * What no service has to think of: each string, byte string and list of a request has a bound, those of objects within it
 * too, however deep. The checks follow the schema and are put together when a method is first called; what of a request
 * cannot grow is not looked at, so that this costs well under a microsecond for a message.
 */
export function checkBounds(request: { readonly _: string }): void {
  let check = methods.get(request._)
  if (check === undefined) {
    const definition = schemaOfToday().definitions.get(request._)
    // What is gone today is not served either.
    check = definition === undefined ? unchecked : (checkFields(definition) ?? unchecked)
    methods.set(request._, check)
  }
  check(request)
}

/** Throws the public error for a value that is over one of its bounds. */
type Check = (value: unknown) => void

const unchecked: Check = () => {}
const methods = new Map<string, Check>()
const types = new Map<string, Check | undefined>()

function checkFields(definition: Definition): Check | undefined {
  const checks = definition.fields.flatMap((field): [string, Check][] => {
    const check = checkOf(field.type, boundOf(definition, field))
    return check === undefined ? [] : [[field.name, check]]
  })
  if (checks.length === 0) return undefined
  return (value) => {
    if (!isRecord(value)) return
    for (const [name, check] of checks) {
      const field = value[name]
      if (field !== undefined) check(field)
    }
  }
}

/** The bound that is written down for a field, or the one of its kind. */
export function boundOf(definition: Definition, { name, type }: Field): Bound | undefined {
  const own = bounds[`${definition.name}.${name}`]
  if (own !== undefined) return own
  if (type.kind === 'vector') return defaultBounds.vector
  return type.kind === 'primitive' ? defaultOf(type.name) : undefined
}

function defaultOf(primitive: string): Bound | undefined {
  if (primitive === 'string') return defaultBounds.string
  return primitive === 'bytes' ? defaultBounds.bytes : undefined
}

/** Undefined for what has a size of its own. */
function checkOf(type: Type, bound: Bound | undefined): Check | undefined {
  switch (type.kind) {
    case 'primitive':
      return bound && checkLength(bound)
    case 'vector':
      return checkItems(type, bound ?? defaultBounds.vector)
    case 'boxed':
      return checkBoxed(type)
    case 'bare': {
      const definition = schemaOfToday().definitions.get(type.constructor)
      return definition && checkFields(definition)
    }
    // What wraps a request is taken off before; each request within is checked by itself.
    case 'query':
      return undefined
  }
}

function checkLength({ max, error }: Bound): Check {
  return (value) => {
    if ((typeof value === 'string' || value instanceof Uint8Array) && value.length > max) throw badRequest(error)
  }
}

function checkItems({ item }: Extract<Type, { readonly kind: 'vector' }>, { max, error }: Bound): Check {
  const ofItem = checkOf(item, item.kind === 'primitive' ? defaultOf(item.name) : undefined)
  return (value) => {
    if (!Array.isArray(value)) return
    if (value.length > max) throw badRequest(error)
    if (ofItem !== undefined) for (const one of value) ofItem(one)
  }
}

/** Types contain one another, and some contain themselves: the check of a type is registered before it is complete. */
function checkBoxed({ text }: Type): Check | undefined {
  if (types.has(text)) return types.get(text)
  const constructors = new Map<string, Check>()
  const check: Check = (value) => {
    if (isRecord(value) && typeof value['_'] === 'string') constructors.get(value['_'])?.(value)
  }
  types.set(text, check)
  for (const definition of schemaOfToday().types.get(text) ?? []) {
    const ofConstructor = checkFields(definition)
    if (ofConstructor !== undefined) constructors.set(definition.name, ofConstructor)
  }
  if (constructors.size > 0) return check
  types.set(text, undefined)
  return undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
