import { encode } from '@chappe/tl-codec/mtproto'
import { expect, test } from 'vitest'
import { createKeyExchangeServer } from '../key-exchange/key-exchange-server.ts'
import { encodePlainMessage } from '../key-exchange/plain-message.ts'
import { SERVER_KEY, seededRandom } from '../key-exchange/test-support.ts'
import { createVirtualClock } from './client-endpoint.fixture.ts'
import { HttpKeyExchanges } from './http-key-exchanges.ts'

const random = seededRandom(11)

function start() {
  const clock = createVirtualClock()
  const keys = () => [SERVER_KEY]
  const server = createKeyExchangeServer({ keys, dcIds: [2], now: clock.now, random, isKnownKey: () => false })
  const exchanges = new HttpKeyExchanges({
    clock,
    openKeyExchange: (emit) => server.open(emit, undefined, false),
    saveKey: () => {},
  })
  const post = (nonce: Uint8Array, group: string | undefined): string[] => {
    const said: string[] = []
    const packet = encodePlainMessage(4n, encode({ _: 'req_pq_multi', nonce }))
    exchanges.receive(packet, { group, send: () => void said.push('answer'), refuse: (code) => void said.push(code) })
    return said
  }
  return { clock, exchanges, post }
}

test('KX-11: HTTP: what one address begins and leaves takes the place of its own, and of nobody elsewhere', async () => {
  const { clock, exchanges, post } = start()
  const elsewhere = random(16)
  expect(post(elsewhere, 'elsewhere')).toEqual(['answer'])
  for (let i = 0; i < 5000; i++) expect(post(random(16), 'flood')).toEqual(['answer'])
  expect(exchanges.size).toBe(257)
  // The same query again is answered again by the exchange that is still there.
  expect(post(elsewhere, 'elsewhere')).toEqual(['answer'])
  expect(exchanges.size).toBe(257)
  await clock.pass(600_000)
  expect(exchanges.size).toBe(0)
})

test('KX-11: HTTP: in all there are so many at the most, and one more is always taken', () => {
  const { exchanges, post } = start()
  for (let i = 0; i < 6000; i++) expect(post(random(16), `address ${i}`)).toEqual(['answer'])
  expect(exchanges.size).toBe(4096)
})
