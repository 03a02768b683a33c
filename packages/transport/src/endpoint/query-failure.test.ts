import { TlError } from '@chappe/tl-codec'
import { decode, encode } from '@chappe/tl-codec/mtproto'
import { expect, test } from 'vitest'
import { failureOf } from './query-failure.ts'

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

test('a client is blamed for bytes that do not decode, and a handler for what it got wrong itself', () => {
  const ping = encode({ _: 'ping', pingId: 1n })
  const cases = [
    [() => decode('Pong', ping.subarray(0, 2)), 400],
    [() => decode('Pong', ping), 400],
    [() => Reflect.apply(encode, undefined, [{ _: 'ping', pingId: 1 }]), 500],
    [() => Reflect.apply(decode, undefined, ['Nobody', ping]), 500],
    [() => Reflect.apply(decode, undefined, ['toString', ping]), 500],
  ] as const
  for (const [work, code] of cases) {
    const error = thrownBy(work)
    expect(error).toBeInstanceOf(TlError)
    expect(failureOf(error).code).toBe(code)
  }
  expect(failureOf(new Error('of any other kind')).code).toBe(500)
})
