import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

export const limitsFile: string = join(root, 'docs', 'limits.md')

const HEADING = '## Bounds in the code'
const packages = ['server', 'transport'] as const
/** A constant of a module that bounds something by its name: `maxFound`, `MAX_KEYS`, `MOST_ASKED`. */
const CONSTANT = /^(?:export )?const ((?:max|most)[A-Z]\w*|(?:MAX|MOST)_\w+)(?:: number)? = (.+)$/gm
/** Fields of the objects in which bounds are that can be set otherwise. */
const DEFAULTS = /^(?:export )?const (?:DEFAULT_\w*LIMITS|default\w*Limits)\b[^=]*= \{\n([\s\S]*?)\n\}/gm
const FIELD = /^ {2}(\w+): ([^{].*),$/gm

interface Constant {
  readonly file: string
  readonly name: string
  readonly value: string
}

/** docs/limits.md as it should be: what was written by hand, and below it every bound that the code has. */
export function describeLimits(): string {
  const [byHand = ''] = readFileSync(limitsFile, 'utf8').split(HEADING)
  const lines = [
    HEADING,
    '',
    'Every constant that bounds something by its name, and every default of a bound that can be set; written by `npm run',
    'limits`, so that none is missing here. A test fails when one is, or has changed.',
  ]
  for (const name of packages) {
    lines.push('', `### ${name}`, '', '| bound | value | file |', '| --- | ---: | --- |')
    for (const { file, name: bound, value } of constantsOf(join(root, 'packages', name, 'src'))) {
      lines.push(`| \`${bound}\` | ${value} | \`${file}\` |`)
    }
  }
  return `${byHand.trimEnd()}\n\n${lines.join('\n')}\n`
}

function constantsOf(folder: string): Constant[] {
  return sourcesIn(folder)
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8')
      const own = [...text.matchAll(CONSTANT)]
      const defaults = [...text.matchAll(DEFAULTS)].flatMap(([, fields = '']) => [...fields.matchAll(FIELD)])
      return [...own, ...defaults].map(([, name = '', value = '']) => ({
        file: basename(path),
        name,
        value: plain(value),
      }))
    })
    .sort((a, b) => compare(a.file, b.file) || compare(a.name, b.name) || compare(a.value, b.value))
}

/** Products of numbers are worked out; anything else stays as it is written. */
function plain(value: string): string {
  const factors = value.split(' * ').map((factor) => Number(factor.replaceAll('_', '')))
  if (factors.some(Number.isNaN)) return `\`${value}\``
  return factors.reduce((product, factor) => product * factor, 1).toLocaleString('en')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        path.endsWith('.ts') && !/\.(test|fixture)\.ts$|[/\\](testing|simulator|contract|generated)[/\\]/.test(path),
    )
}

/** Files of tests that a page names, by their way from the root; in tables of docs/limits.md they begin at a package's `src`. */
export function namedTests(page: string): string[] {
  return [...page.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path = '']) => path)
}

/** Whether a page's way to a test leads to one. */
export function leadsToTest(path: string): boolean {
  const places = ['', 'packages/server/src', 'packages/transport/src', 'packages']
  return places.some((place) => isFile(join(root, place, path)))
}

function isFile(path: string): boolean {
  try {
    readFileSync(path)
    return true
  } catch {
    return false
  }
}
