import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../../errors.ts'
import { migrations } from '../migrations/migrations.ts'
import { integer } from './rows.ts'

/** Brings the tables to the form of this version. `user_version` counts the migrations that were applied. */
export function migrate(database: DatabaseSync): void {
  const version = versionOf(database)
  requireKnown(version)
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}

/** Throws if the tables do not have the form of this version. */
export function requireCurrent(database: DatabaseSync): void {
  const version = versionOf(database)
  requireKnown(version)
  if (version < migrations.length) {
    throw new StoreError(
      'TOO_OLD',
      `the data has form ${version}, this program reads form ${migrations.length}: start the server once to bring it up to date`,
    )
  }
}

function versionOf(database: DatabaseSync): number {
  return integer(database.prepare('PRAGMA user_version').get()?.['user_version'])
}

function requireKnown(version: number): void {
  if (version > migrations.length) {
    throw new StoreError(
      'TOO_NEW',
      `the data has form ${version}, this server knows up to ${migrations.length}: start a newer server, or restore an older backup`,
    )
  }
}
