import * as today from '@chappe/tl-codec/api'
import { expect, test } from 'vitest'
import * as layers from './index.ts'

const peers = [
  [{ _: 'inputPeerUser', userId: 5n, accessHash: -7n }, 'inputUser'],
  [{ _: 'inputPeerSelf' }, 'inputUserSelf'],
  [{ _: 'inputPeerUserFromMessage', peer: { _: 'inputPeerSelf' }, msgId: 3, userId: 5n }, 'inputUserFromMessage'],
] as const

test('the codec of a server reads an InputPeer of somebody as an InputUser, that of one layer does not', () => {
  for (const [peer, name] of peers) {
    const bytes = today.encode(peer)
    expect(layers.decode('InputUser', bytes)).toEqual({ ...peer, _: name })
    expect(() => today.decode('InputUser', bytes)).toThrow('InputUser')
    expect(layers.encodeUntyped({ ...peer, _: name }, layers.LAYER)).not.toEqual(bytes)
  }
})

test('it reads no other peer so', () => {
  for (const peer of [{ _: 'inputPeerEmpty' }, { _: 'inputPeerChat', chatId: 5n }] as const) {
    expect(() => layers.decode('InputUser', today.encode(peer))).toThrow('InputUser')
  }
})
