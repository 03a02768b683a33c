import { equalBytes, type RandomBytes, sha256 } from '@chappe/crypto'
import { releaseBytes } from '@chappe/tl-codec'
import type { api } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import { ClientError, RpcError } from '../errors.ts'
import { randomIdFrom } from '../messages/send.ts'
import type { PlatformFiles } from '../platform/platform.ts'
import type { Call } from '../rpc/call.ts'
import { callForPart } from './call-for-part.ts'
import { checkParts, MAX_SMALL_FILE_BYTES, partBytesFor } from './part-size.ts'
import type { ResumeRecords, UploadRecord } from './resume-records.ts'
import { type OpenSource, openSource, type UploadSource } from './sources.ts'
import { createTransfer, type Transfer, type TransferControl, type TransferOptions } from './transfer.ts'

export interface UploadOptions extends TransferOptions {
  /** What the file is called. The source's own name by default. */
  readonly name?: string | undefined
  readonly mimeType?: string | undefined
  /**
   * Remembers under this name which parts the server has, so that the same source under the same name goes on where it was,
   * also in another process. Of a stream nothing is remembered.
   */
  readonly resumeAs?: string | undefined
}

/** A file at the server, which is to be sent within a day. */
export interface UploadedFile {
  readonly input: api.inputFile | api.inputFileBig
  readonly size: number
  readonly name: string
  readonly mimeType: string | undefined
}

/** An upload that is under way; awaiting it gives the file. */
export interface Upload extends TransferControl, PromiseLike<UploadedFile> {}

export interface UploadPort {
  readonly clock: Clock
  readonly random: RandomBytes
  /** By the connections that carry files. */
  readonly call: Call
  readonly closed: AbortSignal
  readonly files: PlatformFiles | undefined
  readonly records: ResumeRecords
}

/** Uploads a file part by part, several at once ("Uploading and Downloading Files"). */
export function upload(port: UploadPort, source: UploadSource, options: UploadOptions): Upload {
  const transfer = createTransfer(port.clock, port.closed, options)
  const file = run(port, transfer, source, options)
  // Whoever has not asked for it yet does so later, or never wants to know.
  file.catch(() => {})
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
    // biome-ignore lint/suspicious/noThenProperty: an upload is awaited
    then: (onFile, onError) => file.then(onFile, onError),
  }
}

async function run(
  port: UploadPort,
  transfer: Transfer,
  source: UploadSource,
  options: UploadOptions,
): Promise<UploadedFile> {
  try {
    const opened = await openSource(source, port.files)
    try {
      transfer.check()
      const { size } = opened
      if (size === 0) throw new ClientError('SOURCE_INVALID', 'a file without content cannot be sent')
      return size === undefined
        ? await uploadStream(port, transfer, opened, options)
        : await uploadSized(port, transfer, opened, size, options)
    } catch (error) {
      transfer.fail(error)
      throw error
    } finally {
      await opened.close().catch(() => {})
    }
  } finally {
    transfer.end()
  }
}

async function uploadSized(
  port: UploadPort,
  transfer: Transfer,
  source: OpenSource,
  size: number,
  options: UploadOptions,
): Promise<UploadedFile> {
  const memory = await openMemory(port, source, size, options.resumeAs)
  const { partBytes, fileId } = memory
  const count = Math.ceil(size / partBytes)
  checkParts(count)
  const isBig = size > MAX_SMALL_FILE_BYTES
  let done = 0
  for (let part = 0; part < count; part++) if (memory.has(part)) done += lengthOf(part, partBytes, size)
  if (done > 0) transfer.advance(done, size)
  const sender = createSender(port, transfer, source.givesCopies)
  try {
    for (let part = 0; part < count; part++) {
      if (memory.has(part)) continue
      const length = lengthOf(part, partBytes, size)
      await sender.send(
        async () => {
          const bytes = await source.read(part * partBytes, length)
          if (bytes.length === length) return saveRequest(fileId, part, bytes, isBig ? count : undefined)
          throw new ClientError('SOURCE_INVALID', 'the file has become shorter while it was uploaded')
        },
        async () => {
          done += length
          transfer.advance(done, size)
          await memory.add(part)
        },
      )
    }
    await sender.finished()
    await memory.save()
  } catch (error) {
    await sender.stopped(error)
    await memory.save()
    if (!memory.resumed || !isUnusable(error)) throw error
    // What the server has of it is of another shape, or is a file already.
    await memory.forget()
    return uploadSized(port, transfer, source, size, options)
  }
  return fileOf(fileId, count, isBig, size, source, options)
}

async function uploadStream(
  port: UploadPort,
  transfer: Transfer,
  source: OpenSource,
  options: UploadOptions,
): Promise<UploadedFile> {
  const partBytes = partBytesFor(undefined)
  const fileId = randomIdFrom(port.random)
  const sender = createSender(port, transfer, source.givesCopies)
  let size = 0
  let done = 0
  let count = 0
  let isBig = true
  try {
    let bytes = await source.read(0, partBytes)
    if (bytes.length === 0) throw new ClientError('SOURCE_INVALID', 'a file without content cannot be sent')
    while (bytes.length > 0) {
      const part = count++
      checkParts(count)
      size += bytes.length
      const current = bytes
      const { length } = current
      // Which part is the last is known by there being none behind it.
      bytes = current.length < partBytes ? new Uint8Array() : await source.read(size, partBytes)
      const isLast = bytes.length === 0
      if (isLast && part === 0) isBig = false
      const total = isLast ? count : -1
      await sender.send(
        async () => saveRequest(fileId, part, current, isBig ? total : undefined),
        async () => {
          done += length
          transfer.advance(done, isLast ? size : undefined)
        },
      )
    }
    await sender.finished()
  } catch (error) {
    await sender.stopped(error)
    throw error
  }
  return fileOf(fileId, count, isBig, size, source, options)
}

