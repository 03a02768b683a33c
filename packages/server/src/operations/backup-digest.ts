import { createHash } from 'node:crypto'
import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { BackupError, type Progress } from './backup-format.ts'

/**
 * A backup ends with a line that holds the SHA-256 digest of all bytes before it, so that damage is seen before anything
 * is made of it. SQLite takes no notice of what stands behind its last page. That there is such a line is also written
 * where the digest covers it (`digestMark`): without this, damage to the line would pass for a backup of earlier versions.
 */
const lineStart = '\nchappe-backup-sha256 '
const digestLength = 64
export const digestLineBytes: number = lineStart.length + digestLength + 1

/** The `application_id` of the SQLite header of a backup that ends with a digest: "chpe". */
export const digestMark = 0x63_68_70_65
/** Where SQLite keeps it ("Database File Format", 1.3: the database header). */
const markOffset = 68

const chunkBytes = 4 * 1024 * 1024

/** Hands the first `length` bytes of a file over, piece by piece, without keeping signals and progress from their turns. */
export async function eachChunk(
  file: number,
  length: number,
  take: (chunk: Uint8Array) => void,
  progress: Progress = () => {},
): Promise<void> {
  const buffer = new Uint8Array(Math.min(chunkBytes, length))
  for (let done = 0; done < length; ) {
    const count = readSync(file, buffer, 0, Math.min(buffer.length, length - done), done)
    if (count === 0) break
    take(buffer.subarray(0, count))
    done += count
    progress(done / length)
    await new Promise((next) => setImmediate(next))
  }
}

/** Writes the digest behind all that a file holds. */
export async function appendDigest(path: string): Promise<void> {
  const file = openSync(path, 'r')
  try {
    const hash = createHash('sha256')
    await eachChunk(file, fstatSync(file).size, (chunk) => hash.update(chunk))
    appendFileSync(path, `${lineStart}${hash.digest('hex')}\n`)
  } finally {
    closeSync(file)
  }
}

export interface DigestOutcome {
  /** How many bytes the database has. */
  readonly length: number
  /** Of these bytes; undefined in a backup of a version that wrote none. */
  readonly digest: string | undefined
}

/** Reads all of a backup and compares it with its digest. Throws `BackupError` if they differ. */
export async function checkDigest(path: string, progress: Progress): Promise<DigestOutcome> {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const line = text(file, Math.max(0, size - digestLineBytes), digestLineBytes)
    if (!line.startsWith(lineStart)) {
      const mark = Buffer.alloc(4)
      readSync(file, mark, 0, 4, markOffset)
      if (mark.readUInt32BE() !== digestMark) return { length: size, digest: undefined }
      throw new BackupError(`${path} is damaged: its end, which holds its digest, is missing or changed`)
    }
    const length = size - digestLineBytes
    const hash = createHash('sha256')
    await eachChunk(file, length, (chunk) => hash.update(chunk), progress)
    const digest = hash.digest('hex')
    if (line !== `${lineStart}${digest}\n`) {
      throw new BackupError(`${path} is damaged: its content does not match its digest`)
    }
    return { length, digest }
  } finally {
    closeSync(file)
  }
}

function text(file: number, position: number, length: number): string {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, position)).toString('latin1')
}
