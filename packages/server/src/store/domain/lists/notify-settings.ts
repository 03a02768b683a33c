import type { UserId } from '../../../ids.ts'

/** `users`, `chats`, `broadcasts`, or `peer:` and the number of a peer, with `:` and the topic's number if it is one. */
export type NotifyScope = string

export interface NotifySettings {
  readonly scope: NotifyScope
  /** A boxed TL `PeerNotifySettings`. */
  readonly settings: Uint8Array
}

export interface NotifySettingReads {
  /** Those of `scopes` that the user settled. */
  many(owner: UserId, scopes: readonly NotifyScope[]): Promise<NotifySettings[]>
  /** Everything that the user settled. */
  list(owner: UserId, limit: number): Promise<NotifySettings[]>
}

export interface NotifySettingWrites extends NotifySettingReads {
  put(owner: UserId, settings: NotifySettings): Promise<void>
  clear(owner: UserId): Promise<void>
}
