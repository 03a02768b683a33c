import { randomBytes } from 'node:crypto'
import { bigIntToBytes, DH_GENERATOR, DH_PRIME, generateDhKeyPair } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { Clock } from '../ports/clock.ts'
import type { TestClient } from './test-server.ts'

/** What follows an answer closely rings as soon as the answer has left, and nothing else ever. */
export const soon: Clock['after'] = (ms, ring) => {
  if (ms <= 100) setImmediate(ring)
  return () => {}
}

/** A public value as clients send it. */
export function newPublicValue(): Uint8Array {
  const { public: value } = generateDhKeyPair((length) => new Uint8Array(randomBytes(length)), DH_GENERATOR, DH_PRIME)
  return bigIntToBytes(value, 256)
}

export function toInputUser(peer: api.InputPeer): api.InputUser {
  if (peer._ === 'inputPeerSelf') return { _: 'inputUserSelf' }
  if (peer._ !== 'inputPeerUser') throw new TypeError('not a user')
  return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
}

/** What a client was pushed, without what is around it. */
export function updatesOf({ pushed }: TestClient): api.Update[] {
  return pushed.flatMap((one) => {
    if (one._ === 'updates') return one.updates
    return one._ === 'updateShort' ? [one.update] : []
  })
}

/** Bytes of the form that encrypted messages have. */
export function sealed(filler: number, blocks = 4): Uint8Array {
  return new Uint8Array(24 + 16 * blocks).fill(filler)
}
