// npm run mutate [-- NAME …] [--seeds N]: does the simulator bite? Applies one plausible bug at a time to a copy of the
// sources in a temporary folder and says by which seed the simulator caught it. Exit code 1 if one got away.
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mutants as sessionMutants } from './mutants.mjs'
import { secretMutants } from './mutants-secret.mjs'
import { fail, fromSource, generate, node, root } from './workspace.mjs'

const mutants = [...sessionMutants, ...secretMutants]
const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '300' }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
})
if (values.help) {
  process.stdout.write('npm run mutate [-- NAME …] [--seeds N]\n\nBugs that can be seeded:\n')
  for (const { name, what } of mutants) process.stdout.write(`  ${name.padEnd(28)} ${what}\n`)
  process.exit(0)
}
const chosen = positionals.length === 0 ? mutants : mutants.filter(({ name }) => positionals.includes(name))
if (chosen.length === 0) fail(`no bug has one of these names: ${positionals.join(', ')}`)
await generate()

/** The package whose simulator is to find a bug. */
const packageOf = (mutant) => (secretMutants.includes(mutant) ? 'crypto' : 'transport')
const concerned = [...new Set(chosen.map(packageOf))]

/** The sources of these packages; their dependencies stay where they are. */
const copy = mkdtempSync(join(tmpdir(), 'chappe-mutate-'))
process.on('exit', () => rmSync(copy, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))
for (const name of concerned) {
  for (const part of ['src', 'package.json']) {
    cpSync(join(root, 'packages', name, part), join(copy, name, part), { recursive: true })
  }
  symlinkSync(join(root, 'packages', name, 'node_modules'), join(copy, name, 'node_modules'))
}

const started = performance.now()
const width = Math.max(...chosen.map(({ name }) => name.length))
let escaped = 0
process.stdout.write(`${chosen.length} bugs, at most ${values.seeds} seeds each\n\n`)
for (const name of concerned) {
  const clean = await simulate(name)
  if (clean.broken !== undefined) fail(`without any bug, ${clean.broken}`)
}
for (const mutant of chosen) {
  const { seed, law } = await withMutant(mutant)
  if (seed === undefined) escaped++
  const verdict = seed === undefined ? 'NOT CAUGHT' : `seed ${String(seed).padStart(4)}  ${law}`
  process.stdout.write(`${mutant.name.padEnd(width)}  ${verdict.padEnd(34)}  ${mutant.what}\n`)
}
const seconds = ((performance.now() - started) / 1000).toFixed(0)
process.stdout.write(`\n${chosen.length - escaped} of ${chosen.length} bugs caught in ${seconds} s\n`)
process.exitCode = escaped === 0 ? 0 : 1

async function withMutant(mutant) {
  const { name, file, from, to } = mutant
  const path = join(copy, packageOf(mutant), 'src', file)
  const source = readFileSync(path, 'utf8')
  if (source.split(from).length !== 2) fail(`the bug ${name} does not fit ${file} any more`)
  writeFileSync(
    path,
    source.replace(from, () => to),
  )
  try {
    return await simulate(packageOf(mutant))
  } finally {
    writeFileSync(path, source)
  }
}

/** Runs the simulator of the copy until the first failure. */
function simulate(name) {
  const folder = join(copy, name)
  const main = join(folder, 'src/simulator/main.ts')
  const child = spawn(node, [...fromSource, main, '--seeds', values.seeds, '--no-shrink'], { cwd: folder })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  // A bug may well make a run go on for ever. Secret chats spend their time on powers of large numbers.
  const timer = setTimeout(() => child.kill('SIGKILL'), name === 'crypto' ? 300_000 : 60_000)
  return new Promise((resolve) => {
    child.on('exit', (code) => {
      clearTimeout(timer)
      const [, seed, law] = /seed (\d+) broke the law "([^"]+)"/.exec(output) ?? []
      if (seed !== undefined) resolve({ seed: Number(seed), law, broken: `seed ${seed} broke ${law}` })
      else if (code === 0) resolve({})
      else resolve({ seed: '?', law: 'the run did not end', broken: output.slice(-2000) })
    })
  })
}
