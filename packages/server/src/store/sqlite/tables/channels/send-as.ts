import type { SendAsWrites } from '../../../domain/channels/send-as.ts'
import type { Connection } from '../../engine/connection.ts'
import { peerIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const sendAsRows: RowsOfAccount = {
  default_send_as: { owner: 'user_id', key: 'channel', ofChannel: { column: 'channel', key: 'user_id' } },
}

export function createSendAs(connection: Connection): SendAsWrites {
  const select = connection.read('SELECT peer FROM default_send_as WHERE channel = ? AND user_id = ?')
  const put = connection.write('INSERT OR REPLACE INTO default_send_as (channel, user_id, peer) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM default_send_as WHERE channel = ? AND user_id = ?')
  return {
    async get(channel, userId) {
      const row = select.get(channel, userId)
      return row && peerIdOf(row['peer'])
    },
    async set(channel, userId, peer) {
      if (peer === undefined) remove.run(channel, userId)
      else put.run(channel, userId, peer)
    },
  }
}
