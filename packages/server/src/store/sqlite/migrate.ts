import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../errors.ts'
import { migrations } from './migrations/migrations.ts'
import { integer } from './rows.ts'

/** Brings the tables to the form of this version. `user_version` counts the migrations that were applied. */
export function migrate(database: DatabaseSync): void {
  const version = integer(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > migrations.length) {
    throw new StoreError(
      'TOO_NEW',
      `the data has form ${version}, this server knows up to ${migrations.length}: start a newer server, or restore an older backup`,
    )
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
