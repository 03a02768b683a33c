import { TlError } from '@chappe/tl-codec'
import { type api, type Definition, encode, LAYER, schemaOfToday, type Type } from '@chappe/tl-layers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maxRequestBytes } from '../rules/input-bounds.ts'
import { createTestServer, initConnection, signUp, type TestClient, type TestServer } from '../testing/test-server.ts'
import { wrapperNames } from './invocation.ts'
import { RpcError } from './rpc-error.ts'

/** CPU time that a request of a megabyte may take that is only read, and then refused: most take 5 ms, byte strings 100. */
const MOST_MS = 200
/** Of somebody who has no account, and whose request is for those who have one. */
const MOST_UNREAD_MS = 5

const { definitions, types } = schemaOfToday()

interface Fields {
  [name: string]: unknown
}

/** The value of a type that takes the fewest bytes, as far as one can tell without trying all of them. */
function smallest(type: Type, within: readonly string[] = []): unknown {
  switch (type.kind) {
    case 'vector':
      return []
    case 'boxed': {
      const [first] = [...(types.get(type.text) ?? [])]
        .filter(({ name }) => !within.includes(name))
        .sort((a, b) => needed(a) - needed(b))
      return first && smallestOf(first, within)
    }
    case 'bare': {
      const definition = definitions.get(type.constructor)
      return definition && smallestOf(definition, within)
    }
    case 'query':
      return { _: 'help.getConfig' }
    case 'primitive':
      return zeros[type.name]
  }
}

const zeros = {
  ...{ int: 0, nat: 0, long: 0n, double: 0, string: '', bytes: new Uint8Array(0), Bool: false, true: true },
  ...{ int128: new Uint8Array(16), int256: new Uint8Array(32) },
}

function needed({ fields }: Definition): number {
  return fields.filter(({ condition }) => condition === undefined).length
}

function smallestOf(definition: Definition, within: readonly string[] = []): Fields {
  const value: Fields = { _: definition.name }
  for (const { name, type, isFlagWord, condition } of definition.fields) {
    if (isFlagWord || condition !== undefined) continue
    value[name] = smallest(type, [...within, definition.name])
  }
  return value
}

interface Found {
  readonly method: string
  /** The type of the items. */
  readonly item: Type
  /** A whole request with this list in it. */
  readonly wrap: (list: readonly unknown[]) => unknown
}

/** Every kind of list that a request may have, each once, where it is least deep. */
function listsOf(methods: Iterable<string>): Found[] {
  const found = new Map<string, Found>()
  const seen = new Set<string>()
  /** What is still to be looked at, with the method and the way to it. */
  const coming: { method: string; definition: Definition; wrap: (value: unknown) => unknown }[] = []
  const descend = (method: string, type: Type, put: (inner: unknown) => unknown): void => {
    if (type.kind === 'vector') {
      if (!found.has(type.text)) found.set(type.text, { method, item: type.item, wrap: put })
      descend(method, type.item, (inner) => put([inner]))
    }
    if (type.kind !== 'boxed') return
    for (const definition of types.get(type.text) ?? []) coming.push({ method, definition, wrap: put })
  }
  for (const method of methods) {
    const definition = definitions.get(method)
    if (definition === undefined || wrapperNames.has(method)) continue
    coming.push({ method, definition, wrap: (value) => value })
  }
  for (let next = coming.shift(); next !== undefined; next = coming.shift()) {
    const { method, definition, wrap } = next
    if (seen.has(definition.name)) continue
    seen.add(definition.name)
    for (const { name, type } of definition.fields) {
      descend(method, type, (inner) => wrap({ ...smallestOf(definition), [name]: inner }))
    }
  }
  return [...found.values()].filter(isWhole)
}

/** Whether the smallest value around the list is one; it is not where a type holds itself. */
function isWhole({ wrap }: Found): boolean {
  const request = wrap([])
  try {
    if (isRequest(request)) encode(request, LAYER)
    return isRequest(request)
  } catch (error) {
    if (error instanceof TlError) return false
    throw error
  }
}

function isRequest(value: unknown): value is api.Method {
  return typeof value === 'object' && value !== null && '_' in value
}

/** As many of the smallest items as a request has room for. */
function fill({ item, wrap }: Found): Uint8Array {
  const one = smallest(item)
  const bytesOf = (count: number): Uint8Array => {
    const request = wrap(Array.from({ length: count }, () => one))
    if (!isRequest(request)) throw new TypeError('no request')
    return encode(initConnection(request), LAYER)
  }
  const [none, some] = [bytesOf(0).length, bytesOf(64).length]
  return bytesOf(Math.floor(((maxRequestBytes - none) * 64) / (some - none)))
}

describe('a request of a megabyte with a list of as many items as there is room for', () => {
  let server: TestServer
  let user: TestClient
  let stranger: TestClient
  let lists: (Found & { readonly body: Uint8Array })[]

  beforeAll(async () => {
    server = await createTestServer({ rateLimits: {} })
    user = await signUp(server, '9996610001', 'User')
    stranger = await server.connect()
    await stranger.call({ _: 'help.getConfig' })
    lists = listsOf(server.rpc.served).map((list) => ({ ...list, body: fill(list) }))
  }, 60_000)
  afterAll(() => server.close())

  /** The least of some tries, and what came of it. */
  async function cost(client: TestClient, body: Uint8Array): Promise<{ ms: number; told: string }> {
    let least = Number.POSITIVE_INFINITY
    let told = ''
    for (let i = 0; i < 3; i++) {
      const before = process.cpuUsage()
      try {
        await client.callBytes(body)
        told = 'a result'
      } catch (error) {
        if (!(error instanceof RpcError)) throw error
        told = error.message
      }
      const { user: own, system } = process.cpuUsage(before)
      least = Math.min(least, (own + system) / 1000)
    }
    return { ms: least, told }
  }

  it('is refused in a bounded time, whatever the items are', { timeout: 60_000 }, async () => {
    expect(lists.length).toBeGreaterThan(20)
    for (const { method, item, body } of lists) {
      expect(body.length).toBeGreaterThan(maxRequestBytes * 0.9)
      const whole = await cost(user, body)
      const broken = await cost(user, body.subarray(0, body.length - 4))
      if (process.env['CHAPPE_COSTS'] !== undefined) console.log(method, item.text, whole, broken)
      expect([whole.ms < MOST_MS, whole.told], item.text).toEqual([true, expect.not.stringContaining('result')])
      expect([broken.ms < MOST_MS, broken.told], item.text).toEqual([true, 'INPUT_REQUEST_INVALID'])
    }
  })

  it('is not even read where only those are served who have an account', { timeout: 60_000 }, async () => {
    let unread = 0
    for (const { method, body } of lists) {
      const { ms, told } = await cost(stranger, body)
      if (told !== 'AUTH_KEY_UNREGISTERED') continue
      unread++
      expect(ms, method).toBeLessThan(MOST_UNREAD_MS)
    }
    expect(unread).toBeGreaterThan(20)
  })
})
