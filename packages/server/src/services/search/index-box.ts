import { unpack } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { searchText } from '../../rules/message-content.ts'
import type { SearchDocument } from '../../store/domain/chats/message-search.ts'

/** So many numbers at once: no message of anybody waits long for an indexing. */
const perTransaction = 500

/** Brings the index of a box up to its newest message. The first search of a long history takes a while, no other does. */
export async function indexBox({ store }: ServicePorts, box: UserId): Promise<void> {
  const newest = (await store.read.boxes.state(box))?.lastMessageId ?? 0
  let done = await store.read.messageSearch.indexedUpTo(box)
  while (done < newest) {
    done = await store.transaction(async (tx) => {
      // Another search may have come first.
      const from = await tx.messageSearch.indexedUpTo(box)
      const last = (await tx.boxes.state(box))?.lastMessageId ?? 0
      const upTo = Math.min(from + perTransaction, last)
      if (upTo <= from) return last
      const ids = Array.from({ length: upTo - from }, (_, at) => from + 1 + at)
      const documents = (await tx.messages.many(box, ids)).flatMap((stored): SearchDocument[] => {
        const own = unpack(stored)
        return own === undefined ? [] : [{ id: stored.id, peer: stored.peer, text: searchText(own.message) }]
      })
      await tx.messageSearch.index(box, documents, upTo)
      return upTo
    })
  }
}
