/**
 * Ids as the store and the services use them. They are plain numbers (the server hands them out, all far below 2^53);
 * `long` values chosen by others (random ids, access hashes, key ids) stay `bigint`, signed.
 */
export type UserId = number

/** A box: a user's own box has the user's id. */
export type BoxId = number

/** Any peer in one number: a user is positive, a basic group negative, a channel below -10^12. */
export type PeerId = number

/** Seconds since 1970, as the protocol counts dates. */
export type UnixTime = number
