import { createHash } from 'node:crypto'
import { releaseBytes } from '@chappe/tl-codec'
import { type Clock, unixSeconds } from '../ports/clock.ts'
import type { RandomBytes } from '../ports/random.ts'
import type { StoredObject } from '../store/domain/files/file-objects.ts'
import type { Store, Transaction } from '../store/store.ts'
import type { KeyRing } from './key-ring.ts'
import type { ObjectStore } from './objects.ts'
import { keyBytes, openRange, seal, sealedRange } from './sealed.ts'

/** An object that is whole, and that nothing knows of yet but whoever wrote it. */
export interface WrittenPart {
  readonly name: string
  readonly size: number
  readonly secret: Uint8Array
}

export interface WrittenObject extends WrittenPart {
  /** The SHA-256 of what it holds. */
  readonly hash: Uint8Array
}

/** The bytes of files: sealed, and found again by the rows of the store. */
export interface BlobStore {
  readonly objects: ObjectStore
  readonly keyRing: KeyRing
  /** Writes an object. It goes again within a day unless a unit claims it. */
  write(content: AsyncIterable<Uint8Array>): Promise<WrittenObject>
  /** The same of what is not looked for by its digest. */
  writePart(bytes: Uint8Array): Promise<WrittenPart>
  /** Within a unit: the object is in use from now on. */
  claim(tx: Transaction, written: WrittenPart): Promise<StoredObject>
  /**
   * Within a unit: stores the content, or finds that equal content is stored, and counts one more use of it. What was written
   * for nothing goes.
   */
  claimBlob(tx: Transaction, written: WrittenObject): Promise<void>
  /** Bytes of an object; fewer than `length` at its end. Throws `SealError` or `ObjectError` if it is not as it was written. */
  read(object: StoredObject, offset: number, length: number): Promise<Uint8Array>
  /** The same of one that nothing knows of yet. */
  readWritten(written: WrittenPart, offset: number, length: number): Promise<Uint8Array>
  /** All of it, piece by piece. */
  content(object: StoredObject): AsyncIterable<Uint8Array>
  /** The same of a copy that lies elsewhere. */
  contentIn(objects: ObjectStore, object: StoredObject): AsyncIterable<Uint8Array>
}

/** So many names are reserved with one unit. */
const namesReserved = 16
/** How long a name is reserved for an object that is being written, and how long before that no write begins under it. */
const reservedSeconds = 86_400
const mustRemainSeconds = 43_200

/** So much is read at once of what is read as a whole. */
const pieceBytes = 1_048_576

export interface BlobPorts {
  readonly store: Pick<Store, 'transaction'>
  readonly objects: ObjectStore
  readonly keyRing: KeyRing
  readonly clock: Pick<Clock, 'now'>
  readonly random: RandomBytes
}

export function createBlobStore({ store, objects, keyRing, clock, random }: BlobPorts): BlobStore {
  let reserved: { readonly names: string[]; readonly until: number } = { names: [], until: 0 }
  let reserving: Promise<void> | undefined

  const reserve = async (): Promise<void> => {
    const until = unixSeconds(clock) + reservedSeconds
    const names = Array.from({ length: namesReserved }, () => Buffer.from(random(16)).toString('hex'))
    await store.transaction((tx) => tx.fileObjects.reserve(names, until))
    reserved = { names, until }
  }

  const takeName = async (): Promise<string> => {
    for (;;) {
      const isFresh = reserved.until - unixSeconds(clock) > mustRemainSeconds
      const name = isFresh ? reserved.names.pop() : undefined
      if (name !== undefined) return name
      reserving ??= reserve().finally(() => {
        reserving = undefined
      })
      await reserving
    }
  }

  const readIn = async (
    place: ObjectStore,
    object: StoredObject,
    offset: number,
    length: number,
  ): Promise<Uint8Array> => {
    const { name, size } = object
    const some = Math.min(length, size - offset)
    if (some <= 0) return new Uint8Array()
    const key = keyRing.keys.unwrap(object, name)
    const range = sealedRange(size, offset, some)
    const sealed = await place.read(name, range.offset, range.length)
    const bytes = openRange(key, size, offset, some, sealed)
    releaseBytes(sealed)
    return bytes
  }

  const contentIn = async function* (place: ObjectStore, object: StoredObject): AsyncGenerator<Uint8Array> {
    for (let offset = 0; offset < object.size; ) {
      const bytes = await readIn(place, object, offset, pieceBytes)
      yield bytes
      offset += bytes.length
    }
  }

  const toStored = ({ name, size, secret }: WrittenPart): StoredObject => ({
    ...{ name, size },
    ...keyRing.keys.wrap(secret, name),
  })

  const claim = async (tx: Transaction, written: WrittenPart): Promise<StoredObject> => {
    const object = toStored(written)
    if (!(await tx.fileObjects.claim(object)))
      throw new Error('an object was written for longer than its name was reserved')
    return object
  }

  return {
    objects,
    keyRing,
    claim,
    read: (object, offset, length) => readIn(objects, object, offset, length),
    readWritten: (written, offset, length) => readIn(objects, toStored(written), offset, length),
    async write(content) {
      const name = await takeName()
      const secret = random(keyBytes)
      const hash = createHash('sha256')
      let size = 0
      const counted = async function* (): AsyncGenerator<Uint8Array> {
        for await (const bytes of content) {
          size += bytes.length
          hash.update(bytes)
          yield bytes
        }
      }
      await objects.write(name, seal(secret, counted()))
      return { name, size, hash: new Uint8Array(hash.digest()), secret }
    },
    async writePart(bytes) {
      const name = await takeName()
      const secret = random(keyBytes)
      const content = async function* (): AsyncGenerator<Uint8Array> {
        yield bytes
      }
      const sealed: Uint8Array[] = []
      const noted = async function* (): AsyncGenerator<Uint8Array> {
        for await (const piece of seal(secret, content())) {
          sealed.push(piece)
          yield piece
        }
      }
      await objects.write(name, noted())
      for (const piece of sealed) releaseBytes(piece)
      return { name, size: bytes.length, secret }
    },
    async claimBlob(tx, written) {
      const { name, size, hash } = written
      if ((await tx.blobs.get(hash)) === undefined) {
        await claim(tx, written)
        await tx.blobs.add({ hash, size, object: name })
      } else await tx.fileObjects.release(name, unixSeconds(clock))
      await tx.blobs.use(hash)
    },
    content: (object) => contentIn(objects, object),
    contentIn,
  }
}
