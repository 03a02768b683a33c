import type { BoxId } from '../../../../ids.ts'
import type { MessagePlace, MessageReads, StoredMessage } from '../../../domain/chats/messages.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'
import type { ArrivedMessages } from './arrived-messages.ts'
import { messageColumns, messageReader } from './message-rows.ts'

const columns = messageColumns
  .split(', ')
  .map((name) => `m.${name}`)
  .join(', ')

/** Reads messages of several boxes in two questions, however many boxes there are, if each is the newest of its box. */
export function createMessagesAtPlaces(connection: Connection, arrived: ArrivedMessages): MessageReads['atPlaces'] {
  const toMessage = messageReader(connection)
  const select = connection.read(
    `SELECT ${columns} FROM json_each(?) p CROSS JOIN messages m ON m.box = p.value ->> 0 AND m.id = p.value ->> 1`,
    { arrays: true },
  )

  return async <Box extends BoxId>(places: readonly MessagePlace<Box>[]) => {
    if (places.length === 0) return []
    const found: StoredMessage<Box>[] = []
    const elsewhere: MessagePlace<Box>[] = []
    for (const { box } of places) arrived.settle(box)
    const newest = new Map(arrived.newestOf(places.map(({ box }) => box)).map((message) => [message.box, message]))
    for (const place of places) {
      const message = newest.get(place.box)
      if (message?.id === place.id) found.push(message)
      else elsewhere.push(place)
    }
    if (elsewhere.length === 0) return found

    const boxes = new Map(elsewhere.map(({ box }) => [Number(box), box]))
    const settled = new Set<string>()
    for (const row of select.all(JSON.stringify(elsewhere.map(({ box, id }) => [box, id])))) {
      const box = boxes.get(integer(row[0]))
      if (box === undefined) continue
      const message = toMessage(row, box)
      settled.add(nameOf(message))
      found.push(message)
    }
    for (const { box, id } of elsewhere) {
      // Whatever has arrived in a box is newer than what has settled there.
      const latest = newest.get(box)
      if (latest === undefined || latest.id < id || settled.has(nameOf({ box, id }))) continue
      found.push(...arrived.named(box, [id]))
    }
    return found
  }
}

function nameOf({ box, id }: MessagePlace): string {
  return `${box} ${id}`
}
