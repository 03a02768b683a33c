import { getDiffieHellman } from 'node:crypto'
import { bigIntToBytes, bytesToBigInt, DH_PRIME, modPow, rsaUnpad } from '@chappe/crypto'
import { encode, type mtproto } from '@chappe/tl-codec/mtproto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ClientDhSent,
  type DhParamsRequested,
  finish,
  type PqRequested,
  requestDhParams,
  requestPq,
  sendClientDh,
} from './client-steps.ts'
import { newNonceHash, newNonceHashPlain, sealHashed } from './handshake-crypto.ts'
import type { KeyExchangeErrorCode } from './key-exchange-error.ts'
import { readAnswer } from './messages.ts'
import { encodePlainMessage } from './plain-message.ts'
import { createProofOfWork } from './proof-of-work.ts'
import { judgeDhRequest, offerDh } from './server-steps.ts'
import { clientOptions, flipBit, OTHER_KEY, SERVER_KEY, seededRandom } from './test-support.ts'

const NOW = 1_700_000_000_250
const random = seededRandom(9)
const G_A = 0x5a5a5a5an ** 101n % DH_PRIME
const failsWith = (code: KeyExchangeErrorCode) => expect.objectContaining({ name: 'KeyExchangeError', code })

const { state: first } = requestPq(clientOptions())
const work = createProofOfWork(random)
const serverNonce = random(16)
const resPq: mtproto.resPQ = {
  _: 'resPQ',
  nonce: first.nonce,
  serverNonce,
  pq: work.pq,
  serverPublicKeyFingerprints: [SERVER_KEY.publicKey.fingerprint],
}
const second = requestDhParams(first, resPq)

const GOOD_OFFER = { g: 3, dhPrime: DH_PRIME, gA: G_A }
function offer(changes: Partial<typeof GOOD_OFFER> = {}): mtproto.server_DH_params_ok {
  const { g, dhPrime, gA } = { ...GOOD_OFFER, ...changes }
  const values = { g, dhPrime: bigIntToBytes(dhPrime), gA: bigIntToBytes(gA), serverTime: 1_700_000_042 }
  return offerDh({ nonce: first.nonce, serverNonce, work }, second.state.newNonce, values, random).answer
}
const { answer: dhParams, aes } = offerDh(
  { nonce: first.nonce, serverNonce, work },
  second.state.newNonce,
  { g: 3, dhPrime: bigIntToBytes(DH_PRIME, 256), gA: bigIntToBytes(G_A, 256), serverTime: 1_700_000_042 },
  random,
)
const third = sendClientDh(second.state, dhParams, NOW)
const hashOf = (number: 1 | 2 | 3, state = third.state) => newNonceHash(state.newNonce, number, state.authKey.auxHash)
const nonces = { nonce: first.nonce, serverNonce }

/** Every bit of an answer, from the packet on, leads to an abort. */
function expectEveryBitToMatter(answer: mtproto.Object, receive: (packet: Uint8Array) => unknown): void {
  const packet = encodePlainMessage(4n * 1_700_000_000n + 1n, encode(answer))
  for (let bit = 0; bit < packet.length * 8; bit++) {
    // The identifier of a plain message is not authenticated; its two lowest bits are checked.
    if (bit >= 64 + 2 && bit < 128) continue
    expect(() => receive(flipBit(packet, bit)), `bit ${bit}`).toThrow(
      expect.objectContaining({ name: 'KeyExchangeError' }),
    )
  }
}

