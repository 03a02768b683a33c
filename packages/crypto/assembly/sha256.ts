// SHA-256 (FIPS 180-4, 6.2). The message schedule is computed four words at a time.
import { HASH_STATE, HASH_TAIL, SCHEDULE } from './layout'

/** The round constants: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUND_CONSTANTS: usize = memory.data<u32>(
  [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2,
  ],
  16,
)

// @ts-ignore: decorator
@inline
function swapBytes(words: v128): v128 {
  return i8x16.shuffle(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
}

// @ts-ignore: decorator
@inline
function sigma0(x: v128): v128 {
  const right = v128.xor(v128.xor(i32x4.shr_u(x, 7), i32x4.shr_u(x, 18)), i32x4.shr_u(x, 3))
  return v128.xor(right, v128.xor(i32x4.shl(x, 25), i32x4.shl(x, 14)))
}

// @ts-ignore: decorator
@inline
function sigma1(x: v128): v128 {
  const right = v128.xor(v128.xor(i32x4.shr_u(x, 17), i32x4.shr_u(x, 19)), i32x4.shr_u(x, 10))
  return v128.xor(right, v128.xor(i32x4.shl(x, 15), i32x4.shl(x, 13)))
}

/** Four words of the schedule from the sixteen before them. The upper two of the four need the lower two. */
// @ts-ignore: decorator
@inline
function schedule(w0: v128, w1: v128, w2: v128, w3: v128): v128 {
  const zero = i64x2.splat(0)
  const base = i32x4.add(
    i32x4.add(w0, i32x4.shuffle(w2, w3, 1, 2, 3, 4)),
    sigma0(i32x4.shuffle(w0, w1, 1, 2, 3, 4)),
  )
  const half = i32x4.add(base, i32x4.shuffle(sigma1(w3), zero, 2, 3, 4, 4))
  return i32x4.add(half, i32x4.shuffle(zero, sigma1(half), 0, 0, 4, 5))
}

/** T1 of a round: h + Sigma1(e) + Ch(e, f, g) + K + W. */
// @ts-ignore: decorator
@inline
function first(e: u32, f: u32, g: u32, h: u32, i: usize): u32 {
  return h + load<u32>(SCHEDULE + i * 4) + (g ^ (e & (f ^ g))) + (rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25))
}

/** T2 of a round: Sigma0(a) + Maj(a, b, c). */
// @ts-ignore: decorator
@inline
function second(a: u32, b: u32, c: u32): u32 {
  return ((a & b) ^ (c & (a ^ b))) + (rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22))
}

