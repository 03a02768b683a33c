import { isBuiltIn } from '../../built-in/documents.ts'
import type { Reads } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'

/** Which of these numbers are those of custom emoji ("Custom emoji"). */
export async function customEmojiAmong(
  read: Pick<Reads, 'documents'>,
  ids: readonly bigint[],
): Promise<ReadonlySet<bigint>> {
  const found = new Set(ids.filter(isBuiltIn))
  const others = ids.map(Number).filter((id) => Number.isSafeInteger(id) && id > 0 && !isBuiltIn(id))
  if (others.length === 0) return found
  for (const [id, { data }] of await read.documents.many(others)) {
    const document = readStored('Document', data, `document ${id}`)
    const attributes = document?._ === 'document' ? document.attributes : []
    if (attributes.some(({ _ }) => _ === 'documentAttributeCustomEmoji')) found.add(BigInt(id))
  }
  return found
}

export async function isCustomEmoji(read: Pick<Reads, 'documents'>, id: bigint): Promise<boolean> {
  return (await customEmojiAmong(read, [id])).has(id)
}
