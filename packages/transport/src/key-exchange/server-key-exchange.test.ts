import { bigIntToBytes, bytesToBigInt, concat, DH_PRIME, modPow, rsaPad, rsaUnpad, sha1 } from '@chappe/crypto'
import { decodeMethod, encode, type mtproto } from '@chappe/tl-codec/mtproto'
import { describe, expect, it } from 'vitest'
import { createClientKeyExchange } from './client-key-exchange.ts'
import { inlineCompute, type KeyExchangeCompute } from './compute.ts'
import { innerDataDc, readInnerDataDc } from './dc.ts'
import { sealHashed } from './handshake-crypto.ts'
import type { KeyExchangeErrorCode } from './key-exchange-error.ts'
import { createKeyExchangeServer } from './key-exchange-server.ts'
import { readAnswer } from './messages.ts'
import { encodePlainMessage } from './plain-message.ts'
import type { StoreOutcome } from './server-key-exchange.ts'
import { type DhOffered, judgeClientDh } from './server-steps.ts'
import {
  clientOptions,
  createClock,
  flipBit,
  OTHER_KEY,
  openServer,
  runExchange,
  SERVER_KEY,
  type ServerEnd,
  seededRandom,
} from './test-support.ts'

const random = seededRandom(5)
const plain = (query: mtproto.Method) => encodePlainMessage(4n, encode(query))
const nonce = random(16)
const newNonce = random(32)

/** Opens the exchange and gives the fields of a good p_q_inner_data_dc. */
function begin(server: ServerEnd) {
  const answer = server.ask(plain({ _: 'req_pq_multi', nonce }))
  if (answer === undefined) throw new Error('no resPQ')
  const resPq = readAnswer('ResPQ', answer)
  const inner = innerOf(resPq)
  return { query: dhQuery(inner, { _: 'p_q_inner_data_dc', ...inner, dc: 2 }), inner }
}

const innerOf = (resPq: mtproto.ResPQ) => {
  const { serverNonce, pq } = resPq
  return { serverNonce, pq, nonce, newNonce, ...factorsOf(resPq) }
}

/** The client's own code finds p and q. */
function factorsOf(resPq: mtproto.ResPQ) {
  const options = clientOptions({ random: seededRandom(6) })
  const client = createClientKeyExchange({ ...options, random: (n) => (n === 16 ? nonce : options.random(n)) })
  client.start()
  const output = client.receive(encodePlainMessage(5n, encode(resPq)))
  const query = output.type === 'send' ? decodeMethod(output.packet.subarray(20)) : undefined
  if (query?._ !== 'req_DH_params') throw new Error('no req_DH_params')
  return { p: query.p, q: query.q }
}

function dhQuery(open: ReturnType<typeof innerOf>, inner: mtproto.P_Q_inner_data): mtproto.req_DH_params {
  return {
    _: 'req_DH_params',
    nonce: open.nonce,
    serverNonce: open.serverNonce,
    p: open.p,
    q: open.q,
    publicKeyFingerprint: SERVER_KEY.publicKey.fingerprint,
    encryptedData: rsaPad(encode(inner), SERVER_KEY.publicKey, random),
  }
}

const closings = (server: ServerEnd) => server.events.filter((event) => event.type === 'close')
const sent = (server: ServerEnd) => server.events.filter((event) => event.type === 'send').length

/** A server whose answers cost no arithmetic and which counts what it is asked to compute. */
function countingServer(options: Parameters<typeof openServer>[0] = {}) {
  const clock = createClock()
  const computed: string[] = []
  const compute: KeyExchangeCompute = {
    rsaUnpad(block, key, legacyLengths) {
      computed.push(`rsaUnpad of ${block.length} bytes`)
      return inlineCompute.rsaUnpad(block, key, legacyLengths)
    },
    modPow() {
      computed.push('modPow')
      return DH_PRIME / 3n
    },
  }
  return { clock, computed, server: openServer({ now: clock.now, compute, ...options }) }
}