describe('resPQ', () => {
  it('KX-1: aborts on another nonce', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 127 }), (bit) => {
        const answer = { ...resPq, nonce: flipBit(resPq.nonce, bit) }
        expect(() => requestDhParams(first, answer)).toThrow(failsWith('NONCE_MISMATCH'))
      }),
    )
  })

  it('KX-2: uses only a public key that it holds, the first one that the server offers', () => {
    const offering = (...fingerprints: bigint[]) => ({ ...resPq, serverPublicKeyFingerprints: fingerprints })
    const both: PqRequested = {
      ...first,
      parameters: { ...first.parameters, publicKeys: [SERVER_KEY.publicKey, OTHER_KEY.publicKey] },
    }
    const [own, other] = [SERVER_KEY.publicKey.fingerprint, OTHER_KEY.publicKey.fingerprint]
    expect(requestDhParams(first, offering(1n, other, own)).query.publicKeyFingerprint).toBe(own)
    expect(requestDhParams(both, offering(1n, other, own)).query.publicKeyFingerprint).toBe(other)
    for (const fingerprints of [[], [other], [own ^ 1n]]) {
      expect(() => requestDhParams(first, offering(...fingerprints))).toThrow(failsWith('UNKNOWN_PUBLIC_KEY'))
    }
  })

  it('KX-3: refuses a pq that is too large or not a product of two different primes', () => {
    const withPq = (pq: Uint8Array) => () => requestDhParams(first, { ...resPq, pq })
    const tooLarge = [
      new Uint8Array(0),
      bigIntToBytes(1n << 63n),
      bigIntToBytes((1n << 64n) + 15n),
      new Uint8Array(4000).fill(1),
    ]
    for (const pq of tooLarge) expect(withPq(pq)).toThrow(failsWith('PQ_OUT_OF_RANGE'))
    const prime = 2_147_483_647n
    for (const pq of [1n, 2n, prime, prime * prime, 3n * 5n * 7n, 1000003n * 1000033n * 3n, 2n ** 62n]) {
      expect(withPq(bigIntToBytes(pq))).toThrow(failsWith('PQ_NOT_TWO_PRIMES'))
    }
  })

  it('KX-3: factors a pq in under 50 ms of processor time at the median', () => {
    const times: number[] = []
    for (let i = 0; i < 15; i++) {
      const { pq, p, q } = createProofOfWork(random)
      const before = process.cpuUsage()
      const { query } = requestDhParams(first, { ...resPq, pq })
      const used = process.cpuUsage(before)
      times.push((used.user + used.system) / 1000)
      expect([query.p, query.q]).toEqual([p, q])
    }
    expect(times.sort((a, b) => a - b)[7]).toBeLessThan(50)
  })

  it('KX-4: is answered with a block that opens under the private key to the inner data, and to nothing once changed', () => {
    const opened = rsaUnpad(second.query.encryptedData, SERVER_KEY)
    const inner = encode({
      _: 'p_q_inner_data_dc',
      pq: work.pq,
      p: work.p,
      q: work.q,
      ...nonces,
      newNonce: second.state.newNonce,
      dc: 2,
    })
    expect(opened.subarray(0, inner.length)).toEqual(inner)
    expect(opened.length).toBe(192)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2047 }), (bit) => {
        expect(() => rsaUnpad(flipBit(second.query.encryptedData, bit), SERVER_KEY)).toThrow()
      }),
      { numRuns: 20 },
    )
  })

  it('KX-12: asks for a temporary key with its time in seconds, and names the data centre in each of its forms', () => {
    const sealed = (parameters: Partial<PqRequested['parameters']>) => {
      const state = { ...first, parameters: { ...first.parameters, ...parameters } }
      const { query, state: next } = requestDhParams(state, resPq)
      return { opened: rsaUnpad(query.encryptedData, SERVER_KEY), newNonce: next.newNonce }
    }
    const expected = (newNonce: Uint8Array, rest: { dc: number; expiresIn?: number }) => {
      const inner = { pq: work.pq, p: work.p, q: work.q, ...nonces, newNonce, dc: rest.dc }
      return rest.expiresIn === undefined
        ? encode({ _: 'p_q_inner_data_dc', ...inner })
        : encode({ _: 'p_q_inner_data_temp_dc', ...inner, expiresIn: rest.expiresIn })
    }
    for (const [parameters, fields] of [
      [{ expiresIn: 86_400 }, { dc: 2, expiresIn: 86_400 }],
      [{ dc: { id: 4, test: true } }, { dc: 10_004 }],
      [{ dc: { id: 4, media: true } }, { dc: -4 }],
      [{ dc: { id: 4, media: true, test: true } }, { dc: -10_004 }],
    ] as const) {
      const { opened, newNonce } = sealed(parameters)
      const inner = expected(newNonce, fields)
      expect(opened.subarray(0, inner.length)).toEqual(inner)
    }
  })

  it('KX-1: no bit of it can change unnoticed by both sides', () => {
    const packet = encodePlainMessage(5n, encode(resPq))
    const opened = rsaUnpad(second.query.encryptedData, SERVER_KEY)
    const policy = { dcIds: [2], acceptWithoutDc: true, acceptLegacyPadding: true }
    expect(judgeDhRequest({ ...nonces, work }, second.query, true, opened, policy)).toHaveProperty('value')
    const refuses = (bit: number) => {
      try {
        const { query } = requestDhParams(first, readAnswer('ResPQ', flipBit(packet, bit)))
        // A changed server_nonce or pq, if it can be answered at all, shows in the open part of the query already.
        return 'failed' in judgeDhRequest({ ...nonces, work }, query, true, opened, policy)
      } catch (error) {
        expect(error).toMatchObject({ name: 'KeyExchangeError' })
        return true
      }
    }
    const bits = fc.integer({ min: 128, max: packet.length * 8 - 1 })
    fc.assert(fc.property(bits, (bit) => refuses(bit)))
  })
})

