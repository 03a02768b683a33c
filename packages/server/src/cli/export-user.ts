import { ConfigError } from '../config/config-error.ts'
import { isUser, type UserId } from '../ids.ts'
import { toUserId } from '../peers/peer-id.ts'
import { exportAccount } from '../services/account/export-account.ts'
import type { Reads } from '../store/store.ts'
import { withStore } from './with-store.ts'

/** Writes what is stored of an account as one JSON text, piece by piece. */
export async function exportUser(data: string, user: string, write: (text: string) => Promise<void>): Promise<void> {
  await withStore(data, async (store) => {
    const userId = await find(store.read, user)
    if (userId === undefined) throw new ConfigError(`there is no user ${user}`)
    for await (const text of exportAccount(store, userId)) await write(text)
    await write('\n')
  })
}

/** By id, by +number or by @name. */
async function find(read: Reads, user: string): Promise<UserId | undefined> {
  if (user.startsWith('+')) return (await read.users.byPhone(user.replaceAll(/[^0-9]/g, '')))?.id
  const id = /^[0-9]+$/.test(user) ? toUserId(BigInt(user)) : await read.usernames.resolve(user.replace(/^@/, ''))
  return id === undefined || !isUser(id) ? undefined : (await read.users.get(id))?.id
}
