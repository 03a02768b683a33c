import type { StoredObject } from './file-objects.ts'

/** Whose size it is. A photo and a document may have the same number. */
export interface SizedFile {
  readonly kind: 'photo' | 'document'
  readonly id: number
}

/** A size of a photo, or a thumbnail of a document, that has content of its own ("Uploading and Downloading Files"). */
export interface FileSize extends SizedFile {
  /** A letter, as in TL `PhotoSize` and `VideoSize`. */
  readonly type: string
  /** Of its content. */
  readonly hash: Uint8Array
  readonly size: number
}

export interface FileSizeReads {
  /** Where the content of a size lies. */
  object(file: SizedFile, type: string): Promise<StoredObject | undefined>
  /** All sizes of a file, by their letters. */
  of(file: SizedFile): Promise<FileSize[]>
}

/** Sizes go with their photo or document. */
export interface FileSizeWrites extends FileSizeReads {
  /** Stores one, or puts it into the place of the one of this letter; one use of its content was counted for it. */
  put(size: FileSize): Promise<void>
}
