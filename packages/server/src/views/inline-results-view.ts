import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import { type FileViewReads, viewFiles } from './file-views.ts'

/** What a bot answers, as somebody is shown it who may download what is in it. */
export async function viewInlineResults(
  read: FileViewReads,
  viewer: UserId,
  results: readonly api.BotInlineResult[],
): Promise<api.BotInlineResult[]> {
  const media = results.filter((result) => result._ === 'botInlineMediaResult')
  if (media.length === 0) return [...results]
  const photos = media.flatMap(({ photo }) => (photo?._ === 'photo' ? [photo] : []))
  const documents = media.flatMap(({ document }) => (document?._ === 'document' ? [document] : []))
  const views = await viewFiles(read, { photos, documents })
  const place = { origin: 'inBox', at: viewer } as const
  return results.map((result): api.BotInlineResult => {
    if (result._ !== 'botInlineMediaResult') return result
    const { photo, document, type, sendMessage } = result
    return {
      ...result,
      // Which game it is stands there in the store alone (`inline-results.ts`).
      sendMessage: type === 'game' && 'message' in sendMessage ? { ...sendMessage, message: '' } : sendMessage,
      photo: photo?._ === 'photo' ? views.photo(photo, place) : photo,
      document: document?._ === 'document' ? views.document(document, place) : document,
    }
  })
}
