/**
 * The server's side of "Creating an Authorization Key" as pure functions. The ones that open what a client encrypted do
 * the same work whatever is wrong with it: every check is evaluated, and where a value cannot be had a stand-in of the
 * same size takes its place. Neither an answer nor a duration tells which check failed.
 */
import { type AuthKey, bytesToBigInt, checkDhPublic, equalBytes, type RandomBytes } from '@chappe/crypto'
import { Reader } from '@chappe/tl-codec'
import { decode, encode, type mtproto, read } from '@chappe/tl-codec/mtproto'
import { acceptsDc, type DcIds } from './dc.ts'
import { deriveTemporaryAes, newNonceHash, openHashed, sealHashed, type TemporaryAes } from './handshake-crypto.ts'
import type { KeyExchangeErrorCode } from './key-exchange-error.ts'
import { type ProofOfWork, sameNumber } from './proof-of-work.ts'

const RSA_BLOCK_LENGTH = 256

/**
 * What p_q_inner_data, p_q_inner_data_dc and p_q_inner_data_temp_dc take with a pq of 8 bytes and factors of 4: the only
 * lengths in which the padding from before RSA_PAD is opened.
 */
export const INNER_DATA_LENGTHS: readonly number[] = [96, 100, 104]

/** resPQ has been sent. */
export interface PqOffered {
  readonly nonce: Uint8Array
  readonly serverNonce: Uint8Array
  readonly work: ProofOfWork
}

/** server_DH_params_ok has been sent. */
export interface DhOffered {
  readonly nonce: Uint8Array
  readonly serverNonce: Uint8Array
  readonly newNonce: Uint8Array
  readonly aes: TemporaryAes
  readonly a: bigint
  readonly dhPrime: bigint
  /** Unix time after which the key is to be forgotten; undefined for a permanent key. */
  readonly expiresAt: number | undefined
  readonly dc: number | undefined
  /** auth_key_aux_hash of the key that was rejected last. */
  readonly retryId: bigint
  readonly retries: number
}

/** What a client has told the owner of the RSA key. */
export interface ClientSecret {
  readonly newNonce: Uint8Array
  /** Undefined for a permanent key. */
  readonly expiresIn: number | undefined
  /** The data centre that it means, as p_q_inner_data_dc names it; undefined if it names none. */
  readonly dc: number | undefined
}

export type Verdict<T> = { readonly value: T } | { readonly failed: KeyExchangeErrorCode }

export interface PqPolicy {
  readonly dcIds: DcIds
  /** Accept p_q_inner_data, which names no data centre; Telethon 1 and GramJS send it. */
  readonly acceptWithoutDc: boolean
  /** Accept SHA1(data) + data + random bytes in place of RSA_PAD; Telethon 1 sends it. */
  readonly acceptLegacyPadding: boolean
}

const STAND_IN_INNER_DATA = encode({
  _: 'p_q_inner_data_dc',
  pq: new Uint8Array(8),
  p: new Uint8Array(4),
  q: new Uint8Array(4),
  nonce: new Uint8Array(16),
  serverNonce: new Uint8Array(16),
  newNonce: new Uint8Array(32),
  dc: 0,
})

const STAND_IN_CLIENT_DATA = encode({
  _: 'client_DH_inner_data',
  nonce: new Uint8Array(16),
  serverNonce: new Uint8Array(16),
  retryId: 0n,
  gB: new Uint8Array(256),
})

/** SHA-1, client_DH_inner_data and padding, in whole blocks. */
const CLIENT_DATA_LENGTH = 336
const MAX_CLIENT_DATA_LENGTH = 1024

/**
 * Judges req_DH_params (5).
 * @param keyKnown whether the query names one of the server's keys
 * @param opened what its encrypted_data opens to under that key (any key, if it is not known)
 */
export function judgeDhRequest(
  state: PqOffered,
  query: mtproto.req_DH_params,
  keyKnown: boolean,
  opened: Uint8Array | undefined,
  policy: PqPolicy,
): Verdict<ClientSecret> {
  const { nonce, serverNonce, work } = state
  const { value: inner, genuine } = readOr(opened, STAND_IN_INNER_DATA, (bytes) =>
    read(new Reader(bytes), 'P_Q_inner_data'),
  )
  const dc = inner._ === 'p_q_inner_data' ? undefined : inner.dc
  const expiresIn = inner._ === 'p_q_inner_data_temp_dc' ? inner.expiresIn : undefined
  return verdict({ newNonce: inner.newNonce.slice(), expiresIn, dc }, [
    ['NONCE_MISMATCH', equalBytes(query.nonce, nonce)],
    ['SERVER_NONCE_MISMATCH', equalBytes(query.serverNonce, serverNonce)],
    ['FACTORS_MISMATCH', sameNumber(query.p, work.p)],
    ['FACTORS_MISMATCH', sameNumber(query.q, work.q)],
    ['UNKNOWN_PUBLIC_KEY', keyKnown],
    ['RSA_BLOCK_INVALID', query.encryptedData.length <= RSA_BLOCK_LENGTH],
    ['RSA_BLOCK_INVALID', opened !== undefined],
    ['INNER_DATA_MALFORMED', genuine],
    ['NONCE_MISMATCH', equalBytes(inner.nonce, nonce)],
    ['SERVER_NONCE_MISMATCH', equalBytes(inner.serverNonce, serverNonce)],
    ['FACTORS_MISMATCH', sameNumber(inner.pq, work.pq)],
    ['FACTORS_MISMATCH', sameNumber(inner.p, work.p)],
    ['FACTORS_MISMATCH', sameNumber(inner.q, work.q)],
    ['WRONG_DC', dc === undefined ? policy.acceptWithoutDc : acceptsDc(dc, policy.dcIds)],
    ['EXPIRY_INVALID', expiresIn === undefined || expiresIn > 0],
  ])
}