describe('req_DH_params', () => {
  type Made = ReturnType<typeof begin>
  const changedInner =
    (change: Partial<mtproto.p_q_inner_data_temp_dc>) =>
    ({ inner }: Made) =>
      dhQuery(inner, { _: 'p_q_inner_data_temp_dc', ...inner, dc: 2, expiresIn: 60, ...change })
  const changedOuter =
    (change: Partial<mtproto.req_DH_params>) =>
    ({ query }: Made) => ({ ...query, ...change })
  const block = (data: Uint8Array) => changedOuter({ encryptedData: rsaPad(data, SERVER_KEY.publicKey, random) })

  const refused: readonly [string, KeyExchangeErrorCode, (made: Made) => mtproto.Method][] = [
    ['an RSA block of noise', 'RSA_BLOCK_INVALID', changedOuter({ encryptedData: random(256).fill(1, 0, 1) })],
    [
      'an RSA block above the modulus',
      'RSA_BLOCK_INVALID',
      changedOuter({ encryptedData: new Uint8Array(256).fill(255) }),
    ],
    ['an RSA block of zeros', 'RSA_BLOCK_INVALID', changedOuter({ encryptedData: new Uint8Array(256) })],
    ['a short RSA block', 'RSA_BLOCK_INVALID', changedOuter({ encryptedData: random(255) })],
    ['a long RSA block', 'RSA_BLOCK_INVALID', changedOuter({ encryptedData: random(257) })],
    [
      'an RSA block with a wrong hash',
      'RSA_BLOCK_INVALID',
      ({ query }) => ({ ...query, encryptedData: flipBit(query.encryptedData, 1000) }),
    ],
    [
      'a block for another key',
      'RSA_BLOCK_INVALID',
      ({ inner }) => ({
        ...dhQuery(inner, { _: 'p_q_inner_data_dc', ...inner, dc: 2 }),
        encryptedData: rsaPad(encode({ _: 'p_q_inner_data_dc', ...inner, dc: 2 }), OTHER_KEY.publicKey, random),
      }),
    ],
    [
      'another fingerprint',
      'UNKNOWN_PUBLIC_KEY',
      changedOuter({ publicKeyFingerprint: OTHER_KEY.publicKey.fingerprint }),
    ],
    ['a block that holds noise', 'INNER_DATA_MALFORMED', block(random(100))],
    ['a block that holds nothing', 'INNER_DATA_MALFORMED', block(new Uint8Array(0))],
    ['another nonce', 'NONCE_MISMATCH', changedOuter({ nonce: random(16) })],
    ['another server_nonce', 'SERVER_NONCE_MISMATCH', changedOuter({ serverNonce: random(16) })],
    ['another p', 'FACTORS_MISMATCH', changedOuter({ p: bigIntToBytes(7n) })],
    ['another q', 'FACTORS_MISMATCH', changedOuter({ q: bigIntToBytes(7n) })],
    ['p and q exchanged', 'FACTORS_MISMATCH', ({ query }) => ({ ...query, p: query.q, q: query.p })],
    ['another nonce inside', 'NONCE_MISMATCH', changedInner({ nonce: random(16) })],
    ['another server_nonce inside', 'SERVER_NONCE_MISMATCH', changedInner({ serverNonce: random(16) })],
    ['another pq inside', 'FACTORS_MISMATCH', changedInner({ pq: bigIntToBytes(7n) })],
    ['another p inside', 'FACTORS_MISMATCH', changedInner({ p: bigIntToBytes(7n) })],
    ['another q inside', 'FACTORS_MISMATCH', changedInner({ q: bigIntToBytes(7n) })],
    ['another data centre', 'WRONG_DC', changedInner({ dc: 3 })],
    ['a temporary key for no time', 'EXPIRY_INVALID', changedInner({ expiresIn: 0 })],
  ]

  it.each(refused)('KX-5: with %s costs the same work and closes the connection in the same way', (_, code, make) => {
    const { clock, computed, server } = countingServer()
    const packet = plain(make(begin(server)))
    expect(server.ask(packet)).toBeUndefined()
    expect(computed).toEqual(['rsaUnpad of 256 bytes'])
    expect(server.exchange.deadline).toBe(clock.ms + 250)
    clock.ms += 249
    server.exchange.checkDeadline()
    expect(closings(server)).toEqual([])
    clock.ms += 1
    server.exchange.checkDeadline()
    expect(closings(server)).toEqual([{ type: 'close', reason: expect.objectContaining({ code }) }])
    expect(sent(server)).toBe(1)
  })

  it('KX-13: refuses every other data centre in each of its forms, and accepts its own in each', () => {
    for (const [dc, accepted] of [
      [2, true],
      [-2, true],
      [10_002, true],
      [-10_002, true],
      [4, true],
      [1, false],
      [-3, false],
      [0, false],
      [10_000, false],
      [20_002, false],
      [2 ** 31 - 1, false],
      [-(2 ** 31), false],
    ] as const) {
      const { server } = countingServer({ dcIds: [2, 4] })
      const made = begin(server)
      const answer = server.ask(plain(changedInner({ dc })(made)))
      expect(answer !== undefined, `dc ${dc}`).toBe(accepted)
    }
  })

  it('KX-13: a server that is alone takes any data centre, and tells its store which one was meant', () => {
    const numbers = [1, 2, 3, 4, 5, 10_001, 10_005, -1, -5, -10_002, 0, 203, 20_002, 2 ** 31 - 1, -(2 ** 31)]
    for (const dc of numbers) {
      const { server } = countingServer({ dcIds: 'any' })
      expect(server.ask(plain(changedInner({ dc })(begin(server)))), `dc ${dc}`).toBeDefined()
    }
    for (const dc of [{ id: 4 }, { id: 1, test: true }, { id: 3, media: true }, { id: 2, test: true, media: true }]) {
      const server = openServer({ dcIds: 'any' })
      runExchange(server, { dc })
      expect(server.events.find((event) => event.type === 'store')).toMatchObject({ dc: innerDataDc(dc) })
      expect(readInnerDataDc(innerDataDc(dc))).toEqual({ test: false, media: false, ...dc })
    }
  })

  it('KX-13: without a data centre is accepted from old clients unless the server is told not to', () => {
    for (const acceptWithoutDc of [true, false]) {
      const { server } = countingServer({ acceptWithoutDc })
      const { inner } = begin(server)
      const answer = server.ask(plain(dhQuery(inner, { _: 'p_q_inner_data', ...inner })))
      expect(answer !== undefined).toBe(acceptWithoutDc)
    }
  })

  it('KX-4: is accepted in the padding from before RSA_PAD unless the server is told not to, but with no bit changed', () => {
    const legacy = (made: Made, change = (data: Uint8Array) => data) => {
      const data = encode({ _: 'p_q_inner_data', ...made.inner })
      const padded = bytesToBigInt(change(concat(sha1(data), data, random(235 - data.length))))
      return { ...made.query, encryptedData: bigIntToBytes(modPow(padded, SERVER_KEY.e, SERVER_KEY.n), 256) }
    }
    for (const acceptLegacyPadding of [true, false]) {
      const { server } = countingServer({ acceptLegacyPadding })
      expect(server.ask(plain(legacy(begin(server)))) !== undefined).toBe(acceptLegacyPadding)
    }
    for (const bit of [0, 159, 160, 161, 300, 927]) {
      const { server, computed } = countingServer()
      expect(server.ask(plain(legacy(begin(server), (data) => flipBit(data, bit))))).toBeUndefined()
      expect(computed).toEqual(['rsaUnpad of 256 bytes'])
    }
  })

  it('is accepted without the leading zeros of the RSA block', () => {
    const { server } = countingServer()
    const made = begin(server)
    let query = made.query
    while (query.encryptedData[0] !== 0) query = changedInner({})(made)
    expect(server.ask(plain({ ...query, encryptedData: query.encryptedData.subarray(1) }))).toBeDefined()
  })

  it('is accepted after req_pq as well, with leading zeros in p and q, and with the fingerprint read as unsigned', () => {
    const { server } = countingServer()
    const answer = server.ask(plain({ _: 'req_pq', nonce }))
    const resPq = readAnswer('ResPQ', answer ?? new Uint8Array(0))
    const inner = innerOf(resPq)
    const query = dhQuery(inner, { _: 'p_q_inner_data_dc', ...inner, dc: 2 })
    const p = Uint8Array.from([0, ...query.p])
    const publicKeyFingerprint = BigInt.asUintN(64, query.publicKeyFingerprint)
    expect(server.ask(plain({ ...query, p, publicKeyFingerprint }))).toBeDefined()
  })

  it('KX-7: is answered with another g_a while the chosen one is outside the range', () => {
    const results = [1n, DH_PRIME - 1n, DH_PRIME / 3n]
    const server = openServer({ compute: { ...inlineCompute, modPow: () => results.shift() ?? 0n } })
    expect(server.ask(plain(begin(server).query))).toBeDefined()
    expect(results).toEqual([])
  })
})

