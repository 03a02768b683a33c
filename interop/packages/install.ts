import { cpSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyProject, PACKAGES, root } from './pack.ts'
import { runCommand, withNode } from './run-command.ts'

export type Manager = 'npm' | 'pnpm'

/** What a program for Node needs beside the packages to be type-checked, and what one of the entries lets users bring. */
const WITH_THEM = { typescript: '7.0.2', '@types/node': '^24.0.0', 'fast-check': '4.10.2' }

/**
 * Installs all tarballs in an empty folder, as whoever uses the packages would. They name each other by version, and that
 * version is not published yet, so the manager is told that the tarballs are it.
 */
export async function installAll(
  manager: Manager,
  tarballs: ReadonlyMap<string, string>,
  folder: string,
  pnpm: string,
): Promise<string> {
  const files = Object.fromEntries([...tarballs].map(([name, file]) => [`@chappe/${name}`, `file:${file}`]))
  emptyProject(folder, { dependencies: { ...files, ...WITH_THEM }, pnpm: { overrides: files } })
  if (manager === 'npm') await runCommand('npm', ['install', '--no-audit', '--no-fund'], folder)
  else await runCommand('npx', ['--yes', pnpm, 'install', '--ignore-workspace', '--no-frozen-lockfile'], folder)
  cpSync(join(root, 'interop/packages/programs'), join(folder, 'programs'), { recursive: true })
  return folder
}

/** The two ways in which TypeScript finds packages that people use. Nothing of what the packages declare is passed over. */
const RESOLUTIONS = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
] as const

/** Type-checks the programs in each way, and leaves them as JavaScript. */
export async function typeCheck(folder: string): Promise<void> {
  for (const resolution of RESOLUTIONS) {
    const config = `tsconfig.${resolution.moduleResolution}.json`
    const compilerOptions = {
      ...resolution,
      target: 'es2022',
      lib: ['es2024', 'dom'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      rootDir: 'programs',
      outDir: `built-${resolution.moduleResolution}`,
    }
    writeFileSync(join(folder, config), JSON.stringify({ compilerOptions, include: ['programs'] }))
    await runCommand(process.execPath, ['node_modules/typescript/bin/tsc', '-p', config], folder)
  }
}

/** Runs each program as compiled, and the commands, with a Node. */
export async function runPrograms(folder: string, node: string): Promise<void> {
  for (const name of PACKAGES) {
    const program = join('built-nodenext', `${name}.js`)
    if (!existsSync(join(folder, program))) throw new Error(`No program uses ${name}`)
    const printed = await runCommand(node, [program], folder)
    if (!printed.endsWith('fine\n')) throw new Error(`The program of ${name} ended early: ${printed}`)
  }
  for (const command of ['tl-schema', 'chappe-server', 'chappe-bot-api', 'chappe-lab']) {
    await runCommand(join('node_modules', '.bin', command), ['--help'], folder, withNode(node))
  }
}
