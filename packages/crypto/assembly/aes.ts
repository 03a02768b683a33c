// AES-256 (FIPS 197) by vector permutation, and Infinite Garble Extension around it. scripts/aes-tables.ts explains the
// method and makes the tables. No address and no branch depends on a secret.
import { AES_IV, AES_KEY, DEC_KEYS, ENC_KEYS } from './layout'
import * as T from './generated/tables'

/** A table of 16 bytes, read by the 16 indices in `at`; 0x80 and above read as zero. */
// @ts-ignore: decorator
@inline
function look(table: v128, at: v128): v128 {
  // The relaxed form leaves open what indices from 16 to 127 give. None occur here.
  if (ASC_FEATURE_RELAXED_SIMD) return i8x16.relaxed_swizzle(table, at)
  return i8x16.swizzle(table, at)
}

// @ts-ignore: decorator
@inline
function upper(y: v128, low: v128): v128 {
  return v128.and(i16x8.shr_u(y, 4), low)
}

/** 1/(1/nibble ^ quotient) ^ other: one of the two halves from which everything follows. */
// @ts-ignore: decorator
@inline
function half(inverse: v128, nibble: v128, quotient: v128, other: v128): v128 {
  return v128.xor(look(inverse, v128.xor(look(inverse, nibble), quotient)), other)
}

/** The function whose tables are u and v, of the inverse whose halves are io and jo. */
// @ts-ignore: decorator
@inline
function apply(u: v128, v: v128, io: v128, jo: v128): v128 {
  return v128.xor(look(u, io), look(v, jo))
}

/** A linear map, given by the addresses of its two tables. */
// @ts-ignore: decorator
@inline
function map(lo: usize, hi: usize, y: v128, low: v128): v128 {
  return v128.xor(look(v128.load(lo), v128.and(y, low)), look(v128.load(hi), upper(y, low)))
}

/** The bytes of `y` in the order that stands at `order`. (The shuffle with an immediate order is slower in V8 on x86.) */
// @ts-ignore: decorator
@inline
function permute(y: v128, order: usize): v128 {
  return look(y, v128.load(order))
}

/** SubBytes within the basis. */
// @ts-ignore: decorator
@inline
function substitute(y: v128): v128 {
  const low = v128.load(T.LOW_NIBBLES)
  const inverse = v128.load(T.INVERSE)
  const lo = v128.and(y, low)
  const hi = upper(y, low)
  const j = v128.xor(lo, hi)
  const quotient = look(v128.load(T.QUOTIENT), lo)
  const io = half(inverse, hi, quotient, j)
  const jo = half(inverse, j, quotient, hi)
  return v128.xor(apply(v128.load(T.ENC_1_LO), v128.load(T.ENC_1_HI), io, jo), v128.load(T.CONSTANT_IN_BASIS))
}

/** Each word of the next key is the xor of all words of the key up to it, and of what was substituted. */
// @ts-ignore: decorator
@inline
function nextKey(key: v128, substituted: v128): v128 {
  const zero = i64x2.splat(0)
  const once = v128.xor(key, i32x4.shuffle(zero, key, 0, 4, 5, 6))
  return v128.xor(v128.xor(once, i32x4.shuffle(zero, once, 0, 0, 4, 5)), substituted)
}

/**
 * Key expansion (FIPS 197, 5.2), all of it in the basis. From the second round key on, the constant of SubBytes is taken
 * into the key, for MixColumns leaves it as it is.
 */
function expandKey(): void {
  const low = v128.load(T.LOW_NIBBLES)
  const constant = v128.load(T.CONSTANT_IN_BASIS)
  let a = map(T.TO_BASIS_LO, T.TO_BASIS_HI, v128.load(AES_KEY), low)
  let b = map(T.TO_BASIS_LO, T.TO_BASIS_HI, v128.load(AES_KEY, 16), low)
  v128.store(ENC_KEYS, a)
  v128.store(ENC_KEYS + 16, v128.xor(b, constant))
  for (let i: usize = 0; i < 6; i++) {
    a = nextKey(a, v128.xor(substitute(permute(b, T.LAST_WORD_TURNED)), v128.load(T.ROUND_CONSTANT_0 + i * 16)))
    b = nextKey(b, substitute(permute(a, T.LAST_WORD)))
    v128.store(ENC_KEYS + 32 + i * 32, v128.xor(a, constant))
    v128.store(ENC_KEYS + 48 + i * 32, v128.xor(b, constant))
  }
  a = nextKey(a, v128.xor(substitute(permute(b, T.LAST_WORD_TURNED)), v128.load(T.ROUND_CONSTANT_6)))
  v128.store(ENC_KEYS + 224, v128.xor(a, constant))
}

