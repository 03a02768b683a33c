import { createFileEncryptor, encryptedFileSize, type FileCipher, type RandomBytes } from '@chappe/crypto'
import { ClientError } from '../errors.ts'
import type { BlobLike, OpenSource, UploadSource } from '../files/sources.ts'

/** A file that is encrypted while it is read. */
export interface EncryptedSource {
  readonly source: UploadSource
  /** The bytes of the file itself that were read until now. */
  readonly plainSize: number
  /** Overwrites the key. */
  wipe(): void
}

/** So much of a stream is encrypted at a time. */
const STREAM_BYTES = 131_072

/** Encrypts what a source gives ("End-to-End Encryption": Sending Encrypted Files), once and from its beginning to its end. */
export function encryptSource(
  source: OpenSource,
  key: Uint8Array,
  iv: Uint8Array,
  random: RandomBytes,
): EncryptedSource {
  const cipher = createFileEncryptor(key, iv, random)
  let plainSize = 0
  const read = async (length: number): Promise<Uint8Array> => {
    const plain = await source.read(plainSize, length)
    plainSize += plain.length
    return plain
  }
  return {
    source: source.size === undefined ? encryptedStream(read, cipher) : encryptedBlob(read, cipher, source.size),
    get plainSize() {
      return plainSize
    },
    wipe: () => cipher.wipe(),
  }
}

type Read = (length: number) => Promise<Uint8Array>

/** As a Blob its size is known before it is read; an upload asks for its parts in their order. */
function encryptedBlob(read: Read, cipher: FileCipher, plainSize: number): BlobLike {
  const size = encryptedFileSize(plainSize)
  let at = 0
  return {
    size,
    slice: (start, end) => ({
      async arrayBuffer() {
        if (start !== at || (end % 16 !== 0 && end !== size))
          throw new ClientError('SOURCE_INVALID', 'an encrypted file is read once, from its beginning')
        at = end
        const wanted = Math.min(end, plainSize) - start
        const plain = await read(wanted)
        if (plain.length !== wanted)
          throw new ClientError('SOURCE_INVALID', 'the file has become shorter while it was uploaded')
        return cipher.update(plain).slice().buffer
      },
    }),
  }
}

async function* encryptedStream(read: Read, cipher: FileCipher): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const plain = await read(STREAM_BYTES)
    if (plain.length > 0) yield cipher.update(plain)
    if (plain.length < STREAM_BYTES) return
  }
}
