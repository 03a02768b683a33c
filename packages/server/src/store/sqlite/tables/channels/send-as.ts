import type { SendAsWrites, SenderBan } from '../../../domain/channels/send-as.ts'
import type { Connection } from '../../engine/connection.ts'
import { channelIdOf, integer, optional, peerIdOf, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const sendAsRows: RowsOfAccount = {
  default_send_as: { owner: 'user_id', key: 'channel', ofChannel: { column: 'channel', key: 'user_id' } },
  sender_bans: { stays: 'of the channel, whoever set them', ofChannel: { column: 'channel', key: 'sender' } },
}

export function createSendAs(connection: Connection): SendAsWrites {
  const select = connection.read('SELECT peer FROM default_send_as WHERE channel = ? AND user_id = ?')
  const put = connection.write('INSERT OR REPLACE INTO default_send_as (channel, user_id, peer) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM default_send_as WHERE channel = ? AND user_id = ?')
  const selectBan = connection.read('SELECT * FROM sender_bans WHERE channel = ? AND sender = ?')
  const selectBans = connection.read('SELECT * FROM sender_bans WHERE channel = ? ORDER BY banned_at DESC, sender DESC')
  const selectOwnerBan = connection.read(
    `SELECT 1 FROM sender_bans b JOIN channels c ON c.id = b.sender WHERE b.channel = ? AND c.creator = ? LIMIT 1`,
  )
  const countBans = connection.read('SELECT count(*) AS count FROM sender_bans WHERE channel = ?')
  const putBan = connection.write(
    'INSERT OR REPLACE INTO sender_bans (channel, sender, banned_by, banned_at) VALUES (?, ?, ?, ?)',
  )
  const removeBan = connection.write('DELETE FROM sender_bans WHERE channel = ? AND sender = ?')
  return {
    async get(channel, userId) {
      const row = select.get(channel, userId)
      return row && peerIdOf(row['peer'])
    },
    async set(channel, userId, peer) {
      if (peer === undefined) remove.run(channel, userId)
      else put.run(channel, userId, peer)
    },
    async ban(channel, sender) {
      const row = selectBan.get(channel, sender)
      return row && toBan(row)
    },
    async bans(channel) {
      return selectBans.all(channel).map(toBan)
    },
    async isOwnerBanned(channel, owner) {
      return selectOwnerBan.get(channel, owner) !== undefined
    },
    async countBanned(channel) {
      return integer(countBans.get(channel)?.['count'])
    },
    async putBan(channel, { sender, by, date }) {
      putBan.run(channel, sender, by ?? null, date)
    },
    async removeBan(channel, sender) {
      removeBan.run(channel, sender)
    },
  }
}

function toBan(row: Row): SenderBan {
  return {
    sender: channelIdOf(row['sender']),
    by: optional(userIdOf, row['banned_by']),
    date: integer(row['banned_at']),
  }
}
