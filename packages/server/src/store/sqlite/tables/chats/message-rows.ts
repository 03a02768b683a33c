import type { BoxId } from '../../../../ids.ts'
import type { StoredMessage } from '../../../domain/chats/messages.ts'
import type { Connection, Statement } from '../../engine/connection.ts'
import { blob, integer, peerIdOf, type Row, userIdOf } from '../../engine/rows.ts'
import { decodeOwnPart, isOwnPart } from './own-part.ts'

export const messageColumns = 'box, id, peer, sender, outgoing, date, pts, twin, data, thread'

/** A query for whole messages, whose rows a `messageReader` takes. */
export function readMessages(connection: Connection, condition: string): Statement {
  return connection.read(`SELECT ${messageColumns} FROM messages WHERE ${condition}`, { arrays: true })
}

/** @param box the one that was asked for, which is that of the row */
export type MessageReader = <Box extends BoxId>(row: Row, box: Box) => StoredMessage<Box>

/** Makes messages of rows. What those of basic groups say it looks up where it stands once for all. */
export function messageReader(connection: Connection): MessageReader {
  const selectContent = connection.read('SELECT data FROM group_contents WHERE id = ?')
  return (row, box) => {
    const message = toMessage(row, box)
    if (!isOwnPart(message.data)) return message
    const { own, apart } = decodeOwnPart(message.data)
    const content = apart ?? selectContent.get(own.content)?.['data']
    // What the disk has not kept is shown as empty.
    return { ...message, own, data: content instanceof Uint8Array ? content : new Uint8Array() }
  }
}

function toMessage<Box extends BoxId>(row: Row, box: Box): StoredMessage<Box> {
  return {
    box,
    id: integer(row[1]),
    peer: peerIdOf(row[2]),
    from: userIdOf(row[3]),
    out: integer(row[4]) === 1,
    date: integer(row[5]),
    pts: integer(row[6]),
    twin: integer(row[7]),
    data: blob(row[8]),
    thread: row[9] === null ? undefined : integer(row[9]),
  }
}
