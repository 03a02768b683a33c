import type { BenchOptions, BenchRow } from '../row.ts'
import { ended, spawnOnCore } from '../server/pinned.ts'

const generatorCore = 1
const generatorFlags = ['--max-semi-space-size=16']

/** What large groups cost: the server on one core, everyone who uses it on another. */
export async function run(report: (row: BenchRow) => void, { quick, profile }: BenchOptions): Promise<void> {
  const args = [...(quick ? ['--quick'] : []), ...(profile === undefined ? [] : ['--profile', profile])]
  const script = new URL('./generator.ts', import.meta.url).href
  const generator = spawnOnCore(generatorCore, script, args, generatorFlags)
  generator.on('message', (row: BenchRow) => report(row))
  const stop = (): void => void generator.kill()
  process.once('exit', stop)
  await ended(generator)
  process.off('exit', stop)
}
