import type { SizedFile } from './file-sizes.ts'

/** Which sets the stickers are of that were put on a photo or a film. */
export interface AttachedSetReads {
  /** In order; some of them may have been removed since. */
  of(file: SizedFile): Promise<number[]>
}

/** They go with their photo or document. */
export interface AttachedSetWrites extends AttachedSetReads {
  /** Stores those of a file that has none yet. */
  add(file: SizedFile, sets: readonly number[]): Promise<void>
}