/**
 * The keys of encryption. All but the first and the last are added before ShiftRows, where they cost no time, and so
 * stand here in the order before it.
 */
function expandEncryptionKey(): void {
  expandKey()
  for (let at: usize = ENC_KEYS + 16; at < ENC_KEYS + 224; at += 16)
    v128.store(at, permute(v128.load(at), T.UNSHIFT_ROWS_0))
}

/** The last round key as it stands outside the basis, with the constant. */
// @ts-ignore: decorator
@inline
function lastKey(low: v128): v128 {
  return map(T.FROM_BASIS_LO, T.FROM_BASIS_HI, v128.load(ENC_KEYS + 224), low)
}

/**
 * Round keys of the equivalent inverse cipher (FIPS 197, 5.3.5): all but the first and the last go through
 * InvMixColumns, and all but the first into the basis of decryption. The constant of SubBytes, which expandKey took into
 * these keys, is what the inverse of SubBytes needs there, for InvMixColumns leaves it as it is. All but the first and
 * the last stand in the order before the inverse of ShiftRows.
 */
function expandDecryptionKey(): void {
  expandKey()
  const low = v128.load(T.LOW_NIBBLES)
  for (let at: usize = 16; at < 224; at += 16) {
    const y = v128.load(ENC_KEYS + at)
    const key = v128.xor(
      v128.xor(map(T.KEY_14_LO, T.KEY_14_HI, y, low), permute(map(T.KEY_11_LO, T.KEY_11_HI, y, low), T.TURN_1)),
      v128.xor(permute(map(T.KEY_13_LO, T.KEY_13_HI, y, low), T.TURN_2), permute(map(T.KEY_9_LO, T.KEY_9_HI, y, low), T.TURN_3)),
    )
    v128.store(DEC_KEYS + at, permute(key, T.SHIFT_ROWS_0))
  }
  v128.store(DEC_KEYS + 224, map(T.KEY_1_LO, T.KEY_1_HI, v128.load(ENC_KEYS + 224), low))
  v128.store(DEC_KEYS, map(T.FROM_BASIS_LO, T.FROM_BASIS_HI, v128.load(ENC_KEYS), low))
}

/** The same keys outside of any basis, as FIPS 197 has them, for aes-lookup.ts. */
export function expandPlainDecryptionKey(): void {
  expandKey()
  const low = v128.load(T.LOW_NIBBLES)
  const constant = v128.load(T.CONSTANT)
  for (let at: usize = 16; at < 224; at += 16) {
    const y = v128.load(ENC_KEYS + at)
    const key = v128.xor(
      v128.xor(map(T.PLAIN_14_LO, T.PLAIN_14_HI, y, low), permute(map(T.PLAIN_11_LO, T.PLAIN_11_HI, y, low), T.TURN_1)),
      v128.xor(
        permute(map(T.PLAIN_13_LO, T.PLAIN_13_HI, y, low), T.TURN_2),
        permute(map(T.PLAIN_9_LO, T.PLAIN_9_HI, y, low), T.TURN_3),
      ),
    )
    v128.store(DEC_KEYS + at, v128.xor(key, constant))
  }
  v128.store(DEC_KEYS + 224, v128.xor(lastKey(low), constant))
  v128.store(DEC_KEYS, map(T.FROM_BASIS_LO, T.FROM_BASIS_HI, v128.load(ENC_KEYS), low))
}

/**
 * c[i] = E(p[i] ^ c[i-1]) ^ p[i-1] in place, from `at` to `end`, under `AES_KEY` and `AES_IV` = c[-1] | p[-1].
 * The last round goes out twice, as the ciphertext and in the basis: the next block waits for the latter alone.
 */