describe('set_client_DH_params', () => {
  const aes = { key: random(32), iv: random(32) }
  const state: DhOffered = {
    nonce,
    serverNonce: random(16),
    newNonce,
    aes,
    a: 3n,
    dhPrime: DH_PRIME,
    expiresAt: undefined,
    dc: undefined,
    retryId: 77n,
    retries: 1,
  }
  const gB = bigIntToBytes(DH_PRIME / 5n, 256)
  const good: mtproto.client_DH_inner_data = {
    _: 'client_DH_inner_data',
    nonce,
    serverNonce: state.serverNonce,
    retryId: 77n,
    gB,
  }
  const query = (
    inner: Uint8Array,
    changes: Partial<mtproto.set_client_DH_params> = {},
  ): mtproto.set_client_DH_params => ({
    _: 'set_client_DH_params',
    nonce,
    serverNonce: state.serverNonce,
    encryptedData: sealHashed(inner, aes, random),
    ...changes,
  })
  const judged = (changes: Partial<mtproto.client_DH_inner_data>) =>
    judgeClientDh(state, query(encode({ ...good, ...changes })))

  it('KX-7: takes g_b only between 2^(2048-64) and p - 2^(2048-64), in as few bytes as the client likes', () => {
    const margin = 1n << 1984n
    for (const value of [0n, 1n, margin - 1n, DH_PRIME - margin + 1n, DH_PRIME - 1n, DH_PRIME, DH_PRIME + margin]) {
      expect(judged({ gB: bigIntToBytes(value) })).toEqual({ failed: 'DH_PUBLIC_OUT_OF_RANGE' })
    }
    expect(judged({ gB: bigIntToBytes(margin) })).toEqual({ value: margin })
    expect(judged({ gB: Uint8Array.from([...gB, 0]) })).toEqual({ failed: 'DH_PUBLIC_OUT_OF_RANGE' })
  })

  it('KX-5: is refused with any field wrong', () => {
    expect(judged({})).toEqual({ value: DH_PRIME / 5n })
    expect(judged({ nonce: random(16) })).toEqual({ failed: 'NONCE_MISMATCH' })
    expect(judged({ serverNonce: random(16) })).toEqual({ failed: 'SERVER_NONCE_MISMATCH' })
    for (const retryId of [0n, 76n, -77n]) expect(judged({ retryId })).toEqual({ failed: 'RETRY_ID_MISMATCH' })
    const inner = encode(good)
    const outer = (changes: Partial<mtproto.set_client_DH_params>) => judgeClientDh(state, query(inner, changes))
    expect(outer({ nonce: random(16) })).toEqual({ failed: 'NONCE_MISMATCH' })
    expect(outer({ serverNonce: random(16) })).toEqual({ failed: 'SERVER_NONCE_MISMATCH' })
    for (const length of [0, 1, 16, 335, 336, 352, 4096]) {
      expect(outer({ encryptedData: random(length) })).toEqual({ failed: 'CLIENT_DATA_INVALID' })
    }
    expect(judgeClientDh(state, query(random(304)))).toEqual({ failed: 'CLIENT_DATA_INVALID' })
  })

  it('KX-5: is refused with any bit of its encrypted part changed', () => {
    const made = query(encode(good))
    for (let bit = 0; bit < made.encryptedData.length * 8; bit++) {
      const changed = { ...made, encryptedData: flipBit(made.encryptedData, bit) }
      expect(judgeClientDh(state, changed)).toEqual({ failed: 'CLIENT_DATA_INVALID' })
    }
  })

  it('KX-4: what opens under the private key holds 192 bytes', () => {
    expect(rsaUnpad(rsaPad(new Uint8Array(144), SERVER_KEY.publicKey, random), SERVER_KEY).length).toBe(192)
  })
})