/**
 * The number that encrypted_data stands for, in a block of 256 bytes. Some clients leave out leading zeros; what is too
 * long is replaced, not skipped, so that the work is the same.
 */
export function rsaBlock(encryptedData: Uint8Array): Uint8Array {
  const block = new Uint8Array(RSA_BLOCK_LENGTH)
  const { length } = encryptedData
  if (length <= RSA_BLOCK_LENGTH) block.set(encryptedData, RSA_BLOCK_LENGTH - length)
  return block
}

export interface DhOffer {
  readonly g: number
  readonly dhPrime: Uint8Array
  readonly gA: Uint8Array
  readonly serverTime: number
}

/** The answer to a good req_DH_params (6), and the AES key that the rest of the exchange is encrypted with. */
export function offerDh(
  { nonce, serverNonce }: PqOffered,
  newNonce: Uint8Array,
  offer: DhOffer,
  random: RandomBytes,
): { answer: mtproto.server_DH_params_ok; aes: TemporaryAes } {
  const aes = deriveTemporaryAes(serverNonce, newNonce)
  const inner = encode({ _: 'server_DH_inner_data', nonce, serverNonce, ...offer })
  const encryptedAnswer = sealHashed(inner, aes, random)
  return { answer: { _: 'server_DH_params_ok', nonce, serverNonce, encryptedAnswer }, aes }
}

/** Judges set_client_DH_params (7); the value is g_b. */
export function judgeClientDh(state: DhOffered, query: mtproto.set_client_DH_params): Verdict<bigint> {
  const { nonce, serverNonce, aes, dhPrime, retryId } = state
  const { encryptedData } = query
  const wellSized =
    encryptedData.length > 0 && encryptedData.length % 16 === 0 && encryptedData.length <= MAX_CLIENT_DATA_LENGTH
  const opened = openHashed(wellSized ? encryptedData : new Uint8Array(CLIENT_DATA_LENGTH), aes)
  const { value: inner, genuine } = readOr(opened, STAND_IN_CLIENT_DATA, (bytes) =>
    decode('Client_DH_Inner_Data', bytes),
  )
  const gB = bytesToBigInt(inner.gB.subarray(0, 256))
  return verdict(gB, [
    ['NONCE_MISMATCH', equalBytes(query.nonce, nonce)],
    ['SERVER_NONCE_MISMATCH', equalBytes(query.serverNonce, serverNonce)],
    ['CLIENT_DATA_INVALID', wellSized],
    ['CLIENT_DATA_INVALID', opened !== undefined],
    ['CLIENT_DATA_INVALID', genuine],
    ['NONCE_MISMATCH', equalBytes(inner.nonce, nonce)],
    ['SERVER_NONCE_MISMATCH', equalBytes(inner.serverNonce, serverNonce)],
    ['RETRY_ID_MISMATCH', inner.retryId === retryId],
    ['DH_PUBLIC_OUT_OF_RANGE', inner.gB.length <= 256],
    ['DH_PUBLIC_OUT_OF_RANGE', isSafePublic(gB, dhPrime)],
  ])
}

/** The server's verdict on a key (9). */
export function answerClientDh(
  { nonce, serverNonce, newNonce }: DhOffered,
  outcome: 'ok' | 'retry' | 'fail',
  authKey: AuthKey,
): mtproto.Set_client_DH_params_answer {
  const { auxHash } = authKey
  switch (outcome) {
    case 'ok':
      return { _: 'dh_gen_ok', nonce, serverNonce, newNonceHash1: newNonceHash(newNonce, 1, auxHash) }
    case 'retry':
      return { _: 'dh_gen_retry', nonce, serverNonce, newNonceHash2: newNonceHash(newNonce, 2, auxHash) }
    case 'fail':
      return { _: 'dh_gen_fail', nonce, serverNonce, newNonceHash3: newNonceHash(newNonce, 3, auxHash) }
  }
}

/** "g_a and g_b validation" of the "Security Guidelines", as a truth value. */
export function isSafePublic(value: bigint, dhPrime: bigint): boolean {
  try {
    checkDhPublic(value, dhPrime)
    return true
  } catch {
    return false
  }
}

function readOr<T>(
  bytes: Uint8Array | undefined,
  standIn: Uint8Array,
  readValue: (bytes: Uint8Array) => T,
): { value: T; genuine: boolean } {
  try {
    return { value: readValue(bytes ?? standIn), genuine: bytes !== undefined }
  } catch {
    return { value: readValue(standIn), genuine: false }
  }
}

/** All conditions are already evaluated when this is called; the first that fails is named, for the log alone. */
function verdict<T>(value: T, conditions: readonly (readonly [KeyExchangeErrorCode, boolean])[]): Verdict<T> {
  let failed: KeyExchangeErrorCode | undefined
  for (const [code, holds] of conditions) if (!holds) failed ??= code
  return failed === undefined ? { value } : { failed }
}
