import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { isSameHash } from '../../peers/access-hash.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { EncryptedFile } from '../../store/domain/files/encrypted-files.ts'
import type { Assemble } from './assemble.ts'
import type { EncryptedFiles } from './encrypted-files.ts'
import { newFileId } from './new-file-id.ts'

type Ports = Pick<ServicePorts, 'store' | 'clock' | 'random'>

export function createEncryptedFiles({ store, clock, random }: Ports, assemble: Assemble): EncryptedFiles {
  /** Who guesses a number learns nothing of which there are. */
  const byHash = async (id: bigint, accessHash: bigint): Promise<EncryptedFile | undefined> => {
    const number = Number(id)
    const file = Number.isSafeInteger(number) && number > 0 ? await store.read.encryptedFiles.get(number) : undefined
    return file !== undefined && isSameHash(file.accessHash, accessHash) ? file : undefined
  }

  const create = async (
    owner: UserId,
    upload: api.inputFile | api.inputFileBig,
    keyFingerprint: number,
  ): Promise<EncryptedFile> => {
    const { hash, size } = await assemble(owner, upload)
    const file: EncryptedFile = {
      ...{ id: newFileId(random), owner, date: unixSeconds(clock), hash, size },
      ...{ accessHash: randomLong(random), keyFingerprint },
    }
    await store.transaction(async (tx) => {
      await tx.blobs.use(hash)
      await tx.encryptedFiles.add(file)
    })
    return file
  }

  return {
    async namedFile(userId, input) {
      switch (input._) {
        case 'inputEncryptedFileEmpty':
          throw badRequest('FILE_EMTPY')
        case 'inputEncryptedFile': {
          const file = await byHash(input.id, input.accessHash)
          if (file === undefined) throw badRequest('FILE_ID_INVALID')
          return file
        }
        case 'inputEncryptedFileUploaded': {
          const { id, parts, md5Checksum } = input
          return create(userId, { _: 'inputFile', id, parts, name: '', md5Checksum }, input.keyFingerprint)
        }
        case 'inputEncryptedFileBigUploaded': {
          const { id, parts } = input
          return create(userId, { _: 'inputFileBig', id, parts, name: '' }, input.keyFingerprint)
        }
      }
    },
    async findEncryptedFile({ id, accessHash }) {
      const file = await byHash(id, accessHash)
      if (file === undefined) throw badRequest('LOCATION_INVALID')
      return file
    },
  }
}
