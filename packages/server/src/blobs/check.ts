import { createHash } from 'node:crypto'
import type { StoredObject } from '../store/domain/files/file-objects.ts'
import type { Store } from '../store/store.ts'
import type { BlobStore } from './blob-store.ts'
import { ObjectError, type ObjectStore } from './objects.ts'
import { SealError, sealedSize } from './sealed.ts'

/** What is wrong with an object: it is not there, has another length, or has bytes that nobody wrote. */
export type Damage = 'missing' | 'cut' | 'changed'

export interface FileReport {
  readonly objects: number
  readonly bytes: number
  /** What is not as it was written, and was not repaired: names of objects. */
  readonly damaged: readonly { readonly name: string; readonly damage: Damage }[]
  /** Damaged ones that were taken from a backup. */
  readonly repaired: number
  /** Objects that nothing knows of; they are removed by a repair. */
  readonly strays: number
}

export interface CheckOptions {
  /** Puts right what can be. */
  readonly repair: boolean
  /** The objects of a backup, from which damaged ones are taken. */
  readonly from?: ObjectStore | undefined
  readonly onProgress: (objects: number) => void
  readonly stop: AbortSignal
  /** Unix time in ms. */
  readonly now: number
}

/** So many damaged ones are named. */
const mostNamed = 1_000
const perPage = 100
/** Younger ones may have been written by a process whose row is about to come. */
const strayAgeMs = 3_600_000

/** Reads every object and compares it with what the store says of it. */
export async function checkFiles(
  store: Pick<Store, 'read' | 'transaction'>,
  blobs: BlobStore,
  options: CheckOptions,
): Promise<FileReport> {
  const { repair, from, onProgress, stop, now } = options
  const damaged: { name: string; damage: Damage }[] = []
  let objects = 0
  let bytes = 0
  let repaired = 0

  const checkOne = async (object: StoredObject, hash: Uint8Array | undefined): Promise<void> => {
    objects++
    bytes += object.size
    const damage = await damageOf(blobs, object, hash)
    onProgress(objects)
    if (damage === undefined) return
    if (repair && from !== undefined && (await takeFrom(from, blobs, object, hash))) repaired++
    else if (damaged.length < mostNamed) damaged.push({ name: object.name, damage })
  }

  // Content first, whose digest is known.
  const seen = new Set<string>()
  for (let after: Uint8Array = new Uint8Array(); !stop.aborted; ) {
    const page = await store.read.blobs.page(after, perPage)
    for (const { hash, object: name } of page) {
      if (stop.aborted) break
      seen.add(name)
      const object = await store.read.fileObjects.get(name)
      // It was removed since, or its row is lost.
      if (object !== undefined) await checkOne(object, hash)
      else if ((await store.read.blobs.get(hash)) !== undefined) damaged.push({ name, damage: 'missing' })
    }
    after = page.at(-1)?.hash ?? after
    if (page.length < perPage) break
  }
  for (let after = ''; !stop.aborted; ) {
    const page = await store.read.fileObjects.page(after, perPage)
    for (const object of page) if (!seen.has(object.name) && !stop.aborted) await checkOne(object, undefined)
    after = page.at(-1)?.name ?? after
    if (page.length < perPage) break
  }
  const strays = stop.aborted ? 0 : await findStrays(store, blobs.objects, repair, now)
  return { objects, bytes, damaged, repaired, strays }
}

/** Undefined if the object is as it was written, or was removed meanwhile. */
async function damageOf(
  blobs: BlobStore,
  object: StoredObject,
  hash: Uint8Array | undefined,
): Promise<Damage | undefined> {
  const size = await blobs.objects.size(object.name)
  if (size === undefined) return 'missing'
  if (size !== sealedSize(object.size)) return 'cut'
  const digest = createHash('sha256')
  try {
    for await (const piece of blobs.content(object)) digest.update(piece)
  } catch (error) {
    if (error instanceof ObjectError) return error.code === 'MISSING' ? 'missing' : 'cut'
    if (error instanceof SealError) return 'changed'
    throw error
  }
  return hash !== undefined && !digest.digest().equals(hash) ? 'changed' : undefined
}

/** Puts the object of a backup into the place of a damaged one, if it is whole. */
async function takeFrom(
  from: ObjectStore,
  blobs: BlobStore,
  object: StoredObject,
  hash: Uint8Array | undefined,
): Promise<boolean> {
  const { name, size } = object
  if ((await damageOf({ ...blobs, ...readingFrom(blobs, from) }, object, hash)) !== undefined) return false
  await blobs.objects.remove(name)
  await blobs.objects.write(name, sealedPieces(from, name, sealedSize(size)))
  return (await damageOf(blobs, object, hash)) === undefined
}

/** The same keys, other objects. */
function readingFrom(blobs: BlobStore, objects: ObjectStore): Pick<BlobStore, 'objects' | 'content'> {
  return { objects, content: (object) => blobs.contentIn(objects, object) }
}

const pieceBytes = 1_048_576

/** An object as it lies there. */
export async function* sealedPieces(objects: ObjectStore, name: string, size: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < size; offset += pieceBytes) {
    yield await objects.read(name, offset, Math.min(pieceBytes, size - offset))
  }
}

async function findStrays(
  { read }: Pick<Store, 'read'>,
  objects: ObjectStore,
  remove: boolean,
  now: number,
): Promise<number> {
  let strays = 0
  for (let after = ''; ; ) {
    const page = await objects.list(after, perPage)
    const known = await read.fileObjects.known(page.map(({ name }) => name))
    for (const { name, writtenAt } of page) {
      if (known.has(name) || now - writtenAt < strayAgeMs) continue
      strays++
      if (remove) await objects.remove(name)
    }
    after = page.at(-1)?.name ?? after
    if (page.length < perPage) return strays
  }
}
