import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import { filesFoundBy, mapRich } from '../tl/files-of-message.ts'
import { type FileViewReads, viewFiles } from './file-views.ts'

/** Blocks outside of any message, as one is shown them who may download what is in them. */
export async function viewRich(read: FileViewReads, viewer: UserId, rich: api.richMessage): Promise<api.richMessage> {
  const found = filesFoundBy((change) => mapRich(rich, change))
  const views = await viewFiles(read, found)
  const place = { origin: 'inBox', at: viewer } as const
  return mapRich(rich, {
    document: (document) => views.document(document, place),
    photo: (photo) => views.photo(photo, place),
  })
}
