import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'

/** Media from the public internet, by the rules by which pages are looked at; without these there is none. */
export interface ExternalMedia {
  externalPhoto(userId: UserId, input: api.inputMediaPhotoExternal): Promise<api.messageMediaPhoto>
  externalDocument(userId: UserId, input: api.inputMediaDocumentExternal): Promise<api.messageMediaDocument>
  /** Whatever lies at an address: a photo, if it is a picture that clients show as one, or else a document. */
  externalFile(userId: UserId, url: string): Promise<api.photo | api.document>
}
