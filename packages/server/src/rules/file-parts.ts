import { invalid } from './refusal.ts'

/**
 * The rules of parts ("Uploading and Downloading Files"): all parts of a file but the last have one size, which is divisible by
 * 1 KiB and by which 512 KiB is divisible.
 */
export const maxPartBytes = 524_288
/** How many parts a file may have where the operator says nothing, and at the most ("Uploading and Downloading Files"). */
export const maxFileParts = 4_000
export const mostFileParts = 8_000
/** What is larger must come by `upload.saveBigFilePart`, and has no MD5. */
export const maxSmallFileBytes: number = 10 * 1024 * 1024

const partUnit = 1_024

/** Throws for a part that no file of so many can have. */
export function checkPart(part: number, size: number, most: number): void {
  if (part < 0 || part >= most) throw invalid('FILE_PART_INVALID')
  if (size === 0) throw invalid('FILE_PART_EMPTY')
  if (size > maxPartBytes) throw invalid('FILE_PART_TOO_BIG')
}

/** Throws for the size of a part that is not the last one. */
export function checkPartSize(size: number): void {
  if (size % partUnit !== 0 || maxPartBytes % size !== 0) throw invalid('FILE_PART_SIZE_INVALID')
}

/** What is asked of a range of a file, beside the range. */
export interface RangeRule {
  /** The range may begin and end at any KiB, instead of where downloads of one part size do. */
  readonly precise: boolean
}

const maxRangeBytes = 1_048_576
const alignedUnit = 4_096

/**
 * Throws for a range that may not be asked for: its borders are divisible by 4 KiB (1 KiB if it is to be precise), its length
 * divides 1 MiB unless it is precise, and it lies within one MiB of the file.
 */
export function checkRange(offset: number, limit: number, { precise }: RangeRule): void {
  const unit = precise ? partUnit : alignedUnit
  if (limit <= 0 || limit > maxRangeBytes || limit % unit !== 0) throw invalid('LIMIT_INVALID')
  if (!precise && maxRangeBytes % limit !== 0) throw invalid('LIMIT_INVALID')
  if (offset < 0 || !Number.isSafeInteger(offset) || offset % unit !== 0) throw invalid('OFFSET_INVALID')
  const lastMiB = Math.floor((offset + limit - 1) / maxRangeBytes)
  if (Math.floor(offset / maxRangeBytes) !== lastMiB) throw invalid('LIMIT_INVALID')
}
