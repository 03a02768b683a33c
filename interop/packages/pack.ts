import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from './run-command.ts'

export const root: string = fileURLToPath(new URL('../../', import.meta.url))

/** The packages that are published, in the order of their dependencies. */
export const PACKAGES: readonly string[] = [
  'tl-schema',
  'tl-codec',
  'tl-layers',
  'crypto',
  'transport',
  'client',
  'bot-api',
  'server',
  'testkit',
]

/**
 * Packs every package as `npm pack` does in its folder, and returns where the tarballs are. It works on copies, since packing
 * changes the manifest for a moment while other tests resolve by it.
 */
export async function packAll(folder: string): Promise<ReadonlyMap<string, string>> {
  const tarballs = join(folder, 'tarballs')
  mkdirSync(tarballs, { recursive: true })
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true })
  for (const name of PACKAGES) copyPackage(name, join(folder, 'packages', name))
  await Promise.all(
    PACKAGES.map((name) => runCommand('npm', ['pack', '--pack-destination', tarballs], join(folder, 'packages', name))),
  )
  const files = readdirSync(tarballs)
  const find = (name: string): string => {
    const file = files.find((one) => one.startsWith(`chappe-${name}-`))
    if (file === undefined) throw new Error(`No tarball of ${name} among ${files.join(', ')}`)
    return join(tarballs, file)
  }
  return new Map(PACKAGES.map((name) => [name, find(name)]))
}

function copyPackage(name: string, to: string): void {
  const from = join(root, 'packages', name)
  const isLeft = (path: string): boolean => path === join(from, 'node_modules')
  cpSync(from, to, { recursive: true, filter: (path) => !isLeft(path) })
}

/** Unpacks a tarball and returns the folder of the package in it. */
export async function unpack(tarball: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true })
  await runCommand('tar', ['-xf', tarball, '-C', folder], folder)
  return join(folder, 'package')
}

/** An empty folder, but for the manifest that makes its programs modules. */
export function emptyProject(folder: string, manifest: Record<string, unknown> = {}): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', ...manifest }))
  return folder
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

export type Target = string | { readonly [condition: string]: Target }

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly license?: string
  readonly keywords?: readonly string[]
  readonly repository?: { readonly type: string; readonly url: string; readonly directory: string }
  readonly sideEffects?: unknown
  readonly bin?: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, Target>>
  readonly imports?: Readonly<Record<string, Target>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}
