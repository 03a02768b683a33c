import { AuthKey, bigIntToBytes, DH_PRIME, toHex } from '@chappe/crypto'
import { decode, encode } from '@chappe/tl-codec/mtproto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClientKeyExchangeParameters, type DhParamsRequested, finish, sendClientDh } from './client-steps.ts'
import { EXAMPLE } from './documentation-vectors.ts'
import { deriveTemporaryAes, newNonceHash, openHashed, sealHashed } from './handshake-crypto.ts'
import { clientOptions, flipBit, seededRandom } from './test-support.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))
const upper = (bytes: Uint8Array) => toHex(bytes).toUpperCase()

/** Gives out the given pieces in order; each must be asked for with its length. */
function replay(...pieces: string[]) {
  return (length: number) => {
    const piece = hex(pieces.shift() ?? '')
    expect(piece.length).toBe(length)
    return piece
  }
}

describe('the "Auth key generation example" of the documentation', () => {
  const aes = deriveTemporaryAes(hex(EXAMPLE.serverNonce), hex(EXAMPLE.newNonce))

  it('has the temporary AES key and vector that we derive', () => {
    expect(upper(aes.key)).toBe(EXAMPLE.tmpAesKey)
    expect(upper(aes.iv)).toBe(EXAMPLE.tmpAesIv)
  })

  it('has an encrypted_answer that opens to its server_DH_inner_data', () => {
    const opened = openHashed(hex(EXAMPLE.encryptedAnswer), aes)
    expect(opened && decode('Server_DH_inner_data', opened)).toEqual({
      _: 'server_DH_inner_data',
      nonce: hex(EXAMPLE.nonce),
      serverNonce: hex(EXAMPLE.serverNonce),
      g: 3,
      dhPrime: bigIntToBytes(DH_PRIME, 256),
      gA: hex(EXAMPLE.gA),
      serverTime: EXAMPLE.serverTime,
    })
  })

  it('has the p_q_inner_data_dc that we encode', () => {
    const [pq, p, q] = [hex(EXAMPLE.pq), hex(EXAMPLE.p), hex(EXAMPLE.q)]
    const [nonce, serverNonce, newNonce] = [hex(EXAMPLE.nonce), hex(EXAMPLE.serverNonce), hex(EXAMPLE.newNonce)]
    const inner = encode({ _: 'p_q_inner_data_dc', pq, p, q, nonce, serverNonce, newNonce, dc: 2 })
    expect(upper(inner)).toBe(EXAMPLE.innerData)
  })

  it('is answered by our client with its encrypted_data, its key and the acceptance of its new_nonce_hash1', () => {
    const [nonce, serverNonce] = [hex(EXAMPLE.nonce), hex(EXAMPLE.serverNonce)]
    const parameters: ClientKeyExchangeParameters = {
      ...clientOptions(),
      random: replay(EXAMPLE.b, EXAMPLE.clientPadding),
    }
    const requested: DhParamsRequested = {
      step: 'dh-params-requested',
      parameters,
      nonce,
      serverNonce,
      newNonce: hex(EXAMPLE.newNonce),
    }
    const encryptedAnswer = hex(EXAMPLE.encryptedAnswer)
    const sent = sendClientDh(
      requested,
      { _: 'server_DH_params_ok', nonce, serverNonce, encryptedAnswer },
      (EXAMPLE.serverTime - 7) * 1000,
    )
    expect(upper(sent.query.encryptedData)).toBe(EXAMPLE.encryptedData)
    expect(upper(sent.state.authKey.bytes)).toBe(EXAMPLE.authKey)

    const newNonceHash1 = hex(EXAMPLE.newNonceHash1)
    const done = finish(sent.state, { _: 'dh_gen_ok', nonce, serverNonce, newNonceHash1 })
    expect(done).toMatchObject({ result: { timeOffset: 7, expiresAt: undefined } })
  })

  it('has the new_nonce_hash1 that we compute', () => {
    const authKey = new AuthKey(hex(EXAMPLE.authKey))
    expect(upper(newNonceHash(hex(EXAMPLE.newNonce), 1, authKey.auxHash))).toBe(EXAMPLE.newNonceHash1)
  })
})

describe('data under its SHA-1', () => {
  const aes = deriveTemporaryAes(new Uint8Array(16).fill(1), new Uint8Array(32).fill(2))

  it('KX-8: opens to the same bytes, whatever their length and padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.integer({ min: 0, max: 65535 }), (data, seed) => {
        const sealed = sealHashed(data, aes, seededRandom(seed))
        expect(sealed.length % 16).toBe(0)
        expect(openHashed(sealed, aes)).toEqual(data)
      }),
    )
  })

  it('KX-8: does not open with any bit changed', () => {
    const sealed = sealHashed(new Uint8Array(100).fill(7), aes, seededRandom(3))
    for (let bit = 0; bit < sealed.length * 8; bit++) expect(openHashed(flipBit(sealed, bit), aes)).toBeUndefined()
  })

  it('KX-8: does not open with 16 or more bytes of padding', () => {
    const data = new Uint8Array(44).fill(7)
    // The padding grows by whole blocks when the random source gives more than it was asked for.
    const generous = sealHashed(data, aes, () => new Uint8Array(16))
    expect(openHashed(generous, aes)).toBeUndefined()
  })
})
