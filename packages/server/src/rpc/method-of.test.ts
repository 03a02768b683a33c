import { type api, encode } from '@chappe/tl-codec/api'
import { expect, it } from 'vitest'
import { methodOf } from './method-of.ts'

const query: api.Method = { _: 'help.getConfig' }
const getConfig = new DataView(encode(query).slice().buffer).getUint32(0, true)

it('knows the method of a query whatever wraps it, and that of none which is cut off', () => {
  const wrapped: api.Method = {
    _: 'invokeWithLayer',
    layer: 228,
    query: { _: 'invokeAfterMsgs', msgIds: [1n, 2n], query: { _: 'invokeWithoutUpdates', query } },
  }
  const bytes = encode(wrapped)
  for (const body of [encode(query), bytes]) expect(methodOf(body)).toBe(getConfig)
  for (let length = 0; length < bytes.length; length++)
    expect([0, getConfig]).toContain(methodOf(bytes.slice(0, length)))
})
