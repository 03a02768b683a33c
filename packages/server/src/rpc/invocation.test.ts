import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { unwrap } from './invocation.ts'

const query: api.Method = { _: 'help.getConfig' }

describe('a wrapped request', () => {
  it('is what is inside, with what its wrappers say', () => {
    const wrapped: api.Method = {
      _: 'invokeAfterMsg',
      msgId: 1n,
      query: { _: 'invokeAfterMsgs', msgIds: [2n, 3n], query: { _: 'invokeWithoutUpdates', query } },
    }
    expect(unwrap(wrapped)).toMatchObject({ request: query, after: [1n, 2n, 3n], updates: false, layer: undefined })
    const initConnection: api.Method = {
      _: 'initConnection',
      apiId: 7,
      deviceModel: 'x'.repeat(1000),
      systemVersion: '1',
      appVersion: '1',
      systemLangCode: 'en',
      langPack: '',
      langCode: 'en',
      query,
    }
    const { layer, client, request } = unwrap({ _: 'invokeWithLayer', layer: 200, query: initConnection })
    expect([layer, client?.apiId, client?.deviceModel.length, request]).toEqual([200, 7, 256, query])
    expect(() => unwrap({ ...initConnection, apiId: 0 })).toThrow('API_ID_INVALID')
  })

  it('may vouch for an official application, which is asked of nobody', () => {
    const vouching: api.Method[] = [
      { _: 'invokeWithGooglePlayIntegrity', nonce: 'n', token: 't', query },
      { _: 'invokeWithApnsSecret', nonce: 'n', secret: 's', query },
      { _: 'invokeWithReCaptcha', token: 't', query },
    ]
    for (const wrapped of vouching) expect(unwrap(wrapped).request).toBe(query)
  })

  it('may be wrapped often, but not without end', () => {
    let wrapped: api.Method = query
    for (let i = 0; i < 16; i++) wrapped = { _: 'invokeWithoutUpdates', query: wrapped }
    expect(unwrap(wrapped).request).toBe(query)
    const once: api.Method = { _: 'invokeWithoutUpdates', query: wrapped }
    expect(() => unwrap(once)).toThrow('INPUT_REQUEST_INVALID')
  })

  it('may wait for 256 others, whatever wrapper names them', () => {
    const msgIds = (count: number) => Array.from({ length: count }, (_, i) => BigInt(i))
    const half: api.Method = { _: 'invokeAfterMsgs', msgIds: msgIds(128), query }
    expect(unwrap({ _: 'invokeAfterMsgs', msgIds: msgIds(128), query: half }).after).toHaveLength(256)
    for (const count of [129, 130_000]) {
      const wrapped: api.Method = { _: 'invokeAfterMsgs', msgIds: msgIds(count), query: half }
      expect(() => unwrap(wrapped)).toThrow('INPUT_REQUEST_INVALID')
    }
  })
})
