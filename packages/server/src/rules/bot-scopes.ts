import type { PeerId, UserId } from '../ids.ts'

/** For whom a list of commands is ("Bots", "Bot commands", scopes). */
export type BotScope =
  | { readonly kind: 'default' | 'users' | 'chats' | 'chat admins' }
  | { readonly kind: 'peer' | 'peer admins'; readonly peer: PeerId }
  | { readonly kind: 'peer user'; readonly peer: PeerId; readonly userId: UserId }

/** As the store names it. */
export function scopeKey(scope: BotScope): string {
  switch (scope.kind) {
    case 'peer':
    case 'peer admins':
      return `${scope.kind}:${scope.peer}`
    case 'peer user':
      return `${scope.kind}:${scope.peer}:${scope.userId}`
    default:
      return scope.kind
  }
}

/** The scopes in which somebody's commands are looked for in a chat with a bot, the first one first. */
export function scopesInChat(where: {
  readonly userId: UserId
  /** Missing in the private chat of the two. */
  readonly peer?: PeerId | undefined
  readonly isAdmin: boolean
}): BotScope[] {
  const { userId, peer, isAdmin } = where
  if (peer === undefined) return [{ kind: 'peer', peer: userId }, { kind: 'users' }, { kind: 'default' }]
  return [
    { kind: 'peer user', peer, userId },
    ...(isAdmin ? [{ kind: 'peer admins', peer } as const] : []),
    { kind: 'peer', peer },
    ...(isAdmin ? [{ kind: 'chat admins' } as const] : []),
    { kind: 'chats' },
    { kind: 'default' },
  ]
}

/** Two letters ("ISO 639-1") or nothing. Of a longer code that a client has its beginning counts. */
export function isBotLang(code: string): boolean {
  return code === '' || /^[a-z]{2}$/.test(code)
}

export function botLangOf(clientCode: string | undefined): string {
  const code = clientCode?.slice(0, 2).toLowerCase() ?? ''
  return isBotLang(code) ? code : ''
}
