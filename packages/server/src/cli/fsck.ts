import { resolve } from 'node:path'
import type { Config } from '../config/config.ts'
import { fsckResult } from '../operator/fsck.ts'
import { isObject } from '../operator/protocol.ts'
import { operateFromCommandLine } from './operate-from-command-line.ts'

const told = {
  missing: 'is not there',
  cut: 'has another length',
  changed: 'has bytes that nobody wrote',
} as const

/** Says whether all files are as they were written; false if they are not. */
export async function fsck(
  config: Config,
  options: Readonly<Record<string, string>>,
  write: (text: string) => Promise<void>,
): Promise<boolean> {
  const from = options['from']
  const input = { repair: options['repair'] === 'true', ...(from === undefined ? {} : { from: resolve(from) }) }
  const onProgress = (value: unknown): void => {
    if (process.stderr.isTTY && isObject(value)) process.stderr.write(`\r${String(value['objects'])} files checked`)
  }
  const { result } = await operateFromCommandLine(config, { command: 'fsck', input, onProgress })
  if (process.stderr.isTTY) process.stderr.write('\n')
  const { objects, bytes, damaged, repaired, strays, isWhole } = fsckResult(result)
  await write(`${objects} files of ${bytes} bytes read${isWhole ? '' : ', and then ended before all were'}\n`)
  for (const { name, damage } of damaged) await write(`DAMAGED: ${name} ${told[damage]}\n`)
  if (repaired > 0) await write(`${repaired} repaired from the backup\n`)
  if (strays > 0) {
    await write(`${strays} that belong to nothing${input.repair ? ', removed' : '; --repair removes them'}\n`)
  }
  if (damaged.length === 0) await write('All are as they were written.\n')
  else await write('Damaged files are never served. --repair --from DIR takes them from the files of a backup.\n')
  return damaged.length === 0 && isWhole
}
