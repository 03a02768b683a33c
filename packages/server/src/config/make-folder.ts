import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError } from './config-error.ts'

/**
 * Makes a folder and those above it, for this user alone, and makes sure that it can be written to. Step by step, since
 * `mkdirSync` with `recursive` never returns where the system refuses a folder with ENOENT, as it does in /proc.
 */
export function makeFolder(path: string): void {
  const missing: string[] = []
  for (let folder = path; !existsSync(folder) && dirname(folder) !== folder; folder = dirname(folder))
    missing.push(folder)
  for (const folder of missing.reverse()) mkdirSync(folder, { mode: 0o700 })
  if (!statSync(path).isDirectory()) throw new ConfigError(`${path} is a file where a folder is needed`)
  accessSync(path, constants.W_OK)
}
