import { AuthKey } from '@chappe/crypto'
import { KeyExchangeError, verifyBindTempAuthKey } from '@chappe/transport'
import { announceKey } from '../../changes/announce-key.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/** "Perfect Forward Secrecy": a temporary key acts for a permanent one from now on, until it expires. */
export function createBindTempAuthKey(ports: Pick<ServicePorts, 'store' | 'clock' | 'bus'>): Methods {
  const { store, clock } = ports
  return {
    'auth.bindTempAuthKey': openMethod({}, async ({ caller }, request) => {
      const { keyId, msgId } = caller.query
      const { permAuthKeyId: permanent } = request
      const [temporaryKey, permanentKey] = await Promise.all([
        store.read.authKeys.get(keyId),
        store.read.authKeys.get(permanent),
      ])
      if (temporaryKey?.expiresAt === undefined) throw badRequest('TEMP_AUTH_KEY_EMPTY')
      if (permanentKey === undefined || permanentKey.expiresAt !== undefined)
        throw badRequest('ENCRYPTED_MESSAGE_INVALID')
      if (temporaryKey.boundTo !== undefined && temporaryKey.boundTo !== permanent) {
        throw badRequest('TEMP_AUTH_KEY_ALREADY_BOUND')
      }
      const key = new AuthKey(permanentKey.key)
      try {
        const { expiresAt } = verifyBindTempAuthKey({
          request,
          permanentKey: key,
          temporaryKeyId: keyId,
          temporaryKeyExpiresAt: temporaryKey.expiresAt,
          sessionId: caller.session.sessionId,
          msgId,
          now: unixSeconds(clock),
        })
        await store.transaction(async (tx) => {
          // It was not bound when it was read; another request may have bound it since.
          if (!(await tx.authKeys.bind(keyId, permanent, expiresAt))) throw badRequest('TEMP_AUTH_KEY_ALREADY_BOUND')
          // What the client said of itself before belongs to the permanent key, as all that it will say.
          if (caller.key.client !== undefined) await tx.authKeys.setClient(permanent, caller.key.client)
          const { requestId } = caller
          await announceKey(tx, ports, { type: 'bound', temporary: keyId, permanent, requestId })
        })
        await caller.rebound()
      } catch (error) {
        if (!(error instanceof KeyExchangeError)) throw error
        throw badRequest(error.code === 'BIND_EXPIRED' ? 'EXPIRES_AT_INVALID' : 'ENCRYPTED_MESSAGE_INVALID')
      } finally {
        key.wipe()
      }
      return true
    }),
  }
}
