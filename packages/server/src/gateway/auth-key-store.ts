import type { AuthKeyStore } from '@chappe/transport'
import { announceKey } from '../changes/announce-key.ts'
import { endOfDevice } from '../chats/secret/end-secret-chat.ts'
import type { ServicePorts } from '../core-ports.ts'
import { descendantsOf } from '../rules/authorization-family.ts'
import type { Store } from '../store/store.ts'

/** The transport's keys, in our store. */
export function createAuthKeyStore(store: Store, ports: Pick<ServicePorts, 'bus' | 'clock'>): AuthKeyStore {
  return {
    async load(authKeyId) {
      const record = await store.read.authKeys.get(authKeyId)
      if (record === undefined) return undefined
      const { id, key, initialSalt: salt, createdAt, expiresAt, dc } = record
      return { id, key, salt, createdAt, expiresAt, dc }
    },
    async save({ id, key, salt: initialSalt, createdAt, expiresAt, dc }) {
      const added = await store.transaction((tx) => tx.authKeys.add({ id, key, initialSalt, createdAt, expiresAt, dc }))
      return added ? 'stored' : 'duplicate'
    },
    delete: (authKeyId) =>
      store.transaction(async (tx) => {
        if ((await tx.authKeys.get(authKeyId)) === undefined) return false
        const authorization = await tx.authorizations.get(authKeyId)
        const all = authorization === undefined ? [] : await tx.authorizations.ofUser(authorization.userId)
        const removed = await tx.authKeys.remove(authKeyId)
        // What came from the key ends with it, as with any other way out.
        for (const id of [authKeyId, ...descendantsOf(all, authKeyId).map((one) => one.authKeyId)]) {
          await endOfDevice(tx, ports, id)
          if (await tx.authorizations.remove(id)) await announceKey(tx, ports, { type: 'authorization', authKeyId: id })
        }
        for (const id of removed) await announceKey(tx, ports, { type: 'keyDestroyed', authKeyId: id })
        return true
      }),
  }
}
