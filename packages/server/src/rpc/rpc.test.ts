import { type api, decodeResult, encode, LAYER } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StoreError } from '../store/errors.ts'
import { createTestServer, initConnection, signUp, type TestServer } from '../testing/test-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await createTestServer({ rateLimits: { 'help.getNearestDc': { burst: 2, secondsEach: 10 } } })
})
afterEach(() => server.close())

const nearestDc: api.Method = { _: 'help.getNearestDc' }

describe('the rpc layer', () => {
  it('answers 400 for a method that is not served, which no client asks again, and counts it', async () => {
    const client = await signUp(server, '9996611111', 'A')
    const request = {
      _: 'phone.getGroupCallChainBlocks',
      call: { _: 'inputGroupCall', id: 1n, accessHash: 1n },
      subChainId: 0,
      offset: 0,
      limit: 1,
    } as const
    await expect(client.call(request)).rejects.toMatchObject({ code: 400, message: 'METHOD_NOT_IMPLEMENTED' })
    expect(server.rpc.counts.get('phone.getGroupCallChainBlocks')).toMatchObject({ notImplemented: 1 })
  })

  it('serves nothing but the open methods before someone has signed in', async () => {
    const client = await server.connect()
    await expect(client.call({ _: 'updates.getState' })).rejects.toMatchObject({
      code: 401,
      message: 'AUTH_KEY_UNREGISTERED',
    })
    expect(await client.call(nearestDc)).toMatchObject({ _: 'nearestDc', thisDc: 2 })
  })

  it('says of a way to sign in that is not served that it is not, rather than that nobody is signed in', async () => {
    const client = await server.connect()
    const credential: api.InputPasskeyCredential = {
      _: 'inputPasskeyCredentialPublicKey',
      ...{ id: 'a', rawId: 'a' },
      response: {
        _: 'inputPasskeyResponseLogin',
        ...{ clientData: { _: 'dataJSON', data: '{}' }, authenticatorData: new Uint8Array() },
        ...{ signature: new Uint8Array(), userHandle: '1' },
      },
    }
    const ways: api.Method[] = [
      { _: 'auth.initPasskeyLogin', apiId: 1, apiHash: 'hash' },
      { _: 'auth.finishPasskeyLogin', credential },
      { _: 'auth.checkPaidAuth', phoneNumber: '9996611111', phoneCodeHash: 'hash', formId: 1n },
      { _: 'auth.importWebTokenAuthorization', apiId: 1, apiHash: 'hash', webAuthToken: 'a' },
      { _: 'auth.requestFirebaseSms', phoneNumber: '9996611111', phoneCodeHash: 'hash' },
    ]
    for (const request of ways) {
      await expect(client.call(request), request._).rejects.toMatchObject({
        code: 400,
        message: 'METHOD_NOT_IMPLEMENTED',
      })
    }
  })

  it('wants to know layer and client first, and then remembers them for the key', async () => {
    const client = await server.connect()
    await expect(client.callBytes(encode(nearestDc))).rejects.toThrow('CONNECTION_LAYER_INVALID')
    await client.call(nearestDc)
    const other = await client.sibling()
    expect(decodeResult(nearestDc, await other.callBytes(encode(nearestDc)))).toMatchObject({ _: 'nearestDc' })
    const stored = await server.store.read.authKeys.get(client.key.authKeyId)
    expect(stored?.client).toMatchObject({ layer: LAYER, deviceModel: 'test' })
  })

  it('serves who reads also while nothing can be stored, and stores then what was said meanwhile', async () => {
    const client = await signUp(server, '9996611111', 'A')
    const { transaction } = server.store
    const full = vi.spyOn(server.store, 'transaction')
    full.mockRejectedValue(new StoreError('UNAVAILABLE', 'nothing can be stored: the disk is full'))
    const renamed = (query: api.Method): api.Method => {
      const { query: inner, ...rest } = initConnection(query)
      if (inner._ !== 'initConnection') throw new TypeError('the layer comes first')
      return { ...rest, query: { ...inner, deviceModel: 'new' } }
    }
    const state = encode(renamed({ _: 'updates.getState' }))
    await client.callBytes(state)
    await expect(client.call({ _: 'account.updateStatus', offline: true })).rejects.toMatchObject({
      code: 500,
      message: 'STORE_UNAVAILABLE',
    })
    expect(server.rpc.counts.get('account.updateStatus')).toMatchObject({ failed: 1 })
    const storedModel = async (): Promise<string | undefined> =>
      (await server.store.read.authKeys.get(client.key.authKeyId))?.client?.deviceModel
    await client.callBytes(state)
    expect(await storedModel()).toBe('test')
    full.mockImplementation(transaction)
    await client.callBytes(state)
    expect(await storedModel()).toBe('new')
    full.mockRestore()
  })

  it('refuses layers that are too old, bytes that are no request, and wrappers without end', async () => {
    const client = await server.connect()
    const old = encode({ ...initConnection(nearestDc), layer: 132 })
    await expect(client.callBytes(old)).rejects.toThrow('CONNECTION_LAYER_INVALID')
    await expect(client.callBytes(Uint8Array.of(1, 2, 3, 4))).rejects.toThrow('INPUT_METHOD_INVALID')
    await expect(client.callBytes(encode(nearestDc).subarray(0, 2))).rejects.toThrow('INPUT_REQUEST_INVALID')
    let nested: api.Method = nearestDc
    for (let i = 0; i < 40; i++) nested = { _: 'invokeWithoutUpdates', query: nested }
    await expect(client.call(nested)).rejects.toThrow('INPUT_REQUEST_INVALID')
  })

  it('makes a key wait that calls a limited method too often', async () => {
    const client = await server.connect()
    await client.call(nearestDc)
    await client.call(nearestDc)
    await expect(client.call(nearestDc)).rejects.toMatchObject({ code: 420, message: 'FLOOD_WAIT_10' })
    await (await server.connect()).call(nearestDc)
    server.clock.now += 10_000
    await client.call(nearestDc)
  })

  it('tells nothing of its own failures but that they happened', async () => {
    const client = await signUp(server, '9996611111', 'A')
    await server.store.close()
    await expect(client.call({ _: 'updates.getState' })).rejects.toMatchObject({ code: 500, message: 'INTERNAL' })
  })
})
