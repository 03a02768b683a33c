import type { api } from '@chappe/tl-codec/api'
import type { ClientFatalError, ClientState } from '@chappe/transport/client'
import { ClientError, type RpcError } from '../errors.ts'
import type { Delivered, Gap } from './update-types.ts'

/** A message that arrived, or that was sent from this account (`out`), by whichever device. */
export interface ReceivedMessage {
  readonly id: number
  /** The chat: answer by `sendMessage(message.peer, …)`. */
  readonly peer: api.Peer
  readonly from: api.Peer | undefined
  readonly out: boolean
  readonly text: string
  /** Unix time in seconds. */
  readonly date: number
  readonly raw: api.message | api.messageService
}

/** What a client tells its listeners. */
export interface ClientEvents {
  /** Each message once, in the order of its chat, also what was missed while there was no connection. */
  message: ReceivedMessage
  /** Every update, with the people and chats it names. */
  update: Delivered
  /** Updates were lost for good (of one channel, or of everything else): what an app shows must be loaded anew. */
  gap: Gap
  /** The server sent an update that this layer does not know; the difference is asked for instead. */
  unknownUpdate: { readonly bytes: Uint8Array; readonly layer: number; readonly error: Error }
  state: ClientState
  /** The account was signed out by another device or by the server. */
  signedOut: RpcError | undefined
  /** A check of the protocol failed; the client connected again. */
  violation: Error
  /** The client cannot go on. */
  fatal: ClientFatalError
}

export type Listener<E> = (event: E) => void

export interface Emitter {
  /** Gives back what ends the listening. A listener that throws does not keep others from hearing. */
  on<N extends keyof ClientEvents>(name: N, listener: Listener<ClientEvents[N]>): () => void
  emit<N extends keyof ClientEvents>(name: N, event: ClientEvents[N]): void
}

type Listeners = { [N in keyof ClientEvents]: Set<Listener<ClientEvents[N]>> }

export function createEmitter(onListenerError: (error: unknown) => void): Emitter {
  const listeners: Listeners = {
    message: new Set(),
    update: new Set(),
    gap: new Set(),
    unknownUpdate: new Set(),
    state: new Set(),
    signedOut: new Set(),
    violation: new Set(),
    fatal: new Set(),
  }
  return {
    on(name, listener) {
      const set: Set<Listener<ClientEvents[typeof name]>> = listeners[name]
      set.add(listener)
      return () => void set.delete(listener)
    },
    emit(name, event) {
      const set: Set<Listener<ClientEvents[typeof name]>> = listeners[name]
      for (const listener of [...set]) {
        try {
          listener(event)
        } catch (error) {
          onListenerError(error)
        }
      }
    },
  }
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

/**
 * Events as an async iterable. What is not taken waits, up to a bound; beyond it the iteration ends with an error, since
 * leaving out updates in silence would be worse.
 */
export function iterate<N extends keyof ClientEvents>(
  emitter: Emitter,
  name: N,
  maxWaiting: number,
  closed: AbortSignal,
): AsyncIterableIterator<ClientEvents[N]> {
  const waiting: { readonly value: ClientEvents[N] }[] = []
  let wake: (() => void) | undefined
  let overflowed = false
  let ended = closed.aborted
  const stop = emitter.on(name, (event) => {
    if (waiting.length >= maxWaiting) {
      overflowed = true
      end()
    } else {
      waiting.push({ value: event })
    }
    wake?.()
  })
  const end = (): void => {
    ended = true
    stop()
    wake?.()
  }
  closed.addEventListener('abort', end, { once: true })

  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      while (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const next = waiting.shift()
      if (next !== undefined) return { done: false, value: next.value }
      if (overflowed) throw new ClientError('UPDATES_OVERFLOW', `more than ${maxWaiting} events waited to be taken`)
      return { done: true, value: undefined }
    },
    async return() {
      closed.removeEventListener('abort', end)
      end()
      waiting.length = 0
      return { done: true, value: undefined }
    },
  }
}
