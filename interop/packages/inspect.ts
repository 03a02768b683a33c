import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Manifest, readManifest, root, type Target } from './pack.ts'

/** What is wrong with an unpacked package. Tools that look at packages miss these, or call them a matter of taste. */
export function inspect(folder: string): string[] {
  const manifest = readManifest(folder)
  const files = filesBelow(folder)
  return [
    ...missingFields(manifest),
    ...danglingTargets(folder, manifest),
    ...foreignRanges(manifest),
    ...strayFiles(files),
    ...danglingMaps(folder, files),
    ...danglingImports(folder, files),
    ...brokenLinks(folder),
    ...(sameLicense(folder) ? [] : ['LICENSE is not the one of the project']),
  ]
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  )
}

function missingFields(manifest: Manifest): string[] {
  const { description, license, keywords = [], repository, sideEffects, name } = manifest
  const missing: string[] = []
  if (!description) missing.push('description')
  if (license !== 'MIT') missing.push('license')
  if (keywords.length < 3) missing.push('keywords')
  // A release is refused as long as there is none.
  if (repository !== undefined && repository.directory !== `packages/${name.replace('@chappe/', '')}`) {
    missing.push('repository')
  }
  // A server is not bundled.
  if (sideEffects === undefined && manifest.bin === undefined) missing.push('sideEffects')
  return missing.map((field) => `the manifest lacks ${field}`)
}

function targetsOf(target: Target): string[] {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(targetsOf)
}

function danglingTargets(folder: string, { exports, imports = {}, bin = {} }: Manifest): string[] {
  const all = [...Object.entries(exports), ...Object.entries(imports), ...Object.entries(bin)]
  return all.flatMap(([entry, target]) => {
    // A star stands for each file that there is, so there must be some.
    const missing = targetsOf(target).filter((path) => globSync(path, { cwd: folder }).length === 0)
    return missing.map((path) => `${entry} leads to ${path}, which is not there`)
  })
}

function foreignRanges({ dependencies = {}, devDependencies }: Manifest): string[] {
  const foreign = Object.entries(dependencies).filter(([, range]) => !/^[\^~]?\d+\.\d+\.\d+$/.test(range))
  return [
    ...foreign.map(([name, range]) => `depends on ${name} ${range}`),
    ...(devDependencies === undefined ? [] : ['the manifest names what only tests need']),
  ]
}

function strayFiles(files: readonly string[]): string[] {
  const stray =
    /(\.|-)(test|fixture|support)s?\.|(^|[\\/])(test|testing|fixtures|simulator|contract)[\\/]|\.tsbuildinfo$/
  const missing = ['README.md', 'LICENSE'].filter((file) => !files.includes(file))
  return [
    ...files.filter((file) => stray.test(file)).map((file) => `${file} is for our tests`),
    ...missing.map((file) => `${file} is not there`),
  ]
}

function danglingMaps(folder: string, files: readonly string[]): string[] {
  return files.flatMap((file) => {
    if (!file.endsWith('.js') && !file.endsWith('.d.ts')) return []
    const [, map] = /^\/\/# sourceMappingURL=(\S+)\s*$/m.exec(readFileSync(join(folder, file), 'utf8')) ?? []
    if (map === undefined) return []
    if (!existsSync(join(folder, dirname(file), map))) return [`${file} names a source map that is not there`]
    const { sources = [] }: { sources?: string[] } = JSON.parse(readFileSync(join(folder, dirname(file), map), 'utf8'))
    const lost = sources.filter((source) => !existsSync(join(folder, dirname(file), source)))
    return lost.slice(0, 1).map((source) => `${file}: its source map points to ${source}`)
  })
}

/** Declarations are written one by one, so one that is left out is missed by none but its importer. */
function danglingImports(folder: string, files: readonly string[]): string[] {
  return files.flatMap((file) => {
    if (!file.endsWith('.d.ts')) return []
    const text = readFileSync(join(folder, file), 'utf8')
    const imported = [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(([, path = '']) => path)
    const declarations = imported.map((path) => path.replace(/\.(js|ts)$/, '.d.ts'))
    const lost = declarations.filter((path) => !existsSync(join(folder, dirname(file), path)))
    return lost.map((path) => `${file} imports ${path}, which is not there`)
  })
}

/** A published README is read outside of the repository, so relative links lead nowhere. */
function brokenLinks(folder: string): string[] {
  const readme = join(folder, 'README.md')
  if (!existsSync(readme)) return []
  const { repository } = readManifest(folder)
  const base = repository && `${repository.url.replace(/^git\+/, '').replace(/\.git$/, '')}/blob/main/`
  const links = [...readFileSync(readme, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.flatMap((link) => {
    if (link.startsWith('#')) return []
    if (base !== undefined && link.startsWith(base)) {
      return existsSync(join(root, link.slice(base.length))) ? [] : [`README.md links to ${link}, which is not there`]
    }
    if (link.startsWith('https://')) return []
    return existsSync(join(folder, link)) ? [] : [`README.md links to ${link}, which the package does not have`]
  })
}

function sameLicense(folder: string): boolean {
  const own = join(folder, 'LICENSE')
  return existsSync(own) && readFileSync(own, 'utf8') === readFileSync(join(root, 'LICENSE'), 'utf8')
}

/** Bytes of all files below a folder, the largest first. */
export function sizes(folder: string): {
  readonly total: number
  readonly largest: readonly (readonly [string, number])[]
} {
  const each = filesBelow(folder).map(
    (path) => [relative(folder, join(folder, path)), statSync(join(folder, path)).size] as const,
  )
  return {
    total: each.reduce((sum, [, size]) => sum + size, 0),
    largest: each.sort(([, a], [, b]) => b - a).slice(0, 5),
  }
}
