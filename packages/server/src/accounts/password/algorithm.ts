import { createHmac } from 'node:crypto'
import { bigIntToBytes, DH_GENERATOR, DH_PRIME, equalBytes, isSrpVerifier, type SrpParams } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { PasswordRecord, PasswordVerifier } from '../../store/domain/identity/passwords.ts'

const p = bigIntToBytes(DH_PRIME)
const salt1Bytes = 8
const salt2Bytes = 16
/** The client puts so many bytes at least, and at most, behind the server's salt ("Setting a new 2FA password"). */
const minOwnSalt = 1
const maxOwnSalt = 256
const maxHintLength = 255

export function paramsOf({ salt1, salt2 }: Pick<PasswordVerifier, 'salt1' | 'salt2'>): SrpParams {
  return { salt1, salt2, g: DH_GENERATOR, p }
}

type Algorithm = Exclude<api.PasswordKdfAlgo, api.passwordKdfAlgoUnknown>

export function algorithmOf(salts: Pick<PasswordVerifier, 'salt1' | 'salt2'>): Algorithm {
  return {
    _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
    salt1: salts.salt1,
    salt2: salts.salt2,
    g: DH_GENERATOR,
    p,
  }
}

/**
 * The salts for the user's next password: they follow from the server's secret and the password of today, so that
 * nothing has to be kept until the client comes with its choice.
 */
export function nextSalts(
  secret: Uint8Array,
  userId: UserId,
  record: PasswordRecord | undefined,
): Pick<PasswordVerifier, 'salt1' | 'salt2'> {
  const bytes = createHmac('sha256', secret)
    .update(`password salts ${userId} `)
    .update(record?.current?.verifier ?? '')
    .digest()
  return { salt1: bytes.subarray(0, salt1Bytes), salt2: bytes.subarray(salt1Bytes, salt1Bytes + salt2Bytes) }
}

/** What a client wants for its password: a new one, none, or (undefined) no change. */
export function parseNewPassword(
  settings: api.account.PasswordInputSettings,
  offered: Pick<PasswordVerifier, 'salt1' | 'salt2'>,
): PasswordVerifier | 'none' | undefined {
  const { newAlgo, newPasswordHash } = settings
  if (newAlgo === undefined && newPasswordHash === undefined) return undefined
  if (newAlgo === undefined || newPasswordHash === undefined) throw badRequest('NEW_SETTINGS_INVALID')
  if (newPasswordHash.length === 0) return 'none'
  if (newAlgo._ === 'passwordKdfAlgoUnknown') throw badRequest('NEW_SETTINGS_INVALID')
  const { salt1, salt2 } = newAlgo
  const own = salt1.length - offered.salt1.length
  if (
    own < minOwnSalt ||
    own > maxOwnSalt ||
    !equalBytes(salt1.subarray(0, offered.salt1.length), offered.salt1) ||
    !equalBytes(salt2, offered.salt2)
  ) {
    throw badRequest('NEW_SALT_INVALID')
  }
  if (newAlgo.g !== DH_GENERATOR || !equalBytes(newAlgo.p, p)) throw badRequest('NEW_SETTINGS_INVALID')
  if (!isSrpVerifier(newPasswordHash, { p })) throw badRequest('NEW_PASSWORD_BAD')
  return { verifier: newPasswordHash, salt1, salt2 }
}

export function parseHint(hint: string | undefined): string {
  const text = (hint ?? '').trim()
  if (text.length > maxHintLength) throw badRequest('NEW_SETTINGS_INVALID')
  return text
}
