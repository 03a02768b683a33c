import type { Lease, LeaseWrites } from '../../../domain/system/leases.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const leaseRows: RowsOfAccount = {
  leases: { stays: 'of processes, not of people' },
}

export function createLeases(connection: Connection): LeaseWrites {
  const select = connection.read('SELECT * FROM leases WHERE name = ?')
  const starting = connection.read('SELECT * FROM leases WHERE name >= ?1 AND name < ?2 ORDER BY name LIMIT ?3')
  const take = connection.write(
    `INSERT INTO leases (name, holder, until) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET
     holder = ?2, until = ?3 WHERE holder = ?2 OR until <= ?4 OR until > ?5`,
  )
  const endAll = connection.write('UPDATE leases SET until = ?1 WHERE until > ?1')
  const remove = connection.write('DELETE FROM leases WHERE name = ? AND holder = ?')
  return {
    async get(name) {
      const row = select.get(name)
      return row && toLease(row)
    },
    async startingWith(prefix, limit) {
      return starting.all(prefix, `${prefix}\u{10ffff}`, limit).map(toLease)
    },
    async take({ name, holder, until }, now, latest) {
      return take.count(name, holder, until, now, latest) === 1
    },
    async release(name, holder) {
      remove.run(name, holder)
    },
    async endAll(time) {
      endAll.run(time)
    },
  }
}

function toLease(row: Row): Lease {
  return { name: text(row['name']), holder: text(row['holder']), until: integer(row['until']) }
}
