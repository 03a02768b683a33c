import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { StoredDocument } from '../store/domain/files/documents.ts'
import type { CommittedReads } from '../store/store.ts'
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

/** The song that somebody shows first on the profile. */
export async function viewFirstSong(
  read: FileViewReads & CommittedReads<'savedDocuments'>,
  owner: UserId,
): Promise<api.document | undefined> {
  const [first] = await read.savedDocuments.ids(owner, 'music')
  const stored = first === undefined ? undefined : await read.documents.get(first)
  const [shown] = await viewOwnDocuments(
    read,
    { origin: 'inSavedMusic', at: owner },
    stored === undefined ? [] : [stored],
  )
  return shown
}
