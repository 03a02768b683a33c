import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const keyBytes = 32

/**
 * The key by which anybody can check what web apps are told, without the token of their bot. It is made of the server's secret,
 * so that it stays the same wherever the store goes, and there is no second secret to be kept.
 */
export function webAppKey(secret: Uint8Array): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'web app key', keyBytes))
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
}

/** The public half, in hexadecimal digits, as the public server gives its own. */
export function webAppPublicKey(secret: Uint8Array): string {
  const spki = createPublicKey(webAppKey(secret)).export({ format: 'der', type: 'spki' })
  return spki.subarray(-keyBytes).toString('hex')
}
