import { AuthKey, concat, sealMessage, sealMessageV1 } from '@chappe/crypto'
import { encode, type mtproto } from '@chappe/tl-codec/mtproto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildBindTempAuthKey, type VerifyBindTempAuthKeyOptions, verifyBindTempAuthKey } from './bind-temp-auth-key.ts'
import type { KeyExchangeErrorCode } from './key-exchange-error.ts'
import { flipBit, seededRandom } from './test-support.ts'

const random = seededRandom(21)
const permanentKey = new AuthKey(random(256))
const temporaryKey = new AuthKey(random(256))
const NOW = 1_700_000_000
const expiresAt = NOW + 86_400
const sessionId = -77n
const msgId = 4n * 123_456_789_012n
const built = { permanentKey, temporaryKey, sessionId, msgId, expiresAt, random }
const request = buildBindTempAuthKey(built)
const good: VerifyBindTempAuthKeyOptions = {
  request,
  permanentKey,
  temporaryKeyId: temporaryKey.id,
  temporaryKeyExpiresAt: expiresAt,
  sessionId,
  msgId,
  now: NOW,
}
const failsWith = (code: KeyExchangeErrorCode) => expect.objectContaining({ name: 'KeyExchangeError', code })
const verifying = (changes: Partial<VerifyBindTempAuthKeyOptions>) => () =>
  verifyBindTempAuthKey({ ...good, ...changes })

/** A message that differs from a good one in the given places, encrypted as it should be. */
function crafted(change: { inner?: Partial<mtproto.bind_auth_key_inner>; header?: (view: DataView) => void }) {
  const inner: mtproto.bind_auth_key_inner = {
    _: 'bind_auth_key_inner',
    nonce: request.nonce,
    tempAuthKeyId: temporaryKey.id,
    permAuthKeyId: permanentKey.id,
    tempSessionId: sessionId,
    expiresAt,
  }
  const header = random(32)
  const view = new DataView(header.buffer)
  view.setBigInt64(16, msgId, true)
  view.setInt32(24, 0, true)
  view.setInt32(28, 40, true)
  change.header?.(view)
  const plain = concat(header, encode({ ...inner, ...change.inner }), random(8))
  return { request: { ...request, encryptedMessage: sealMessageV1(permanentKey, 'client', plain) } }
}