describe('the order of steps', () => {
  const { packets } = runExchange(openServer())
  const queries = packets.filter((_, i) => i % 2 === 0)

  it('KX-11: any step out of order, or a second time, closes the connection as any other failure does', () => {
    for (const order of [[1], [2], [0, 2], [0, 1, 0], [0, 1, 1], [0, 1, 2, 0], [0, 1, 2, 1], [0, 1, 2, 2]]) {
      const clock = createClock()
      const server = openServer({ now: clock.now })
      for (const index of order) server.exchange.receive(queries[index] ?? new Uint8Array(0))
      expect(sent(server), `order ${order}`).toBe(order.length - 1)
      expect(server.exchange.deadline).toBe(clock.ms + 250)
      clock.ms += 250
      server.exchange.checkDeadline()
      expect(closings(server)).toEqual([{ type: 'close', reason: expect.objectContaining({ code: 'WRONG_STEP' }) }])
    }
  })

  it('KX-11: begins anew by every req_pq or req_pq_multi until req_DH_params has come, and only the last one counts', () => {
    const { server } = countingServer()
    const probe = (msgId: bigint, query: mtproto.Method) => {
      const answer = server.ask(encodePlainMessage(msgId, encode(query)))
      return readAnswer('ResPQ', answer ?? new Uint8Array(0))
    }
    const nonces = [random(16), random(16), random(16)]
    const offers = [
      probe(1n, { _: 'req_pq_multi', nonce: nonces[0] ?? nonce }),
      probe(1n, { _: 'req_pq_multi', nonce: nonces[1] ?? nonce }),
      probe(-3n, { _: 'req_pq', nonce: nonces[2] ?? nonce }),
    ]
    expect(offers.map((offer) => offer.nonce)).toEqual(nonces)
    expect(new Set(offers.map((offer) => String(offer.serverNonce))).size).toBe(3)
    expect(server.ask(plain(begin(server).query))).toBeDefined()
    expect(closings(server)).toEqual([])
  })

  it('KX-11: a whole exchange follows two that were only begun', () => {
    const server = openServer()
    for (let i = 0; i < 2; i++) server.ask(plain({ _: 'req_pq_multi', nonce: random(16) }))
    const { result } = runExchange(server)
    const stored = server.events.find((event) => event.type === 'store')
    expect(stored?.authKey.bytes).toEqual(result.authKey.bytes)
  })

  it('KX-11: what was offered before a new beginning is no longer good', () => {
    const { server, clock } = countingServer()
    const { query } = begin(server)
    server.ask(plain({ _: 'req_pq_multi', nonce: random(16) }))
    expect(server.ask(plain(query))).toBeUndefined()
    clock.ms += 250
    server.exchange.checkDeadline()
    expect(closings(server)).toMatchObject([{ reason: { code: 'NONCE_MISMATCH' } }])
  })

  it('KX-11: the same req_pq again, before anything else, is answered by the same', () => {
    const server = openServer()
    const [first, second] = [0, 0].map((i) => readAnswer('ResPQ', server.ask(queries[i] ?? nonce) ?? nonce))
    expect(second).toEqual(first)
  })

  it('KX-11: beginning anew gains no time, takes no place and no new work', () => {
    let drawn = 0
    const counted = (length: number) => {
      drawn += length
      return random(length)
    }
    const clock = createClock()
    const server = createKeyExchangeServer({
      ...{ keys: () => [SERVER_KEY], dcIds: [2], now: clock.now, random: counted, isKnownKey: () => false },
      limits: { exchanges: 1 },
    })
    const exchange = server.open(() => undefined)
    const start = clock.ms
    exchange.receive(plain({ _: 'req_pq_multi', nonce: random(16) }))
    const drawnByFirst = drawn
    for (let i = 0; i < 100; i++) {
      clock.ms += 5000
      exchange.receive(plain({ _: 'req_pq_multi', nonce: random(16) }))
    }
    expect([server.active, exchange.deadline, drawn - drawnByFirst]).toEqual([0, start + 600_000, 100 * 16])
    clock.ms = start + 600_000
    exchange.checkDeadline()
    expect(exchange.deadline).toBeUndefined()
  })

  it('KX-11: no other exchange begins once req_DH_params has come, whatever its nonce', () => {
    const { server, clock } = countingServer()
    server.ask(plain(begin(server).query))
    expect(server.ask(plain({ _: 'req_pq_multi', nonce: random(16) }))).toBeUndefined()
    clock.ms += 250
    server.exchange.checkDeadline()
    expect(closings(server)).toMatchObject([{ reason: { code: 'WRONG_STEP' } }])
  })

  it('KX-5: rubbish closes the connection as any other failure does, and nothing is taken afterwards', () => {
    for (const rubbish of [new Uint8Array(0), new Uint8Array(400), random(64), encodePlainMessage(4n, random(40))]) {
      const clock = createClock()
      const server = openServer({ now: clock.now })
      server.exchange.receive(rubbish)
      server.exchange.receive(queries[0] ?? rubbish)
      clock.ms += 250
      server.exchange.checkDeadline()
      server.exchange.checkDeadline()
      expect(server.events.filter((event) => event.type !== 'deadline')).toEqual([
        { type: 'close', reason: expect.objectContaining({ code: 'MALFORMED_MESSAGE' }) },
      ])
    }
  })

  it('KX-11: an exchange is forgotten after 10 minutes', () => {
    const clock = createClock()
    const start = clock.ms
    const server = openServer({ now: clock.now })
    server.ask(queries[0] ?? new Uint8Array(0))
    expect(server.exchange.deadline).toBe(start + 600_000)
    clock.ms = start + 599_999
    expect(server.ask(queries[1] ?? new Uint8Array(0))).toBeDefined()
    clock.ms = start + 600_000
    expect(server.ask(queries[2] ?? new Uint8Array(0))).toBeUndefined()
    expect(server.events.map((event) => event.type)).not.toContain('store')
    clock.ms += 250
    server.exchange.checkDeadline()
    expect(closings(server)).toMatchObject([{ reason: { code: 'WRONG_STEP' } }])
  })

  it('KX-11: exchanges under way are counted once their client has done its part, and are bounded: the oldest gives way', () => {
    const context = createKeyExchangeServer({
      keys: () => [SERVER_KEY],
      dcIds: [2],
      now: createClock().now,
      random,
      isKnownKey: () => false,
      limits: { exchanges: 3, exchangesPerAddress: 2, failureDelayMs: 0 },
    })
    const ended: string[] = []
    const open = (name: string, group: string) => {
      let answer: Uint8Array | undefined
      const exchange = context.open((event) => {
        if (event.type === 'send') answer = event.packet
        if (event.type === 'close') ended.push(`${name}: ${event.reason.code}`)
      }, group)
      exchange.receive(plain({ _: 'req_pq_multi', nonce }))
      const resPq = readAnswer('ResPQ', answer ?? new Uint8Array(0))
      return {
        ...exchange,
        query: plain(dhQuery(innerOf(resPq), { _: 'p_q_inner_data_dc', ...innerOf(resPq), dc: 2 })),
      }
    }
    const begun = ['a', 'b', 'c', 'd', 'e'].map((name) => open(name, name < 'd' ? 'first' : 'second'))
    expect([context.active, ended]).toEqual([0, []])
    for (const { receive, query } of begun.slice(0, 3)) receive(query)
    // The third of its address is one too many there,
    expect([context.active, ended]).toEqual([2, ['a: OVERLOADED']])
    for (const { receive, query } of begun.slice(3)) receive(query)
    // and the second of the other address one too many in all.
    expect([context.active, ended]).toEqual([3, ['a: OVERLOADED', 'b: OVERLOADED']])
    for (const { abort } of begun) abort()
    expect(context.active).toBe(0)
  })

  it('KX-11: ten thousand that were only begun are counted as nothing and hold up nobody', () => {
    const context = createKeyExchangeServer({
      keys: () => [SERVER_KEY],
      dcIds: [2],
      now: createClock().now,
      random,
      isKnownKey: () => false,
      limits: { exchanges: 1 },
    })
    const events: string[] = []
    for (let i = 0; i < 10_000; i++) {
      context
        .open((event) => void events.push(event.type), 'one')
        .receive(plain({ _: 'req_pq_multi', nonce: random(16) }))
    }
    expect(context.active).toBe(0)
    expect(events.filter((type) => type === 'send')).toHaveLength(10_000)
    expect(events).not.toContain('close')
  })
})

