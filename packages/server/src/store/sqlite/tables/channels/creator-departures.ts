import type { CreatorDeparture, CreatorDepartureWrites } from '../../../domain/channels/creator-departures.ts'
import type { Connection } from '../../engine/connection.ts'
import { channelIdOf, integer, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const creatorDepartureRows: RowsOfAccount = {
  creator_departures: {
    stays: 'of the channel: whoever is to have it is looked for again when the time comes',
    ofChannel: { column: 'channel', key: 'channel' },
  },
}

export function createCreatorDepartures(connection: Connection): CreatorDepartureWrites {
  const select = connection.read('SELECT * FROM creator_departures WHERE channel = ?')
  const selectDue = connection.read('SELECT * FROM creator_departures WHERE due_at <= ? ORDER BY due_at LIMIT ?')
  const put = connection.write('INSERT OR REPLACE INTO creator_departures (channel, heir, due_at) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM creator_departures WHERE channel = ?')
  return {
    async get(channel) {
      const row = select.get(channel)
      return row && toDeparture(row)
    },
    async due(now, limit) {
      return selectDue.all(now, limit).map(toDeparture)
    },
    async put({ channel, heir, dueAt }) {
      put.run(channel, heir, dueAt)
    },
    async remove(channel) {
      return remove.count(channel) > 0
    },
  }
}

function toDeparture(row: Row): CreatorDeparture {
  return { channel: channelIdOf(row['channel']), heir: userIdOf(row['heir']), dueAt: integer(row['due_at']) }
}
