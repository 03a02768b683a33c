import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { makeFolder } from '../config/make-folder.ts'
import type { RandomBytes } from '../ports/random.ts'
import { keyBytes } from './sealed.ts'

/** Where the master keys of files are, unless the configuration gives others. */
export function keyFileOf(data: string): string {
  return join(data, 'keys', 'files.key')
}

/** Reads master keys, 64 hexadecimal digits each, with blanks or commas between them. Throws `ConfigError`. */
export function parseMasterKeys(text: string, where: string): Uint8Array[] {
  const written = text.split(/[\s,]+/).filter((one) => one !== '')
  if (written.length === 0) throw new ConfigError(`${where} holds no key`)
  return written.map((one) => {
    // What is wrong with it is not said by repeating it.
    if (!/^[0-9a-fA-F]{64}$/.test(one)) throw new ConfigError(`${where}: a key has 64 hexadecimal digits`)
    return new Uint8Array(Buffer.from(one, 'hex'))
  })
}

/** The keys of a file, which is made if it is not there. */
export function loadKeyFile(path: string, random: RandomBytes): Uint8Array[] {
  if (!existsSync(path)) writeKeyFile(path, [random(keyBytes)])
  return parseMasterKeys(readFileSync(path, 'utf8'), path)
}

/** Puts keys into the place of those that a file holds; it holds the ones or the others, whatever happens. */
export function writeKeyFile(path: string, keys: readonly Uint8Array[]): void {
  makeFolder(dirname(path))
  const partial = `${path}.new`
  const text = keys.map((key) => `${Buffer.from(key).toString('hex')}\n`).join('')
  writeFileSync(partial, text, { mode: 0o600, flush: true })
  renameSync(partial, path)
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
