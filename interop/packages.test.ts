import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inspect } from './packages/inspect.ts'
import { lint } from './packages/lint.ts'
import { emptyProject, PACKAGES, packAll, readManifest, unpack } from './packages/pack.ts'
import { runCommand, withNode } from './packages/run-command.ts'

// `npm run packages` does the whole of it: both package managers, both Nodes, both ways of TypeScript.
let folder: string
let tarballs: ReadonlyMap<string, string>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-packages-'))
  tarballs = await packAll(folder)
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true }), 60_000)

const tarballOf = (name: string): string => tarballs.get(name) ?? ''

describe.each(PACKAGES)('the package %s', (name) => {
  test('has all that its manifest and its README name, and nothing of our tests', async () => {
    const unpacked = await unpack(tarballOf(name), join(folder, 'unpacked', name))
    expect(inspect(unpacked)).toEqual([])
    expect(JSON.stringify(readManifest(unpacked))).not.toMatch(/workspace:|@chappe\/source/)
  })

  test('is as publint wants it', async () => {
    expect(await lint(tarballOf(name))).toEqual([])
  })

  test('is packed without a trace in its folder', () => {
    const manifest = readManifest(join(folder, 'packages', name))
    expect(JSON.stringify(manifest.exports)).toContain('@chappe/source')
  })
})

/** The blocks of the README's first steps: a file, commands, a program. */
function stepsOfReadme(): { readonly schema: string; readonly commands: readonly string[]; readonly program: string } {
  const readme = readFileSync(join(folder, 'packages/tl-schema/README.md'), 'utf8')
  const block = (language: string): string =>
    new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readme.slice(readme.indexOf('## Five minutes')))?.[1] ?? ''
  const commands = block('sh').trim().split('\n')
  return { schema: block('tl'), commands, program: block('ts') }
}

test('in an empty folder, the first steps of the compiler lead from a schema to an encoded value', {
  timeout: 60_000,
}, async () => {
  const { schema, commands, program } = stepsOfReadme()
  const project = emptyProject(join(folder, 'project'))
  expect(commands).toHaveLength(3)
  const [install = '', generate = '', run = ''] = commands
  expect(install).toBe('npm install @chappe/tl-codec @chappe/tl-schema')
  // The same install, with the versions that are not published yet.
  const files = [tarballOf('tl-codec'), tarballOf('tl-schema')]
  await runCommand('npm', ['install', '--offline', '--no-audit', '--no-fund', ...files], project)
  writeFileSync(join(project, 'my.tl'), schema)
  const [npx = '', ...args] = generate.split(' ')
  expect(npx).toBe('npx')
  await runCommand('npx', ['--no', ...args], project, withNode(process.execPath))
  expect(readdirSync(project)).toContain('my.ts')
  writeFileSync(join(project, 'main.ts'), program)
  expect(run).toBe('node main.ts')
  const [, printed] = /console\.log\(.*\/\/ (.*)/.exec(program) ?? []
  expect((await runCommand(process.execPath, ['main.ts'], project)).trim()).toBe(printed)
})
