import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { accessHashOf, isOver, readFileReference } from '../../rules/file-reference.ts'
import type { SizedFile } from '../../store/domain/files/file-sizes.ts'
import { filePeriod } from '../../views/file-views.ts'
import type { NamedFile } from './named-file.ts'
import { checkOrigin } from './origins.ts'

/** A photo or a document that somebody was shown. */
export type FindFile = <File extends { readonly id: number; readonly secret: Uint8Array }>(
  userId: UserId,
  named: NamedFile,
  what: {
    readonly kind: SizedFile['kind']
    readonly get: (id: number) => Promise<File | undefined>
    /** The error for one that there is not. */
    readonly invalid: string
  },
) => Promise<File>

/** Throws the errors of access hashes and of file references. */
export function createFindFile({ store, clock }: Pick<ServicePorts, 'store' | 'clock'>): FindFile {
  return async (userId, named, { kind, get, invalid }) => {
    const id = Number(named.id)
    const file = Number.isSafeInteger(id) && id > 0 ? await get(id) : undefined
    // Who guesses learns nothing of which ids there are.
    if (file === undefined || accessHashOf(file.secret) !== named.accessHash) throw badRequest(invalid)
    if (named.fileReference.length === 0) throw badRequest('FILE_REFERENCE_EMPTY')
    const reference = readFileReference(file.secret, id, named.fileReference)
    if (reference === undefined) throw badRequest('FILE_REFERENCE_INVALID')
    if (isOver(reference, await filePeriod(store.read))) throw badRequest('FILE_REFERENCE_EXPIRED')
    const use = { userId, at: reference.at, file: { kind, id }, now: unixSeconds(clock) }
    if (!(await checkOrigin[reference.origin](store.read, use))) throw badRequest('FILE_REFERENCE_INVALID')
    return file
  }
}
