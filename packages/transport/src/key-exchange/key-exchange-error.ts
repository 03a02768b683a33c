/** Why a key exchange, or the binding of a temporary key, was given up: one code for each failed check. */
export type KeyExchangeErrorCode =
  // The envelope and the order of steps, both sides.
  /** Not a plain message with one complete object of the expected kind inside. */
  | 'MALFORMED_MESSAGE'
  /** A message that does not belong to the step at hand, or one that is sent a second time. */
  | 'WRONG_STEP'
  | 'NONCE_MISMATCH'
  | 'SERVER_NONCE_MISMATCH'
  /** The exchange took longer than its state may live. */
  | 'TIMED_OUT'
  // The client's checks.
  /** The peer answered with a transport error instead of a message. */
  | 'TRANSPORT_ERROR'
  /** No fingerprint of resPQ belongs to a key that this client holds. */
  | 'UNKNOWN_PUBLIC_KEY'
  /** A configured public key carries a fingerprint that is not its own. */
  | 'FINGERPRINT_MISMATCH'
  /** pq is empty, longer than 8 bytes or above 2^63 - 1. */
  | 'PQ_OUT_OF_RANGE'
  /** pq is not the product of two different primes. */
  | 'PQ_NOT_TWO_PRIMES'
  /** The server refused req_DH_params and proved that it knows new_nonce. */
  | 'DH_PARAMS_REFUSED'
  /** encrypted_answer is empty or not a whole number of AES blocks. */
  | 'ANSWER_LENGTH'
  /** No split into answer and 0..15 bytes of padding gives the SHA-1 in front of it. */
  | 'ANSWER_HASH_MISMATCH'
  /** The hash fits, but what it covers is not server_DH_inner_data. */
  | 'ANSWER_MALFORMED'
  /** dh_prime is not a safe prime of 2048 bits, or g does not generate its subgroup. */
  | 'DH_PARAMS_UNSAFE'
  /** g_a (for the client) or g_b (for the server) is outside the safe range. */
  | 'DH_PUBLIC_OUT_OF_RANGE'
  /** new_nonce_hash, new_nonce_hash1, 2 or 3 is not what it should be. */
  | 'NEW_NONCE_HASH_MISMATCH'
  | 'DH_GEN_FAIL'
  /** dh_gen_retry came more often than can be chance. */
  | 'TOO_MANY_RETRIES'
  // The server's checks. The peer sees no difference between them.
  /** The RSA block does not open, whatever the reason. */
  | 'RSA_BLOCK_INVALID'
  /** The block opens, but holds no p_q_inner_data. */
  | 'INNER_DATA_MALFORMED'
  /** pq, p or q is not what resPQ asked for. */
  | 'FACTORS_MISMATCH'
  | 'WRONG_DC'
  /** expires_in is not a positive number of seconds. */
  | 'EXPIRY_INVALID'
  /** encrypted_data of set_client_DH_params does not open to what its hash covers. */
  | 'CLIENT_DATA_INVALID'
  /** retry_id is not the auth_key_aux_hash of the key that was rejected last (0 the first time). */
  | 'RETRY_ID_MISMATCH'
  /** More exchanges or computations at once than the limits allow. */
  | 'OVERLOADED'
  /** A port of the server (computing, looking up, storing) failed. */
  | 'INTERNAL'
  // auth.bindTempAuthKey, the server's checks.
  /** encrypted_message does not open under the permanent key, or is not a bind_auth_key_inner of the right form. */
  | 'BIND_MESSAGE_INVALID'
  | 'BIND_NONCE_MISMATCH'
  | 'BIND_PERM_KEY_MISMATCH'
  | 'BIND_TEMP_KEY_MISMATCH'
  | 'BIND_SESSION_MISMATCH'
  | 'BIND_MSG_ID_MISMATCH'
  | 'BIND_EXPIRY_MISMATCH'
  /** The binding, or the temporary key itself, has expired. */
  | 'BIND_EXPIRED'

/** `code` is for programs, `message` for people; neither holds key material. */
export class KeyExchangeError extends Error {
  override readonly name: string = 'KeyExchangeError'
  readonly code: KeyExchangeErrorCode

  constructor(code: KeyExchangeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