export function igeEncrypt(at: usize, end: usize): void {
  expandEncryptionKey()
  const low = v128.load(T.LOW_NIBBLES)
  const inverse = v128.load(T.INVERSE)
  const quotients = v128.load(T.QUOTIENT)
  const u1 = v128.load(T.ENC_1_LO)
  const v1 = v128.load(T.ENC_1_HI)
  const u2 = v128.load(T.ENC_2_LO)
  const v2 = v128.load(T.ENC_2_HI)
  const u3 = v128.load(T.ENC_3_LO)
  const v3 = v128.load(T.ENC_3_HI)
  const last = lastKey(low)
  const lastInBasis = v128.load(ENC_KEYS + 224)
  const firstKey = v128.load(ENC_KEYS)
  // What stands before the first round: c[i-1] without its own last key and p[i-2], and those two apart.
  let chained = map(T.TO_BASIS_LO, T.TO_BASIS_HI, v128.load(AES_IV), low)
  let unchained = firstKey
  let before = v128.load(AES_IV, 16)
  for (; at < end; at += 16) {
    const plain = v128.load(at)
    let y = v128.xor(chained, v128.xor(unchained, map(T.TO_BASIS_LO, T.TO_BASIS_HI, plain, low)))
    let key: usize = ENC_KEYS + 16
    let io: v128
    let jo: v128
    while (true) {
      const lo = v128.and(y, low)
      const hi = upper(y, low)
      const j = v128.xor(lo, hi)
      const quotient = look(quotients, lo)
      io = half(inverse, hi, quotient, j)
      jo = half(inverse, j, quotient, hi)
      if (key == ENC_KEYS + 224) break
      const one = apply(u1, v1, io, jo)
      const two = v128.xor(v128.xor(look(u2, io), v128.load(key)), look(v2, jo))
      y = v128.xor(
        v128.xor(permute(two, T.SHIFT_ROWS_0), permute(apply(u3, v3, io, jo), T.SHIFT_ROWS_1)),
        v128.xor(permute(one, T.SHIFT_ROWS_2), permute(one, T.SHIFT_ROWS_3)),
      )
      key += 16
    }
    chained = permute(apply(u1, v1, io, jo), T.SHIFT_ROWS_0)
    const cipher = permute(apply(v128.load(T.ENC_LAST_LO), v128.load(T.ENC_LAST_HI), io, jo), T.SHIFT_ROWS_0)
    v128.store(at, v128.xor(v128.xor(cipher, last), before))
    unchained = v128.xor(v128.xor(firstKey, lastInBasis), map(T.TO_BASIS_LO, T.TO_BASIS_HI, before, low))
    before = plain
  }
}

/** p[i] = D(c[i] ^ p[i-1]) ^ c[i-1] in place, likewise. */
export function igeDecrypt(at: usize, end: usize): void {
  expandDecryptionKey()
  const low = v128.load(T.LOW_NIBBLES)
  const inverse = v128.load(T.INVERSE)
  const quotients = v128.load(T.QUOTIENT)
  const u14 = v128.load(T.DEC_14_LO)
  const v14 = v128.load(T.DEC_14_HI)
  const u11 = v128.load(T.DEC_11_LO)
  const v11 = v128.load(T.DEC_11_HI)
  const u13 = v128.load(T.DEC_13_LO)
  const v13 = v128.load(T.DEC_13_HI)
  const u9 = v128.load(T.DEC_9_LO)
  const v9 = v128.load(T.DEC_9_HI)
  const last = v128.load(DEC_KEYS)
  const lastInBasis = map(T.TO_DEC_BASIS_LO, T.TO_DEC_BASIS_HI, last, low)
  const firstKey = v128.load(DEC_KEYS + 224)
  let chained = map(T.TO_DEC_BASIS_LO, T.TO_DEC_BASIS_HI, v128.load(AES_IV, 16), low)
  let unchained = firstKey
  let before = v128.load(AES_IV)
  for (; at < end; at += 16) {
    const cipher = v128.load(at)
    let y = v128.xor(chained, v128.xor(unchained, map(T.TO_DEC_BASIS_LO, T.TO_DEC_BASIS_HI, cipher, low)))
    let key: usize = DEC_KEYS + 208
    let io: v128
    let jo: v128
    while (true) {
      const lo = v128.and(y, low)
      const hi = upper(y, low)
      const j = v128.xor(lo, hi)
      const quotient = look(quotients, lo)
      io = half(inverse, hi, quotient, j)
      jo = half(inverse, j, quotient, hi)
      if (key == DEC_KEYS) break
      const fourteen = v128.xor(v128.xor(look(u14, io), v128.load(key)), look(v14, jo))
      y = v128.xor(
        v128.xor(permute(fourteen, T.UNSHIFT_ROWS_0), permute(apply(u11, v11, io, jo), T.UNSHIFT_ROWS_1)),
        v128.xor(
          permute(apply(u13, v13, io, jo), T.UNSHIFT_ROWS_2),
          permute(apply(u9, v9, io, jo), T.UNSHIFT_ROWS_3),
        ),
      )
      key -= 16
    }
    chained = permute(apply(v128.load(T.DEC_1_LO), v128.load(T.DEC_1_HI), io, jo), T.UNSHIFT_ROWS_0)
    const plain = permute(apply(v128.load(T.DEC_LAST_LO), v128.load(T.DEC_LAST_HI), io, jo), T.UNSHIFT_ROWS_0)
    v128.store(at, v128.xor(v128.xor(plain, last), before))
    unchained = v128.xor(
      v128.xor(firstKey, lastInBasis),
      map(T.TO_DEC_BASIS_LO, T.TO_DEC_BASIS_HI, before, low),
    )
    before = cipher
  }
}