describe('server_DH_params', () => {
  const answering = (answer: mtproto.Server_DH_Params, state: DhParamsRequested = second.state) =>
    sendClientDh(state, answer, NOW)

  it('KX-1: aborts on another nonce or server_nonce, outside and inside the encrypted part', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 127 }), fc.boolean(), fc.boolean(), (bit, inside, server) => {
        const changed = server
          ? { ...nonces, serverNonce: flipBit(serverNonce, bit) }
          : { ...nonces, nonce: flipBit(first.nonce, bit) }
        const inner = encode({
          _: 'server_DH_inner_data',
          ...changed,
          g: 3,
          dhPrime: bigIntToBytes(DH_PRIME),
          gA: bigIntToBytes(G_A),
          serverTime: 0,
        })
        const encryptedAnswer = sealHashed(inner, aes, random)
        const answer: mtproto.server_DH_params_ok = inside
          ? { ...dhParams, encryptedAnswer }
          : { ...dhParams, ...changed }
        expect(() => answering(answer)).toThrow(failsWith(server ? 'SERVER_NONCE_MISMATCH' : 'NONCE_MISMATCH'))
      }),
    )
  })

  it('KX-6: takes only a safe prime of 2048 bits', () => {
    const bad = [DH_PRIME + 2n, DH_PRIME - 2n, DH_PRIME >> 1n, (DH_PRIME << 1n) + 1n, 2n ** 2047n + 1n, 23n, 0n]
    for (const dhPrime of bad) {
      expect(() => answering(offer({ dhPrime }))).toThrow(failsWith('DH_PARAMS_UNSAFE'))
    }
  })

  it('KX-6: takes a safe prime that it does not know, after testing it', () => {
    const dhPrime = bytesToBigInt(Uint8Array.from(getDiffieHellman('modp14').getPrime()))
    const next = answering(offer({ dhPrime, g: 2, gA: G_A % dhPrime }))
    expect(next.state.dhPrime).toBe(dhPrime)
  })

  it('KX-6: takes only a generator from 2 to 7 of the right subgroup', () => {
    for (const g of [-3, 0, 1, 8, 2 ** 31 - 1]) {
      expect(() => answering(offer({ g })), `g = ${g}`).toThrow(failsWith('DH_PARAMS_UNSAFE'))
    }
    for (const g of [2, 3, 4, 5, 6, 7]) {
      // Euler's criterion, where the implementation uses the documented residues.
      const generates = modPow(BigInt(g), (DH_PRIME - 1n) / 2n, DH_PRIME) === 1n
      if (generates) expect(answering(offer({ g })).state.g).toBe(g)
      else expect(() => answering(offer({ g })), `g = ${g}`).toThrow(failsWith('DH_PARAMS_UNSAFE'))
    }
  })

  it('KX-7: takes g_a only between 2^(2048-64) and p - 2^(2048-64)', () => {
    const margin = 1n << 1984n
    for (const gA of [0n, 1n, 2n, margin - 1n, DH_PRIME - margin + 1n, DH_PRIME - 1n, DH_PRIME, DH_PRIME + 5n]) {
      expect(() => answering(offer({ gA }))).toThrow(failsWith('DH_PUBLIC_OUT_OF_RANGE'))
    }
    for (const gA of [margin, DH_PRIME - margin]) expect(answering(offer({ gA })).state.gA).toBe(gA)
  })

  it('KX-7: chooses another b while g_b is outside the range', () => {
    const zeros = new Uint8Array(256)
    let given = 0
    const parameters = {
      ...second.state.parameters,
      random: (length: number) => (length === 256 && given++ < 2 ? zeros.slice() : random(length)),
    }
    expect(answering(dhParams, { ...second.state, parameters }).state.authKey.bytes.length).toBe(256)
    expect(given).toBe(3)
    const broken = { ...parameters, random: (length: number) => new Uint8Array(length) }
    expect(() => answering(dhParams, { ...second.state, parameters: broken })).toThrow(
      failsWith('DH_PUBLIC_OUT_OF_RANGE'),
    )
  })

  it('KX-8: aborts on a wrong hash, on 16 bytes of padding and on a length that is not whole blocks', () => {
    const { encryptedAnswer } = dhParams
    const withAnswer = (bytes: Uint8Array) => () => answering({ ...dhParams, encryptedAnswer: bytes })
    for (const bytes of [new Uint8Array(0), encryptedAnswer.subarray(1), encryptedAnswer.subarray(0, 40)]) {
      expect(withAnswer(bytes)).toThrow(failsWith('ANSWER_LENGTH'))
    }
    for (const bytes of [new Uint8Array(16), encryptedAnswer.subarray(16), encryptedAnswer.subarray(0, -16)]) {
      expect(withAnswer(bytes)).toThrow(failsWith('ANSWER_HASH_MISMATCH'))
    }
    const generous = sealHashed(new Uint8Array(44), aes, () => new Uint8Array(16))
    expect(withAnswer(generous)).toThrow(failsWith('ANSWER_HASH_MISMATCH'))
  })

  it('KX-8: aborts when the hash covers anything but server_DH_inner_data', () => {
    const pretending = encode({ _: 'client_DH_inner_data', ...nonces, retryId: 0n, gB: new Uint8Array(256) })
    for (const data of [new Uint8Array(0), new Uint8Array(564), pretending]) {
      const encryptedAnswer = sealHashed(data, aes, random)
      expect(() => answering({ ...dhParams, encryptedAnswer })).toThrow(failsWith('ANSWER_MALFORMED'))
    }
  })

  it('KX-9: tells a refusal that proves knowledge of new_nonce from one that does not', () => {
    const newNonceHash = newNonceHashPlain(second.state.newNonce)
    const refusal: mtproto.server_DH_params_fail = { _: 'server_DH_params_fail', ...nonces, newNonceHash }
    expect(() => answering(refusal)).toThrow(failsWith('DH_PARAMS_REFUSED'))
    const forged = { ...refusal, newNonceHash: flipBit(newNonceHash, 3) }
    expect(() => answering(forged)).toThrow(failsWith('NEW_NONCE_HASH_MISMATCH'))
  })

  it('KX-8: no bit of it can change unnoticed', () => {
    expectEveryBitToMatter(dhParams, (packet) => answering(readAnswer('Server_DH_Params', packet)))
  })

  it('gives the difference between the clocks in seconds', () => {
    expect(third.state.timeOffset).toBe(42)
  })
})

