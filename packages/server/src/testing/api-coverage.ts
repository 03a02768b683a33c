import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import { LAYER } from '@chappe/tl-layers'
import { createTestServer } from './test-server.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
/** Where tests of the server are. */
const testFolders = ['packages/server/src', 'interop']

export const coverageFile: string = join(root, 'docs', 'api-coverage.md')

/** The whole of docs/api-coverage.md: each method of the schema, whether it is served, and the tests that call it. */
export async function describeCoverage(): Promise<string> {
  const server = await createTestServer()
  const { served } = server.rpc
  await server.close()
  const schema = new StrictSchema(loadStrict(['api.tl']), LAYER)
  const methods = schema.definitions
    .filter(({ isMethod }) => isMethod)
    .map(({ name }) => name)
    .sort()
  const tests = testsByMethod(methods)
  const bySection = new Map([...Map.groupBy(methods, sectionOf)].sort(([a], [b]) => (a < b ? -1 : 1)))
  const untested = methods.filter((name) => served.has(name) && !tests.has(name))
  const count = (names: readonly string[]): number => names.filter((name) => served.has(name)).length
  const lines = [
    '# What of the API is served',
    '',
    'Made by `npm run coverage:api`; a test fails when it is out of date. What is not served answers 400',
    '`METHOD_NOT_IMPLEMENTED`. The tests are those that call the method, two of them at most.',
    '',
    `Layer ${LAYER} has ${methods.length} methods, of which ${count(methods)} are served, ${untested.length} of these without a test.`,
    '',
    '| section | served | of |',
    '| --- | ---: | ---: |',
    ...[...bySection].map(([section, names]) => `| ${section} | ${count(names)} | ${names.length} |`),
  ]
  for (const [section, names] of bySection) {
    lines.push('', `## ${section}`, '', '| method | state | tests |', '| --- | --- | --- |')
    for (const name of names) {
      const files = served.has(name) ? (tests.get(name) ?? []) : []
      const shown = files.length > 0 || !served.has(name) ? files.map((file) => `\`${file}\``).join(', ') : 'none'
      lines.push(`| ${name} | ${served.has(name) ? 'served' : 'not yet'} | ${shown} |`)
    }
  }
  return `${lines.join('\n')}\n`
}

function sectionOf(method: string): string {
  const dot = method.indexOf('.')
  return dot === -1 ? 'wrappers' : method.slice(0, dot)
}

/** How many tests are named for a method; more say nothing more. */
const maxTests = 2

/** The test files, and the helpers of tests, that name a method as a request: the most specific first. */
function testsByMethod(methods: readonly string[]): Map<string, string[]> {
  const known = new Set(methods)
  const tests = new Map<string, string[]>()
  const files = testFolders.flatMap((folder) => filesIn(join(root, folder))).sort()
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    const named = new Set([...text.matchAll(/_: '([\w.]+)'/g)].map(([, name = '']) => name))
    for (const name of named) {
      if (!known.has(name)) continue
      const own = tests.get(name) ?? []
      if (own.length < maxTests) own.push(relative(root, file).split(sep).join('/'))
      tests.set(name, own)
    }
  }
  return tests
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isTest(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
}

function isTest(path: string): boolean {
  if (path.includes(`${sep}node_modules${sep}`)) return false
  return path.endsWith('.test.ts') || (path.includes(`${sep}testing${sep}`) && path.endsWith('.ts'))
}
