import type { PeerId, UserId } from '../../../ids.ts'

/** All chats of a kind, or one chat. */
export type NotifyScope = 'users' | 'chats' | 'broadcasts' | PeerScope

export interface PeerScope {
  readonly peer: PeerId
  /** Of a forum, one topic alone. */
  readonly topic?: number | undefined
}

/** A scope in one word, by which it is stored and told apart from others. */
export function scopeName(scope: NotifyScope): string {
  if (typeof scope === 'string') return scope
  return scope.topic === undefined ? `peer:${scope.peer}` : `peer:${scope.peer}:${scope.topic}`
}

export interface NotifySettings {
  readonly scope: NotifyScope
  /** A boxed TL `PeerNotifySettings`. */
  readonly settings: Uint8Array
}

export interface NotifySettingReads {
  /** Those of `scopes` that the user has set. */
  many(owner: UserId, scopes: readonly NotifyScope[]): Promise<NotifySettings[]>
  /** Everything that the user has set. */
  list(owner: UserId, limit: number): Promise<NotifySettings[]>
}

export interface NotifySettingWrites extends NotifySettingReads {
  put(owner: UserId, settings: NotifySettings): Promise<void>
  clear(owner: UserId): Promise<void>
}
