import type { api } from '@chappe/tl-codec/api'
import type { PeerCache } from './peer-cache.ts'

/** The people and chats that almost every answer brings along. */
export function peopleIn(result: object): { readonly users: readonly api.User[]; readonly chats: readonly api.Chat[] } {
  if (Array.isArray(result)) return { users: result.filter(isUser), chats: result.filter(isChat) }
  const users = 'users' in result && Array.isArray(result.users) ? result.users.filter(isUser) : []
  const chats = 'chats' in result && Array.isArray(result.chats) ? result.chats.filter(isChat) : []
  return { users, chats }
}

function isUser(value: unknown): value is api.User {
  return isTagged(value) && (value._ === 'user' || value._ === 'userEmpty')
}

const CHATS: ReadonlySet<unknown> = new Set<api.Chat['_']>([
  'chat',
  'chatEmpty',
  'chatForbidden',
  'channel',
  'channelForbidden',
])

function isChat(value: unknown): value is api.Chat {
  return isTagged(value) && CHATS.has(value._)
}

function isTagged(value: unknown): value is { readonly _: unknown } {
  return typeof value === 'object' && value !== null && '_' in value
}

/** What an update says of people that is no user or chat. */
export function noteChanges(peers: PeerCache, update: api.Update): void {
  if (update._ === 'updateUserName') peers.renamed(update)
  else if (update._ === 'updateUserPhone') peers.learnPhone(update.phone, 'user', update.userId)
  else if (update._ === 'updateUser') peers.expire('user', update.userId)
  else if (update._ === 'updateChannel') peers.expire('channel', update.channelId)
}
