import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from './packages/run-command.ts'
import { conditions } from './support/tested.ts'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const page = readFileSync(at('../docs/testing.md'), 'utf8')
const readme = readFileSync(at('../packages/testkit/README.md'), 'utf8')
const vitest = at('../node_modules/vitest')

/** Of a program that has the packages from here, and loads them by Node itself. */
const config = `
const execArgv = ${JSON.stringify(conditions)}
const conditions = [...execArgv.map((one) => one.replace('--conditions=', '')), 'node', 'import', 'default']
const common = { pool: 'forks', execArgv, testTimeout: 60_000, hookTimeout: 60_000 }
const resolution = { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } } }
const server = { deps: { external: [/[/]packages[/][a-z-]+[/](?:src|dist)[/]/] } }
export default { ...resolution, test: { ...common, server, include: ['*.test.ts'], exclude: ['*.node.test.ts'] } }
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-docs-'))
  mkdirSync(join(folder, 'node_modules'))
  for (const name of ['@chappe', 'grammy']) symlinkSync(at(`node_modules/${name}`), join(folder, 'node_modules', name))
  symlinkSync(vitest, join(folder, 'node_modules', 'vitest'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  writeFileSync(join(folder, 'vitest.config.js'), config)
  for (const [, name = '', text = ''] of page.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)) {
    writeFileSync(join(folder, name), text)
  }
  writeFileSync(join(folder, 'readme.test.ts'), /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '')
})
afterAll(() => rmSync(folder, { recursive: true }))

const node = [...conditions, '--no-warnings']

test('the tests of the page and of the README pass with vitest', { timeout: 120_000 }, async () => {
  const printed = await runCommand(process.execPath, [...node, join(vitest, 'vitest.mjs'), 'run'], folder)
  expect(stripVTControlCharacters(printed)).toMatch(/Tests +2 passed/)
})

test('the test of the page passes with node:test', { timeout: 120_000 }, async () => {
  const printed = await runCommand(process.execPath, [...node, '--test', 'bot.node.test.ts'], folder)
  expect(stripVTControlCharacters(printed)).toMatch(/pass 1\n/)
})
