import { globSync, readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

interface Manifest {
  readonly exports: Record<string, Record<string, string | Record<string, string>>>
  readonly imports?: Record<string, Record<string, string | Record<string, string>>>
  readonly bin?: Record<string, string>
}

// Runs in a package's folder. Every source named by its manifest is an entry and keeps its place below dist, so that
// the manifest's paths and what is built agree; shared parts become chunks.
const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const entry = new Set<string>()

for (const conditions of [...Object.values(manifest.exports), ...Object.values(manifest.imports ?? {})]) {
  collect(conditions)
}
// A command is a small file of its own, there before anything is built, that imports what was built.
for (const path of Object.values(manifest.bin ?? {})) {
  const built = /import\(?\s*'\.\.\/dist\/(.+)\.js'/.exec(readFileSync(path, 'utf8'))?.[1]
  if (built === undefined) throw new TypeError(`${path} imports nothing of what is built`)
  entry.add(`src/${built}.ts`)
}

function collect(conditions: string | Record<string, string | Record<string, string>>): void {
  if (typeof conditions === 'string') {
    if (!conditions.endsWith('.ts') || !conditions.startsWith('./src/')) return
    // A star stands for each file that there is.
    for (const path of conditions.includes('*') ? globSync(conditions) : [conditions.slice(2)])
      entry.add(path.replace(/^\.\//, ''))
    return
  }
  for (const value of Object.values(conditions)) collect(value)
}

export default defineConfig({
  entry: Object.fromEntries([...entry].map((path) => [path.slice('src/'.length, -'.ts'.length), path])),
  format: 'esm',
  target: 'es2024',
  platform: 'neutral',
  splitting: true,
  clean: false,
  removeNodeProtocol: false,
  external: [/^node:/, /^#/, /^@chappe\//],
})
