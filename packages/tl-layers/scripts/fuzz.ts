/**
 * The long form of the fuzz tests, of this package's and of `@chappe/tl-codec`'s: ten million inputs, or an hour. `node --conditions=@chappe/source scripts/fuzz.ts
 * [INPUTS] [SEED]`. Fails on anything but values and typed errors, and if the heap with all buffers grows beyond 64 MiB
 * over what it was after the corpus was made.
 */
import { codecTargets, corpus, fuzz } from '@chappe/strict-schema/fuzz'
import { layerTargets } from '../test/layer-targets.ts'

const HOUR = 3_600_000
const LIMIT = 64 * 1024 * 1024
const BATCH = 100_000

const wanted = Number(process.argv[2] ?? 10_000_000)
const firstSeed = Number(process.argv[3] ?? Date.now() & 0x7fffffff)
const started = performance.now()
const seeds = corpus(firstSeed)

function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const base = memory()
let peak = 0
let inputs = 0
let values = 0
const errors = new Map<string, number>()
for (let seed = firstSeed; inputs < wanted && performance.now() - started < HOUR; seed++) {
  const report = fuzz(seeds, seed, Math.min(BATCH, wanted - inputs), [...codecTargets, ...layerTargets], () => {
    peak = Math.max(peak, memory() - base)
    return peak > LIMIT
  })
  inputs += report.inputs
  values += report.values
  for (const [code, count] of Object.entries(report.errors)) errors.set(code, (errors.get(code) ?? 0) + count)
  if (peak > LIMIT) {
    console.error(`Seed ${seed}: ${peak} bytes are in use`)
    process.exit(1)
  }
}
const seconds = Math.round((performance.now() - started) / 1000)
console.log(
  `${inputs} inputs from seed ${firstSeed} in ${seconds} s: ${values} values, at most ${peak >> 20} MiB in use`,
)
console.log([...errors].map(([code, count]) => `${code} ${count}`).join(', '))