/** Takes the blocks from `block` to `end` into the state. */
function compress(block: usize, end: usize): void {
  let s0 = load<u32>(HASH_STATE)
  let s1 = load<u32>(HASH_STATE, 4)
  let s2 = load<u32>(HASH_STATE, 8)
  let s3 = load<u32>(HASH_STATE, 12)
  let s4 = load<u32>(HASH_STATE, 16)
  let s5 = load<u32>(HASH_STATE, 20)
  let s6 = load<u32>(HASH_STATE, 24)
  let s7 = load<u32>(HASH_STATE, 28)
  for (; block < end; block += 64) {
    let w0 = swapBytes(v128.load(block))
    let w1 = swapBytes(v128.load(block, 16))
    let w2 = swapBytes(v128.load(block, 32))
    let w3 = swapBytes(v128.load(block, 48))
    let a = s0
    let b = s1
    let c = s2
    let d = s3
    let e = s4
    let f = s5
    let g = s6
    let h = s7
    let constants = ROUND_CONSTANTS
    while (true) {
      v128.store(SCHEDULE, i32x4.add(w0, v128.load(constants)))
      v128.store(SCHEDULE, i32x4.add(w1, v128.load(constants, 16)), 16)
      v128.store(SCHEDULE, i32x4.add(w2, v128.load(constants, 32)), 32)
      v128.store(SCHEDULE, i32x4.add(w3, v128.load(constants, 48)), 48)
      constants += 64
      const more = constants < ROUND_CONSTANTS + 256
      if (more) {
        w0 = schedule(w0, w1, w2, w3)
        w1 = schedule(w1, w2, w3, w0)
        w2 = schedule(w2, w3, w0, w1)
        w3 = schedule(w3, w0, w1, w2)
      }
      for (let i: usize = 0; i < 16; i += 8) {
        let t = first(e, f, g, h, i)
        d += t
        h = t + second(a, b, c)
        t = first(d, e, f, g, i + 1)
        c += t
        g = t + second(h, a, b)
        t = first(c, d, e, f, i + 2)
        b += t
        f = t + second(g, h, a)
        t = first(b, c, d, e, i + 3)
        a += t
        e = t + second(f, g, h)
        t = first(a, b, c, d, i + 4)
        h += t
        d = t + second(e, f, g)
        t = first(h, a, b, c, i + 5)
        g += t
        c = t + second(d, e, f)
        t = first(g, h, a, b, i + 6)
        f += t
        b = t + second(c, d, e)
        t = first(f, g, h, a, i + 7)
        e += t
        a = t + second(b, c, d)
      }
      if (!more) break
    }
    s0 += a
    s1 += b
    s2 += c
    s3 += d
    s4 += e
    s5 += f
    s6 += g
    s7 += h
  }
  store<u32>(HASH_STATE, s0)
  store<u32>(HASH_STATE, s1, 4)
  store<u32>(HASH_STATE, s2, 8)
  store<u32>(HASH_STATE, s3, 12)
  store<u32>(HASH_STATE, s4, 16)
  store<u32>(HASH_STATE, s5, 20)
  store<u32>(HASH_STATE, s6, 24)
  store<u32>(HASH_STATE, s7, 28)
}

function begin(): void {
  store<u32>(HASH_STATE, 0x6a09e667)
  store<u32>(HASH_STATE, 0xbb67ae85, 4)
  store<u32>(HASH_STATE, 0x3c6ef372, 8)
  store<u32>(HASH_STATE, 0xa54ff53a, 12)
  store<u32>(HASH_STATE, 0x510e527f, 16)
  store<u32>(HASH_STATE, 0x9b05688c, 20)
  store<u32>(HASH_STATE, 0x1f83d9ab, 24)
  store<u32>(HASH_STATE, 0x5be0cd19, 28)
}

function finish(to: usize): void {
  v128.store(to, swapBytes(v128.load(HASH_STATE)))
  v128.store(to, swapBytes(v128.load(HASH_STATE, 16)), 16)
}

/** SHA-256 of `length` bytes at `from`, as 32 bytes at `to`. */
export function sha256(from: usize, length: usize, to: usize): void {
  begin()
  const rest = length & 63
  const whole = length - rest
  const padded: usize = rest < 56 ? 64 : 128
  const zero = i64x2.splat(0)
  // Short copies and fills are written out: the instructions for them are calls into the engine.
  for (let i: usize = 0; i < padded; i += 16) v128.store(HASH_TAIL + i, zero)
  const tail = from + whole
  let i: usize = 0
  for (; i + 16 <= rest; i += 16) v128.store(HASH_TAIL + i, v128.load(tail + i))
  for (; i < rest; i++) store<u8>(HASH_TAIL + i, load<u8>(tail + i))
  store<u8>(HASH_TAIL + rest, 0x80)
  store<u64>(HASH_TAIL + padded - 8, bswap<u64>((<u64>length) << 3))
  compress(from, from + whole)
  compress(HASH_TAIL, HASH_TAIL + padded)
  finish(to)
}

/** SHA-256 of what fills one block together with its padding. */
export function sha256OfBlock(block: usize, to: usize): void {
  begin()
  compress(block, block + 64)
  finish(to)
}