describe('the verdict on the key', () => {
  it('KX-9: accepts dh_gen_ok with new_nonce_hash1 alone, and nothing with any bit changed', () => {
    const ok: mtproto.dh_gen_ok = { _: 'dh_gen_ok', ...nonces, newNonceHash1: hashOf(1) }
    expectEveryBitToMatter(ok, (packet) => finish(third.state, readAnswer('Set_client_DH_params_answer', packet)))
    for (const number of [2, 3] as const) {
      expect(() => finish(third.state, { ...ok, newNonceHash1: hashOf(number) })).toThrow(
        failsWith('NEW_NONCE_HASH_MISMATCH'),
      )
    }
  })

  it('KX-9: aborts on dh_gen_fail, and on one that is not from the server', () => {
    const fail: mtproto.dh_gen_fail = { _: 'dh_gen_fail', ...nonces, newNonceHash3: hashOf(3) }
    expect(() => finish(third.state, fail)).toThrow(failsWith('DH_GEN_FAIL'))
    expect(() => finish(third.state, { ...fail, newNonceHash3: hashOf(1) })).toThrow(
      failsWith('NEW_NONCE_HASH_MISMATCH'),
    )
  })

  it('KX-9: does not take dh_gen_retry from anyone but the server', () => {
    const retry: mtproto.dh_gen_retry = { _: 'dh_gen_retry', ...nonces, newNonceHash2: hashOf(1) }
    expect(() => finish(third.state, retry)).toThrow(failsWith('NEW_NONCE_HASH_MISMATCH'))
    expectEveryBitToMatter({ ...retry, newNonceHash2: hashOf(2) }, (packet) =>
      finish(third.state, readAnswer('Set_client_DH_params_answer', packet)),
    )
  })

  it('KX-9: gives up after a handful of dh_gen_retry', () => {
    let state: ClientDhSent = sendClientDh(second.state, dhParams, NOW).state
    const rounds = () => {
      for (let i = 0; i < 20; i++) {
        const next = finish(state, { _: 'dh_gen_retry', ...nonces, newNonceHash2: hashOf(2, state) })
        if ('result' in next) throw new Error('not a verdict of ours')
        expect(next.state.authKey.id).not.toBe(state.authKey.id)
        state = next.state
      }
    }
    expect(rounds).toThrow(failsWith('TOO_MANY_RETRIES'))
  })
})
