import type { api } from '@chappe/tl-codec/api'
import type { ClientFatalError } from '@chappe/transport/client'
import type { RpcError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { StateChange } from '../state.ts'
import type { Handling } from './handling.ts'
import type { Delivered, Gap } from './update-types.ts'

/** A message that arrived, or that was sent from this account (`out`), by whichever device. */
export interface ReceivedMessage {
  readonly id: number
  /** The chat: answer by `sendMessage(message.peer, …)`. */
  readonly peer: api.Peer
  readonly from: api.Peer | undefined
  readonly out: boolean
  /** Empty for service messages, and for pictures and the like without a caption. */
  readonly text: string
  /** Unix time in seconds. */
  readonly date: number
  readonly raw: api.message | api.messageService
}

/** What a client tells its listeners. */
export interface ClientEvents {
  /** Each message once, in the order of its chat, also what was missed while there was no connection. */
  message: ReceivedMessage
  /** Every update, with the people and chats it names, as far as they are known or can be asked for. */
  update: Delivered
  /** Updates were lost for good (of one channel, or of everything else): what an app shows must be loaded anew. */
  gap: Gap
  /** The server sent an update that this layer does not know; the difference is asked for instead. */
  unknownUpdate: { readonly bytes: Uint8Array; readonly layer: number; readonly error: Error }
  /** The connection; `waiting` says why, and when the next attempt is made. */
  state: StateChange
  /** The account was signed out by another device or by the server. */
  signedOut: RpcError | undefined
  /** A check of the protocol failed; the client connected again. */
  violation: Error
  /** The client cannot go on. */
  fatal: ClientFatalError
  /** A listener of `event` threw, or the promise that it gave back was rejected. */
  error: ListenerError
}

export interface ListenerError {
  readonly event: keyof ClientEvents
  readonly error: unknown
}

/** May be async: a rejection becomes the event `error`, and counters are stored when it has settled. */
export type Listener<E> = (event: E) => void

export interface Emitter {
  /** Gives back what ends the listening. A listener that throws does not keep others from hearing. */
  on<N extends keyof ClientEvents>(name: N, listener: Listener<ClientEvents[N]>): () => void
  emit<N extends keyof ClientEvents>(name: N, event: ClientEvents[N]): void
  /** Whether anybody listens. */
  has(name: keyof ClientEvents): boolean
}

type Listeners = { [N in keyof ClientEvents]: Set<Listener<ClientEvents[N]>> }

export function createEmitter(handling: Handling, log: Log): Emitter {
  const listeners: Listeners = {
    message: new Set(),
    update: new Set(),
    gap: new Set(),
    unknownUpdate: new Set(),
    state: new Set(),
    signedOut: new Set(),
    violation: new Set(),
    fatal: new Set(),
    error: new Set(),
  }

  function onError(event: keyof ClientEvents, error: unknown): void {
    // One that listens to errors and throws is not told of that, or it would never end.
    if (event === 'error' || listeners.error.size === 0) log('warn', `a listener of '${event}' failed`, error)
    else emit('error', { event, error })
  }

  function emit<N extends keyof ClientEvents>(name: N, event: ClientEvents[N]): void {
    const set: Set<Listener<ClientEvents[N]>> = listeners[name]
    for (const listener of [...set]) {
      try {
        const result: unknown = listener(event)
        if (!isThenable(result)) continue
        const end = handling.begin()
        Promise.resolve(result).then(end, (error: unknown) => {
          end()
          onError(name, error)
        })
      } catch (error) {
        onError(name, error)
      }
    }
  }

  return {
    on(name, listener) {
      const set: Set<Listener<ClientEvents[typeof name]>> = listeners[name]
      set.add(listener)
      return () => void set.delete(listener)
    },
    emit,
    has: (name) => listeners[name].size > 0,
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

export function toReceivedMessage(update: api.Update): ReceivedMessage | undefined {
  if (update._ !== 'updateNewMessage' && update._ !== 'updateNewChannelMessage') return undefined
  const { message } = update
  if (message._ === 'messageEmpty') return undefined
  const { id, peerId: peer, date } = message
  // In a private chat the other side's messages may come without a sender, who is the chat itself.
  const from = message.fromId ?? (message.out || peer._ !== 'peerUser' ? undefined : peer)
  const text = message._ === 'message' ? message.message : ''
  return { id, peer, from, out: message.out === true, text, date, raw: message }
}
