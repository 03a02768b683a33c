import type { ChannelId } from '../../../../ids.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'
import { createDeletedNumbers } from './deleted-numbers.ts'

/** What is to be written down beside the messages of a channel, so that what members have not read can be counted. */
export interface ChannelLog {
  /** Removes messages from the log. */
  remove(channel: ChannelId, ids: readonly number[]): void
}

export function createChannelLog(connection: Connection): ChannelLog {
  const deletedNumbers = createDeletedNumbers(connection)
  const remove = connection.write(
    'DELETE FROM messages WHERE box = ? AND id IN (SELECT value FROM json_each(?)) RETURNING id, sender',
  )
  const removeCounts = connection.write(
    'DELETE FROM post_counts WHERE channel = ? AND id IN (SELECT value FROM json_each(?))',
  )
  const forgetOwn = connection.write(
    `UPDATE channel_members SET own_unread = own_unread - 1
     WHERE channel = ? AND user_id = ? AND read_inbox_max_id < ? AND own_unread > 0`,
  )
  return {
    remove(channel, ids) {
      const removed = remove.all(channel, list(ids))
      deletedNumbers.add(
        channel,
        removed.map((row) => integer(row['id'])),
      )
      for (const row of removed) forgetOwn.run(channel, integer(row['sender']), integer(row['id']))
      removeCounts.run(channel, list(ids))
    },
  }
}
