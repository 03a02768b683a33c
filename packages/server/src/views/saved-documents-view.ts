import type { api } from '@chappe/tl-codec/api'
import type { StoredDocument } from '../store/domain/files/documents.ts'
import { readStored } from '../tl/stored.ts'
import { type FilePlace, type FileViewReads, filePeriod, viewDocument } from './file-views.ts'

/** Documents as somebody is shown them who has them in the own account. Those that the disk has not kept are left out. */
export async function viewOwnDocuments(
  read: Pick<FileViewReads, 'settings'>,
  place: FilePlace,
  stored: readonly StoredDocument[],
): Promise<api.document[]> {
  if (stored.length === 0) return []
  const period = await filePeriod(read)
  return stored.flatMap(({ id, data, secret }) => {
    const document = readStored('Document', data, `document ${id}`)
    return document?._ === 'document' ? [viewDocument(document, secret, place, period)] : []
  })
}
