import type { BenchOptions, BenchRow } from '../row.ts'
import { ended, spawnOnCore } from './pinned.ts'

const generatorCore = 1
/** Its pauses are no part of what is measured: short ones. */
const generatorFlags = ['--max-semi-space-size=16']

/** What serving costs: the server on one core, everyone who uses it on another. */
export async function run(report: (row: BenchRow) => void, { quick, profile, against }: BenchOptions): Promise<void> {
  const args = [
    ...(quick ? ['--quick'] : []),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(against === undefined ? [] : ['--against', against]),
  ]
  const script = against === undefined ? './generator.ts' : './against.ts'
  const generator = spawnOnCore(generatorCore, script, args, generatorFlags)
  generator.on('message', (row: BenchRow) => report(row))
  const stop = (): void => void generator.kill()
  process.once('exit', stop)
  await ended(generator)
  process.off('exit', stop)
}
