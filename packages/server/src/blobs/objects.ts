/** An object as it lies in an object store. */
export interface ListedObject {
  readonly name: string
  readonly size: number
  /** Unix time in ms by the clock of whoever keeps it. */
  readonly writtenAt: number
}

/**
 * Where the bytes of files lie. It knows nothing of what they are: they come sealed (`sealed.ts`). A name is 32 hexadecimal
 * digits, is made by chance (`object-names.ts`), and is written once.
 */
export interface ObjectStore {
  /**
   * Resolves when all of it is durable. If it fails, or the process ends before, there is no object of this name. Takes the
   * content as fast as it can be written, and holds no more than some MiB of it, and nothing once it has resolved.
   */
  write(name: string, content: AsyncIterable<Uint8Array>): Promise<void>
  /** So many bytes from a place, in an array that is the caller's. Throws `ObjectError` if there are not so many. */
  read(name: string, offset: number, length: number): Promise<Uint8Array>
  /** Undefined if there is no such object. */
  size(name: string): Promise<number | undefined>
  /** Resolves also where there is none. */
  remove(name: string): Promise<void>
  /** Those whose names come after one, in the order of names; fewer than `limit` at the end alone. */
  list(after: string, limit: number): Promise<ListedObject[]>
  /** Removes what is left of writes that began before a time, in ms, and never ended. */
  removeUnfinished(before: number): Promise<void>
  close(): Promise<void>
}

/** `MISSING`: there is no such object. `SHORT`: it has fewer bytes than were asked for. */
export type ObjectErrorCode = 'MISSING' | 'SHORT'

export class ObjectError extends Error {
  override readonly name = 'ObjectError'
  readonly code: ObjectErrorCode

  constructor(code: ObjectErrorCode, object: string, options?: ErrorOptions) {
    super(code === 'MISSING' ? `there is no object ${object}` : `the object ${object} ends too early`, options)
    this.code = code
  }
}

const namePattern = /^[0-9a-f]{32}$/

export function isObjectName(name: string): boolean {
  return namePattern.test(name)
}

/** What stands outside this pattern could be a path to somewhere else. */
export function checkObjectName(name: string): void {
  if (!isObjectName(name)) throw new TypeError('the name of an object has 32 hexadecimal digits')
}