interface Sender {
  /** Takes its turn, makes a request and sends it; resolves when it is under way. */
  send(request: () => Promise<SaveRequest>, onDone: () => Promise<void>): Promise<void>
  finished(): Promise<void>
  /** Nothing goes on after an error. */
  stopped(error: unknown): Promise<void>
}

/** @param release whether the bytes of a part are nobody's once it is sent */
function createSender(port: UploadPort, transfer: Transfer, release: boolean): Sender {
  const underWay = new Set<Promise<void>>()
  const runOne = async (request: SaveRequest, onDone: () => Promise<void>, end: (answered: boolean) => void) => {
    let answered = false
    try {
      const saved = await callForPart(port, transfer, request)
      if (!saved) throw new ClientError('ANSWER_UNEXPECTED', 'the server did not save a part of a file')
      answered = true
      if (release) releaseBytes(request.bytes)
    } finally {
      end(answered)
    }
    await onDone()
  }
  return {
    async send(request, onDone) {
      const end = await transfer.begin()
      let made: SaveRequest
      try {
        made = await request()
      } catch (error) {
        end(false)
        throw error
      }
      const one = runOne(made, onDone, end)
        .catch(transfer.fail)
        .finally(() => underWay.delete(one))
      underWay.add(one)
    },
    async finished() {
      await Promise.all(underWay)
      transfer.check()
    },
    async stopped(error) {
      transfer.fail(error)
      await Promise.all(underWay)
    },
  }
}

type SaveRequest = api.upload.saveFilePart | api.upload.saveBigFilePart

function saveRequest(fileId: bigint, filePart: number, bytes: Uint8Array, total: number | undefined): SaveRequest {
  if (total === undefined) return { _: 'upload.saveFilePart', fileId, filePart, bytes }
  return { _: 'upload.saveBigFilePart', fileId, filePart, fileTotalParts: total, bytes }
}

function lengthOf(part: number, partBytes: number, size: number): number {
  return Math.min(partBytes, size - part * partBytes)
}

function fileOf(
  id: bigint,
  parts: number,
  isBig: boolean,
  size: number,
  source: OpenSource,
  options: UploadOptions,
): UploadedFile {
  const name = options.name ?? source.name ?? ''
  const input: UploadedFile['input'] = isBig
    ? { _: 'inputFileBig', id, parts, name }
    : { _: 'inputFile', id, parts, name, md5Checksum: '' }
  return { input, size, name, mimeType: options.mimeType ?? source.mimeType }
}

/** What the server says of parts that do not go together with those that it has. */
const UNUSABLE = new Set(['FILE_PART_SIZE_CHANGED', 'FILE_PART_SIZE_INVALID', 'FILE_PARTS_INVALID', 'FILE_ID_INVALID'])

function isUnusable(error: unknown): boolean {
  return error instanceof RpcError && UNUSABLE.has(error.type)
}

/** Which parts the server has. */
interface Memory {
  readonly fileId: bigint
  readonly partBytes: number
  readonly resumed: boolean
  has(part: number): boolean
  add(part: number): Promise<void>
  save(): Promise<void>
  forget(): Promise<void>
}

/** Stored so often at most: what a process that is killed had sent since is sent again. */
const SAVE_EVERY_MS = 2000
/** Servers forget parts that nobody has touched for a day. */
const FRESH_MS = 12 * 3_600_000
/** So much of its beginning and of its end tells a content from another one. */
const MARK_BYTES = 65_536

async function openMemory(
  port: UploadPort,
  source: OpenSource,
  size: number,
  name: string | undefined,
): Promise<Memory> {
  const records = name === undefined ? undefined : port.records
  const mark = records === undefined ? new Uint8Array() : await markOf(source, size)
  const stored = name === undefined ? undefined : await records?.loadUpload(name)
  const isFresh = stored !== undefined && port.clock.now() - stored.at < FRESH_MS
  const known = isFresh && equalBytes(stored.mark, mark) ? stored : undefined
  const partBytes = known?.partBytes ?? partBytesFor(size)
  const fileId = known?.fileId ?? randomIdFrom(port.random)
  const bits = new Uint8Array(Math.ceil(Math.ceil(size / partBytes) / 8))
  bits.set(known?.parts.subarray(0, bits.length) ?? [])
  let savedAt = port.clock.now()

  async function store(record: UploadRecord | undefined): Promise<void> {
    savedAt = port.clock.now()
    if (name !== undefined) await records?.saveUpload(name, record)
  }
  const save = (): Promise<void> => store({ fileId, partBytes, mark, parts: bits.slice(), at: port.clock.now() })

  return {
    ...{ fileId, partBytes, save, resumed: known !== undefined },
    has: (part) => ((bits[part >> 3] ?? 0) & (1 << (part & 7))) !== 0,
    async add(part) {
      bits[part >> 3] = (bits[part >> 3] ?? 0) | (1 << (part & 7))
      if (port.clock.now() - savedAt >= SAVE_EVERY_MS) await save()
    },
    forget: () => store(undefined),
  }
}

async function markOf(source: OpenSource, size: number): Promise<Uint8Array> {
  const about = new TextEncoder().encode(`${size} ${source.modifiedAt ?? ''} `)
  const first = await source.read(0, Math.min(size, MARK_BYTES))
  const last = await source.read(Math.max(0, size - MARK_BYTES), Math.min(size, MARK_BYTES))
  const all = new Uint8Array(about.length + first.length + last.length)
  all.set(about)
  all.set(first, about.length)
  all.set(last, about.length + first.length)
  return sha256(all)
}
