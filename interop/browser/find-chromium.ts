/** Finds Chromium, or installs Debian's where that is possible. */
import { spawn, spawnSync } from 'node:child_process'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
/** Debian's mirrors may be out of reach; nobody waits for them longer than this. */
const INSTALL_MS = 240_000

/** The command that starts Chromium, or the reason why there is none. */
export async function findChromium(): Promise<{ readonly command: string } | { readonly missing: string }> {
  const given = process.env['CHAPPE_CHROMIUM']
  if (given !== undefined) return { command: given }
  const present = installed()
  if (present !== undefined) return { command: present }
  if (process.getuid?.() !== 0) return { missing: 'no Chromium is installed, and only root could install it' }
  const failure = await installFromDebian()
  const fresh = installed()
  return fresh === undefined ? { missing: `Chromium could not be installed: ${failure}` } : { command: fresh }
}

function installed(): string | undefined {
  return NAMES.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)
}

async function installFromDebian(): Promise<string> {
  // A mirror that does not answer is given up soon instead of after minutes for each of its addresses.
  const patience = ['-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::https::Timeout=10', '-o', 'Acquire::Retries=0']
  const end = performance.now() + INSTALL_MS
  const update = await run('apt-get', [...patience, '-qq', 'update'], end)
  if (update !== undefined) return update
  const install = [...patience, '-qq', '-y', '--no-install-recommends', 'install', 'chromium']
  return (await run('apt-get', install, end)) ?? 'it does not start'
}

/** What went wrong, if anything did. */
function run(command: string, args: readonly string[], end: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const timeout = Math.max(1, end - performance.now())
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'], timeout, killSignal: 'SIGKILL' })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-500)
    })
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? undefined : `${command} ended with ${code}: ${said.trim()}`))
  })
}
