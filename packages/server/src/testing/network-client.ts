import { parsePublicKey } from '@chappe/crypto'
import { type api, decodeResult, encode, LAYER, type ResultOf } from '@chappe/tl-layers'
import { connectTcp, createClientEndpoint, type PacketConnection, type StoredClientKey } from '@chappe/transport'
import { systemRandom as random } from '../ports/random.ts'
import { initConnection } from './test-server.ts'

/** A client of a server that really listens. */
export interface NetworkClient {
  call<M extends api.Method>(request: [M] extends [never] ? M : api.Method): Promise<ResultOf<M>>
  /** Does not wait for its next attempt to connect. */
  wake(): void
  /** Loses its connection, and makes no other. */
  goAway(): void
  /** Connects again, with the same session. */
  comeBack(): void
  close(): Promise<void>
}

/** Whoever wants to see what is pushed, as it comes. */
export interface NetworkListener {
  /** The key of a client that is signed in. Default: a new one. */
  readonly key?: StoredClientKey
  /** Given the key that the client has made. */
  readonly saveKey?: (key: StoredClientKey | undefined) => Promise<void>
  /** Where it connects to next, if not always to the same server. */
  readonly port?: () => number
  readonly onUpdate?: (body: Uint8Array) => void
  /** The server knows nothing of earlier sessions: something may have been missed. */
  readonly onNewSession?: () => void
}

export function connectClient(
  server: { readonly port: number; readonly publicKey: string },
  listener: NetworkListener = {},
): NetworkClient {
  let isAway = false
  let connection: PacketConnection | undefined
  const endpoint = createClientEndpoint({
    async connect(accept, signal) {
      if (isAway) throw new TypeError('the client is away')
      connection = await connectTcp({
        host: '127.0.0.1',
        port: listener.port?.() ?? server.port,
        random,
        accept,
        signal,
      })
      return connection
    },
    publicKeys: [parsePublicKey(server.publicKey)],
    dc: { id: 2 },
    random,
    saveKey: async () => {},
    ...listener,
  })
  return {
    async call(request) {
      // A client that has signed in has said who it is.
      const introduced = listener.key === undefined ? initConnection(request) : request
      return decodeResult(request, await endpoint.request(encode(introduced, LAYER)), LAYER)
    },
    wake: () => endpoint.wake(),
    goAway() {
      isAway = true
      connection?.abort()
    },
    comeBack() {
      isAway = false
      endpoint.wake()
    },
    close: () => endpoint.close(),
  }
}
