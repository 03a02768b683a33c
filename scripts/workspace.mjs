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
export const packages = [
  ...['tl-schema', 'tl-codec', 'tl-layers', 'crypto', 'transport', 'client', 'bot-api', 'server'],
  'testkit',
]
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
export async function install() {
  await take([installing()])
}

/** Makes the code that is not written by hand: codecs from the schema, WebAssembly. */
export async function generate() {
  await take([installing(), ...generating()])
}

/** Builds every package to `dist`: JavaScript by tsup, declarations by tsc. */
export async function build() {
  await take([installing(), ...generating(), ...packages.map(building)])
}

/** Whether all is there that `build` makes, whatever it was made from. */
export function isBuilt() {
  return existsSync(node) && packages.every((name) => existsSync(join(root, 'packages', name, 'dist')))
}

function installing() {
  const others = ['bench', 'examples', 'interop', 'packages/tl-codec/test']
  const manifests = ['.', ...packages.map((name) => join('packages', name)), ...others]
  const inputs = [...manifests.map((folder) => join(folder, 'package.json')), 'pnpm-lock.yaml', 'pnpm-workspace.yaml']
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
  const args = ['--yes', pinned.packageManager, 'install', '--frozen-lockfile', '--prefer-offline']
  return {
    name: 'install',
    what: 'installing dependencies',
    inputs,
    present: () => existsSync(node),
    run: () => runQuietly(npx, args, { env: { ...process.env, CI: 'true' } }),
  }
}

function generating() {
  return [
    {
      name: 'codecs',
      what: 'generating codecs from the schema',
      inputs: ['schema', 'packages/tl-schema/src', 'packages/tl-codec/scripts'],
      present: () => existsSync(join(root, 'packages/tl-codec/src/generated/api.ts')),
      run: () => runQuietly(node, [...fromSource, 'packages/tl-codec/scripts/generate.ts']),
    },
    {
      name: 'layers',
      what: 'generating the codec of all layers',
      inputs: ['schema', 'packages/tl-schema/src', 'packages/tl-codec/scripts', 'packages/tl-layers/scripts'],
      present: () => existsSync(join(root, 'packages/tl-layers/src/generated/api.layers.ts')),
      run: () => runQuietly(node, [...fromSource, 'packages/tl-layers/scripts/generate.ts']),
    },
    {
      name: 'store',
      what: 'generating the store with which a server begins',
      inputs: ['packages/server/src/store/sqlite', 'packages/server/scripts/generate.ts'],
      present: () => existsSync(join(root, 'packages/server/assets/generated')),
      run: () => runQuietly(node, [...fromSource, 'packages/server/scripts/generate.ts']),
    },
    {
      name: 'wasm',
      what: 'compiling WebAssembly',
      inputs: ['packages/crypto/scripts', 'packages/crypto/assembly', 'packages/crypto/package.json'],
      present: () => existsSync(join(root, 'packages/crypto/src/generated')),
      run: () => runQuietly(node, [...fromSource, 'packages/crypto/scripts/generate.ts']),
    },
  ]
}

function building(name) {
  const folder = join('packages', name)
  const inputs = [join(folder, 'src'), join(folder, 'bin'), join(folder, 'package.json'), join(folder, 'tsconfig.json')]
  return {
    name: `build-${name}`,
    what: `building ${name}`,
    inputs: [...inputs, 'tsconfig.base.json', 'tsup.config.ts', 'pnpm-lock.yaml'],
    present: () => existsSync(join(root, folder, 'dist')),
    async run() {
      rmSync(join(root, folder, 'dist'), { recursive: true, force: true })
      const cwd = join(root, folder)
      const tsup = join(root, 'node_modules', 'tsup', 'dist', 'cli-default.js')
      // What is exported names its types (`isolatedDeclarations`), so declarations need no check, which is most of the time;
      // `npm test` checks all packages at once.
      const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
      await Promise.all([
        runQuietly(node, [tsup, '--config', join(root, 'tsup.config.ts'), '--silent'], { cwd }),
        runQuietly(node, [tsc, '-p', 'tsconfig.json', '--noCheck'], { cwd }),
      ])
    },
  }
}

/**
 * Takes the steps that did not run before on the same inputs, or whose results are gone, and says on the standard error
 * which one is under way and how many there are.
 */
async function take(steps) {
  // What a step makes may be what a later one is made from: each is looked at again when its turn comes.
  const total = steps.filter((step) => !isDone(step)).length
  let taken = 0
  for (const step of steps) {
    if (isDone(step)) continue
    taken++
    await showing(`[${taken}/${Math.max(total, taken)}] ${step.what}`, step.run)
    mkdirSync(stamps, { recursive: true })
    writeFileSync(join(stamps, step.name), keyOf(step))
  }
}

function isDone(step) {
  const stamp = join(stamps, step.name)
  return step.present() && existsSync(stamp) && readFileSync(stamp, 'utf8') === keyOf(step)
}

function keyOf({ inputs }) {
  const hash = createHash('sha256')
  for (const input of inputs) digest(hash, input)
  return hash.digest('hex')
}

/** Runs some work beside a line that says what it is and how long it has taken: kept up to date on a terminal. */
async function showing(what, work) {
  const { stderr } = process
  const begun = performance.now()
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(0)} s`
  if (!stderr.isTTY) stderr.write(`${what} ...\n`)
  const show = () => stderr.write(`\r\x1b[K${what} ... ${seconds()}`)
  const timer = stderr.isTTY ? setInterval(show, 1000) : undefined
  if (stderr.isTTY) show()
  try {
    await work()
  } finally {
    clearInterval(timer)
    if (stderr.isTTY) stderr.write('\r\x1b[K')
  }
  stderr.write(`${what}: ${seconds()}\n`)
}

/** Runs a command to its end; what it says is shown, and this process ends, when it fails. */
function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    const said = []
    const end = (status, why) => {
      if (status === 0) return resolve()
      process.stderr.write(`\n${Buffer.concat(said).toString()}`)
      if (why !== undefined) process.stderr.write(`chappe: ${command}: ${why}\n`)
      process.exit(status ?? 1)
    }
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
    child.on('error', (error) => end(1, error.message))
    child.on('close', (status, signal) => end(status ?? 1, signal ? `ended by ${signal}` : undefined))
  })
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
