/*
 * Look-up tables of 16 bytes for AES by vector permutation (M. Hamburg, "Accelerating AES with Vector Permute
 * Instructions", CHES 2009). A 16-byte table fits a register and is read by a shuffle, in a time that does not depend
 * on the index, so nothing about the key leaks through the cache.
 *
 * The inverse in GF(2^8) is computed from the two halves of a byte by inverses in GF(2^4), for which the byte is first
 * brought into another basis:
 *   lo | hi = halves of T(x);  j = lo ^ hi
 *   a/lo, 1/hi, 1/j            from the tables QUOTIENT and INVERSE
 *   io = 1/(1/hi ^ a/lo) ^ j   jo = 1/(1/j ^ a/lo) ^ hi
 * Any function of the inverse that is linear over the bits is then U[io] ^ V[jo] for some tables U and V. Infinity
 * is 0x80, which a shuffle reads as zero.
 *
 * T and the two field tables are the constants of that paper's implementation (in the public domain). All else follows
 * from them and from FIPS 197 by calculation, here.
 */

type ByteMap = (byte: number) => number

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

const INVERSE = bytesOf('8001080d0f06050e020c0b0a09030704')
const QUOTIENT = bytesOf('80070b0f060a0401090805020c0e0d03')
const BASIS_LO = bytesOf('00702a5a98e8b2c20878225290e0baca')
const BASIS_HI = bytesOf('004d7c317d30014c81ccfdb0fcb180cd')

const INFINITY = 0x80
const at = (table: Uint8Array, index: number) => table[index] ?? 0
const shuffled = (table: Uint8Array, index: number) => (index & INFINITY ? 0 : at(table, index & 15))

const toBasis: ByteMap = (x) => at(BASIS_LO, x & 15) ^ at(BASIS_HI, x >> 4)

/** The pair (io, jo) for a byte that is already in the basis. */
function halves(y: number): readonly [io: number, jo: number] {
  const [lo, hi] = [y & 15, y >> 4]
  const j = lo ^ hi
  const quotient = at(QUOTIENT, lo)
  return [shuffled(INVERSE, at(INVERSE, hi) ^ quotient) ^ j, shuffled(INVERSE, at(INVERSE, j) ^ quotient) ^ hi]
}

const bytes = Array.from({ length: 256 }, (_, x) => x)

/** Multiplication in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1. */
function multiply(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product & 0x80 ? 0x11b : 0)
    if ((b >> bit) & 1) product ^= a
  }
  return product
}

function invertMap(map: ByteMap): ByteMap {
  const inverse = new Uint8Array(256)
  for (const x of bytes) inverse[map(x)] = x
  return (y) => at(inverse, y)
}

const invert: ByteMap = (x) => bytes.find((y) => multiply(x, y) === 1) ?? 0
const rotate = (x: number, by: number) => ((x << by) | (x >> (8 - by))) & 0xff

/** The linear part of SubBytes (FIPS 197, 5.1.1), without its constant 0x63. */
const affine: ByteMap = (x) => x ^ rotate(x, 1) ^ rotate(x, 2) ^ rotate(x, 3) ^ rotate(x, 4)
const inverseAffine = invertMap(affine)
const fromBasis = invertMap(toBasis)
const CONSTANT = 0x63

/** U and V with U[io(x)] ^ V[jo(x)] = wanted(1/x) for every x. */
function solve(wanted: ByteMap): readonly [Uint8Array, Uint8Array] {
  const u = new Map<number, number>([[INFINITY, 0]])
  const v = new Map<number, number>([[INFINITY, 0]])
  const clear = (index: number) => (index & INFINITY ? INFINITY : index)
  const equations = bytes.map((x) => {
    const [io, jo] = halves(toBasis(x))
    return { io: clear(io), jo: clear(jo), value: wanted(invert(x)) }
  })
  // One entry is free: adding the same byte to all of U and V changes nothing, unless infinity has fixed it already.
  const settle = () => {
    for (let before = -1; before !== u.size + v.size; ) {
      before = u.size + v.size
      for (const { io, jo, value } of equations) {
        const [known, other] = [u.get(io), v.get(jo)]
        if (known !== undefined) v.set(jo, other ?? known ^ value)
        else if (other !== undefined) u.set(io, other ^ value)
      }
    }
  }
  settle()
  if (equations.some(({ io, jo }) => !u.has(io) || !v.has(jo))) {
    u.set(equations.find(({ io }) => !u.has(io))?.io ?? 0, 0)
    settle()
  }
  for (const { io, jo, value } of equations)
    if (((u.get(io) ?? 0) ^ (v.get(jo) ?? 0)) !== value) throw new Error('the function is not linear in the inverse')
  const table = (map: Map<number, number>) => Uint8Array.from({ length: 16 }, (_, index) => map.get(index) ?? 0)
  return [table(u), table(v)]
}

