import type { api } from '@chappe/tl-codec/api'
import type { BoxId } from '../ids.ts'
import { accessHashOf, signFileReference } from '../rules/file-reference.ts'
import type { CommittedReads } from '../store/store.ts'

export type DocumentReads = CommittedReads<'documents' | 'settings'>

/** The setting in which stands in which period of file references it is. */
export const filePeriodSetting = 'file period'

/** The number of the period; 0 until it was first written down. */
export async function filePeriod(read: Pick<DocumentReads, 'settings'>): Promise<number> {
  const bytes = await read.settings.get(filePeriodSetting)
  return bytes === undefined ? 0 : Buffer.from(bytes).readUInt32LE(0)
}

/** A document as whoever reads a box is shown it. */
export function viewDocument(document: api.document, secret: Uint8Array, box: BoxId, period: number): api.document {
  const accessHash = accessHashOf(secret)
  return { ...document, accessHash, fileReference: signFileReference(secret, Number(document.id), { box, period }) }
}

/** The document that a message shows. */
export function documentOf(message: api.Message): api.document | undefined {
  const media = message._ === 'message' ? message.media : undefined
  const document = media?._ === 'messageMediaDocument' ? media.document : undefined
  return document?._ === 'document' ? document : undefined
}

/**
 * What makes of messages, as they are stored, those that can be downloaded from: with the access hash of a document, and a file
 * reference that is fresh. Undefined if none of them shows a document, so that all others ask for nothing.
 */
export async function documentViews(
  read: DocumentReads,
  messages: readonly api.Message[],
): Promise<((message: api.Message, box: BoxId) => api.Message) | undefined> {
  const ids = messages.flatMap((message) => documentOf(message)?.id ?? [])
  if (ids.length === 0) return undefined
  const [secrets, period] = await Promise.all([read.documents.secrets(ids.map(Number)), filePeriod(read)])
  return (message, box) => {
    const document = documentOf(message)
    if (document === undefined || message._ !== 'message' || message.media?._ !== 'messageMediaDocument') return message
    const secret = secrets.get(Number(document.id))
    const shown: api.Document =
      secret === undefined ? { _: 'documentEmpty', id: document.id } : viewDocument(document, secret, box, period)
    return { ...message, media: { ...message.media, document: shown } }
  }
}
