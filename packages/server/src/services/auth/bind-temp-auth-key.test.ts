import { randomBytes } from 'node:crypto'
import { AuthKey } from '@chappe/crypto'
import { buildBindTempAuthKey } from '@chappe/transport'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServicePorts } from '../../core-ports.ts'
import type { Caller } from '../../rpc/caller.ts'
import { createTestServer, signUp, startOfTime, type TestServer } from '../../testing/test-server.ts'
import { createBindTempAuthKey } from './bind-temp-auth-key.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const permanentKey = new AuthKey(random(256))
const temporaryKey = new AuthKey(random(256))
const expiresAt = startOfTime + 3600
const sessionId = 7n
const msgId = 400n

let server: TestServer
beforeEach(async () => {
  server = await createTestServer()
  await server.store.transaction(async (tx) => {
    const key = { initialSalt: 0n, createdAt: startOfTime }
    await tx.authKeys.add({ ...key, id: permanentKey.id, key: permanentKey.bytes })
    await tx.authKeys.add({ ...key, id: temporaryKey.id, key: temporaryKey.bytes, expiresAt })
  })
})
afterEach(() => server.close())

type Request = ReturnType<typeof buildBindTempAuthKey>

function bind(changed: Partial<Request> = {}, keyId = temporaryKey.id): Promise<boolean> {
  const ports: Pick<ServicePorts, 'store' | 'clock' | 'bus'> = {
    store: server.store,
    bus: server.bus,
    clock: { now: () => server.clock.now, monotonic: () => 0, after: () => () => {}, defer: setImmediate },
  }
  const caller: Caller = {
    key: { authKeyId: keyId, client: undefined, userId: undefined, unbound: true },
    session: { authKeyId: keyId, sessionId },
    remoteAddress: undefined,
    requestId: 'test',
    query: { keyId, msgId },
    async rebound() {},
    setOnline() {},
    wantUpdates() {},
    after: async () => 'ok',
  }
  const built = buildBindTempAuthKey({ permanentKey, temporaryKey, sessionId, msgId, expiresAt, random })
  const method = createBindTempAuthKey(ports)['auth.bindTempAuthKey']
  if (typeof method !== 'object' || method.needs !== 'nobody')
    throw new TypeError('a key that nobody has signed in by binds')
  return method.serve({ caller }, { _: 'auth.bindTempAuthKey', ...built, ...changed })
}

describe('auth.bindTempAuthKey', () => {
  it('KX-12: has a temporary key act for the permanent one, and tells all gateways', async () => {
    const told: unknown[] = []
    server.bus.subscribe((message) => told.push(message))
    expect(await bind()).toBe(true)
    const stored = await server.store.read.authKeys.get(temporaryKey.id)
    expect(stored).toMatchObject({ boundTo: permanentKey.id, expiresAt })
    expect(told).toMatchObject([{ type: 'bound', temporary: temporaryKey.id, permanent: permanentKey.id }])
  })

  it('KX-12: lets a temporary key do nothing else before', async () => {
    const client = await server.connect()
    client.key.unbound = true
    const refused = { code: 401, message: 'AUTH_KEY_PERM_EMPTY' }
    await expect(client.call({ _: 'help.getConfig' })).rejects.toMatchObject(refused)
    await expect(client.call({ _: 'updates.getState' })).rejects.toMatchObject(refused)
  })

  it('KX-12: refuses a request that does not agree with its encrypted message', async () => {
    await expect(bind({ nonce: 1n })).rejects.toThrow('ENCRYPTED_MESSAGE_INVALID')
    await expect(bind({ expiresAt: expiresAt + 1 })).rejects.toThrow('ENCRYPTED_MESSAGE_INVALID')
    await expect(bind({ permAuthKeyId: 5n })).rejects.toThrow('ENCRYPTED_MESSAGE_INVALID')
    await expect(bind({ encryptedMessage: random(104) })).rejects.toThrow('ENCRYPTED_MESSAGE_INVALID')
    await expect(bind({}, permanentKey.id)).rejects.toThrow('TEMP_AUTH_KEY_EMPTY')
    expect((await server.store.read.authKeys.get(temporaryKey.id))?.boundTo).toBeUndefined()
  })

  it('KX-12: binds a key to one permanent key, whoever asks at the same moment', async () => {
    const other = new AuthKey(random(256))
    await server.store.transaction((tx) =>
      tx.authKeys.add({ id: other.id, key: other.bytes, initialSalt: 0n, createdAt: startOfTime }),
    )
    const toOther = buildBindTempAuthKey({ permanentKey: other, temporaryKey, sessionId, msgId, expiresAt, random })
    const outcomes = await Promise.allSettled([bind(), bind(toOther)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(outcomes[1]).toMatchObject({ reason: { message: 'TEMP_AUTH_KEY_ALREADY_BOUND' } })
    expect((await server.store.read.authKeys.get(temporaryKey.id))?.boundTo).toBe(permanentKey.id)
  })

  it('is undone for all temporary keys of a permanent one but those that are named', async () => {
    const client = await signUp(server, '9996610001', 'Ada')
    const [kept, dropped] = [new AuthKey(random(256)), new AuthKey(random(256))]
    await server.store.transaction(async (tx) => {
      for (const { id, bytes } of [kept, dropped]) {
        await tx.authKeys.add({ id, key: bytes, initialSalt: 0n, createdAt: startOfTime, expiresAt })
        await tx.authKeys.bind(id, client.key.authKeyId)
      }
    })
    await bind()
    expect(await client.call({ _: 'auth.dropTempAuthKeys', exceptAuthKeys: [kept.id] })).toBe(true)
    const { authKeys } = server.store.read
    expect(await authKeys.get(dropped.id)).toBeUndefined()
    expect(await authKeys.get(kept.id)).toBeDefined()
    // Of another permanent key.
    expect(await authKeys.get(temporaryKey.id)).toBeDefined()
  })

  it('KX-12: forgets a temporary key, and its binding, when it has expired', async () => {
    await bind()
    server.clock.now += 3601 * 1000
    await expect(bind()).rejects.toThrow('EXPIRES_AT_INVALID')
    await server.upkeep()
    expect(await server.store.read.authKeys.get(temporaryKey.id)).toBeUndefined()
    expect(await server.store.read.authKeys.get(permanentKey.id)).toBeDefined()
  })
})