/** The tables of a linear map for the lower and the upper half of a byte. */
function linear(map: ByteMap): readonly [Uint8Array, Uint8Array] {
  const lower = Uint8Array.from({ length: 16 }, (_, half) => map(half))
  return [lower, Uint8Array.from({ length: 16 }, (_, half) => map(half << 4))]
}

/** Decryption keeps its state behind the inverse affine map, so that the field inverse comes first in each round. */
const toDecBasis: ByteMap = (x) => toBasis(inverseAffine(x))

function pair(name: string, [lo, hi]: readonly [Uint8Array, Uint8Array]): [string, Uint8Array][] {
  return [
    [`${name}_LO`, lo],
    [`${name}_HI`, hi],
  ]
}

/**
 * The order in which a permutation takes its 16 bytes: byte r of column c from row r + turn of the column that `column`
 * names for that row.
 */
function order(turn: number, column: (c: number, row: number) => number): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, i) => {
    const row = ((i & 3) + turn) & 3
    return (column(i >> 2, row) & 3) * 4 + row
  })
}

const turns = [0, 1, 2, 3]

const fill = (byte: number) => new Uint8Array(16).fill(byte)

const tables: readonly (readonly [string, Uint8Array])[] = [
  ['INVERSE', INVERSE],
  ['QUOTIENT', QUOTIENT],
  ['LOW_NIBBLES', fill(0x0f)],
  ...pair('TO_BASIS', linear(toBasis)),
  ...pair('FROM_BASIS', linear(fromBasis)),
  ...[1, 2, 3].flatMap((m) =>
    pair(
      `ENC_${m}`,
      solve((x) => toBasis(multiply(m, affine(x)))),
    ),
  ),
  ...pair('ENC_LAST', solve(affine)),
  ...[1, 9, 11, 13, 14].flatMap((m) =>
    pair(
      `DEC_${m}`,
      solve((x) => toDecBasis(multiply(m, x))),
    ),
  ),
  ...pair(
    'DEC_LAST',
    solve((x) => x),
  ),
  ...pair('TO_DEC_BASIS', linear(toDecBasis)),
  // Round keys of the inverse cipher, from round keys in the basis.
  ...[9, 11, 13, 14].flatMap((m) =>
    pair(
      `KEY_${m}`,
      linear((y) => toDecBasis(multiply(m, fromBasis(y)))),
    ),
  ),
  ...[9, 11, 13, 14].flatMap((m) =>
    pair(
      `PLAIN_${m}`,
      linear((y) => multiply(m, fromBasis(y))),
    ),
  ),
  ...pair(
    'KEY_1',
    linear((y) => toDecBasis(fromBasis(y))),
  ),
  // ShiftRows and its inverse, followed by the turns of the columns that MixColumns needs.
  ...turns.map((turn): [string, Uint8Array] => [`SHIFT_ROWS_${turn}`, order(turn, (c, row) => c + row)]),
  ...turns.map((turn): [string, Uint8Array] => [`UNSHIFT_ROWS_${turn}`, order(turn, (c, row) => c - row)]),
  ...turns.map((turn): [string, Uint8Array] => [`TURN_${turn}`, order(turn, (c) => c)]),
  ['LAST_WORD', order(0, () => 3)],
  ['LAST_WORD_TURNED', order(1, () => 3)],
  ['CONSTANT', fill(CONSTANT)],
  ['CONSTANT_IN_BASIS', fill(toBasis(CONSTANT))],
  ['CONSTANT_IN_DEC_BASIS', fill(toDecBasis(CONSTANT))],
  // x^0 to x^6 for the key expansion, each in the first byte of every word.
  ...[1, 2, 4, 8, 16, 32, 64].map((power, i): [string, Uint8Array] => [
    `ROUND_CONSTANT_${i}`,
    Uint8Array.from({ length: 16 }, (_, byte) => (byte % 4 === 0 ? toBasis(power) : 0)),
  ]),
]

/** The tables as a module of AssemblyScript. */
export function aesTables(): string {
  const lines = tables.map(
    ([name, table]) => `export const ${name}: usize = memory.data<u8>([${table.join(', ')}], 16)\n`,
  )
  return `// Made by scripts/aes-tables.ts.\n${lines.join('')}`
}
