import { AuthKey } from '@chappe/crypto'
import type { ServerQuery, ServerSession } from '@chappe/transport'
import { type Clock, unixSeconds } from '../ports/clock.ts'
import { type RandomBytes, randomLong } from '../ports/random.ts'
import { RpcError } from '../rpc/rpc-error.ts'
import type { Store } from '../store/store.ts'

/**
 * A session of this very process: neither a connection nor encryption lies between it and the server. All else is as for any
 * other session: it has a key that somebody signs in by, its turn among all queries, and its updates.
 */
export interface LocalSession {
  /** The answer to a query, both in TL bytes. Rejects with an `RpcError`. */
  request(body: Uint8Array): Promise<Uint8Array>
  /** Takes part in nothing any more. Queries under way are still answered. */
  close(): void
}

export interface LocalSessionOptions {
  /** Of a key that the store has. */
  readonly authKeyId: bigint
  readonly sessionId: bigint
  /** An update, TL bytes. Called within the server's own turn: whatever takes long is put off. */
  readonly onUpdate: (body: Uint8Array) => void
}

/** What a gateway does with sessions, whatever they come by. */
export interface SessionsOfGateway {
  begin(transport: ServerSession): void
  end(transport: ServerSession): void
  admit(query: ServerQuery): void
}

const nothingHeld = { heldBytes: 0, records: 0, unanswered: 0, quiet: true } as const

export function openLocalSession(
  { authKeyId, sessionId, onUpdate }: LocalSessionOptions,
  { begin, end, admit }: SessionsOfGateway,
): LocalSession {
  let isOpen = true
  let msgId = 0n
  const transport: ServerSession = {
    ...{ authKeyId, sessionId, expiresAt: undefined, dc: undefined, remoteAddress: undefined, load: nothingHeld },
    get connected() {
      return isOpen
    },
    setWanted() {},
    push(body) {
      if (isOpen) onUpdate(body)
    },
    close,
  }

  function close(): void {
    if (!isOpen) return
    isOpen = false
    end(transport)
  }

  begin(transport)
  return {
    close,
    request: (body) =>
      new Promise((resolve, reject) => {
        if (!isOpen) return reject(new RpcError(401, 'SESSION_EXPIRED'))
        msgId += 4n
        admit({
          ...{ session: transport, msgId, body, remoteAddress: undefined, dropped: false },
          answer: resolve,
          fail: (code, message) => reject(new RpcError(code, message)),
          // Each query is asked by itself; nothing names another.
          after: async () => 'failed',
          release() {},
        })
      }),
  }
}

const keyBytes = 256

/**
 * A key for sessions of this process: one like any other to the store, whose bytes are told to nobody. Gives the one that is
 * named, as long as it is there.
 */
export async function localKey(
  { store, random, clock }: { readonly store: Store; readonly random: RandomBytes; readonly clock: Clock },
  known: bigint | undefined,
): Promise<bigint> {
  if (known !== undefined && (await store.read.authKeys.get(known)) !== undefined) return known
  const key = random(keyBytes)
  const { id } = new AuthKey(key)
  const added = { id, key, initialSalt: randomLong(random), createdAt: unixSeconds(clock) }
  if (!(await store.transaction((tx) => tx.authKeys.add(added)))) throw new TypeError('there is a key of this id')
  return id
}
