/**
 * The client's side of "Creating an Authorization Key" as four functions. Each takes what the one before has left and
 * the server's answer, checks the answer ("Security Guidelines", "Key exchange using Diffie-Hellman") and gives the next
 * query. The types make any other order impossible; none of them does input, output or keeps state.
 */
import {
  AuthKey,
  bigIntToBytes,
  bytesToBigInt,
  checkDhParams,
  checkDhPublic,
  equalBytes,
  factorPq,
  modPow,
  type RandomBytes,
  type RsaPublicKey,
  rsaPad,
  wipe,
} from '@chappe/crypto'
import { decode, encode, type mtproto } from '@chappe/tl-codec/mtproto'
import { innerDataDc, type TargetDc } from './dc.ts'
import {
  deriveTemporaryAes,
  initialSalt,
  newNonceHash,
  newNonceHashPlain,
  openHashed,
  sealHashed,
  type TemporaryAes,
} from './handshake-crypto.ts'
import { KeyExchangeError, type KeyExchangeErrorCode } from './key-exchange-error.ts'

/** How many rejected keys are put down to chance; a collision of 64-bit ids is not expected once in a lifetime. */
const MAX_RETRIES = 5

export interface ClientKeyExchangeParameters {
  /** The server's public keys; the first one of the server's list that is among them is used. */
  readonly publicKeys: readonly RsaPublicKey[]
  readonly dc: TargetDc
  /** Seconds for which a temporary key is wanted; left out for a permanent key. */
  readonly expiresIn?: number | undefined
  readonly random: RandomBytes
}

/** req_pq_multi has been sent. */
export interface PqRequested {
  readonly step: 'pq-requested'
  readonly parameters: ClientKeyExchangeParameters
  readonly nonce: Uint8Array
}

/** req_DH_params has been sent. */
export interface DhParamsRequested {
  readonly step: 'dh-params-requested'
  readonly parameters: ClientKeyExchangeParameters
  readonly nonce: Uint8Array
  readonly serverNonce: Uint8Array
  readonly newNonce: Uint8Array
}

/** set_client_DH_params has been sent. */
export interface ClientDhSent {
  readonly step: 'client-dh-sent'
  readonly parameters: ClientKeyExchangeParameters
  readonly nonce: Uint8Array
  readonly serverNonce: Uint8Array
  readonly newNonce: Uint8Array
  readonly aes: TemporaryAes
  readonly g: number
  readonly dhPrime: bigint
  readonly gA: bigint
  readonly serverTime: number
  readonly timeOffset: number
  /** The key that the server has to confirm. */
  readonly authKey: AuthKey
  readonly retries: number
}

/** A new authorization key, known to this client and the server alone. */
export interface ClientKeyExchangeResult {
  readonly authKey: AuthKey
  readonly serverSalt: bigint
  /** Seconds to add to this client's clock to have the server's. */
  readonly timeOffset: number
  /** Temporary keys: unix time, by the server's clock, after which the key is worth nothing. */
  readonly expiresAt: number | undefined
}

/** A step that asks the server once more. */
export interface Asked<State, Query> {
  readonly state: State
  readonly query: Query
}

/** Steps 1 of the documentation: the nonce that identifies this exchange. */
export function requestPq(parameters: ClientKeyExchangeParameters): Asked<PqRequested, mtproto.req_pq_multi> {
  const nonce = parameters.random(16)
  return { state: { step: 'pq-requested', parameters, nonce }, query: { _: 'req_pq_multi', nonce } }
}

/** Steps 2 to 5: factors pq, chooses the public key, encrypts new_nonce for its owner. */
export function requestDhParams(
  state: PqRequested,
  answer: mtproto.ResPQ,
): Asked<DhParamsRequested, mtproto.req_DH_params> {
  const { parameters, nonce } = state
  const { random, expiresIn } = parameters
  check(equalBytes(answer.nonce, nonce), 'NONCE_MISMATCH', 'resPQ answers another nonce')
  const { serverNonce, pq } = answer

  const publicKey = choosePublicKey(parameters.publicKeys, answer.serverPublicKeyFingerprints)
  const [p, q] = factors(pq)
  const newNonce = random(32)
  const inner = { pq, p, q, nonce, serverNonce, newNonce, dc: innerDataDc(parameters.dc) }
  const innerData = encode(
    expiresIn === undefined
      ? { _: 'p_q_inner_data_dc', ...inner }
      : { _: 'p_q_inner_data_temp_dc', ...inner, expiresIn },
  )
  const encryptedData = rsaPad(innerData, publicKey, random)
  wipe(innerData)
  return {
    state: { step: 'dh-params-requested', parameters, nonce, serverNonce, newNonce },
    query: {
      _: 'req_DH_params',
      nonce,
      serverNonce,
      p,
      q,
      publicKeyFingerprint: publicKey.fingerprint,
      encryptedData,
    },
  }
}

