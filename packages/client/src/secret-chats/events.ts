import type { IgnoredReason } from '@chappe/crypto'
import type { secret } from '@chappe/tl-codec/secret'
import type { Log } from '../log.ts'
import type { Handling } from '../updates/handling.ts'
import type { SecretMessage } from './secret-message.ts'
import type { SecretChatOverReason } from './store/chat-record.ts'

/** A secret chat as an app sees it. */
export interface SecretChatInfo {
  readonly id: number
  /** The other person. */
  readonly userId: bigint
  /** Whether it was asked for on this device. */
  readonly out: boolean
  /** Unix time in seconds. */
  readonly date: number
  /**
   * `waiting` for the other person to accept, `requested` by the other person, `accepting` until the server knows that this
   * device has taken it, `active`, or `ended`.
   */
  readonly state: 'waiting' | 'requested' | 'accepting' | 'active' | 'ended'
  /** Why it is over. */
  readonly reason: SecretChatOverReason | undefined
  /** The lifetime of new messages, in seconds; 0 is for ever. */
  readonly ttl: number
  /** The layer in which messages are written: the older one of both ends'. */
  readonly layer: number
}

/** What an app is told of secret chats. */
export interface SecretChatEvents {
  /** Somebody asks for a secret chat; `accept` or `end` it. */
  request: SecretChatInfo
  /** Both ends have the key. */
  ready: SecretChatInfo
  /** The chat is over. */
  ended: SecretChatInfo
  /** A message from the other end, each in its order. */
  message: SecretMessage
  /** The other end's device has these messages of one's own. */
  acknowledged: { readonly chatId: number; readonly randomIds: readonly bigint[] }
  /** The other person has read what was sent up to a date (unix time in seconds), or has opened these. */
  read: { readonly chatId: number; readonly maxDate: number | undefined; readonly randomIds: readonly bigint[] }
  /** Messages are gone: deleted here or there, or by their timers. `randomIds` is undefined when all are. */
  deleted: {
    readonly chatId: number
    readonly randomIds: readonly bigint[] | undefined
    readonly by: 'here' | 'there' | 'timer'
  }
  /** The other person is typing; `action` says what, as far as their app does. */
  typing: { readonly chatId: number; readonly action: secret.SendMessageAction | undefined }
  /** The lifetime of new messages was changed by the other person, in seconds. */
  timer: { readonly chatId: number; readonly ttl: number }
  /** Another key is in use from now on; the picture stays. */
  rekeyed: { readonly chatId: number }
  /** Something that came was left out, or a file whose key does not fit (`fileKey`). The chat goes on. */
  ignored: { readonly chatId: number; readonly reason: IgnoredReason | 'fileKey' }
}

/** May be async: a message counts as dealt with when all promises of its listeners have settled. */
export type SecretChatListener<E> = (event: E) => void

export interface SecretChatEmitter {
  /** Gives back what ends the listening. */
  on<N extends keyof SecretChatEvents>(name: N, listener: SecretChatListener<SecretChatEvents[N]>): () => void
  /** Whether anybody listens. */
  has(name: keyof SecretChatEvents): boolean
  /** Resolves when the listeners have dealt with it. */
  emit<N extends keyof SecretChatEvents>(name: N, event: SecretChatEvents[N]): Promise<void>
}

type Listeners = { [N in keyof SecretChatEvents]: Set<SecretChatListener<SecretChatEvents[N]>> }

/** @param onFirst somebody begins to listen to messages */
export function createSecretChatEmitter(handling: Handling, log: Log, onFirst: () => void): SecretChatEmitter {
  const listeners: Listeners = {
    request: new Set(),
    ready: new Set(),
    ended: new Set(),
    message: new Set(),
    acknowledged: new Set(),
    read: new Set(),
    deleted: new Set(),
    typing: new Set(),
    timer: new Set(),
    rekeyed: new Set(),
    ignored: new Set(),
  }
  return {
    on(name, listener) {
      const set: Set<SecretChatListener<SecretChatEvents[typeof name]>> = listeners[name]
      const isFirst = set.size === 0
      set.add(listener)
      if (name === 'message' && isFirst) onFirst()
      return () => void set.delete(listener)
    },
    has: (name) => listeners[name].size > 0,
    async emit(name, event) {
      const set: Set<SecretChatListener<SecretChatEvents[typeof name]>> = listeners[name]
      const done = handling.begin()
      const onError = (error: unknown): void => log('warn', `a listener of secret chats' '${name}' failed`, error)
      const results = [...set].map(async (listener): Promise<void> => listener(event))
      await Promise.all(results.map((result) => result.catch(onError)))
      done()
    },
  }
}
