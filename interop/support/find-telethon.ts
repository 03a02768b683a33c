/** Finds Telethon, which comes from the system and not from npm, or installs Debian's where that is possible. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { installDebianPackage } from './debian-package.ts'

const PYTHON = '/usr/bin/python3'

/** The Python that has Telethon, or the reason why there is none. */
export async function findTelethon(): Promise<{ readonly python: string } | { readonly missing: string }> {
  if (installed()) return { python: PYTHON }
  const failure = (await installDebianPackage('python3-telethon')) ?? 'it cannot be imported'
  return installed() ? { python: PYTHON } : { missing: `Telethon could not be installed: ${failure}` }
}

function installed(): boolean {
  return existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import telethon']).status === 0
}
