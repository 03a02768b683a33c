import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'
import type { StoredDocument } from '../../store/domain/files/documents.ts'
import type { NamedFile } from './named-file.ts'

/** Documents from what clients name: files that they have uploaded, and documents that they were shown. */
export interface Documents {
  /** Media of a file that was uploaded. Throws the public error for what is wrong with it. */
  uploadedDocument(userId: UserId, input: api.inputMediaUploadedDocument): Promise<api.messageMediaDocument>
  /** Media of a document that this person was shown. */
  shownDocument(userId: UserId, input: api.inputMediaDocument): Promise<api.messageMediaDocument>
  /** A document of a file that was uploaded, for another purpose than a message. Undefined if it has more than `maxBytes`. */
  uploadedFile(userId: UserId, file: UploadedFile): Promise<StoredDocument | undefined>
  /** A document of somebody's own with the content of another. */
  copyOf(userId: UserId, document: StoredDocument, facts: DocumentFacts): Promise<StoredDocument>
  /** A document that this person was shown. Throws `invalid` for one that there is not, and the errors of file references. */
  findDocument(userId: UserId, named: NamedFile, invalid: string): Promise<StoredDocument>
}

/** What is said of content beside its bytes. */
export interface DocumentFacts {
  readonly mimeType: string
  readonly attributes: readonly api.DocumentAttribute[]
}

export interface UploadedFile extends DocumentFacts {
  readonly file: api.inputFile | api.inputFileBig
  readonly maxBytes: number
}
