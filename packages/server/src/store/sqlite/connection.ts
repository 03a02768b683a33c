import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Row } from './rows.ts'

/** A statement that is prepared when first used and then kept. */
export interface Statement {
  get(...values: SQLInputValue[]): Row | undefined
  all(...values: SQLInputValue[]): Row[]
  /** How many rows changed. */
  run(...values: SQLInputValue[]): number
}

/** What the tables' modules see of a database: reads, and writes that the group commit hears of. */
export interface Connection {
  /** `longs`: give integers as `bigint`, for columns beyond 2^53. */
  read(sql: string, options?: { readonly longs?: boolean }): Statement
  write(sql: string, options?: { readonly longs?: boolean }): Statement
}

/** @param onWrite called before each statement that writes */
export function createConnection(database: DatabaseSync, onWrite: () => void): Connection {
  const lazily = (sql: string, longs: boolean): (() => StatementSync) => {
    let prepared: StatementSync | undefined
    return () => {
      if (prepared === undefined) {
        prepared = database.prepare(sql)
        if (longs) prepared.setReadBigInts(true)
      }
      return prepared
    }
  }
  return {
    read(sql, options = {}) {
      const statement = lazily(sql, options.longs === true)
      return {
        get: (...values) => statement().get(...values),
        all: (...values) => statement().all(...values),
        run: (...values) => Number(statement().run(...values).changes),
      }
    },
    write(sql, options = {}) {
      const statement = lazily(sql, options.longs === true)
      return {
        get(...values) {
          onWrite()
          return statement().get(...values)
        },
        all(...values) {
          onWrite()
          return statement().all(...values)
        },
        run(...values) {
          onWrite()
          return Number(statement().run(...values).changes)
        },
      }
    },
  }
}

/** A list as one parameter, for `IN (SELECT value FROM json_each(?))`: one prepared statement serves any length. */
export function list(values: readonly (number | string)[]): string {
  return JSON.stringify(values)
}
