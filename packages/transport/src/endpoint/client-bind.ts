import type { AuthKey, RandomBytes } from '@chappe/crypto'
import { buildBindTempAuthKey } from '../key-exchange/bind-temp-auth-key.ts'
import type { PfsOptions } from './client-endpoint-options.ts'
import type { TemporaryKey } from './client-keys.ts'
import type { ClientSession } from './client-session.ts'

/** Asks for the binding of a temporary key, in a session under it; gives what the session calls the request. */
export function bindTemporaryKey(
  session: ClientSession,
  permanentKey: AuthKey,
  { authKey: temporaryKey, expiresAt }: TemporaryKey,
  pfs: PfsOptions,
  random: RandomBytes,
): number {
  return session.requestNamingItself((msgId) => {
    const { sessionId } = session
    return pfs.encodeBind(buildBindTempAuthKey({ permanentKey, temporaryKey, sessionId, msgId, expiresAt, random }))
  })
}
