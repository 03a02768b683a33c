// Where everything lies in the module's one memory. Addresses are fixed so that they become immediate operands. Static
// data (the tables) stands below.

/** From here to `SECRETS_END` lies what must not outlive a call. */
export const SECRETS: usize = 2560
/** 15 round keys each, as aes.ts keeps them; for aes-lookup.ts the latter are plain. */
export const ENC_KEYS: usize = 2560
export const DEC_KEYS: usize = 2800
/** 16 words of message schedule, with the round constants added. */
export const SCHEDULE: usize = 3040
export const HASH_STATE: usize = 3104
/** The last one or two blocks of a hash, with their padding. */
export const HASH_TAIL: usize = 3136
export const AES_KEY: usize = 3264
export const AES_IV: usize = 3296
export const AUTH_KEY: usize = 3328
/** The one block that each hash of the key derivation is taken over, and their results. */
export const KDF_BLOCK: usize = 3584
export const HASH_A: usize = 3648
export const HASH_B: usize = 3680
export const SECRETS_END: usize = 3712

/** What aes-lookup.ts reads; nothing secret. */
export const INVERSE_S_BOX: usize = 3712
export const DEC_TABLE: usize = 4096

/**
 * The packet: key id, message key, data. The data is aligned to 16 bytes. The 32 bytes before it (the header and 8 bytes
 * more) hold a part of the authorization key while the message key is computed, so that what is hashed lies in one piece.
 */
export const PACKET: usize = 8232
export const DATA: usize = 8256
