import type { UnixTime } from '../../../ids.ts'

export interface AuthKeyRecord {
  /** `auth_key_id`, signed. */
  readonly id: bigint
  /** The 256 bytes of the key. */
  readonly key: Uint8Array
  /** The server salt that came out of the key exchange. */
  readonly initialSalt: bigint
  readonly createdAt: UnixTime
  /** When it was last used by a client that is not signed in, roughly; at first, when it was made. */
  readonly usedAt: UnixTime
  /** Only a temporary key has one. */
  readonly expiresAt?: UnixTime | undefined
  /** The data centre that its client meant, as p_q_inner_data_dc names it; absent if it named none. */
  readonly dc?: number | undefined
  /** For a temporary key, the permanent key that it was bound to. */
  readonly boundTo?: bigint | undefined
  /** What the client said of itself; absent until its first `initConnection`. */
  readonly client?: ClientInfo | undefined
}

/** The arguments of `initConnection` and `invokeWithLayer` that outlive the connection. */
export interface ClientInfo {
  readonly layer: number
  readonly apiId: number
  readonly deviceModel: string
  readonly systemVersion: string
  readonly appVersion: string
  readonly systemLangCode: string
  readonly langPack: string
  readonly langCode: string
}

export interface AuthKeyReads {
  get(id: bigint): Promise<AuthKeyRecord | undefined>
}

export interface AuthKeyWrites extends AuthKeyReads {
  /** False, and nothing is written, if a key of this id exists. */
  add(record: Pick<AuthKeyRecord, 'id' | 'key' | 'initialSalt' | 'createdAt' | 'expiresAt' | 'dc'>): Promise<boolean>
  setClient(id: bigint, client: ClientInfo): Promise<void>
  noteUse(id: bigint, time: UnixTime): Promise<void>
  /**
   * Has a temporary key act for a permanent one until it expires, now at `expiresAt` if that is given. False, and nothing
   * is written, if it acts for another one or is no temporary key.
   */
  bind(temporary: bigint, permanent: bigint, expiresAt?: UnixTime): Promise<boolean>
  /** Removes a key, and the temporary keys that are bound to it; gives all that were there. */
  remove(id: bigint): Promise<bigint[]>
  /** Removes the temporary keys that are bound to a permanent one, but for some of them; gives them. */
  removeBound(permanent: bigint, except: readonly bigint[]): Promise<bigint[]>
  /** Removes temporary keys that expired before `time`, at most `limit`; tells how many there were. */
  removeExpired(time: UnixTime, limit: number): Promise<number>
  /**
   * Removes permanent keys that were not used since `time`, as `remove` does, at most `limit` of them. Those by which
   * somebody is signed in stay, and count as used `now`. Tells how many of both kinds there were.
   */
  removeUnused(time: UnixTime, now: UnixTime, limit: number): Promise<number>
}
