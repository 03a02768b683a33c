import type { AuthKey } from '../auth-key.ts'
import { bigIntToBytes, equalBytes } from '../bytes.ts'
import { DH_GENERATOR, DH_PRIME } from '../dh.ts'
import { type DhConfig, endToEndKey, generateDhHalf } from '../end-to-end-dh.ts'
import { CryptoError } from '../errors.ts'
import { acceptSecretChat, completeSecretChat, requestSecretChat } from '../secret-chat/key-exchange.ts'
import { visualiseKey } from '../secret-chat/key-visualisation.ts'
import { hold } from './laws.ts'
import type { SeededRandom } from './random.ts'

const P = bigIntToBytes(DH_PRIME, 256)

/** The two keys of a chat whose exchange the server passed on as it was. */
export interface AgreedKeys {
  readonly config: DhConfig
  readonly creator: AuthKey
  readonly invited: AuthKey
}

export function exchangeKeys(random: SeededRandom): AgreedKeys {
  const config: DhConfig = { p: P, g: DH_GENERATOR, random: random.bytes(256) }
  const own = requestSecretChat(config, random.bytes)
  const accepted = acceptSecretChat(config, own.public, random.bytes)
  const creator = completeSecretChat(config, own, accepted.gB, accepted.keyFingerprint)
  hold('visualisation', looksAlike(creator, accepted.key), 'both ends of an honest exchange see the same picture')
  return { config, creator, invited: accepted.key }
}

/** A server that stands between: it must be found out, by the fingerprint or, if it lies about that too, by the picture. */
export function attackExchange(random: SeededRandom): void {
  const config: DhConfig = { p: P, g: DH_GENERATOR, random: random.bytes(256) }
  const own = requestSecretChat(config, random.bytes)
  const toInvited = generateDhHalf(config, random.bytes)
  const toCreator = generateDhHalf(config, random.bytes)
  const swapsGA = random.chance(0.5)
  const accepted = acceptSecretChat(config, swapsGA ? toInvited.public : own.public, random.bytes)
  const lies = random.chance(0.5)
  const fingerprint = lies ? endToEndKey(config, toCreator.secret, own.public).id : accepted.keyFingerprint
  try {
    const creator = completeSecretChat(config, own, toCreator.public, fingerprint)
    hold('visualisation', lies, 'another key than the one with the fingerprint is taken')
    hold('visualisation', !looksAlike(creator, accepted.key), 'two keys look alike')
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error
    hold('visualisation', !lies && error.code === 'KEY_FINGERPRINT_MISMATCH', `it ends by ${error.code}`)
  }
}

function looksAlike(one: AuthKey, other: AuthKey): boolean {
  const [a, b] = [visualiseKey(one), visualiseKey(other)]
  return a.hex === b.hex && equalBytes(a.image, b.image)
}
