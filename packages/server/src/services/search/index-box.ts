import { unpack } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { BoxId } from '../../ids.ts'
import { searchText } from '../../rules/message-content.ts'
import type { SearchDocument } from '../../store/domain/chats/message-search.ts'
import type { Transaction } from '../../store/store.ts'

/** So many numbers at once, or so many characters of text: nobody waits long for an indexing of somebody else's messages. */
const perTransaction = 500
const charactersPerTransaction = 32 * 1024
/** So many are read before their texts are counted: the longest are some 4000 characters each. */
const perRead = 8

/** Brings the index of a box up to its newest message. The first search of a long history takes a while, no other does. */
export async function indexBox(
  { store }: ServicePorts,
  box: BoxId,
  most: number = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  const newest = (await store.read.boxes.state(box))?.lastMessageId ?? 0
  let done = await store.read.messageSearch.indexedUpTo(box)
  const enough = done + most
  while (done < newest && done < enough) {
    done = await store.transaction(async (tx) => {
      // Another search may have come first.
      const from = await tx.messageSearch.indexedUpTo(box)
      const last = (await tx.boxes.state(box))?.lastMessageId ?? 0
      const end = Math.min(from + perTransaction, last)
      if (end <= from) return last
      const documents: SearchDocument[] = []
      let upTo = from
      for (let characters = 0; upTo < end && characters < charactersPerTransaction; ) {
        const read = await documentsOf(tx, box, upTo, Math.min(upTo + perRead, end))
        documents.push(...read)
        characters += read.reduce((sum, { text }) => sum + text.length, 0)
        upTo = Math.min(upTo + perRead, end)
      }
      await tx.messageSearch.index(box, documents, upTo)
      return upTo
    })
  }
}

/** What there is to be found of the messages after one number up to another. */
async function documentsOf(tx: Transaction, box: BoxId, after: number, upTo: number): Promise<SearchDocument[]> {
  const ids = Array.from({ length: upTo - after }, (_, at) => after + 1 + at)
  return (await tx.messages.many(box, ids)).flatMap((stored): SearchDocument[] => {
    const own = unpack(stored)
    return own === undefined ? [] : [{ id: stored.id, peer: stored.peer, text: searchText(own.message) }]
  })
}
