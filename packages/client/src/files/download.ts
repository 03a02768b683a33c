import type { api } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import { ClientError, RpcError } from '../errors.ts'
import type { PlatformFiles } from '../platform/platform.ts'
import type { Call } from '../rpc/call.ts'
import { callForPart } from './call-for-part.ts'
import { type FileAt, type FileLike, locate, type ShownFile, shownOrFail } from './file-like.ts'
import { MAX_PART_BYTES } from './part-size.ts'
import type { ResumeRecords } from './resume-records.ts'
import { saveToFile } from './save-to-file.ts'
import { createTransfer, type Transfer, type TransferControl, type TransferOptions } from './transfer.ts'

export interface DownloadOptions extends TransferOptions {
  /** The size of a photo, or the small picture of a document, by its letter; the whole by default. */
  readonly thumb?: string | undefined
  /** From which byte on. Default 0. */
  readonly offset?: number | undefined
  /** How many bytes at the most. All that follow by default. */
  readonly length?: number | undefined
}

/**
 * A download. It begins when somebody takes it, in one of these ways, once; it goes no faster than what it fetches is taken.
 */
export interface Download extends TransferControl, AsyncIterable<Uint8Array> {
  /** All of it, in memory. */
  bytes(): Promise<Uint8Array>
  /** A Blob, which browsers need not keep in memory. */
  blob(): Promise<Blob>
  stream(): ReadableStream<Uint8Array>
  /**
   * Node: into a file, which is there when it is whole; until then its bytes are in `PATH.part`, where the next attempt goes
   * on. What is called PATH before is replaced.
   */
  toFile(path: string): Promise<void>
}

export interface DownloadPort {
  readonly clock: Clock
  /** By the connections that carry files. */
  readonly call: Call
  readonly closed: AbortSignal
  readonly files: PlatformFiles | undefined
  readonly records: ResumeRecords
  /** The same file as the server shows it now, with a reference that it takes; undefined if nothing shows it any more. */
  refresh(shown: api.document | api.photo, from: FileLike): Promise<api.document | api.photo | undefined>
}

/** Downloads a file part by part, several at once ("Uploading and Downloading Files"). */
export function download(port: DownloadPort, file: FileLike, options: DownloadOptions): Download {
  const transfer = createTransfer(port.clock, port.closed, options)
  let taken = false

  function take(range: Range = rangeOf(options)): AsyncGenerator<Uint8Array, void, undefined> {
    if (taken) throw new ClientError('OPTION_INVALID', 'a download is taken once: ask for another one')
    taken = true
    return fetchParts(port, transfer, file, options.thumb ?? '', range)
  }

  async function all(): Promise<Uint8Array<ArrayBuffer>[]> {
    const pieces: Uint8Array<ArrayBuffer>[] = []
    for await (const piece of take()) pieces.push(ownBytes(piece))
    return pieces
  }

  return {
    get progress() {
      return transfer.progress
    },
    get paused() {
      return transfer.paused
    },
    pause: transfer.pause,
    resume: transfer.resume,
    abort: transfer.abort,
    [Symbol.asyncIterator]: () => take(),
    async bytes() {
      const pieces = await all()
      const [only] = pieces
      if (only !== undefined && pieces.length === 1) return only
      const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
      let at = 0
      for (const piece of pieces) {
        bytes.set(piece, at)
        at += piece.length
      }
      return bytes
    },
    async blob() {
      const type = typeOf(file, options.thumb)
      const blobs: Blob[] = []
      let held: Uint8Array<ArrayBuffer>[] = []
      for await (const piece of take()) {
        held.push(ownBytes(piece))
        // From here on the platform may keep it elsewhere than in memory.
        if (held.length < PIECES_OF_BLOB) continue
        blobs.push(new Blob(held))
        held = []
      }
      return new Blob([...blobs, ...held], { type })
    },
    stream() {
      const parts = take()
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const { done, value } = await parts.next()
            if (done) controller.close()
            else controller.enqueue(value)
          },
          async cancel() {
            await parts.return()
          },
        },
        { highWaterMark: 0 },
      )
    },
    async toFile(path) {
      const { files } = port
      if (files === undefined)
        throw new ClientError('OPTION_INVALID', 'there are no paths here: take a Blob or a stream')
      const { offset, length } = rangeOf(options)
      const identity = `${path} ${identityOf(file, options.thumb)} ${offset} ${length}`
      await saveToFile({ files, clock: port.clock, records: port.records, identity, path }, (from) =>
        take({ offset: offset + from, length: length - from, before: from }),
      )
    },
  }
}

/** So many pieces of 512 KiB are joined at a time. */
const PIECES_OF_BLOB = 16

interface Range {
  readonly offset: number
  readonly length: number
  /** What of the download is there already. */
  readonly before: number
}

/** @throws {ClientError} OPTION_INVALID */
function rangeOf({ offset = 0, length = Number.POSITIVE_INFINITY }: DownloadOptions): Range {
  if (Number.isSafeInteger(offset) && offset >= 0 && length >= 0) return { offset, length, before: 0 }
  throw new ClientError('OPTION_INVALID', 'offset and length are numbers of bytes')
}

