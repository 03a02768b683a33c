import type { ReportWrites } from '../domain/reports.ts'
import type { Connection } from './connection.ts'
import { integer, text } from './rows.ts'

export function createReports(connection: Connection): ReportWrites {
  const select = connection.read('SELECT * FROM reports ORDER BY id DESC LIMIT ?')
  const insert = connection.write('INSERT INTO reports (reporter, peer, reason, message, date) VALUES (?, ?, ?, ?, ?)')
  return {
    async page(limit) {
      return select.all(limit).map((row) => ({
        reporter: integer(row['reporter']),
        peer: integer(row['peer']),
        reason: text(row['reason']),
        message: text(row['message']),
        date: integer(row['date']),
      }))
    },
    async add({ reporter, peer, reason, message, date }) {
      insert.run(reporter, peer, reason, message, date)
    },
  }
}
