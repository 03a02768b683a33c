import type { BoxId } from '../../../../ids.ts'
import type { StoredMessage } from '../../../domain/chats/messages.ts'
import type { Connection, Statement } from '../../engine/connection.ts'
import { blob, integer, peerIdOf, type Row, userIdOf } from '../../engine/rows.ts'

export const messageColumns = 'box, id, peer, sender, outgoing, date, pts, twin, data'

/** A query for whole messages, whose rows `toMessage` takes. */
export function readMessages(connection: Connection, condition: string): Statement {
  return connection.read(`SELECT ${messageColumns} FROM messages WHERE ${condition}`, { arrays: true })
}

/** @param box the one that was asked for, which is that of the row */
export function toMessage<Box extends BoxId>(row: Row, box: Box): StoredMessage<Box> {
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
  }
}
