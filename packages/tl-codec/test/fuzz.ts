import * as fc from 'fast-check'
import { apiArbitraries } from '../src/arbitrary/index.ts'
import * as api from '../src/generated/api.ts'
import * as mtproto from '../src/generated/mtproto.ts'
import { TlError } from '../src/index.ts'

/** A small fast generator of numbers (xorshift32), so that a seed is all that a failure needs. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

export interface FuzzReport {
  inputs: number
  values: number
  errors: Record<string, number>
}

export type Target = (bytes: Uint8Array) => unknown

/** What reads bytes in the codecs of one layer. */
export const codecTargets: readonly Target[] = [
  (bytes) => api.decodeObject(bytes),
  (bytes) => api.decodeMethod(bytes),
  (bytes) => api.decode('Updates', bytes),
  (bytes) => mtproto.decodeObject(bytes),
  (bytes) => mtproto.decodeMethod(bytes),
]

/** Valid encodings of every definition, the ground that mutations start from. */
export function corpus(seed: number): Uint8Array[] {
  const arbitraries = apiArbitraries({ depth: 2 })
  return arbitraries.names.flatMap((name) =>
    fc.sample(arbitraries.anyNamed(name), { numRuns: 1, seed }).map(api.encode),
  )
}

/**
 * Decodes `inputs` mutated or random byte strings. Anything but a value or a `TlError` is thrown on, with what led to it.
 */
export function fuzz(
  seeds: readonly Uint8Array[],
  seed: number,
  inputs: number,
  targets: readonly Target[],
  until: () => boolean = () => false,
): FuzzReport {
  const random = randomFrom(seed)
  const report: FuzzReport = { inputs: 0, values: 0, errors: {} }
  while (report.inputs < inputs && !(report.inputs % 1024 === 0 && until())) {
    const input = random(8) === 0 ? noise(random) : mutate(seeds, random)
    const target = random(targets.length)
    report.inputs++
    try {
      targets[target]?.(input)
      report.values++
    } catch (error) {
      if (!(error instanceof TlError)) {
        throw new Error(`Seed ${seed}, target ${target}, input ${Buffer.from(input).toString('hex')}`, { cause: error })
      }
      report.errors[error.code] = (report.errors[error.code] ?? 0) + 1
    }
  }
  return report
}

function noise(random: (below: number) => number): Uint8Array {
  return Uint8Array.from({ length: random(128) }, () => random(256))
}

/** Flips, overwrites with numbers that matter, cuts, repeats and splices. */
function mutate(seeds: readonly Uint8Array[], random: (below: number) => number): Uint8Array {
  const base = seeds[random(seeds.length)] ?? new Uint8Array()
  let bytes = base.slice(0, 4096)
  const view = new DataView(bytes.buffer)
  for (let times = random(4); times > 0 && bytes.length >= 8; times--) {
    const at = random(bytes.length)
    const word = random(bytes.length >> 2) << 2
    switch (random(6)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
        break
      case 1:
        view.setInt32(word, NUMBERS[random(NUMBERS.length)] ?? 0, true)
        break
      case 2:
        return bytes.slice(0, at)
      case 3:
        bytes.copyWithin(word, random(bytes.length >> 2) << 2)
        break
      case 4: {
        const other = seeds[random(seeds.length)] ?? bytes
        bytes.set(other.subarray(0, bytes.length - word), word)
        break
      }
      default:
        bytes[at] = random(256)
    }
  }
  if (random(16) === 0) bytes = Uint8Array.from([...bytes, ...bytes.slice(0, 16)])
  return bytes
}

const NUMBERS = [0, 1, -1, 0x7fffffff, -0x80000000, 0x1cb5c415, 254, 255, 0x00fffffe, 0xffffffff | 0]
