import type { SessionName } from '../bus/bus.ts'
import type { UserId } from '../ids.ts'
import type { ClientInfo } from '../store/domain/identity/auth-keys.ts'

/** A key as the gateway keeps it while it is in use. */
export interface KeyState {
  /** The key that authorizations hang on: a temporary key acts for the permanent one that it is bound to. */
  authKeyId: bigint
  /** A temporary key that is not bound yet: it may do nothing but be bound. */
  unbound?: boolean | undefined
  /** When its use was last written down, in Unix seconds. */
  activeAt?: number | undefined
  /** The same of a key by which nobody is signed in. */
  usedAt?: number | undefined
  /** The data centre that the client meant when it made this very key, as p_q_inner_data_dc names it. */
  dc?: number | undefined
  /** What the client said of itself; absent before its first `initConnection`. */
  client: ClientInfo | undefined
  /** Who is signed in. Kept up to date by the bus. */
  userId: UserId | undefined
}

/** Where a request comes from. */
export interface Caller {
  /** Names the query in every line of the log about it. */
  readonly requestId: string
  readonly key: KeyState
  readonly session: SessionName
  readonly remoteAddress: string | undefined
  /** The query itself, as `auth.bindTempAuthKey` has to know it: the very key it came under, and its msg_id. */
  readonly query: { readonly keyId: bigint; readonly msgId: bigint }
  /** The key was bound to a permanent one: its state is loaded anew before the next query is served. */
  rebound(): Promise<void>
  /** The device is in use now, or not any more: once its connections are gone, all are told. */
  setOnline(online: boolean): void
  /** The session takes part in the user's updates from now on (it sent a query outside `invokeWithoutUpdates`). */
  wantUpdates(): void
  /** Waits for other queries of the session: 'failed' if one of them failed, 'timeout' if one did not come in time. */
  after(msgIds: readonly bigint[]): Promise<'ok' | 'failed' | 'timeout'>
}
