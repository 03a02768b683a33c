import type { api } from '@chappe/tl-codec/api'
import { builtInDocument, isBuiltIn } from '../built-in/documents.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { type FilePlace, filePeriod, viewDocument } from './file-views.ts'

export type DocumentListReads = CommittedReads<'documents' | 'settings'>

/** Documents of a list, in its order, as whoever is shown it there sees them. Those that there are no more are left out. */
export async function viewDocuments(
  read: DocumentListReads,
  ids: readonly number[],
  { place, dcId }: { readonly place: FilePlace; readonly dcId: number },
): Promise<api.document[]> {
  const own = ids.filter((id) => !isBuiltIn(id))
  const [stored, period] = await Promise.all([
    own.length === 0 ? new Map() : read.documents.many(own),
    own.length === 0 ? 0 : filePeriod(read),
  ])
  return ids.flatMap((id) => {
    const builtIn = builtInDocument(id, dcId)
    if (builtIn !== undefined) return builtIn
    const found = stored.get(id)
    const document = found && readStored('Document', found.data, `document ${id}`)
    return document?._ === 'document' ? viewDocument(document, found.secret, place, period) : []
  })
}
