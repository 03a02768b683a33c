// npm run checks: writes docs/protocol-checks.md, the list of what must hold and which tests show it, with the results
// of the last `npm test`. With --check it writes nothing and fails when a row has no test or the list is not up to date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { groups } from './protocol-check-rows.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'docs/protocol-checks.md')
const report = join(root, 'node_modules/.chappe/tests.json')
/** What begins the line that a run of the tests decides. */
const RESULT = 'Result: '
const folders = ['packages', 'interop', 'examples', 'bench']
/** A string that begins with ids: the title of a test or, in a table of cases, the beginning of one. */
const TITLE = /(['"`])((?:(?:KX|MS|TR|SC)-\d+: ?)+)((?:\\.|(?!\1)[^\\\n])*)\1/g

const tests = folders.flatMap((folder) => testFiles(join(root, folder))).flatMap(titlesOf)
const missing = groups
  .filter(({ notDone }) => notDone === undefined)
  .flatMap(({ rows }) => rows.filter(([id, , , notDone]) => notDone === undefined && shown(id).length === 0))
for (const [id] of missing) process.stderr.write(`${id} has no test: give one a title that begins with "${id}: "\n`)
const known = new Set(groups.flatMap(({ rows }) => rows.map(([id]) => id)))
const strange = tests.filter(({ id }) => !known.has(id))
for (const { id, file } of strange) process.stderr.write(`${relative(root, file)} names ${id}, which is no row\n`)

if (process.argv.includes('--check')) {
  const written = existsSync(target) ? readFileSync(target, 'utf8') : ''
  const lines = new Set(withoutResults(written).split('\n'))
  const stale = withoutResults(document(undefined))
    .split('\n')
    .filter((line) => !lines.has(line))
  const upToDate = stale.length === 0
  for (const line of stale) process.stderr.write(`docs/protocol-checks.md is not up to date: ${line.slice(0, 10)}\n`)
  if (!upToDate) process.stderr.write('run npm test, then npm run checks\n')
  process.exitCode = upToDate && missing.length + strange.length === 0 ? 0 : 1
} else {
  writeFileSync(target, document(existsSync(report) ? resultsOf(JSON.parse(readFileSync(report, 'utf8'))) : undefined))
  process.stdout.write(`docs/protocol-checks.md: ${known.size} rows, ${tests.length} titles\n`)
  process.exitCode = missing.length + strange.length === 0 ? 0 : 1
}

function document(results) {
  const lines = [
    '# Protocol checks',
    '',
    'What must hold when clients and servers speak MTProto, and the tests that show it. Written by `npm run checks` from',
    'the titles of the tests and the results of the last `npm test`; a test sees to it that the list is up to date.',
  ]
  for (const { title, rows, notDone: ofGroup } of groups) {
    lines.push('', `## ${title}`)
    for (const [id, who, what, ofRow] of rows) {
      const notDone = ofRow ?? ofGroup
      const found = shown(id)
      const done = found.length > 0 && notDone === undefined
      const result = done ? summary(found, results) : `not done: ${notDone ?? 'no test'}`
      lines.push('', `### ${id} (${who})`, '', what, '', ...(done ? listed(found) : []), `${RESULT}${result}`)
    }
  }
  return `${lines.join('\n')}\n`
}

function shown(id) {
  return tests.filter((test) => test.id === id)
}

/** The titles of each file, below a link to it. */
function listed(found) {
  const byFile = Map.groupBy(found, ({ file }) => file)
  const items = [...byFile].flatMap(([file, titles]) => [
    `- [${basename(file)}](../${relative(root, file).replaceAll('\\', '/')})`,
    ...titles.map(({ title }) => `  - ${title}`),
  ])
  return [...items, '']
}

function summary(found, results) {
  if (results === undefined) return 'not run'
  const counts = new Map()
  for (const test of found) {
    const own = results.get(test.file)?.filter(({ name }) => test.matches.test(name)) ?? []
    for (const { status } of own) counts.set(status, (counts.get(status) ?? 0) + 1)
    if (own.length === 0) counts.set('not run', (counts.get('not run') ?? 0) + 1)
  }
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ')
}

/** The tests of a run by file. */
function resultsOf({ testResults }) {
  return new Map(
    testResults.map(({ name, assertionResults }) => [
      name,
      assertionResults.map(({ title, status }) => ({ name: title, status })),
    ]),
  )
}

function withoutResults(text) {
  return text.replaceAll(new RegExp(`^${RESULT}.*$`, 'gm'), RESULT)
}

function titlesOf(file) {
  return [...readFileSync(file, 'utf8').matchAll(TITLE)].flatMap(([, , ids, rest]) => {
    const title = rest.replace(/\\(.)/g, '$1')
    // What vitest puts in for %s, $name and the like is not known here; a title in a table of cases may go on.
    const pattern = `${ids}${title}`
      .split(/%[sdiofjO]|\$[\w.]+|\$\{[^}]*\}/)
      .map(quoted)
      .join('.*')
    return ids.match(/[A-Z]+-\d+/g).map((id) => ({ id, file, title, matches: new RegExp(`^${pattern}`) }))
  })
}

function quoted(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function testFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return testFiles(path)
      return entry.name.endsWith('.test.ts') ? [path] : []
    })
}
