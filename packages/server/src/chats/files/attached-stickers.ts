import type { api } from '@chappe/tl-codec/api'
import { findBuiltIn } from '../../built-in/documents.ts'
import { accessHashOf } from '../../rules/file-reference.ts'
import type { CommittedReads } from '../../store/store.ts'

/** So many stickers on one picture are looked at, which is more than fit on it; the rest is left out. */
const maxAttached = 50

/**
 * The sets of the stickers that were put on a picture before it was sent, each once. What names no sticker of a set is left out:
 * the picture is drawn already, and a set that is gone meanwhile is no reason not to send it.
 */
export async function attachedSetsOf(
  read: CommittedReads<'documents' | 'stickerSets'>,
  stickers: readonly api.InputDocument[] = [],
): Promise<number[]> {
  const sets = new Set<number>()
  for (const named of stickers.slice(0, maxAttached)) {
    const set = named._ === 'inputDocument' ? await setOf(read, named) : undefined
    if (set !== undefined) sets.add(set)
  }
  return [...sets]
}

async function setOf(
  read: CommittedReads<'documents' | 'stickerSets'>,
  named: api.inputDocument,
): Promise<number | undefined> {
  const builtIn = findBuiltIn(named)
  if (builtIn !== undefined) return setIn(builtIn.document.attributes)
  const id = Number(named.id)
  const document = Number.isSafeInteger(id) && id > 0 ? await read.documents.get(id) : undefined
  if (document === undefined || accessHashOf(document.secret) !== named.accessHash) return undefined
  return read.stickerSets.setOf(id)
}

function setIn(attributes: readonly api.DocumentAttribute[]): number | undefined {
  for (const attribute of attributes) {
    if (attribute._ !== 'documentAttributeSticker' && attribute._ !== 'documentAttributeCustomEmoji') continue
    if (attribute.stickerset._ === 'inputStickerSetID') return Number(attribute.stickerset.id)
  }
  return undefined
}
