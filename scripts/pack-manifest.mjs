// Run by npm and pnpm in a package's folder before and after they pack it: `prepare` puts the manifest that is published in
// place of the workspace's, `restore` puts that back. A packing that was cut short is put right by the next one.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishedManifest } from './published-manifest.mjs'

const kept = join('node_modules', '.chappe-package.json')

const step = process.argv[2]
if (step === 'prepare') prepare()
else if (step === 'restore') restore()
else {
  process.stderr.write('chappe: pack-manifest prepare|restore\n')
  process.exit(2)
}

function prepare() {
  restore()
  const text = readFileSync('package.json', 'utf8')
  const manifest = publishedManifest(JSON.parse(text), versionsOfWorkspace())
  mkdirSync('node_modules', { recursive: true })
  writeFileSync(kept, text)
  // At once, since other packages that are packed at the same time read it.
  const written = join('node_modules', '.chappe-published.json')
  writeFileSync(written, `${JSON.stringify(manifest, null, 2)}\n`)
  renameSync(written, 'package.json')
}

function restore() {
  if (existsSync(kept)) renameSync(kept, 'package.json')
}

function versionsOfWorkspace() {
  const versions = {}
  for (const folder of readdirSync('..')) {
    const path = join('..', folder, 'package.json')
    if (!existsSync(path)) continue
    const { name, version } = JSON.parse(readFileSync(path, 'utf8'))
    versions[name] = version
  }
  return versions
}
