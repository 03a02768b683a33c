import { provider } from '#provider'

/** SHA-1, 20 bytes. MTProto 2.0 uses it for identifiers only. */
export function sha1(data: Uint8Array): Uint8Array {
  return provider.sha1(data)
}

/** SHA-256, 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return provider.sha256(data)
}

/** SHA-512, 64 bytes. */
export function sha512(data: Uint8Array): Uint8Array {
  return provider.sha512(data)
}

/** PBKDF2 with HMAC-SHA-512 (RFC 8018, 5.2), 64 bytes, computed off the calling thread where the platform can. */
export function pbkdf2Sha512(password: Uint8Array, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
  return provider.pbkdf2Sha512(password, salt, iterations)
}
