import { ClientError } from '../errors.ts'
import type { PlatformFiles } from '../platform/platform.ts'

/** A Blob or File, as far as it is used. */
export interface BlobLike {
  readonly size: number
  readonly type?: string
  readonly name?: string
  readonly lastModified?: number
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** A web stream, as far as it is used. */
export interface StreamLike {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
    cancel(reason?: unknown): Promise<void>
  }
}

/** What can be uploaded: bytes, a Blob or File, a stream, and in Node the path of a file. */
export type UploadSource = string | Uint8Array | BlobLike | StreamLike | AsyncIterable<Uint8Array>

/** A source that is being read. */
export interface OpenSource {
  /** Undefined for a stream. */
  readonly size: number | undefined
  readonly name: string | undefined
  readonly mimeType: string | undefined
  /** Changes when the content does, as far as the platform says; Unix time in ms. */
  readonly modifiedAt: number | undefined
  /** Whether any place can be read, and again; a stream is read once from its beginning to its end. */
  readonly anywhere: boolean
  /** Whether what was read is the reader's, and not the caller's own. */
  readonly givesCopies: boolean
  /** So many bytes from a place; fewer at the end alone. */
  read(offset: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** @param files undefined where there are no paths */
export async function openSource(source: UploadSource, files: PlatformFiles | undefined): Promise<OpenSource> {
  if (typeof source === 'string') {
    if (files === undefined) throw new ClientError('OPTION_INVALID', 'there are no paths here: give a File or a Blob')
    return openFile(source, files)
  }
  if (source instanceof Uint8Array) return openBytes(source)
  if ('getReader' in source) return openStream(readerOf(source))
  if (Symbol.asyncIterator in source) return openStream(source[Symbol.asyncIterator]())
  if ('slice' in source && 'size' in source) return openBlob(source)
  throw new ClientError('OPTION_INVALID', 'only bytes, a Blob, a stream or a path can be uploaded')
}

async function openFile(path: string, files: PlatformFiles): Promise<OpenSource> {
  const file = await files.open(path).catch((cause: unknown) => {
    throw new ClientError('SOURCE_INVALID', `${path} cannot be read`, { cause })
  })
  return {
    ...{ size: file.size, name: files.nameOf(path), mimeType: undefined, modifiedAt: file.modifiedAt, anywhere: true },
    givesCopies: true,
    read: (offset, length) => file.read(offset, length),
    close: () => file.close(),
  }
}

function openBytes(bytes: Uint8Array): OpenSource {
  return {
    ...{ size: bytes.length, name: undefined, mimeType: undefined, modifiedAt: undefined, anywhere: true },
    givesCopies: false,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
    close: async () => {},
  }
}

function openBlob(blob: BlobLike): OpenSource {
  const { size, name, type, lastModified } = blob
  const mimeType = type === '' ? undefined : type
  return {
    ...{ size, name, mimeType, modifiedAt: lastModified, anywhere: true },
    givesCopies: true,
    async read(offset, length) {
      try {
        return new Uint8Array(await blob.slice(offset, Math.min(size, offset + length)).arrayBuffer())
      } catch (cause) {
        throw new ClientError('SOURCE_INVALID', 'the file cannot be read, or has changed', { cause })
      }
    },
    close: async () => {},
  }
}

type Pull = Pick<AsyncIterator<Uint8Array>, 'next' | 'return'>

function readerOf(stream: StreamLike): Pull {
  const reader = stream.getReader()
  return {
    async next() {
      const { done, value } = await reader.read()
      return done || value === undefined ? { done: true, value: undefined } : { done: false, value }
    },
    async return() {
      await reader.cancel()
      return { done: true, value: undefined }
    },
  }
}

function openStream(pull: Pull): OpenSource {
  let held: Uint8Array = new Uint8Array()
  let at = 0
  let ended = false
  return {
    ...{ size: undefined, name: undefined, mimeType: undefined, modifiedAt: undefined, anywhere: false },
    givesCopies: true,
    async read(offset, length) {
      if (offset !== at) throw new ClientError('SOURCE_INVALID', 'a stream is read once, from its beginning')
      const bytes = new Uint8Array(length)
      let filled = 0
      while (filled < length) {
        if (held.length === 0) {
          const { done, value } = await pull.next()
          if (done === true) {
            ended = true
            break
          }
          held = value
        }
        const some = held.subarray(0, length - filled)
        bytes.set(some, filled)
        filled += some.length
        held = held.subarray(some.length)
      }
      at += filled
      return bytes.subarray(0, filled)
    },
    async close() {
      if (!ended) await pull.return?.()
    },
  }
}
