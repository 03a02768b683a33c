/** Finds Chromium, or installs Debian's where that is possible. */
import { spawnSync } from 'node:child_process'
import { installDebianPackage } from '../support/debian-package.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The command that starts Chromium, or the reason why there is none. */
export async function findChromium(): Promise<{ readonly command: string } | { readonly missing: string }> {
  const given = process.env['CHAPPE_CHROMIUM']
  if (given !== undefined) return { command: given }
  const present = installed()
  if (present !== undefined) return { command: present }
  const failure = (await installDebianPackage('chromium')) ?? 'it does not start'
  const fresh = installed()
  return fresh === undefined ? { missing: `Chromium could not be installed: ${failure}` } : { command: fresh }
}

function installed(): string | undefined {
  return NAMES.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)
}
