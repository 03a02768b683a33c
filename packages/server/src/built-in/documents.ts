import { createHash } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import { art } from './art.ts'

/**
 * Documents that come with the server: the pictures of the project's own sets. They are in no store and no backup, every server
 * has the same, and everybody may have them, so that their access hash and file reference keep nobody out and never end.
 */
export interface BuiltInDocument {
  readonly file: string
  readonly document: api.document
}

/** Ids of documents that people upload are below. */
const firstId = 2 ** 52

/** Its reference stays good as long as this does. */
const reference = new TextEncoder().encode('built-in 1')

/** When the first of them were drawn: it has to be some time. */
const drawn = 1_796_083_200

const byId = new Map<number, BuiltInDocument>()

export interface BuiltInName {
  /** What it is one of: a file may be in several sets, as a document of its own in each. */
  readonly of: string
  readonly file: string
}

/** Makes one. What names it never names another, whatever its bytes become: messages keep its id. */
export function addBuiltIn({ of, file }: BuiltInName, attributes: readonly api.DocumentAttribute[]): api.document {
  const digest = createHash('sha256').update(`${of} ${file}`).digest()
  const id = firstId + Number(digest.readBigUInt64LE(0) & ((1n << 51n) - 1n))
  const isStill = file.endsWith('.webp')
  const document: api.document = {
    _: 'document',
    id: BigInt(id),
    accessHash: digest.readBigInt64LE(8),
    fileReference: reference,
    date: drawn,
    mimeType: isStill ? 'image/webp' : 'application/x-tgsticker',
    size: BigInt(art.sizes[file] ?? 0),
    dcId: 0,
    attributes: [
      { _: 'documentAttributeImageSize', w: isStill ? 128 : 512, h: isStill ? 128 : 512 },
      ...attributes,
      { _: 'documentAttributeFilename', fileName: isStill ? 'sticker.webp' : 'AnimatedSticker.tgs' },
    ],
  }
  if (byId.has(id)) throw new TypeError(`${file} has the id of another picture`)
  byId.set(id, { file, document })
  return document
}

export function isBuiltIn(id: bigint | number): boolean {
  return byId.has(Number(id))
}

/** The document that a message names, with the access that everybody has today; undefined if it is none of these. */
export function withPublicAccess(document: api.document): api.document | undefined {
  const found = byId.get(Number(document.id))
  if (found === undefined) return undefined
  const { accessHash, fileReference, size } = found.document
  return { ...document, accessHash, fileReference, size }
}

/** The one of this id and access hash; undefined if there is none. */
export function findBuiltIn(named: Pick<api.inputDocument, 'id' | 'accessHash'>): BuiltInDocument | undefined {
  const found = byId.get(Number(named.id))
  return found?.document.accessHash === named.accessHash ? found : undefined
}

/** As a client of this data centre is shown it. */
export function builtInDocument(id: bigint | number, dcId: number): api.document | undefined {
  const found = byId.get(Number(id))
  return found && { ...found.document, dcId }
}

/** Whether a client has the reference that goes with it today. */
export function isCurrentReference(given: Uint8Array): boolean {
  return Buffer.compare(given, reference) === 0
}
