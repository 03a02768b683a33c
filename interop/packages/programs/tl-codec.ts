import { strictEqual, throws } from 'node:assert'
import { openReader, TlError, Writer } from '@chappe/tl-codec'
import { type api, decode, decodeMethod, encode } from '@chappe/tl-codec/api'
import { apiArbitraries } from '@chappe/tl-codec/arbitrary'
import { decodeResult, encodeRequest } from '@chappe/tl-codec/methods'
import { sendMessage } from '@chappe/tl-codec/methods/messages'
import { encode as encodeService, nameOf } from '@chappe/tl-codec/mtproto'
import { create } from '@chappe/tl-codec/schema'
import { LAYER as secretLayer } from '@chappe/tl-codec/secret'
import { equals, fromJson, toJson } from '@chappe/tl-codec/values'
import { nameOf as wrapperOf } from '@chappe/tl-codec/wrappers'
import { assert as holds, property } from 'fast-check'

const request: api.messages.sendMessage = {
  _: 'messages.sendMessage',
  peer: { _: 'inputPeerUser', userId: 777n, accessHash: 5n },
  message: 'Good morning',
  randomId: 1n,
}
strictEqual(decodeMethod(encode(request))._, 'messages.sendMessage')
throws(() => decode('Updates', encode(request)), TlError)
const { _, ...fields } = request
strictEqual(equals(encodeRequest(sendMessage, fields), encode(request)), true)
strictEqual(decodeResult(sendMessage, encode({ _: 'updatesTooLong' }))._, 'updatesTooLong')
strictEqual(decode('Updates', encode(request), { unknown: 'keep' })._, '$unknown')

const writer = new Writer()
writer.long(-5n)
strictEqual(openReader(writer.finish()).long(), -5n)

const [id = 0] = new Int32Array(encodeService({ _: 'ping', pingId: 1n }).slice(0, 4).buffer)
strictEqual(nameOf(id), 'ping')
strictEqual(wrapperOf(id), undefined)
strictEqual(secretLayer > 46, true)
holds(property(apiArbitraries().type('Peer'), (peer) => decode('Peer', encode(peer))._ === peer._))
const contact = create('inputPhoneContact', { phone: '9996620001' })
strictEqual(equals(fromJson(toJson(contact)), contact), true)
console.log('fine')
