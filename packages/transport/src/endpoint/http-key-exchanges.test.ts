import type { RandomBytes } from '@chappe/crypto'
import { encode, type mtproto } from '@chappe/tl-codec/mtproto'
import { expect, test } from 'vitest'
import { requestDhParams, requestPq } from '../key-exchange/client-steps.ts'
import { createKeyExchangeServer } from '../key-exchange/key-exchange-server.ts'
import { readAnswer } from '../key-exchange/messages.ts'
import { encodePlainMessage } from '../key-exchange/plain-message.ts'
import { SERVER_KEY, seededRandom } from '../key-exchange/test-support.ts'
import { createVirtualClock } from './client-endpoint.fixture.ts'
import { type HttpKeyExchangeLimits, HttpKeyExchanges } from './http-key-exchanges.ts'

function start(limits: Partial<HttpKeyExchangeLimits> = {}, random: RandomBytes = seededRandom(11)) {
  const clock = createVirtualClock()
  const keys = () => [SERVER_KEY]
  const server = createKeyExchangeServer({ keys, dcIds: [2], now: clock.now, random, isKnownKey: () => false })
  const exchanges = new HttpKeyExchanges({ clock, server, saveKey: () => {} }, limits)
  const post = (query: mtproto.Method, group: string | undefined) => {
    const said: string[] = []
    let answer: Uint8Array | undefined
    exchanges.receive(encodePlainMessage(4n, encode(query)), {
      group,
      send(packet) {
        said.push('answer')
        answer = packet
      },
      refuse: (code) => void said.push(code),
    })
    return { said, answer }
  }
  /** A client asks what it is to factor, and does it. */
  const work = (group: string | undefined) => {
    const parameters = { publicKeys: [SERVER_KEY.publicKey], dc: { id: 2 }, random }
    const asked = requestPq(parameters)
    const { answer } = post(asked.query, group)
    if (answer === undefined) throw new TypeError('no resPQ')
    return { first: asked.query, second: requestDhParams(asked.state, readAnswer('ResPQ', answer)).query }
  }
  return { clock, exchanges, random, post, work }
}

test('KX-11: HTTP: nothing is kept of whoever has only asked what to factor', () => {
  const { exchanges, random, post } = start()
  for (let i = 0; i < 1000; i++) expect(post({ _: 'req_pq_multi', nonce: random(16) }, 'a').said).toEqual(['answer'])
  expect(exchanges.size).toBe(0)
})

test('KX-11: HTTP: what was offered is the same for the same nonce, and another for another or later', async () => {
  const { clock, random, post } = start()
  const nonce = random(16)
  const offer = (asking: Uint8Array) => {
    const { answer } = post({ _: 'req_pq', nonce: asking }, undefined)
    if (answer === undefined) throw new TypeError('no resPQ')
    const { serverNonce, pq } = readAnswer('ResPQ', answer)
    return { serverNonce, pq }
  }
  const first = offer(nonce)
  expect(offer(nonce)).toEqual(first)
  const other = offer(random(16))
  expect([other.serverNonce, other.pq]).not.toContainEqual(first.serverNonce)
  expect(other.pq).not.toEqual(first.pq)
  await clock.pass(600_000)
  expect(offer(nonce).serverNonce).not.toEqual(first.serverNonce)
})

test('KX-11: HTTP: the exchange begins with the second query, once, if it answers an offer that still holds', async () => {
  const { clock, exchanges, random, post, work } = start()
  const { first, second } = work('a')
  expect(post({ ...second, serverNonce: random(16) }, 'a').said).toEqual(['WRONG_STEP'])
  expect(post({ ...second, p: second.q, q: second.p }, 'a').said).toEqual(['WRONG_STEP'])
  const { nonce, serverNonce } = second
  const third = { _: 'set_client_DH_params', nonce, serverNonce, encryptedData: new Uint8Array(336) } as const
  expect(post(third, 'a').said).toEqual(['WRONG_STEP'])
  expect(exchanges.size).toBe(0)
  expect(post(second, 'a').said).toEqual(['answer'])
  expect(exchanges.size).toBe(1)
  await clock.pass(600_000)
  expect(exchanges.size).toBe(0)
  expect(post(second, 'a').said).toEqual(['WRONG_STEP'])
  expect(post(first, 'a').said).toEqual(['answer'])
})

test('KX-11: HTTP: what one address begins and leaves takes the place of its own, and of nobody elsewhere', () => {
  const { exchanges, post, work } = start({ exchangesPerAddress: 4 })
  post(work('elsewhere').second, 'elsewhere')
  for (let i = 0; i < 12; i++) expect(post(work('flood').second, 'flood').said).toEqual(['answer'])
  expect(exchanges.size).toBe(5)
})

test('KX-11: HTTP: in all there are so many at the most, and one more is always taken', () => {
  const { exchanges, post, work } = start({ exchanges: 6 })
  for (let i = 0; i < 10; i++) expect(post(work(`${i}`).second, `address ${i}`).said).toEqual(['answer'])
  expect(exchanges.size).toBe(6)
})
