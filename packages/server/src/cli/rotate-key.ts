import type { Config } from '../config/config.ts'
import { rotateKeyResult } from '../operator/rotate-key.ts'
import { operateFromCommandLine } from './operate-from-command-line.ts'

/** Has the keys of all files sealed under another master key. */
export async function rotateKey(config: Config, write: (text: string) => Promise<void>): Promise<void> {
  const { result } = await operateFromCommandLine(config, { command: 'rotate-key', input: {} })
  const { rewrapped } = rotateKeyResult(result)
  await write(`the keys of ${rewrapped} files are sealed under the master key that is in force now\n`)
  if (config.filesKey === undefined) await write(`${config.data}/keys/files.key holds it: make a backup\n`)
  else await write('the other master keys that were given are needed no more\n')
}
