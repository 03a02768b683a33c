import type { api } from '@chappe/tl-codec/api'

/** What one object of an answer tells of someone. */
export interface Seen {
  readonly kind: 'user' | 'chat' | 'channel'
  readonly id: bigint
  /** Undefined where only the names are of use ("Constructor min"). */
  readonly accessHash: bigint | undefined
  /** All that are active, the one that is shown first. */
  readonly names: readonly string[]
  readonly phone: string | undefined
}

export function seenUser(user: api.User): Seen | undefined {
  if (user._ !== 'user') return undefined
  const { id, min, phone } = user
  const accessHash = min ? undefined : user.accessHash
  return { kind: 'user', id, accessHash, names: activeNames(user.username, user.usernames), phone }
}

export function seenChat(chat: api.Chat): Seen | undefined {
  if (chat._ === 'chat') return { kind: 'chat', id: chat.id, accessHash: 0n, names: [], phone: undefined }
  if (chat._ !== 'channel') return undefined
  const accessHash = chat.min ? undefined : chat.accessHash
  const names = activeNames(chat.username, chat.usernames)
  return { kind: 'channel', id: chat.id, accessHash, names, phone: undefined }
}

export function activeNames(shown: string | undefined, names: readonly api.Username[] | undefined): string[] {
  const active = names?.filter((name) => name.active).map(({ username }) => username) ?? []
  return shown === undefined ? active : [shown, ...active.filter((name) => name !== shown)]
}
