import { createHash } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import type { TestClient } from './test-server.ts'

let lastFile = 5_000_000n

/** Uploads content in parts, and names it as a file. */
export async function uploadContent(
  client: TestClient,
  content: Uint8Array,
  partSize = 65_536,
): Promise<api.inputFile> {
  const fileId = ++lastFile
  const parts = Math.ceil(content.length / partSize)
  for (let filePart = 0; filePart < parts; filePart++) {
    const bytes = content.subarray(filePart * partSize, (filePart + 1) * partSize)
    await client.call({ _: 'upload.saveFilePart', fileId, filePart, bytes })
  }
  const md5Checksum = createHash('md5').update(content).digest('hex')
  return { _: 'inputFile', id: fileId, parts, name: 'a.bin', md5Checksum }
}

/** The document that media, or a message, shows. */
export function documentOf(shown: api.MessageMedia | api.Message | undefined): api.document {
  const media = shown?._ === 'message' ? shown.media : shown
  const document = media?._ === 'messageMediaDocument' ? media.document : undefined
  if (document?._ !== 'document') throw new TypeError(`${shown?._} shows no document`)
  return document
}

export function inputDocument({ id, accessHash, fileReference }: api.document): api.inputDocument {
  return { _: 'inputDocument', id, accessHash, fileReference }
}

/** A whole file, or the thumbnail of this type. */
export async function downloadDocument(client: TestClient, document: api.document, thumbSize = ''): Promise<Buffer> {
  const { id, accessHash, fileReference } = document
  const location: api.InputFileLocation = {
    ...{ _: 'inputDocumentFileLocation', id, accessHash, fileReference, thumbSize },
  }
  const limit = 131_072
  const parts: Uint8Array[] = []
  for (let offset = 0; ; offset += limit) {
    const file = await client.call({ _: 'upload.getFile', location, offset: BigInt(offset), limit })
    if (file._ !== 'upload.file') throw new TypeError('no bytes came')
    parts.push(file.bytes)
    if (file.bytes.length < limit) return Buffer.concat(parts)
  }
}