/** The pieces of a range, in order. As many as are under way may have come and wait to be taken. */
async function* fetchParts(
  port: DownloadPort,
  transfer: Transfer,
  file: FileLike,
  sizeType: string,
  { offset, length, before }: Range,
): AsyncGenerator<Uint8Array, void, undefined> {
  /** Parts in order, each with what ends its turn. */
  const ahead: { readonly bytes: Promise<Uint8Array>; readonly start: number }[] = []
  try {
    const source = createFileSource(port, transfer, file, sizeType)
    const size = source.at.size
    const end = Math.min(size ?? Number.POSITIVE_INFINITY, offset + length)
    const total = end === Number.POSITIVE_INFINITY ? undefined : end - offset + before
    let done = before
    if (done > 0) transfer.advance(done, total)
    if (end <= offset) return
    let next = offset - (offset % MAX_PART_BYTES)
    const begin = async (): Promise<void> => {
      const start = next
      next += MAX_PART_BYTES
      const over = await transfer.begin()
      const bytes = source.part(start).then(
        (part) => {
          over(true)
          return part
        },
        (error: unknown) => {
          over(false)
          transfer.fail(error)
          throw error
        },
      )
      // Whoever takes the parts hears of it in their order.
      bytes.catch(() => {})
      ahead.push({ bytes, start })
    }
    for (;;) {
      // Of what has no known size, the next part is not asked for before the one before it was whole.
      const most = size === undefined ? 1 : transfer.window.size
      while (next < end && ahead.length < most) await begin()
      const first = ahead.shift()
      if (first === undefined) return
      const bytes = await first.bytes
      transfer.check()
      const piece = bytes.subarray(Math.max(0, offset - first.start), Math.max(0, end - first.start))
      done += piece.length
      const isShort = bytes.length < MAX_PART_BYTES
      if (isShort && size !== undefined && first.start + bytes.length < end) {
        throw new ClientError('ANSWER_UNEXPECTED', 'the server has less of the file than it says')
      }
      transfer.advance(done, isShort ? done : total)
      if (piece.length > 0) yield piece
      if (isShort) return
    }
  } catch (error) {
    transfer.fail(error)
    throw error
  } finally {
    transfer.fail(new ClientError('ABORTED', 'the download was left'))
    transfer.end()
  }
}

interface FileSource {
  readonly at: FileAt
  part(offset: number): Promise<Uint8Array>
}

/** Asks for parts of a file; if its reference has expired, for a new one first. */
function createFileSource(port: DownloadPort, transfer: Transfer, file: FileLike, sizeType: string): FileSource {
  let shown: ShownFile | undefined = 'location' in file ? undefined : { shown: shownOrFail(file), sizeType }
  let at: FileAt = 'location' in file ? file : locate({ shown: shownOrFail(file), sizeType })
  let refreshing: Promise<void> | undefined

  async function refresh(cause: RpcError): Promise<void> {
    const fresh = shown === undefined ? undefined : await port.refresh(shown.shown, file)
    if (fresh === undefined) {
      const message = 'the reference to the file has expired, and nothing is known that shows the file'
      throw new ClientError('FILE_UNAVAILABLE', message, { cause })
    }
    shown = { shown: fresh, sizeType }
    at = locate(shown)
  }

  async function get(location: api.InputFileLocation, offset: number): Promise<Uint8Array> {
    const request: api.upload.getFile = {
      ...{ _: 'upload.getFile', location, offset: BigInt(offset), limit: MAX_PART_BYTES },
    }
    const answer = await callForPart(port, transfer, request, at.dcId)
    if (answer._ === 'upload.file') return answer.bytes
    throw new ClientError('ANSWER_UNEXPECTED', 'the file is at a CDN, which this client does not ask')
  }

  return {
    get at() {
      return at
    },
    async part(offset) {
      const { location } = at
      try {
        return await get(location, offset)
      } catch (error) {
        if (!isExpired(error)) throw error
        // Another part may have brought a new one meanwhile.
        if (at.location === location) {
          refreshing ??= refresh(error).finally(() => {
            refreshing = undefined
          })
          await refreshing
        }
        return get(at.location, offset)
      }
    },
  }
}

/** "File references": FILE_REFERENCE_EXPIRED, FILE_REFERENCE_INVALID, FILE_REFERENCE_EMPTY, and with a place in a list. */
export function isExpired(error: unknown): error is RpcError {
  return error instanceof RpcError && /^FILE_REFERENCE_(EXPIRED|INVALID|EMPTY)$/.test(error.type)
}

function identityOf(file: FileLike, thumb = ''): string {
  if ('location' in file) {
    const { location } = file
    return 'id' in location ? `${location._} ${location.id} ${thumb}` : `${location._} ${thumb}`
  }
  const { _, id } = shownOrFail(file)
  return `${_} ${id} ${thumb}`
}

function typeOf(file: FileLike, thumb: string | undefined): string {
  const shown = 'location' in file ? undefined : shownOrFail(file)
  if (shown === undefined) return ''
  return shown._ === 'document' && thumb === undefined ? shown.mimeType : 'image/jpeg'
}

/** A Blob takes no view of shared memory, which no answer is. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(bytes)
}
