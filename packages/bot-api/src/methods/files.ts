import type { IncomingMessage, ServerResponse } from 'node:http'
import type { api } from '@chappe/tl-codec/api'
import { parseFileId, toUniqueFileId } from '@mtcute/file-id'
import type { Bot } from '../bot.ts'
import { BotApiError, badRequest } from '../bot-api-error.ts'
import { readRange } from '../http/read-range.ts'
import { readFileId, type StoredFile } from '../params/input-file.ts'
import { fileEnding, filePath, idInPath } from '../views/file-path.ts'
import type { BotMethods } from './method.ts'

/** What can be downloaded through the Bot API ("getFile"). */
const maxBytes = 20 * 1024 * 1024
const partBytes = 524_288

export const files: BotMethods = {
  async getFile(bot, params) {
    const id = params.text('file_id') ?? ''
    const location = readFileId(id)
    if (location === undefined) throw badRequest('invalid file_id')
    const unique = toUniqueFileId(parseFileId(id))
    const ids = { file_id: id, file_unique_id: unique }
    // The first bytes say whether it can be had, and of what kind it is.
    const { bytes: first, type } = await answered(bot, location, 0, 4_096)
    const ending = fileEnding(bot.seen, location, type)
    if (bot.localFiles !== undefined) {
      const { path, size } = await bot.localFiles.fetch(`${unique}${ending}`, partsOf(bot, location))
      return { ...ids, file_size: size, file_path: path }
    }
    const size = await sizeOf(bot, location, first.length, 4_096)
    if (size > maxBytes) throw badRequest('file is too big')
    return { ...ids, file_size: size, file_path: filePath(id, location, ending) }
  },
}

async function part(bot: Bot, file: StoredFile, offset: number, limit: number): Promise<Uint8Array> {
  return (await answered(bot, file, offset, limit)).bytes
}

async function answered(bot: Bot, file: StoredFile, offset: number, limit: number): Promise<api.upload.file> {
  const { id, accessHash, fileReference, size: thumbSize, kind } = file
  const named = { id, accessHash, fileReference, thumbSize }
  const location: api.InputFileLocation =
    kind === 'photo' ? { _: 'inputPhotoFileLocation', ...named } : { _: 'inputDocumentFileLocation', ...named }
  const answer = await bot.call({ _: 'upload.getFile', location, offset: BigInt(offset), limit, precise: true })
  if (answer._ !== 'upload.file') throw badRequest('file is temporarily unavailable')
  return answer
}

async function* partsOf(bot: Bot, file: StoredFile): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ; offset += partBytes) {
    const bytes = await part(bot, file, offset, partBytes)
    if (bytes.length > 0) yield bytes
    if (bytes.length < partBytes) return
  }
}

/** So many sizes are remembered for each bot: whoever asks for a file downloads it next, and often in ranges. */
const maxSizes = 1_000
const sizesOf = new WeakMap<Bot, Map<string, number>>()

/** How long a file is of which the beginning is known, `asked` bytes at most. */
async function sizeOf(bot: Bot, file: StoredFile, known: number, asked: number): Promise<number> {
  if (known < asked) return known
  const sizes = sizesOf.get(bot) ?? new Map<string, number>()
  sizesOf.set(bot, sizes)
  const key = `${file.id} ${file.size}`
  const size = sizes.get(key) ?? (await lookForEnd(bot, file, known))
  sizes.delete(key)
  sizes.set(key, size)
  for (const oldest of sizes.keys()) {
    if (sizes.size <= maxSizes) break
    sizes.delete(oldest)
  }
  return size
}

/** No file says its size when it is named by its id. */
async function lookForEnd(bot: Bot, file: StoredFile, known: number): Promise<number> {
  let low = known
  let high = maxBytes + 1_024
  while (low < high) {
    const middle = Math.floor((low + high) / 2 / 1_024) * 1_024
    const at = Math.max(low, middle)
    const { length } = await part(bot, file, at, 1_024)
    if (length === 1_024) low = at + 1_024
    else if (length > 0) return at + length
    else high = at
    if (low > maxBytes) return low
  }
  return low
}

/** Streams a file that `getFile` has named, or the range of it that is asked for. */
export async function sendFile(
  bot: Bot,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = readFileId(idInPath(path))
  if (file === undefined) throw new BotApiError(404, 'Not Found')
  const first = await part(bot, file, 0, partBytes)
  const size = await sizeOf(bot, file, first.length, partBytes)
  if (size > maxBytes) throw badRequest('file is too big')
  const range = readRange(request.headers.range, size)
  if (range === 'none') {
    response.setHeader('Content-Range', `bytes */${size}`)
    throw new BotApiError(416, 'Range Not Satisfiable')
  }
  const { from, to } = range ?? { from: 0, to: size }
  response.writeHead(range === undefined ? 200 : 206, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': to - from,
    'Accept-Ranges': 'bytes',
    ...(range !== undefined && { 'Content-Range': `bytes ${from}-${to - 1}/${size}` }),
  })
  if (request.method === 'HEAD') return void response.end()
  for (let offset = from - (from % partBytes); offset < to && !response.destroyed; offset += partBytes) {
    const bytes = offset === 0 ? first : await part(bot, file, offset, partBytes)
    const shown = bytes.subarray(Math.max(0, from - offset), to - offset)
    if (!response.write(shown)) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve)
    response.once('close', resolve)
  })
}
