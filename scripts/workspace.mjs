// What every script of the project needs: dependencies installed, code generated, packages built. Runs on Node 20 or
// later; whatever it starts runs on the Node that the project pins. Nothing is done twice: each step leaves a stamp with
// the hash of what went into it.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
/** In the order of their dependencies. */
export const packages = ['tl-schema', 'tl-codec', 'crypto', 'transport', 'client', 'server']
const stamps = join(root, 'node_modules', '.chappe')
const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The pinned Node. */
export const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
/** With these arguments Node and the tests take the sources of the workspace's packages instead of what was built. */
export const fromSource = ['--conditions=@chappe/source']

/** Runs a command to its end with its output shown; ends this process when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) fail(`${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

/** Runs the pinned Node in place of this process: same input and output, signals passed on, same exit code. */
export function become(args) {
  const child = spawn(node, args, { cwd: process.cwd(), stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(error.message))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1)))
}

export function fail(message) {
  process.stderr.write(`chappe: ${message}\n`)
  process.exit(1)
}

/** Installs the dependencies that the lock file names, with the pinned pnpm. */
export function install() {
  const manifests = ['.', ...packages.map((name) => join('packages', name)), 'bench', 'examples', 'interop']
  const inputs = [...manifests.map((folder) => join(folder, 'package.json')), 'pnpm-lock.yaml', 'pnpm-workspace.yaml']
  once('install', inputs, existsSync(node), () => {
    const pnpm = pinned.packageManager
    const args = ['--yes', pnpm, 'install', '--frozen-lockfile', '--prefer-offline']
    run(process.platform === 'win32' ? 'npx.cmd' : 'npx', args, { env: { ...process.env, CI: 'true' } })
  })
}

/** Makes the code that is not written by hand: codecs from the schema, WebAssembly. */
export function generate() {
  install()
  const codec = ['schema', 'packages/tl-schema/src', 'packages/tl-codec/scripts']
  const outputs = existsSync(join(root, 'packages/tl-codec/src/generated/api.ts'))
  once('codecs', codec, outputs, () => run(node, [...fromSource, 'packages/tl-codec/scripts/generate.ts']))
  const wasm = 'packages/crypto/scripts/generate.ts'
  if (existsSync(join(root, wasm))) {
    const done = existsSync(join(root, 'packages/crypto/src/generated'))
    const inputs = ['packages/crypto/scripts', 'packages/crypto/assembly', 'packages/crypto/package.json']
    once('wasm', inputs, done, () => run(node, [...fromSource, wasm]))
  }
}

/** Builds every package to `dist`: JavaScript by tsup, declarations by tsc. */
export function build() {
  generate()
  for (const name of packages) {
    const folder = join('packages', name)
    const inputs = [join(folder, 'src'), join(folder, 'package.json'), join(folder, 'tsconfig.json')]
    const shared = ['tsconfig.base.json', 'tsup.config.ts', 'pnpm-lock.yaml']
    once(`build-${name}`, [...inputs, ...shared], existsSync(join(root, folder, 'dist')), () => {
      rmSync(join(root, folder, 'dist'), { recursive: true, force: true })
      const cwd = join(root, folder)
      const tsup = join(root, 'node_modules', 'tsup', 'dist', 'cli-default.js')
      run(node, [tsup, '--config', join(root, 'tsup.config.ts'), '--silent'], { cwd })
      run(node, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'], { cwd })
    })
  }
}

/** Runs `step` unless it ran before on the same inputs and left what it makes. */
function once(name, inputs, present, step) {
  const hash = createHash('sha256')
  for (const input of inputs) digest(hash, input)
  const key = hash.digest('hex')
  const stamp = join(stamps, name)
  if (present && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return
  step()
  mkdirSync(stamps, { recursive: true })
  writeFileSync(stamp, key)
}

function digest(hash, path) {
  const full = join(root, path)
  if (!existsSync(full)) return
  const entries = safeList(full)
  if (entries === undefined) {
    hash.update(path).update(readFileSync(full))
    return
  }
  for (const entry of entries.sort()) {
    if (entry !== 'node_modules' && entry !== 'dist' && !entry.endsWith('.test.ts')) digest(hash, join(path, entry))
  }
}

function safeList(path) {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  }
}