/**
 * Steps 6 and 7: opens the server's parameters, checks all of them, answers with g_b.
 * @param now this client's clock, unix time in milliseconds
 */
export function sendClientDh(
  state: DhParamsRequested,
  answer: mtproto.Server_DH_Params,
  now: number,
): Asked<ClientDhSent, mtproto.set_client_DH_params> {
  const { parameters, nonce, serverNonce, newNonce } = state
  checkNonces(state, answer)
  if (answer._ === 'server_DH_params_fail') {
    checkNonceHash(answer.newNonceHash, newNonceHashPlain(newNonce))
    throw new KeyExchangeError('DH_PARAMS_REFUSED', 'the server refused the request for Diffie-Hellman parameters')
  }

  const { encryptedAnswer } = answer
  check(
    encryptedAnswer.length > 0 && encryptedAnswer.length % 16 === 0,
    'ANSWER_LENGTH',
    `encrypted_answer has ${encryptedAnswer.length} bytes, which are not whole blocks`,
  )
  const aes = deriveTemporaryAes(serverNonce, newNonce)
  const plain = openHashed(encryptedAnswer, aes)
  if (plain === undefined) throw new KeyExchangeError('ANSWER_HASH_MISMATCH', 'the hash of encrypted_answer is wrong')
  const inner = readInnerData(plain)
  checkNonces(state, inner)

  const dhPrime = bytesToBigInt(inner.dhPrime)
  const gA = bytesToBigInt(inner.gA)
  attempt('DH_PARAMS_UNSAFE', () => checkDhParams(dhPrime, inner.g))
  attempt('DH_PUBLIC_OUT_OF_RANGE', () => checkDhPublic(gA, dhPrime))

  return clientDh(
    {
      step: 'client-dh-sent',
      parameters,
      nonce,
      serverNonce,
      newNonce,
      aes,
      g: inner.g,
      dhPrime,
      gA,
      serverTime: inner.serverTime,
      timeOffset: inner.serverTime - Math.floor(now / 1000),
      retries: 0,
    },
    0n,
  )
}

/** Steps 8 and 9: the server's verdict on the key. After dh_gen_retry there is one more query, with a new b. */
export function finish(
  state: ClientDhSent,
  answer: mtproto.Set_client_DH_params_answer,
): { readonly result: ClientKeyExchangeResult } | Asked<ClientDhSent, mtproto.set_client_DH_params> {
  const { authKey, newNonce, serverNonce, parameters } = state
  checkNonces(state, answer)
  switch (answer._) {
    case 'dh_gen_ok': {
      checkNonceHash(answer.newNonceHash1, newNonceHash(newNonce, 1, authKey.auxHash))
      const serverSalt = initialSalt(newNonce, serverNonce)
      const { expiresIn } = parameters
      const expiresAt = expiresIn === undefined ? undefined : state.serverTime + expiresIn
      forget(state)
      return { result: { authKey, serverSalt, timeOffset: state.timeOffset, expiresAt } }
    }
    case 'dh_gen_retry': {
      checkNonceHash(answer.newNonceHash2, newNonceHash(newNonce, 2, authKey.auxHash))
      check(state.retries < MAX_RETRIES, 'TOO_MANY_RETRIES', `the server rejected ${MAX_RETRIES + 1} keys in a row`)
      authKey.wipe()
      return clientDh({ ...state, retries: state.retries + 1 }, authKey.auxHash)
    }
    case 'dh_gen_fail':
      checkNonceHash(answer.newNonceHash3, newNonceHash(newNonce, 3, authKey.auxHash))
      throw new KeyExchangeError('DH_GEN_FAIL', 'the server gave up the key exchange')
  }
}

