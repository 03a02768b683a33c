/**
 * Numbers from a seed. A source can be split by name: what is drawn from one branch does not change what another gives,
 * so a run from which one event is taken away is otherwise the same run.
 */
export interface SeededRandom {
  /** 0 up to and not including `below`. */
  int(below: number): number
  /** From `low` up to and including `high`. */
  range(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
  bytes(length: number): Uint8Array
  /** Another source, that depends only on this one's seed and the name. */
  branch(name: string): SeededRandom
}

export function createSeededRandom(seed: string): SeededRandom {
  const next = sfc32(seed)
  const unit = (): number => next() / 2 ** 32
  const int = (below: number): number => Math.floor(unit() * below)
  return {
    int,
    range: (low, high) => low + int(high - low + 1),
    chance: (probability) => unit() < probability,
    pick: (items) => items[int(items.length)] ?? items[0],
    bytes(length) {
      const bytes = new Uint8Array(Math.ceil(length / 4) * 4)
      const view = new DataView(bytes.buffer)
      for (let at = 0; at < bytes.length; at += 4) view.setUint32(at, next(), true)
      return bytes.slice(0, length)
    },
    branch: (name) => createSeededRandom(`${seed}/${name}`),
  }
}

/** sfc32 (Chris Doty-Humphrey, PractRand): three words of chaos and a counter; its state is a hash of the seed. */
function sfc32(seed: string): () => number {
  let a = fnv1a(seed, 0x811c9dc5)
  let b = fnv1a(seed, 0x9e3779b9)
  let c = fnv1a(seed, 0x85ebca6b)
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 15; i++) next()
  return next
}

function fnv1a(text: string, basis: number): number {
  let hash = basis
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
