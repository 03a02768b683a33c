import { ClientError } from '../errors.ts'

/** The rules of parts ("Uploading and Downloading Files"). */
export const MAX_PART_BYTES: number = 512 * 1024
/** What is larger goes by `upload.saveBigFilePart`. */
export const MAX_SMALL_FILE_BYTES: number = 10 * 1024 * 1024
/** No server takes more; many take half of it. */
const MAX_PARTS = 8000

const SMALL_PART_BYTES = 128 * 1024

/**
 * The size of all parts but the last: it divides 512 KiB. Small files have smaller ones, so that there is something to be seen
 * of their progress; each part is a request, so that large files have large ones.
 *
 * @param size undefined while nobody knows
 */
export function partBytesFor(size: number | undefined): number {
  return size !== undefined && size <= 8 * SMALL_PART_BYTES ? SMALL_PART_BYTES : MAX_PART_BYTES
}

/** @throws {ClientError} SOURCE_INVALID for a file that has more parts than any may have */
export function checkParts(parts: number): void {
  if (parts <= MAX_PARTS) return
  throw new ClientError('SOURCE_INVALID', `a file has ${MAX_PARTS} parts of ${MAX_PART_BYTES} bytes at the most`)
}
