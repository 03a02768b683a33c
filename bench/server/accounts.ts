import { randomBytes } from 'node:crypto'
import { AuthKey } from '@chappe/crypto'
import type { Store, UserId } from '@chappe/server'
import type { StoredClientKey } from '@chappe/transport'

/** An account with one device that is signed in. */
export interface Account {
  readonly id: UserId
  readonly phone: string
  readonly key: StoredClientKey
}

const perTransaction = 500

/** Makes accounts and authorization keys as signing up would leave them, without the minutes that 10,000 handshakes take. */
export async function createAccounts(store: Store, count: number): Promise<Account[]> {
  const now = Math.floor(Date.now() / 1000)
  const accounts: Account[] = []
  while (accounts.length < count) {
    const size = Math.min(perTransaction, count - accounts.length)
    const first = accounts.length
    const made = await store.transaction(async (tx) => {
      const batch: Account[] = []
      for (let i = 0; i < size; i++) {
        const phone = `4420${String(first + i).padStart(8, '0')}`
        const user = await tx.users.create({ phone, firstName: 'User', lastName: String(first + i), createdAt: now })
        const key = new Uint8Array(randomBytes(256))
        const authKey = new AuthKey(key.slice())
        const salt = BigInt(first + i + 1)
        await tx.authKeys.add({ id: authKey.id, key, initialSalt: salt, createdAt: now })
        const hash = BigInt(first + i + 1)
        await tx.authorizations.put({ authKeyId: authKey.id, userId: user.id, hash, createdAt: now, activeAt: now })
        batch.push({ id: user.id, phone, key: { key, salt, timeOffset: 0 } })
      }
      return batch
    })
    accounts.push(...made)
  }
  return accounts
}
