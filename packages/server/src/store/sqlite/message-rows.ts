import type { StoredMessage } from '../domain/messages.ts'
import { blob, integer, type Row } from './rows.ts'

export function toMessage(row: Row): StoredMessage {
  return {
    box: integer(row['box']),
    id: integer(row['id']),
    peer: integer(row['peer']),
    from: integer(row['sender']),
    out: integer(row['outgoing']) === 1,
    date: integer(row['date']),
    pts: integer(row['pts']),
    twin: integer(row['twin']),
    data: blob(row['data']),
  }
}
