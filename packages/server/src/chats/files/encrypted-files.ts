import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'
import type { EncryptedFile } from '../../store/domain/files/encrypted-files.ts'

/** Files of secret chats, encrypted before they came: a name, a size, and bytes that nobody here can read. */
export interface EncryptedFiles {
  /** One that was uploaded, or sent before. Throws the public error for what is wrong with it. */
  namedFile(userId: UserId, input: api.InputEncryptedFile): Promise<EncryptedFile>
  /** One that somebody was sent. Throws `LOCATION_INVALID`. */
  findEncryptedFile(location: api.inputEncryptedFileLocation): Promise<EncryptedFile>
}
