import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { StoredDocument } from '../store/domain/files/documents.ts'
import { readStored } from '../tl/stored.ts'
import { type DocumentReads, filePeriod, viewDocument } from './document-view.ts'

/** Documents as somebody is shown them who has them in the own account. Those that the disk has not kept are left out. */
export async function viewOwnDocuments(
  read: Pick<DocumentReads, 'settings'>,
  userId: UserId,
  stored: readonly StoredDocument[],
): Promise<api.document[]> {
  if (stored.length === 0) return []
  const period = await filePeriod(read)
  return stored.flatMap(({ id, data, secret }) => {
    const document = readStored('Document', data, `document ${id}`)
    return document?._ === 'document' ? [viewDocument(document, secret, userId, period)] : []
  })
}
