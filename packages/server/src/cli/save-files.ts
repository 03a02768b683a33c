import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { api } from '@chappe/tl-codec/api'
import type { BlobStore } from '../blobs/blob-store.ts'
import { ObjectError } from '../blobs/objects.ts'
import { SealError } from '../blobs/sealed.ts'
import type { StoredObject } from '../store/domain/files/file-objects.ts'
import type { Reads } from '../store/store.ts'
import type { Files } from '../tl/files-of-message.ts'

/** Writes files into a folder, each once. */
export interface FileSaver {
  save(files: Files): Promise<void>
  readonly saved: number
  readonly bytes: number
  /** What could not be read. */
  readonly damaged: readonly string[]
}

export interface SaveFiles {
  readonly read: Pick<Reads, 'documents' | 'fileSizes'>
  readonly blobs: Pick<BlobStore, 'content'>
  readonly folder: string
  readonly onProgress: (saved: number, bytes: number) => void
}

/** Below a folder: `photos/ID.jpg`, each in its largest size, and `documents/ID-NAME`; the numbers are those of the JSON. */
export function createFileSaver({ read, blobs, folder, onProgress }: SaveFiles): FileSaver {
  const seen = new Set<string>()
  const damaged: string[] = []
  let saved = 0
  let bytes = 0

  const save = async (name: string, find: () => Promise<StoredObject | undefined>): Promise<void> => {
    if (seen.has(name)) return
    seen.add(name)
    const path = join(folder, name)
    const object = await find()
    // It was removed meanwhile, or belongs to a message that shows it no more.
    if (object === undefined) return
    const there = await stat(path).catch(() => undefined)
    if (there?.size !== object.size) {
      const part = `${path}.part`
      try {
        await pipeline(Readable.from(blobs.content(object)), createWriteStream(part, { mode: 0o600 }))
        await rename(part, path)
      } catch (error) {
        await rm(part, { force: true })
        if (!(error instanceof SealError) && !(error instanceof ObjectError)) throw error
        damaged.push(name)
        return
      }
    }
    saved++
    bytes += object.size
    onProgress(saved, bytes)
  }

  return {
    damaged,
    get saved() {
      return saved
    },
    get bytes() {
      return bytes
    },
    async save({ documents, photos }) {
      if (saved === 0) for (const kind of ['documents', 'photos']) await mkdir(join(folder, kind), { recursive: true })
      for (const document of documents) {
        const id = Number(document.id)
        await save(join('documents', `${id}-${nameOf(document)}`), () => read.documents.object(id))
      }
      for (const photo of photos) {
        const id = Number(photo.id)
        const largest = largestOf(photo)
        if (largest === undefined) continue
        await save(join('photos', `${id}.jpg`), () => read.fileSizes.object({ kind: 'photo', id }, largest))
      }
    },
  }
}

function largestOf({ sizes }: api.photo): string | undefined {
  let largest: { readonly type: string; readonly w: number } | undefined
  for (const size of sizes) if ('w' in size && (largest === undefined || size.w >= largest.w)) largest = size
  return largest?.type
}

/** What the file is called by whoever sent it, as far as any file system takes it. */
function nameOf({ attributes }: api.document): string {
  const named = attributes.find((attribute) => attribute._ === 'documentAttributeFilename')
  const plain = (named?.fileName ?? '').replaceAll(/[^\p{L}\p{N}\p{M} ._()-]/gu, '_').slice(-100)
  return plain.trim() === '' ? 'file' : plain.trim()
}
