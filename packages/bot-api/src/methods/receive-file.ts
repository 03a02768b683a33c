import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import type { UploadedFile } from '../params/params.ts'

const partBytes = 524_288
/** So much is kept of what came, as long as the request is served. */
const keptBytes = 16_384

/** Uploads a file part by part while it comes ("Uploading files"): its size is known when it ends. */
export async function receiveFile(
  bot: Bot,
  { name, mimeType }: { readonly name: string; readonly mimeType: string },
  bytes: AsyncIterable<Uint8Array>,
): Promise<UploadedFile> {
  const fileId = bot.randomLong()
  let part = new Uint8Array(partBytes)
  let filled = 0
  let parts = 0
  let size = 0
  const save = async (total: number): Promise<void> => {
    const save: api.upload.saveBigFilePart = {
      ...{ _: 'upload.saveBigFilePart', fileId, filePart: parts++, fileTotalParts: total },
      bytes: part.subarray(0, filled),
    }
    await bot.call(save)
    part = new Uint8Array(partBytes)
    filled = 0
  }
  for await (const chunk of bytes) {
    size += chunk.length
    for (let at = 0; at < chunk.length; ) {
      // The last part is sent with the number of all: it must not go before it is known to be the last.
      if (filled === partBytes) await save(-1)
      const length = Math.min(partBytes - filled, chunk.length - at)
      part.set(chunk.subarray(at, at + length), filled)
      filled += length
      at += length
    }
  }
  if (size === 0) throw badRequest('file must be non-empty')
  const content = size <= keptBytes ? part.slice(0, size) : undefined
  await save(parts + 1)
  return { name, mimeType, size, content, file: { _: 'inputFileBig', id: fileId, parts, name } }
}
