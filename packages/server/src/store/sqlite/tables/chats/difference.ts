import type { BoxId } from '../../../../ids.ts'
import { type BoxEvent, type BoxReads, type Difference, firstPts } from '../../../domain/chats/boxes.ts'
import type { StoredMessage } from '../../../domain/chats/messages.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, type Row } from '../../engine/rows.ts'
import type { ArrivedMessages } from './arrived-messages.ts'
import { messageReader, readMessages } from './message-rows.ts'

/**
 * The difference of a box without an index of messages by `pts`.
 *
 * Every message number is given together with one `pts` (see `BoxState`), so between two event rows both counters grow
 * side by side. An event row knows the last message number at its time; the number that was the last one at some `pts`
 * is therefore the last event's number plus the distance in `pts`, and not beyond the next event's number. Of the events
 * that were forgotten, the last one is kept in this respect (see `forget-events.ts`).
 */
export function createDifference(connection: Connection, arrived: ArrivedMessages): BoxReads['difference'] {
  const selectState = connection.read('SELECT pts, last_message_id FROM boxes WHERE id = ?')
  const selectEventBefore = connection.read(
    'SELECT pts, last_message_id FROM events WHERE box = ? AND pts <= ? ORDER BY pts DESC LIMIT 1',
  )
  const selectForgotten = connection.read('SELECT pts, last_message_id FROM forgotten_events WHERE box = ?')
  const selectEvents = connection.read('SELECT * FROM events WHERE box = ? AND pts > ? ORDER BY pts LIMIT ?')
  const toMessage = messageReader(connection)
  const selectMessages = readMessages(connection, 'box = ? AND id > ? ORDER BY id LIMIT ?')

  return async (box, pts, limit) => {
    const state = selectState.get(box)
    const current = state === undefined ? 0 : integer(state['pts'])
    if (state === undefined || pts >= current)
      return { messages: [], events: [], pts: Math.min(pts, current), more: false }

    const before = selectEventBefore.get(box, pts) ?? selectForgotten.get(box)
    if (before !== undefined && pts < integer(before['pts'])) return undefined
    const events = selectEvents.all(box, pts, limit + 1)
    const next = events[0] === undefined ? integer(state['last_message_id']) : integer(events[0]['last_message_id'])
    const lastKnown = Math.min(lastMessageAt(before, pts), next)
    arrived.settle(box)
    const messages = selectMessages.all(box, lastKnown, limit + 1).map((row) => toMessage(row, box))
    // What has not settled is newer than all that has.
    if (messages.length <= limit) messages.push(...arrived.from(box, lastKnown + 1, limit + 1 - messages.length))
    return merge(messages, events.map(toEvent), limit, current)
  }
}

function lastMessageAt(eventBefore: Row | undefined, pts: number): number {
  if (eventBefore === undefined) return Math.max(0, pts - firstPts)
  return integer(eventBefore['last_message_id']) + pts - integer(eventBefore['pts'])
}

/** Takes the first `limit` of both by `pts`. */
function merge<Box extends BoxId>(
  messages: StoredMessage<Box>[],
  events: BoxEvent[],
  limit: number,
  current: number,
): Difference<Box> {
  let m = 0
  let e = 0
  let reached = 0
  while (m + e < limit) {
    const message = messages[m]
    const event = events[e]
    if (message !== undefined && (event === undefined || message.pts < event.pts)) {
      reached = message.pts
      m++
    } else if (event !== undefined) {
      reached = event.pts
      e++
    } else {
      break
    }
  }
  const more = m < messages.length || e < events.length
  return { messages: messages.slice(0, m), events: events.slice(0, e), pts: more ? reached : current, more }
}

function toEvent(row: Row): BoxEvent {
  return {
    pts: integer(row['pts']),
    ptsCount: integer(row['pts_count']),
    date: integer(row['date']),
    update: blob(row['body']),
  }
}
