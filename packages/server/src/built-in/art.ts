import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A document of a set, as the index of the art names it. */
export interface DrawnDocument {
  readonly file: string
  readonly emoji: string
  /** By which clients find it, if not by the emoji alone. */
  readonly packs?: readonly string[]
}

export interface DrawnReaction {
  readonly emoji: string
  readonly title: string
  readonly static: string
  readonly appear: string
  readonly select: string
  readonly activate: string
  readonly effect: string
  readonly around: string
  readonly center: string
}

interface Index {
  /** Of each file, in bytes. */
  readonly sizes: Readonly<Record<string, number>>
  /** By what a set is for. */
  readonly sets: Readonly<Record<string, readonly DrawnDocument[]>>
  readonly reactions: readonly DrawnReaction[]
}

/** Wherever this is run from, the pictures lie beside the manifest of the package. */
const folder = join(
  dirname(createRequire(import.meta.url).resolve('@chappe/server/package.json')),
  'assets/stickers/files',
)

/** What this project has drawn (`assets/stickers`): which files there are, and what they are for. */
export const art: Index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))

/** All together are about 200 KB. */
const contents = new Map<string, Promise<Uint8Array>>()

/** The bytes of a file that the index names. */
export function readArt(file: string): Promise<Uint8Array> {
  if (art.sizes[file] === undefined) throw new RangeError('no file of the index')
  const known = contents.get(file)
  if (known !== undefined) return known
  const reading = readFile(join(folder, file)).then((bytes) => new Uint8Array(bytes))
  contents.set(file, reading)
  // A file that cannot be read now may be read later.
  reading.catch(() => contents.delete(file))
  return reading
}
