import { createHmac } from 'node:crypto'
import { BoundedPairMap } from '../bounded-pair-map.ts'
import type { PeerId, UserId } from '../ids.ts'
import type { RandomBytes } from '../ports/random.ts'
import type { Store } from '../store/store.ts'

/**
 * Access hashes, which show that a viewer was given an id by the server. They are not stored but computed: the first 64
 * bits of HMAC-SHA-256 over viewer and peer under a secret of this server, so each viewer has another one for the same
 * peer, and none can be guessed.
 */
export interface AccessHashes {
  of(viewer: UserId, peer: PeerId): bigint
  /** In constant time, so that no hash can be guessed bit by bit. */
  matches(viewer: UserId, peer: PeerId, accessHash: bigint): boolean
}

/** People write to the same few, and an HMAC is a good part of what a message costs. */
const maxRemembered = 100_000

export function createAccessHashes(secret: Uint8Array): AccessHashes {
  const remembered = new BoundedPairMap<UserId, PeerId, bigint>(maxRemembered)

  const of = (viewer: UserId, peer: PeerId): bigint => {
    const known = remembered.get(viewer, peer)
    if (known !== undefined) return known
    const hash = compute(viewer, peer)
    remembered.set(viewer, peer, hash)
    remembered.trim()
    return hash
  }

  const compute = (viewer: UserId, peer: PeerId): bigint => {
    const input = Buffer.allocUnsafe(16)
    input.writeBigInt64LE(BigInt(viewer), 0)
    input.writeBigInt64LE(BigInt(peer), 8)
    return createHmac('sha256', secret).update(input).digest().readBigInt64LE(0)
  }
  return {
    of,
    matches(viewer, peer, accessHash) {
      return isSameHash(of(viewer, peer), accessHash)
    },
  }
}

/** Takes the same time wherever the first difference is. */
export function isSameHash(expected: bigint, given: bigint): boolean {
  const low = Number(BigInt.asIntN(32, expected)) ^ Number(BigInt.asIntN(32, given))
  const high = Number(BigInt.asIntN(32, expected >> 32n)) ^ Number(BigInt.asIntN(32, given >> 32n))
  return (low | high) === 0
}

const secretSetting = 'server secret'

/** The server's own secret, made when it starts for the first time. */
export function loadServerSecret(store: Store, random: RandomBytes): Promise<Uint8Array> {
  return store.transaction(async (tx) => {
    const stored = await tx.settings.get(secretSetting)
    if (stored !== undefined) return stored
    const secret = random(32)
    await tx.settings.put(secretSetting, secret)
    return secret
  })
}
