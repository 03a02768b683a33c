// A server of your own on @chappe/transport: it answers two queries of any MTProto client, and refuses every other.
// What is packed comes unpacked, and what does not decode or throws here is answered by an error.
// node --conditions=@chappe/source examples/echo-server.ts [PORT]
import { generatePrivateKey, publicKeyToPem } from '@chappe/crypto'
import { type api, decodeMethod, encodeResult } from '@chappe/tl-codec/api'
import { createMemoryAuthKeyStore, createServerEndpoint, listen, readInnerDataDc } from '@chappe/transport'

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
const key = generatePrivateKey(random)

/** The query inside invokeWithLayer, initConnection and the like. */
function innermost(request: api.Method): api.Method {
  return 'query' in request && typeof request.query === 'object' ? innermost(request.query) : request
}

const endpoint = createServerEndpoint({
  keys: () => [key],
  dcIds: 'any',
  authKeys: createMemoryAuthKeyStore(),
  random,
  onRequest(query) {
    const request = innermost(decodeMethod(query.body))
    if (request._ === 'help.getNearestDc') {
      const { id } = readInnerDataDc(query.session.dc ?? 2)
      query.answer(encodeResult(request, { _: 'nearestDc', country: 'FR', thisDc: id, nearestDc: id }))
    } else if (request._ === 'help.getSupportName') {
      query.answer(encodeResult(request, { _: 'help.supportName', name: `echo to ${query.session.sessionId}` }))
    } else {
      query.fail(400, 'METHOD_NOT_IMPLEMENTED')
    }
  },
})

const listener = await listen({ accept: endpoint.accept, port: Number(process.argv[2] ?? 0), random })
console.log(`listening on port ${listener.port}; clients need this key:\n${publicKeyToPem(key.publicKey)}`)
