import type { BoxId } from '../../../../ids.ts'
import type { HistoryQuery, MessageReads, StoredMessage } from '../../../domain/chats/messages.ts'
import type { Connection } from '../../engine/connection.ts'
import type { ArrivedMessages } from './arrived-messages.ts'
import { messageReader, readMessages } from './message-rows.ts'

const noBound = Number.MAX_SAFE_INTEGER

/**
 * Cuts pages out of a chat ("Pagination in the API"). In the order newest first, the offset is the place of the first
 * message below `offsetId` (or before `offsetDate`), moved by `addOffset`; the page is `limit` messages from there.
 */
export function createHistory(connection: Connection, arrived: ArrivedMessages): MessageReads['history'] {
  const toMessage = messageReader(connection)
  const statements = (column: 'peer' | 'thread') => ({
    older: readMessages(
      connection,
      `box = ? AND ${column} = ? AND id < ? AND id > ? ORDER BY id DESC LIMIT ? OFFSET ?`,
    ),
    newer: readMessages(connection, `box = ? AND ${column} = ? AND id >= ? AND id > ? AND id < ? ORDER BY id LIMIT ?`),
    // Numbers and dates of a box grow together, so walking down from the newest finds the date's place.
    firstFrom: connection.read(
      `SELECT id FROM messages WHERE box = ? AND ${column} = ? AND date < ? ORDER BY id DESC LIMIT 1`,
    ),
  })
  const ofChats = statements('peer')
  const ofThreads = statements('thread')

  /** @param fresh the chat's messages that have not settled, which are newer than all others, oldest first */
  const start = (
    { box, peer, thread, offsetId, offsetDate }: HistoryQuery<BoxId>,
    fresh: readonly StoredMessage<BoxId>[],
  ): number => {
    if (offsetId !== 0 || offsetDate === 0) return offsetId === 0 ? noBound : offsetId
    const newest = fresh.findLast(({ date }) => date < offsetDate)
    if (newest !== undefined) return newest.id + 1
    const { firstFrom } = thread === undefined ? ofChats : ofThreads
    const row = firstFrom.get(box, thread ?? peer, offsetDate)
    return row === undefined ? 0 : Number(row['id']) + 1
  }

  return async <Box extends BoxId>(query: HistoryQuery<Box>) => {
    const { box, peer, thread, addOffset, limit, minId } = query
    const { older, newer } = thread === undefined ? ofChats : ofThreads
    const place = thread ?? peer
    arrived.settle(box)
    const isHere = (message: StoredMessage<BoxId>): boolean =>
      thread === undefined ? message.peer === peer : message.thread === thread
    const fresh = arrived.from(box, minId + 1).filter(isHere)
    const from = start(query, fresh)
    const below = query.maxId === 0 ? noBound : query.maxId
    const back = Math.max(0, -addOffset)

    const above = (): StoredMessage<Box>[] => {
      if (back === 0 || from === noBound) return []
      const settled = newer.all(box, place, from, minId, below, back).map((row) => toMessage(row, box))
      const rest = fresh.filter(({ id }) => id >= from && id < below)
      return [...settled, ...rest].slice(0, back).reverse()
    }
    const beneath = (id: number, count: number, skipped: number): StoredMessage<Box>[] => {
      if (count <= 0) return []
      const newest = fresh.filter((message) => message.id < id).reverse()
      const first = newest.slice(skipped, skipped + count)
      const left = count - first.length
      if (left === 0) return first
      const settled = older.all(box, place, id, minId, left, Math.max(0, skipped - newest.length))
      return [...first, ...settled.map((row) => toMessage(row, box))]
    }

    const newerOnes = above()
    // Fewer newer messages than asked for: the page begins that much before the newest one, where there is nothing.
    const missing = back - newerOnes.length
    const head = newerOnes.slice(0, Math.max(0, limit - missing))
    return [...head, ...beneath(Math.min(from, below), limit - missing - head.length, Math.max(0, addOffset))]
  }
}
