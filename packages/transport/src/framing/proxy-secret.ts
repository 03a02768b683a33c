import { TransportError } from '../transport-error.ts'

/** A proxy secret ("Transport obfuscation"): 16 bytes that are mixed into both keys. */
export interface ProxySecret {
  readonly key: Uint8Array
  /** A 17-byte secret, usually beginning with `dd`, asks for padded intermediate framing. */
  readonly padded: boolean
}

/**
 * Reads a secret in one of its customary forms: 16 or 17 bytes, as bytes, hexadecimal or base64url (proxy links have
 * both). Secrets for TLS emulation (`ee`, 16 bytes, a domain) are refused: they need another layer below.
 */
export function parseProxySecret(secret: Uint8Array | string): ProxySecret {
  const bytes = typeof secret === 'string' ? decodeText(secret) : secret
  if (bytes.length === 16) return { key: Uint8Array.from(bytes), padded: false }
  if (bytes.length === 17) return { key: Uint8Array.from(bytes.subarray(1)), padded: true }
  if (bytes.length > 17 && bytes[0] === 0xee) {
    throw new TransportError('SECRET_INVALID', 'a proxy secret for TLS emulation (ee…) is not supported')
  }
  throw new TransportError('SECRET_INVALID', `a proxy secret has 16 or 17 bytes, this one has ${bytes.length}`)
}

function decodeText(text: string): Uint8Array {
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) {
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  }
  if (!/^[\w+/-]+={0,2}$/.test(text)) {
    throw new TransportError('SECRET_INVALID', 'a proxy secret is hexadecimal or base64')
  }
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (standard.length % 4 === 1) throw new TransportError('SECRET_INVALID', 'a proxy secret of an impossible length')
  return Uint8Array.from(atob(standard), (character) => character.charCodeAt(0))
}