/** Overwrites what an exchange knows, but for the authorization key itself. */
export function forget(state: PqRequested | DhParamsRequested | ClientDhSent): void {
  if (state.step !== 'pq-requested') wipe(state.newNonce)
  if (state.step === 'client-dh-sent') wipe(state.aes.key, state.aes.iv)
}

/** Step 7, and again for each rejected key: a fresh b, and the key that follows from it. */
function clientDh(
  state: Omit<ClientDhSent, 'authKey'>,
  retryId: bigint,
): Asked<ClientDhSent, mtproto.set_client_DH_params> {
  const { nonce, serverNonce, dhPrime, aes, parameters } = state
  const { b, gB } = secretExponent(parameters.random, state.g, dhPrime)
  const secret = bigIntToBytes(modPow(state.gA, b, dhPrime), 256)
  const authKey = new AuthKey(secret)
  wipe(secret)
  const inner = encode({ _: 'client_DH_inner_data', nonce, serverNonce, retryId, gB: bigIntToBytes(gB, 256) })
  const encryptedData = sealHashed(inner, aes, parameters.random)
  return {
    state: { ...state, authKey },
    query: { _: 'set_client_DH_params', nonce, serverNonce, encryptedData },
  }
}

/** 2048 random bits b with g^b in the range that "g_a and g_b validation" asks of both sides. */
function secretExponent(random: RandomBytes, g: number, dhPrime: bigint): { b: bigint; gB: bigint } {
  for (let tries = 0; tries < 64; tries++) {
    const secret = random(256)
    // By Fermat the same powers as with all 2048 bits, and an exponent that native arithmetic takes.
    const b = bytesToBigInt(secret) % (dhPrime - 1n)
    wipe(secret)
    const gB = modPow(BigInt(g), b, dhPrime)
    try {
      checkDhPublic(gB, dhPrime)
      return { b, gB }
    } catch {
      // Less likely than 2^-60 unless the random source is broken, which the bound finds out.
    }
  }
  throw new KeyExchangeError('DH_PUBLIC_OUT_OF_RANGE', 'the random source gives no usable exponent')
}

function choosePublicKey(held: readonly RsaPublicKey[], offered: readonly bigint[]): RsaPublicKey {
  for (const fingerprint of offered) {
    const key = held.find((candidate) => candidate.fingerprint === fingerprint)
    if (key !== undefined) return key
  }
  throw new KeyExchangeError('UNKNOWN_PUBLIC_KEY', 'the server offers no public key that this client knows')
}

function factors(pq: Uint8Array): [p: Uint8Array, q: Uint8Array] {
  const number = bytesToBigInt(pq.subarray(0, 9))
  check(
    pq.length <= 8 && number > 0n && number < 1n << 63n,
    'PQ_OUT_OF_RANGE',
    `pq of ${pq.length} bytes is not from 1 to 2^63 - 1`,
  )
  const [p, q] = attempt('PQ_NOT_TWO_PRIMES', () => factorPq(number))
  return [bigIntToBytes(p), bigIntToBytes(q)]
}

function readInnerData(plain: Uint8Array): mtproto.Server_DH_inner_data {
  return attempt('ANSWER_MALFORMED', () => decode('Server_DH_inner_data', plain))
}

interface Nonces {
  readonly nonce: Uint8Array
  readonly serverNonce: Uint8Array
}

function checkNonces(expected: Nonces, got: Nonces): void {
  check(equalBytes(got.nonce, expected.nonce), 'NONCE_MISMATCH', 'the answer carries another nonce')
  check(equalBytes(got.serverNonce, expected.serverNonce), 'SERVER_NONCE_MISMATCH', 'server_nonce has changed')
}

function checkNonceHash(got: Uint8Array, expected: Uint8Array): void {
  check(equalBytes(got, expected), 'NEW_NONCE_HASH_MISMATCH', 'the peer does not prove that it knows new_nonce')
}

function check(holds: boolean, code: KeyExchangeErrorCode, message: string): asserts holds {
  if (!holds) throw new KeyExchangeError(code, message)
}

/** Runs a check of another package under this package's code for it. */
function attempt<T>(code: KeyExchangeErrorCode, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw new KeyExchangeError(code, error instanceof Error ? error.message : code, { cause: error })
  }
}
