import { strictEqual, throws } from 'node:assert'
import { TlError } from '@chappe/tl-codec'
import { type api, decodeMethod, encode, knownLayer, knownLayers, LAYER } from '@chappe/tl-layers'

const request: api.messages.sendMessage = {
  _: 'messages.sendMessage',
  peer: { _: 'inputPeerUser', userId: 777n, accessHash: 5n },
  message: 'Good morning',
  randomId: 1n,
}
strictEqual(decodeMethod(encode(request, LAYER - 20))._, 'messages.sendMessage')
strictEqual(knownLayer(LAYER), LAYER)
strictEqual(knownLayer(LAYER + 5), knownLayers.at(-1))
throws(() => knownLayer(1), TlError)
console.log('fine')
