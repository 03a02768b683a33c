// npm run packages [-- --keep]: packs every package, looks at each, installs all of them by npm and by pnpm in empty
// folders, type-checks programs that use them in both ways of TypeScript, and runs these on Node 22 and 24.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, sizes } from './inspect.ts'
import { installAll, runPrograms, typeCheck } from './install.ts'
import { checkTypes, lint } from './lint.ts'
import { emptyProject, packAll, root, unpack } from './pack.ts'
import { runCommand } from './run-command.ts'

const NODES = ['22', '24']
const folder = mkdtempSync(join(tmpdir(), 'chappe-packages-'))
const { packageManager: pnpm }: { packageManager: string } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
)
const problems: string[] = []

async function step(name: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now()
  try {
    await work()
    console.log(`${name}: fine (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  } catch (error) {
    problems.push(name)
    console.log(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function refuse(found: readonly string[]): void {
  if (found.length > 0) throw new Error(found.join('\n  '))
}

const tarballs = await packAll(folder)
for (const [name, tarball] of tarballs) {
  const unpacked = await unpack(tarball, join(folder, 'unpacked', name))
  await step(`${name}: contents`, async () => refuse(inspect(unpacked)))
  await step(`${name}: publint`, async () => refuse(await lint(tarball)))
  await step(`${name}: are the types wrong?`, () => checkTypes(tarball))
  console.log(`${name}: ${(sizes(unpacked).total / 1e6).toFixed(2)} MB installed`)
}

const nodes = new Map<string, string>()
await step(`Node ${NODES.join(' and ')}`, async () => {
  for (const version of NODES) {
    const home = emptyProject(join(folder, `node-${version}`))
    await runCommand('npm', ['install', '--no-audit', '--no-fund', `node@${version}`], home)
    nodes.set(version, join(home, 'node_modules/node/bin/node'))
  }
})
for (const manager of ['npm', 'pnpm'] as const) {
  const project = join(folder, manager)
  await step(`${manager} install`, async () => {
    await installAll(manager, tarballs, project, pnpm)
  })
  await step(`${manager}: types by NodeNext and bundler`, () => typeCheck(project))
  for (const [version, node] of nodes)
    await step(`${manager}: programs on Node ${version}`, () => runPrograms(project, node))
}

if (process.argv.includes('--keep')) console.log(`Kept: ${folder}`)
else rmSync(folder, { recursive: true })
console.log(problems.length === 0 ? 'Every package is fit to be published.' : `Not fit: ${problems.join('; ')}`)
process.exitCode = problems.length === 0 ? 0 : 1
