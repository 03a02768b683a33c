import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Debian's mirrors may be out of reach; nobody waits for them longer than this. */
const INSTALL_MS = 240_000
/** Tests run beside one another, and apt-get ends at once where another holds its lists. */
const LOCK = join(tmpdir(), 'chappe-apt.lock')

/** Installs a package of Debian's, as root can. What went wrong, if anything did. */
export async function installDebianPackage(name: string): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'only root could install it'
  // A mirror that does not answer is given up soon instead of after minutes for each of its addresses.
  const patience = ['-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::https::Timeout=10', '-o', 'Acquire::Retries=0']
  const end = performance.now() + INSTALL_MS
  const update = await run(['apt-get', ...patience, '-qq', 'update'], end)
  if (update !== undefined) return update
  return run(['apt-get', ...patience, '-qq', '-y', '--no-install-recommends', 'install', name], end)
}

function run(command: readonly string[], end: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const timeout = Math.max(1, Math.ceil(end - performance.now()))
    const child = spawn('flock', [LOCK, ...command], {
      ...{ env, timeout, killSignal: 'SIGKILL' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-500)
    })
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? undefined : `${command[0]} ended with ${code}: ${said.trim()}`))
  })
}
