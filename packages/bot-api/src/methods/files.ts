import type { IncomingMessage, ServerResponse } from 'node:http'
import type { api } from '@chappe/tl-codec/api'
import { parseFileId, toUniqueFileId } from '@mtcute/file-id'
import type { Bot } from '../bot.ts'
import { BotApiError, badRequest } from '../bot-api-error.ts'
import { readFileId, type StoredFile } from '../params/input-file.ts'
import type { BotMethods } from './method.ts'

/** What can be downloaded through the Bot API ("getFile"). */
const maxBytes = 20 * 1024 * 1024
const partBytes = 524_288

export const files: BotMethods = {
  async getFile(bot, params) {
    const id = params.text('file_id') ?? ''
    const location = readFileId(id)
    if (location === undefined) throw badRequest('invalid file_id')
    // The first bytes say whether it can be had.
    const first = await part(bot, location, 0, 4_096)
    const size = await sizeOf(bot, location, first.length)
    if (size > maxBytes) throw badRequest('file is too big')
    const unique = toUniqueFileId(parseFileId(id))
    return { file_id: id, file_unique_id: unique, file_size: size, file_path: `${folderOf(location)}/${id}` }
  },
}

function folderOf({ kind }: StoredFile): string {
  return kind === 'photo' ? 'photos' : 'documents'
}

async function part(bot: Bot, file: StoredFile, offset: number, limit: number): Promise<Uint8Array> {
  const { id, accessHash, fileReference, size: thumbSize, kind } = file
  const named = { id, accessHash, fileReference, thumbSize }
  const location: api.InputFileLocation =
    kind === 'photo' ? { _: 'inputPhotoFileLocation', ...named } : { _: 'inputDocumentFileLocation', ...named }
  const answer = await bot.call({ _: 'upload.getFile', location, offset: BigInt(offset), limit, precise: true })
  if (answer._ !== 'upload.file') throw badRequest('file is temporarily unavailable')
  return answer.bytes
}

/** Looks for the end: no file says its size when it is named by its id. */
async function sizeOf(bot: Bot, file: StoredFile, known: number): Promise<number> {
  if (known < 4_096) return known
  let low = 4_096
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
  const file = readFileId(path.split('/').at(-1) ?? '')
  if (file === undefined) throw new BotApiError(404, 'Not Found')
  const range = /^bytes=(\d{1,12})-(\d{1,12})?$/.exec(request.headers.range ?? '')
  const from = Number(range?.[1] ?? 0)
  const to = range?.[2] === undefined ? Number.MAX_SAFE_INTEGER : Number(range[2])
  let offset = from - (from % 1_024)
  let bytes = await part(bot, file, offset, Math.min(partBytes, partBytes - (offset % partBytes)))
  response.writeHead(range === null ? 200 : 206, {
    'Content-Type': 'application/octet-stream',
    'Accept-Ranges': 'bytes',
  })
  for (;;) {
    const shown = bytes.subarray(Math.max(0, from - offset), Math.max(0, to + 1 - offset))
    if (shown.length > 0 && !response.write(shown)) await new Promise((resolve) => response.once('drain', resolve))
    offset += bytes.length
    const isLast = bytes.length === 0 || offset % partBytes !== 0 || offset > to || response.destroyed
    if (isLast) break
    bytes = await part(bot, file, offset, partBytes)
  }
  response.end()
}