describe('auth.bindTempAuthKey', () => {
  it('KX-12: what the client builds is what the server accepts, whatever the keys and ids', () => {
    const long = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)
    fc.assert(
      fc.property(long, long, fc.integer({ min: NOW + 1, max: 2 ** 31 - 1 }), (session, id, expiry) => {
        const made = buildBindTempAuthKey({ ...built, sessionId: session, msgId: id, expiresAt: expiry })
        const options = { ...good, request: made, sessionId: session, msgId: id, temporaryKeyExpiresAt: expiry }
        expect(verifyBindTempAuthKey(options)).toEqual({ expiresAt: expiry })
      }),
    )
  })

  it('KX-12: has the documented form: 104 bytes that begin with the id of the permanent key', () => {
    expect(request.encryptedMessage.length).toBe(8 + 16 + 80)
    expect(request.encryptedMessage.subarray(0, 8)).toEqual(permanentKey.idBytes)
    expect(verifying(crafted({}))()).toEqual({ expiresAt })
  })

  it('KX-12: is refused where any field inside differs from what it is bound to', () => {
    expect(verifying(crafted({ inner: { nonce: request.nonce ^ 1n } }))).toThrow(failsWith('BIND_NONCE_MISMATCH'))
    expect(verifying(crafted({ inner: { tempAuthKeyId: 1n } }))).toThrow(failsWith('BIND_TEMP_KEY_MISMATCH'))
    expect(verifying(crafted({ inner: { permAuthKeyId: 1n } }))).toThrow(failsWith('BIND_PERM_KEY_MISMATCH'))
    expect(verifying(crafted({ inner: { tempSessionId: 1n } }))).toThrow(failsWith('BIND_SESSION_MISMATCH'))
    expect(verifying(crafted({ inner: { expiresAt: expiresAt - 1 } }))).toThrow(failsWith('BIND_EXPIRY_MISMATCH'))
    const otherMsgId = (view: DataView) => view.setBigInt64(16, msgId + 4n, true)
    expect(verifying(crafted({ header: otherMsgId }))).toThrow(failsWith('BIND_MSG_ID_MISMATCH'))
    const seqNo = (view: DataView) => view.setInt32(24, 1, true)
    expect(verifying(crafted({ header: seqNo }))).toThrow(failsWith('BIND_MESSAGE_INVALID'))
    const length = (view: DataView) => view.setInt32(28, 36, true)
    expect(verifying(crafted({ header: length }))).toThrow(failsWith('BIND_MESSAGE_INVALID'))
  })

  it('KX-12: is refused where any field of the request, the session or the keys differs', () => {
    const asked = (changes: Partial<typeof request>) => ({ request: { ...request, ...changes } })
    expect(verifying(asked({ nonce: request.nonce + 1n }))).toThrow(failsWith('BIND_NONCE_MISMATCH'))
    expect(verifying(asked({ permAuthKeyId: 1n }))).toThrow(failsWith('BIND_PERM_KEY_MISMATCH'))
    expect(verifying(asked({ expiresAt: expiresAt + 1 }))).toThrow(failsWith('BIND_EXPIRY_MISMATCH'))
    expect(verifying({ temporaryKeyId: 1n })).toThrow(failsWith('BIND_TEMP_KEY_MISMATCH'))
    expect(verifying({ sessionId: 1n })).toThrow(failsWith('BIND_SESSION_MISMATCH'))
    expect(verifying({ msgId: msgId + 4n })).toThrow(failsWith('BIND_MSG_ID_MISMATCH'))
    expect(verifying({ permanentKey: temporaryKey })).toThrow(failsWith('BIND_PERM_KEY_MISMATCH'))
  })

  it('KX-12: is refused with any bit of the encrypted message changed', () => {
    const { encryptedMessage } = request
    // The padding of MTProto 1.0 is not covered by its hash, but shares a block with what is.
    for (let bit = 0; bit < encryptedMessage.length * 8; bit++) {
      const changed = { ...request, encryptedMessage: flipBit(encryptedMessage, bit) }
      expect(verifying({ request: changed }), `bit ${bit}`).toThrow(failsWith('BIND_MESSAGE_INVALID'))
    }
  })

  it("KX-12: is refused in another length, under MTProto 2.0 and from the server's side", () => {
    const plain = random(80)
    new DataView(plain.buffer).setInt32(28, 40, true)
    for (const encryptedMessage of [
      new Uint8Array(0),
      request.encryptedMessage.subarray(0, 88),
      concat(request.encryptedMessage, new Uint8Array(16)),
      sealMessage(permanentKey, 'client', plain),
      sealMessageV1(permanentKey, 'server', plain),
      sealMessageV1(permanentKey, 'client', plain),
    ]) {
      expect(verifying({ request: { ...request, encryptedMessage } })).toThrow(failsWith('BIND_MESSAGE_INVALID'))
    }
  })

  it('KX-12: expires with the earlier of the binding and the key, and is refused once it has', () => {
    expect(verifyBindTempAuthKey({ ...good, temporaryKeyExpiresAt: expiresAt - 5 })).toEqual({
      expiresAt: expiresAt - 5,
    })
    expect(verifyBindTempAuthKey({ ...good, temporaryKeyExpiresAt: expiresAt + 5 })).toEqual({ expiresAt })
    expect(verifying({ now: expiresAt })).toThrow(failsWith('BIND_EXPIRED'))
    expect(verifying({ temporaryKeyExpiresAt: NOW })).toThrow(failsWith('BIND_EXPIRED'))
  })

  it('reads ids the same, signed or unsigned', () => {
    const unsigned = (id: bigint) => BigInt.asUintN(64, id)
    const asked = { ...request, nonce: unsigned(request.nonce), permAuthKeyId: unsigned(request.permAuthKeyId) }
    const options = {
      ...good,
      request: asked,
      sessionId: unsigned(sessionId),
      temporaryKeyId: unsigned(temporaryKey.id),
    }
    expect(verifyBindTempAuthKey(options)).toEqual({ expiresAt })
  })
})
