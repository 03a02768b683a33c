import { readFileSync } from 'node:fs'
import { type Definition, type Field, schemaOfToday, type Type } from '@chappe/tl-layers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bounds, defaultBounds } from '../rules/input-bounds.ts'
import { createTestServer, signUp, type TestServer } from '../testing/test-server.ts'
import { boundOf, checkBounds } from './input-bounds.ts'
import { wrapperNames } from './invocation.ts'

type Value = Record<string, unknown> & { _: string }
/** Puts a value of some type into a whole request. */
type Wrap = (inner: unknown) => Value

const { definitions, types } = schemaOfToday()

/** The smallest value of a type: only what is looked at is in it. */
function grown(type: Type, length: number): unknown {
  if (type.kind === 'vector') return Array.from({ length }, () => undefined)
  return type.text === 'bytes' ? new Uint8Array(length) : 'x'.repeat(length)
}

function canGrow(type: Type): boolean {
  return type.kind === 'vector' || type.text === 'string' || type.text === 'bytes'
}

/** All fields that can grow in what a method takes, found without the code that checks them, each with a way to it. */
function growingFields(method: Definition): { definition: Definition; field: Field; wrap: Wrap }[] {
  const found: { definition: Definition; field: Field; wrap: Wrap }[] = []
  const seen = new Set<string>()
  const visit = (definition: Definition, wrap: Wrap): void => {
    if (seen.has(definition.name)) return
    seen.add(definition.name)
    for (const field of definition.fields) {
      const put: Wrap = (inner) => wrap({ _: definition.name, [field.name]: inner })
      if (canGrow(field.type)) found.push({ definition, field, wrap: put })
      descend(field.type, put)
    }
  }
  const descend = (type: Type, wrap: Wrap): void => {
    if (type.kind === 'vector') {
      if (canGrow(type.item)) found.push({ ...ofItems(type.item), wrap: (inner) => wrap([inner]) })
      descend(type.item, (inner) => wrap([inner]))
    }
    if (type.kind === 'boxed') for (const one of types.get(type.text) ?? []) visit(one, wrap)
    const bare = type.kind === 'bare' ? definitions.get(type.constructor) : undefined
    if (bare !== undefined) visit(bare, wrap)
  }
  const isValue = (value: unknown): value is Value => typeof value === 'object' && value !== null && '_' in value
  visit(method, (inner) => {
    if (!isValue(inner)) throw new TypeError('a method wraps nothing')
    return inner
  })
  return found
}

/** What stands in a list has the bound of its kind. */
function ofItems(type: Type): { definition: Definition; field: Field } {
  const [definition] = definitions.values()
  if (definition === undefined) throw new TypeError('the schema is empty')
  return { definition, field: { name: 'item', type, isFlagWord: false, condition: undefined } }
}

describe('what a request may hold', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await createTestServer()
  })
  afterAll(() => server.close())

  it('has a bound for every string, byte string and list of every method that is served, however deep', () => {
    let fields = 0
    for (const name of server.rpc.served) {
      const method = definitions.get(name)
      if (method === undefined) throw new TypeError(`${name} is not in the schema`)
      if (wrapperNames.has(name)) continue
      for (const { definition, field, wrap } of growingFields(method)) {
        const bound = boundOf(definition, field)
        const path = `${name}: ${definition.name}.${field.name}`
        if (bound === undefined) throw new TypeError(`${path} has no bound`)
        fields++
        expect(() => checkBounds(wrap(grown(field.type, bound.max + 1))), path).toThrow(bound.error)
        expect(() => checkBounds(wrap(grown(field.type, bound.max))), path).not.toThrow()
      }
    }
    expect(fields).toBeGreaterThan(1000)
  })

  it('is told by a public error on the wire, also for a request that is too large as a whole', async () => {
    const user = await signUp(server, '9996610009', 'A')
    const search = { _: 'contacts.search', limit: 1 } as const
    await expect(user.call({ ...search, q: 'x'.repeat(4097) })).rejects.toThrow('INPUT_TEXT_TOO_LONG')
    await expect(user.call({ ...search, q: 'x'.repeat(1_100_000) })).rejects.toThrow('INPUT_REQUEST_TOO_LONG')
    const id = Array.from({ length: 1001 }, () => 1)
    await expect(user.call({ _: 'messages.deleteMessages', id })).rejects.toThrow('LIMIT_INVALID')
    const password = { _: 'inputCheckPasswordSRP', srpId: 0n, A: new Uint8Array(4097), M1: new Uint8Array(32) } as const
    await expect(user.call({ _: 'auth.checkPassword', password })).rejects.toThrow('DATA_TOO_LONG')
  })

  it('is written down in docs/limits.md, each bound of its own with its error', () => {
    const page = readFileSync(new URL('../../../../docs/limits.md', import.meta.url), 'utf8')
    for (const [path, { max, error }] of Object.entries(bounds)) {
      expect(definitions.get(path.slice(0, path.lastIndexOf('.')))?.fields.map(({ name }) => name)).toContain(
        path.slice(path.lastIndexOf('.') + 1),
      )
      expect(page).toMatch(new RegExp(`\`${path.replaceAll('.', '\\.')}\`[^\n]*\\| ${max} +\\| \`${error}\``))
    }
    for (const [kind, { max, error }] of Object.entries(defaultBounds)) {
      expect(page).toMatch(new RegExp(`any other ${kind}[^\n]*\\| ${max} +\\| \`${error}\``))
    }
  })

  it('costs next to nothing for a message', () => {
    const message = {
      _: 'messages.sendMessage',
      peer: { _: 'inputPeerUser', userId: 1n, accessHash: 1n },
      message: 'hello',
      randomId: 1n,
    } as const
    for (let i = 0; i < 1000; i++) checkBounds(message)
    const before = process.cpuUsage()
    for (let i = 0; i < 100_000; i++) checkBounds(message)
    const { user } = process.cpuUsage(before)
    // 5 microseconds each would be too much; it is some tenths.
    expect(user / 100_000).toBeLessThan(5)
  })
})
