import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('.', import.meta.url))

interface Import {
  readonly from: string
  readonly to: string
  /** Nothing of it is left when the server runs. */
  readonly onlyTypes: boolean
}

/** All imports of one file of the server by another, tests and what is for tests alone left out. */
const imports = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(sep, '/'))
  .filter(
    (file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file) && !/(^|\/)(testing|contract)\//.test(file),
  )
  .flatMap(importsOf)

function importsOf(from: string): Import[] {
  const text = readFileSync(join(source, from), 'utf8')
  const found = text.matchAll(
    /^(?:import|export) ([^'"]*?)\s*from '(\.[^']*)'|^import '(\.[^']*)'|import\('(\.[^']*)'\)/gm,
  )
  return [...found].map(([, names = '', ...paths]) => {
    const path = paths.find((one) => one !== undefined) ?? ''
    const to = relative(source, resolve(source, dirname(from), path)).replaceAll(sep, '/')
    const listed = names.startsWith('{')
      ? names
          .replaceAll(/[{}\s]+/g, ' ')
          .trim()
          .split(/ ?, ?/)
      : []
    const onlyTypes = names.startsWith('type ') || (listed.length > 0 && listed.every((one) => /^type |^$/.test(one)))
    return { from, to, onlyTypes }
  })
}

const shown = (found: readonly Import[]): string[] => found.map(({ from, to }) => `${from} imports ${to}`)

/** The folder of a domain under `services/`; undefined for every other file. */
const domainOf = (file: string): string | undefined => /^services\/([^/]+)\//.exec(file)?.[1]

describe('the folders of the server', () => {
  it('are all seen by these tests', () => {
    expect(imports.length).toBeGreaterThan(1500)
    expect(new Set(imports.map(({ from }) => domainOf(from))).size).toBeGreaterThan(20)
    expect(imports).toContainEqual({ from: 'core.ts', to: 'services/services.ts', onlyTypes: false })
    expect(imports).toContainEqual({ from: 'core.ts', to: 'store/store.ts', onlyTypes: true })
  })

  it('have no folder of services that imports another', () => {
    const across = imports.filter(({ from, to }) => {
      const own = domainOf(from)
      const other = domainOf(to)
      return own !== undefined && other !== undefined && own !== other
    })
    expect(shown(across)).toEqual([])
  })

  /** From the top down: each may know those below it. */
  const layers = ['services', 'accounts', 'chats', 'changes', 'delivery', 'views', 'peers', 'store', 'bus', 'ids.ts']

  it('import from the top down what services share', () => {
    const heightOf = (file: string): number | undefined => {
      const at = layers.indexOf(file.split('/')[0] ?? '')
      return at === -1 ? undefined : -at
    }
    const upwards = imports.filter(({ from, to }) => {
      const own = heightOf(from)
      const other = heightOf(to)
      return own !== undefined && other !== undefined && other > own
    })
    expect(shown(upwards)).toEqual([])
  })

  it('have rules that know of no request, no chat and no store', () => {
    const above = /^(rpc|gateway|services|accounts|chats|changes|views|peers|bus)\//
    const known = imports.filter(({ from, to, onlyTypes }) => {
      return from.startsWith('rules/') && (above.test(to) || (to.startsWith('store/') && !onlyTypes))
    })
    expect(shown(known)).toEqual([])
  })

  it('have a delivery that no unit runs: it knows neither what changes a chat nor what a request asks', () => {
    const above = /^(gateway|services|accounts|chats|changes)\//
    expect(shown(imports.filter(({ from, to }) => from.startsWith('delivery/') && above.test(to)))).toEqual([])
  })

  it('have services known to nobody but who puts the server together', () => {
    const known = imports.filter(({ from, to }) => to.startsWith('services/') && !from.startsWith('services/'))
    const together = ['core.ts', 'server.ts', 'cli/export-user.ts']
    expect(shown(known.filter(({ from }) => !together.includes(from)))).toEqual([])
  })

  it('have no files that need each other, be it for their types alone', () => {
    const next = new Map<string, string[]>()
    for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      if (done.has(file) || path.includes(file)) return
      for (const other of next.get(file) ?? []) visit(other, [...path, file])
      done.add(file)
    }
    for (const file of next.keys()) visit(file, [])
    expect(circles).toEqual([])
  })
})
