import type * as crypto from '@chappe/crypto'
import { bigIntToBytes, DH_PRIME } from '@chappe/crypto'
import { encode, type mtproto } from '@chappe/tl-codec/mtproto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { deriveTemporaryAes, sealHashed } from './handshake-crypto.ts'
import { createProofOfWork } from './proof-of-work.ts'
import { type DhOffered, judgeClientDh, judgeDhRequest, type PqOffered } from './server-steps.ts'
import { flipBit, SERVER_KEY, seededRandom } from './test-support.ts'

/** Every call of the crypto package that the server's steps make, with the sizes of what it is given. */
const calls: string[] = []

vi.mock('@chappe/crypto', async (original) => {
  const real = await original<typeof crypto>()
  const size = (argument: unknown) => (argument instanceof Uint8Array ? argument.length : typeof argument)
  const counted =
    <A extends unknown[], R>(name: string, run: (...args: A) => R) =>
    (...args: A): R => {
      calls.push(`${name}(${args.map(size)})`)
      return run(...args)
    }
  return {
    ...real,
    sha1: counted('sha1', real.sha1),
    aesIgeDecrypt: counted('aesIgeDecrypt', real.aesIgeDecrypt),
    checkDhPublic: counted('checkDhPublic', real.checkDhPublic),
    bytesToBigInt: counted('bytesToBigInt', real.bytesToBigInt),
    equalBytes: counted('equalBytes', real.equalBytes),
  }
})

const random = seededRandom(12)
const work = createProofOfWork(random)
const nonces = { nonce: random(16), serverNonce: random(16) }
const newNonce = random(32)

function callsOf(run: () => unknown): readonly string[] {
  calls.length = 0
  run()
  return calls.slice()
}

describe('the work of the server', () => {
  it('KX-5: of judging req_DH_params is the same, operation by operation, whatever is wrong with it', () => {
    const state: PqOffered = { ...nonces, work }
    const policy = { dcIds: [2], acceptWithoutDc: true, acceptLegacyPadding: true }
    const { pq, p, q } = work
    const inner: mtproto.p_q_inner_data_dc = { _: 'p_q_inner_data_dc', pq, p, q, ...nonces, newNonce, dc: 2 }
    const query: mtproto.req_DH_params = {
      _: 'req_DH_params',
      ...nonces,
      p,
      q,
      publicKeyFingerprint: SERVER_KEY.publicKey.fingerprint,
      encryptedData: new Uint8Array(256),
    }
    const opened = (change: Partial<mtproto.p_q_inner_data_dc> = {}) =>
      Uint8Array.from([...encode({ ...inner, ...change }), ...random(92)])
    const other = random(16)
    const judge = (change: Partial<mtproto.req_DH_params>, block: Uint8Array | undefined = opened(), keyKnown = true) =>
      callsOf(() => judgeDhRequest(state, { ...query, ...change }, keyKnown, block, policy))

    const expected = judge({})
    expect(expected.length).toBeGreaterThan(8)
    const failures = [
      judge({ nonce: other }),
      judge({ serverNonce: other }),
      judge({ p: q }),
      judge({ q: p }),
      judge({}, opened(), false),
      judge({ encryptedData: new Uint8Array(5) }),
      callsOf(() => judgeDhRequest(state, query, true, undefined, policy)),
      judge({}, opened({ nonce: other })),
      judge({}, opened({ serverNonce: other })),
      judge({}, opened({ p: q })),
      judge({}, opened({ dc: 3 })),
    ]
    // A number of another length is compared, too; only its length shows.
    const shape = (list: readonly string[]) => list.map((call) => call.replace(/\(.*/, ''))
    for (const failure of failures) expect(shape(failure)).toEqual(shape(expected))
    expect(shape(judge({}, random(192)))).toEqual(shape(expected))
  })

  it('KX-5: of judging set_client_DH_params is the same, operation by operation, whatever is wrong with it', () => {
    const state: DhOffered = {
      ...nonces,
      newNonce,
      aes: deriveTemporaryAes(nonces.serverNonce, newNonce),
      a: 3n,
      dhPrime: DH_PRIME,
      expiresAt: undefined,
      dc: undefined,
      retryId: 0n,
      retries: 0,
    }
    const inner: mtproto.client_DH_inner_data = {
      _: 'client_DH_inner_data',
      ...nonces,
      retryId: 0n,
      gB: bigIntToBytes(DH_PRIME / 5n, 256),
    }
    const sealed = (change: Partial<mtproto.client_DH_inner_data> = {}) =>
      sealHashed(encode({ ...inner, ...change }), state.aes, random)
    const judge = (encryptedData: Uint8Array, change: Partial<mtproto.set_client_DH_params> = {}) =>
      callsOf(() => judgeClientDh(state, { _: 'set_client_DH_params', ...nonces, encryptedData, ...change }))

    const other = random(16)
    const good = sealed()
    const expected = judge(good)
    expect(expected.length).toBeGreaterThan(30)
    for (const failure of [
      judge(good, { nonce: other }),
      judge(good, { serverNonce: other }),
      judge(sealed({ nonce: other })),
      judge(sealed({ serverNonce: other })),
      judge(sealed({ retryId: 1n })),
      judge(sealed({ gB: bigIntToBytes(1n, 256) })),
      judge(sealed({ gB: bigIntToBytes(DH_PRIME - 1n, 256) })),
      judge(random(336)),
      judge(random(335)),
      judge(new Uint8Array(0)),
      judge(random(100_000)),
      judge(sealHashed(random(304), state.aes, random)),
    ]) {
      expect(failure).toEqual(expected)
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 336 * 8 - 1 }), (bit) => {
        expect(judge(flipBit(good, bit))).toEqual(expected)
      }),
    )
  })
})
