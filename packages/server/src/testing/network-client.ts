import { parsePublicKey } from '@chappe/crypto'
import { type api, decodeResult, encode, LAYER, type ResultOf } from '@chappe/tl-codec/layers'
import { connectTcp, createClientEndpoint } from '@chappe/transport'
import { systemRandom as random } from '../ports/random.ts'
import { initConnection } from './test-server.ts'

/** A client of a server that really listens. */
export interface NetworkClient {
  call<M extends api.Method>(request: M): Promise<ResultOf<M>>
  close(): Promise<void>
}

export function connectClient(server: { readonly port: number; readonly publicKey: string }): NetworkClient {
  const endpoint = createClientEndpoint({
    connect: (accept, signal) => connectTcp({ host: '127.0.0.1', port: server.port, random, accept, signal }),
    publicKeys: [parsePublicKey(server.publicKey)],
    dc: { id: 2 },
    random,
    saveKey: async () => {},
  })
  return {
    async call(request) {
      return decodeResult(request, await endpoint.request(encode(initConnection(request), LAYER)), LAYER)
    },
    close: () => endpoint.close(),
  }
}
