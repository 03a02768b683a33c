import { createHash } from 'node:crypto'
import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'

/** More than any file of the room has. */
const limit = 1_048_576

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

/** What is in the files that were sent. Each is downloaded once, after the first kill that came after it. */
export class FileContents {
  readonly #hashes = new Map<bigint, string>()

  async of(client: Client, { id, accessHash, fileReference }: api.document): Promise<string> {
    const before = this.#hashes.get(id)
    if (before !== undefined) return before
    const location: api.InputFileLocation = {
      ...{ _: 'inputDocumentFileLocation', id, accessHash, fileReference, thumbSize: '' },
    }
    const got = await client.call({ _: 'upload.getFile', location, offset: 0n, limit })
    if (got._ !== 'upload.file') throw new TypeError('a file is not elsewhere')
    const hash = hashOf(got.bytes)
    this.#hashes.set(id, hash)
    return hash
  }
}
