import { bigIntToBytes, bytesToBigInt, concat, equalBytes, type RandomBytes, wipe, xor } from './bytes.ts'
import { checkDhParams } from './dh.ts'
import { CryptoError } from './errors.ts'
import { pbkdf2Sha512, sha256 } from './hashes.ts'
import { modPow } from './numbers.ts'

/*
 * Two-step login: SRP 6a with passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow ("Two-factor
 * authentication", "Checking the password with SRP"). All numbers are hashed as 256 big-endian bytes.
 */
const SIZE = 256
const ITERATIONS = 100_000

/** What the server tells of its algorithm: PasswordKdfAlgo. */
export interface SrpParams {
  readonly salt1: Uint8Array
  readonly salt2: Uint8Array
  readonly g: number
  /** 256 bytes. */
  readonly p: Uint8Array
}

/** What the client answers: the fields A and M1 of inputCheckPasswordSRP. */
export interface SrpAnswer {
  readonly A: Uint8Array
  readonly M1: Uint8Array
}

/** What the server keeps from {@link srpChallenge} until the answer comes; `srpB` goes to the client. */
export interface SrpChallenge {
  readonly b: Uint8Array
  readonly srpB: Uint8Array
}

const pad = (value: bigint) => bigIntToBytes(value, SIZE)
const salted = (data: Uint8Array, salt: Uint8Array) => sha256(concat(salt, data, salt))

/** A value whose SRP exchange would be safe lies strictly between 0 and p; 0 mod p would fix the session key. */
function requirePublic(what: string, value: bigint, p: bigint): void {
  if (value <= 0n || value >= p) throw new CryptoError('BAD_SRP_PUBLIC', `${what} must lie between 0 and p`)
}

/** PH2(password, salt1, salt2) of the documentation, 32 bytes: the secret x. The password is hashed as UTF-8. */
export async function srpPasswordHash(
  password: string,
  params: Pick<SrpParams, 'salt1' | 'salt2'>,
): Promise<Uint8Array> {
  const { salt1, salt2 } = params
  const first = salted(salted(new TextEncoder().encode(password), salt1), salt2)
  const slow = await pbkdf2Sha512(first, salt1, ITERATIONS)
  const hash = salted(slow, salt2)
  wipe(first, slow)
  return hash
}

/**
 * v = g^x mod p, 256 bytes: what a client sends as new_password_hash to set a password, and all that a server stores
 * of it ("Setting a new 2FA password").
 */
export async function srpVerifier(password: string, params: SrpParams): Promise<Uint8Array> {
  const p = bytesToBigInt(params.p)
  checkDhParams(p, params.g)
  const x = await srpPasswordHash(password, params)
  const verifier = pad(modPow(BigInt(params.g), bytesToBigInt(x), p))
  wipe(x)
  return verifier
}

/** Whether a verifier sent by a client can be stored: 256 bytes, between 1 and p - 1. */
export function isSrpVerifier(verifier: Uint8Array, params: Pick<SrpParams, 'p'>): boolean {
  const value = bytesToBigInt(verifier)
  return verifier.length === SIZE && value > 1n && value < bytesToBigInt(params.p) - 1n
}

function multiplier(params: SrpParams): bigint {
  return bytesToBigInt(sha256(concat(params.p, pad(BigInt(params.g)))))
}

/** M1 := H(H(p) xor H(g) | H(salt1) | H(salt2) | g_a | g_b | k_a) with k_a := H(s_a). */
function proof(params: SrpParams, A: Uint8Array, B: Uint8Array, shared: bigint): Uint8Array {
  const sharedKey = sha256(pad(shared))
  const mixed = xor(sha256(params.p), sha256(pad(BigInt(params.g))))
  const M1 = sha256(concat(mixed, sha256(params.salt1), sha256(params.salt2), A, B, sharedKey))
  wipe(sharedKey)
  return M1
}

/**
 * The client's answer to a challenge.
 *
 * @throws CryptoError `BAD_DH_PRIME`, `BAD_DH_GENERATOR` or `BAD_SRP_PUBLIC` if the server's values are not safe
 */
export async function srpAnswer(
  password: string,
  params: SrpParams,
  srpB: Uint8Array,
  random: RandomBytes,
): Promise<SrpAnswer> {
  const p = bytesToBigInt(params.p)
  checkDhParams(p, params.g)
  const gB = bytesToBigInt(srpB)
  requirePublic('srp_B', gB, p)
  const x = bytesToBigInt(await srpPasswordHash(password, params))
  const g = BigInt(params.g)
  const a = bytesToBigInt(random(SIZE))
  const A = pad(modPow(g, a, p))
  const B = pad(gB)
  const u = bytesToBigInt(sha256(concat(A, B)))
  const t = gB - ((multiplier(params) * modPow(g, x, p)) % p)
  // The exponent may be reduced modulo p - 1, since p is prime and t not a multiple of it.
  const shared = modPow(t, (a + u * x) % (p - 1n), p)
  return { A, M1: proof(params, A, B, shared) }
}

/** The server's challenge for an account with this verifier: b stays, srp_B = k*v + g^b mod p goes out. */
export function srpChallenge(params: SrpParams, verifier: Uint8Array, random: RandomBytes): SrpChallenge {
  const p = bytesToBigInt(params.p)
  const b = random(SIZE)
  const gB = (multiplier(params) * bytesToBigInt(verifier) + modPow(BigInt(params.g), bytesToBigInt(b), p)) % p
  return { b, srpB: pad(gB) }
}

/**
 * Whether the answer proves the password. M1 is compared in constant time.
 *
 * @throws CryptoError `BAD_SRP_PUBLIC` if A is 0 mod p or not below p: with it anyone could compute the proof
 */
export function srpCheck(params: SrpParams, verifier: Uint8Array, challenge: SrpChallenge, answer: SrpAnswer): boolean {
  const p = bytesToBigInt(params.p)
  const gA = bytesToBigInt(answer.A)
  requirePublic('A', gA, p)
  const A = pad(gA)
  const u = bytesToBigInt(sha256(concat(A, challenge.srpB)))
  const shared = modPow(gA * modPow(bytesToBigInt(verifier), u, p), bytesToBigInt(challenge.b), p)
  return equalBytes(proof(params, A, challenge.srpB, shared), answer.M1)
}
