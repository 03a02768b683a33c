/** Finds libraries of Python, which come from the system and not from npm, or installs Debian's where that is possible. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { installDebianPackage } from './debian-package.ts'

const PYTHON = '/usr/bin/python3'

/** The Python that has a library, or the reason why there is none. */
export type FoundPython = { readonly python: string } | { readonly missing: string }

export const findTelethon = (): Promise<FoundPython> => find('Telethon', 'telethon', 'python3-telethon')

export const findPythonTelegramBot = (): Promise<FoundPython> =>
  find('python-telegram-bot', 'telegram.ext', 'python3-python-telegram-bot')

async function find(name: string, module: string, debianPackage: string): Promise<FoundPython> {
  if (hasModule(module)) return { python: PYTHON }
  const failure = (await installDebianPackage(debianPackage)) ?? 'it cannot be imported'
  return hasModule(module) ? { python: PYTHON } : { missing: `${name} could not be installed: ${failure}` }
}

function hasModule(module: string): boolean {
  return existsSync(PYTHON) && spawnSync(PYTHON, ['-c', `import ${module}`]).status === 0
}