describe('a new key', () => {
  const storing = (outcomes: StoreOutcome[]) => openServer({ store: () => outcomes.shift() ?? 'stored' })

  it('KX-10: with an id that exists already is answered by dh_gen_retry, also when only the store finds out', () => {
    const server = storing(['duplicate', 'duplicate'])
    const { result } = runExchange(server)
    const stores = server.events.filter((event) => event.type === 'store')
    expect(stores.length).toBe(3)
    expect(stores[2]?.authKey.bytes).toEqual(result.authKey.bytes)
    expect(() => stores[0]?.authKey.bytes).toThrow()
  })

  it('KX-10: is given up by dh_gen_fail when ids collide again and again', () => {
    const server = openServer({ isKnownKey: () => true })
    expect(() => runExchange(server)).toThrow(expect.objectContaining({ code: 'DH_GEN_FAIL' }))
    expect(server.events.map((event) => event.type)).not.toContain('store')
    expect(closings(server)).toEqual([])
  })

  it('is confirmed only once it is stored', () => {
    const clock = createClock()
    const { packets } = runExchange(openServer())
    const server = createKeyExchangeServer({
      keys: () => [SERVER_KEY],
      dcIds: [2],
      now: clock.now,
      random: seededRandom(2),
      isKnownKey: () => false,
    })
    const events: string[] = []
    const exchange = server.open((event) => event.type !== 'deadline' && events.push(event.type))
    for (const packet of [packets[0], packets[2], packets[4]]) exchange.receive(packet ?? new Uint8Array(0))
    expect(events).toEqual(['send', 'send', 'store'])
    exchange.stored('stored')
    expect(events).toEqual(['send', 'send', 'store', 'send'])
    exchange.stored('stored')
    expect(events.length).toBe(4)
    expect(exchange.deadline).toBeUndefined()
  })

  it('that cannot be stored closes the connection', () => {
    const server = storing(['failed'])
    expect(() => runExchange(server)).toThrow('does not answer')
    expect(server.exchange.deadline).toBeDefined()
    expect(sent(server)).toBe(2)
  })

  it('KX-12: lives no longer than the server allows', () => {
    const server = openServer({ limits: { temporaryKeyLifetime: 1000 } })
    runExchange(server, { expiresIn: 2 ** 31 - 1 })
    expect(server.events.find((event) => event.type === 'store')).toMatchObject({ expiresAt: 1_700_000_000 + 1000 })
  })
})
