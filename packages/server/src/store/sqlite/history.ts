import type { HistoryQuery, MessageReads } from '../domain/messages.ts'
import type { Connection } from './connection.ts'
import { readMessages, toMessage } from './message-rows.ts'
import type { Row } from './rows.ts'

const noBound = Number.MAX_SAFE_INTEGER

/**
 * Cuts pages out of a chat ("Pagination in the API"). In the order newest first, the offset is the place of the first
 * message below `offsetId` (or before `offsetDate`), moved by `addOffset`; the page is `limit` messages from there.
 */
export function createHistory(connection: Connection): MessageReads['history'] {
  const older = readMessages(connection, 'box = ? AND peer = ? AND id < ? AND id > ? ORDER BY id DESC LIMIT ? OFFSET ?')
  const newer = readMessages(connection, 'box = ? AND peer = ? AND id >= ? AND id > ? AND id < ? ORDER BY id LIMIT ?')
  // Numbers and dates of a box grow together, so walking down from the newest finds the date's place.
  const firstFrom = connection.read(
    'SELECT id FROM messages WHERE box = ? AND peer = ? AND date < ? ORDER BY id DESC LIMIT 1',
  )

  const start = ({ box, peer, offsetId, offsetDate }: HistoryQuery): number => {
    if (offsetId !== 0 || offsetDate === 0) return offsetId === 0 ? noBound : offsetId
    const row = firstFrom.get(box, peer, offsetDate)
    return row === undefined ? 0 : Number(row['id']) + 1
  }

  return async (query) => {
    const { box, peer, addOffset, limit, minId } = query
    const from = start(query)
    const below = query.maxId === 0 ? noBound : query.maxId
    const back = Math.max(0, -addOffset)
    const above: Row[] = back === 0 || from === noBound ? [] : newer.all(box, peer, from, minId, below, back).reverse()
    // Fewer newer messages than asked for: the page begins that much before the newest one, where there is nothing.
    const missing = back - above.length
    const head = above.slice(0, Math.max(0, limit - missing))
    const rest = limit - missing - head.length
    const tail = rest <= 0 ? [] : older.all(box, peer, Math.min(from, below), minId, rest, Math.max(0, addOffset))
    return [...head, ...tail].map(toMessage)
  }
}
