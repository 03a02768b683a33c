// npm run apps: writes docs/apps.md, which apps work with the server and how they are led to it, from the tests in interop.
// With --check it writes nothing and fails when the page is not up to date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apps } from './apps-rows.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const interop = join(root, 'interop')
const target = join(root, 'docs/apps.md')
const { devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(interop, 'package.json'), 'utf8'))
const files = ['', 'browser/', 'secret-chats/'].flatMap((folder) =>
  readdirSync(join(interop, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map(({ name }) => `${folder}${name}`),
)
/** Titles of tests: those that hold a value are left out. Rows of the protocol checks stand before some. */
const TITLE = /\b(?:test|it)(?:\.\w+\([^)]*\))?\(\s*(['"])((?:\\.|(?!\1)[^\\\n])+)\1/g

const ROWS = /^(?:[A-Z]{2}-\d+: )+/

const page = document()
if (!process.argv.includes('--check')) {
  writeFileSync(target, page)
  process.stdout.write(`docs/apps.md: ${apps.length} apps\n`)
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== page) {
  process.stderr.write('docs/apps.md is not up to date: run npm run apps\n')
  process.exitCode = 1
}

function document() {
  const lines = [
    '# Which apps work, and how to point them here',
    '',
    'What is listed as working is what the tests in [interop](../interop) do with a server process; this page is written from',
    'them by `npm run apps`. Every program below is run by a test as it stands.',
    '',
    'An app needs two things to talk to a server of yours: its **address**, and its **public key**, which the server writes',
    'to `keys/public.pem` in its data folder. Whatever data centre an app begins at, a server that stands alone is it.',
    'Any `api_id` and `api_hash` will do.',
    '',
    '| app | version | layer | address | key |',
    '| --- | --- | --- | --- | --- |',
    ...apps.map((app) => {
      const link = `[${app.name}](#${anchor(app.name)})`
      return `| ${link} | ${versionOf(app)} | ${app.layer} | ${app.address} | ${app.key} |`
    }),
  ]
  for (const app of apps) {
    lines.push('', `## ${app.name}`, '', 'Works:', '')
    for (const title of titlesOf(app)) lines.push(`- ${title}`)
    lines.push('', 'Does not work yet:', '', ...app.missing.map((line) => `- ${line}`))
    if (app.notes.length > 0) lines.push('', ...app.notes)
    if (app.snippet !== undefined) lines.push('', ...programOf(app.snippet))
  }
  return `${lines.join('\n')}\n`
}

function anchor(name) {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}

function versionOf({ version }) {
  const pinned = devDependencies[version] ?? optionalDependencies?.[version]
  return pinned === undefined ? version : `\`${version}\` ${pinned}`
}

function titlesOf({ name, tests }) {
  const own = files.filter((file) => tests.some((pattern) => pattern.test(file)))
  if (own.length === 0) throw new Error(`no test in interop is about ${name}`)
  return own.flatMap((file) => {
    const titles = [...readFileSync(join(interop, file), 'utf8').matchAll(TITLE)].map(([, , title]) => title)
    const plain = titles.map((title) => title.replace(/\\(.)/g, '$1').replace(ROWS, ''))
    return plain.map((title) => `${title} ([${basename(file)}](../interop/${file}))`)
  })
}

function programOf(snippet) {
  const language = extname(snippet) === '.py' ? 'python' : 'ts'
  const text = readFileSync(join(interop, 'apps', snippet), 'utf8').trimEnd()
  const run = `[interop/apps/${snippet}](../interop/apps/${snippet}), called with port, key file and phone number:`
  return [run, '', `\`\`\`${language}`, text, '```']
}
