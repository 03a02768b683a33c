/** Which end of the conversation encrypted a packet; the creator of a secret chat counts as the client. */
export type Side = 'client' | 'server'

/** An RSA key pair with the parts of the Chinese remainder theorem (PKCS#1, A.1.2). */
export interface RsaPrivateNumbers {
  readonly n: bigint
  readonly e: bigint
  readonly d: bigint
  readonly p: bigint
  readonly q: bigint
  readonly dP: bigint
  readonly dQ: bigint
  readonly qInv: bigint
}

/** A stream cipher that runs on across calls. */
export interface CtrStream {
  /** The next `data.length` bytes, encrypted or decrypted (it is the same operation), in a fresh array. */
  process(data: Uint8Array): Uint8Array
  /** Forgets the key; the stream is of no use afterwards. */
  wipe(): void
}

/**
 * The operations that one implementation may do faster than another. Every provider gives the same bytes as the
 * portable one; lengths were checked before, and every array that comes back is fresh.
 */
export interface CryptoProvider {
  readonly name: string
  sha1(data: Uint8Array): Uint8Array
  sha256(data: Uint8Array): Uint8Array
  sha512(data: Uint8Array): Uint8Array
  /** PBKDF2 with HMAC-SHA-512 (RFC 8018, 5.2), 64 bytes. */
  pbkdf2Sha512(password: Uint8Array, salt: Uint8Array, iterations: number): Promise<Uint8Array>
  igeEncrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array
  igeDecrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array
  createCtr(key: Uint8Array, iv: Uint8Array): CtrStream
  /** A whole MTProto 2.0 packet: 8 bytes of key id, 16 of message key, the encrypted data. */
  sealPacket(authKey: Uint8Array, keyId: Uint8Array, x: 0 | 8, plaintext: Uint8Array): Uint8Array
  /** The plaintext of such a packet, or undefined if the message key does not match, after having compared all of it. */
  openPacket(authKey: Uint8Array, x: 0 | 8, packet: Uint8Array): Uint8Array | undefined
  /** `base ** exponent mod modulus`, for a modulus above 1, a base below it and an exponent of at least 0. */
  modPow(base: bigint, exponent: bigint, modulus: bigint): bigint
  /** The RSA private operation on a number below the modulus, blinded. */
  rsaPrivate(input: bigint, key: RsaPrivateNumbers): bigint
  isProbablePrime(candidate: bigint): boolean
}
