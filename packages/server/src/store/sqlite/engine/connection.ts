import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { isEngineFailure } from './engine-failure.ts'
import type { Row } from './rows.ts'

/** A statement that is prepared when first used and then kept. */
export interface Statement {
  get(...values: SQLInputValue[]): Row | undefined
  all(...values: SQLInputValue[]): Row[]
  run(...values: SQLInputValue[]): void
  /** As `run`; tells how many rows changed, which costs more than a small change itself. */
  count(...values: SQLInputValue[]): number
}

export interface StatementOptions {
  /** Give integers as `bigint`, for columns beyond 2^53. */
  readonly longs?: boolean
  /** Give rows as arrays, by the places of the columns instead of their names: half the cost where rows are many. */
  readonly arrays?: boolean
}

/** What the tables' modules see of a database. */
export interface Connection {
  /** This is the connection that writes, and the only one. */
  readonly writes: boolean
  read(sql: string, options?: StatementOptions): Statement
  /** A statement that changes something; the group commit is told of each use. */
  write(sql: string, options?: StatementOptions): Statement
  /** For writes that are held back until the commit. */
  noteWrite(): void
  /** Called within each transaction, right before its commit. */
  onCommit(action: () => void): void
  /** Called after each commit. */
  onCommitted(action: () => void): void
  /** Called after a transaction was undone. */
  onRollback(action: () => void): void
}

/** How a transaction of a connection begins and ends; its end is told to who asked by `onCommit` and `onRollback`. */
export interface TransactionControl {
  /**
   * What the engine could not do since the transaction began; it may have undone the transaction by itself then, so no
   * statement is run any more before `rollback`.
   */
  readonly failure: unknown
  begin(): void
  commit(): void
  /** Does nothing outside a transaction. */
  rollback(): void
}

/** @param onWrite called before each write; left out for a connection that only reads */
export function createConnection(database: DatabaseSync, onWrite?: () => void): Connection & TransactionControl {
  const beforeCommit: (() => void)[] = []
  const afterCommit: (() => void)[] = []
  const afterRollback: (() => void)[] = []
  const noteWrite = onWrite ?? (() => {})
  let failure: unknown

  const noted = (error: unknown): unknown => {
    if (onWrite !== undefined && isEngineFailure(error)) failure = error
    return error
  }

  const statement = (sql: string, { longs, arrays }: StatementOptions, before: () => void): Statement => {
    let prepared: StatementSync | undefined
    const use = (): StatementSync => {
      before()
      if (failure !== undefined) throw failure
      if (prepared === undefined) {
        prepared = database.prepare(sql)
        if (longs === true) prepared.setReadBigInts(true)
        if (arrays === true) prepared.setReturnArrays(true)
      }
      return prepared
    }
    return {
      get(...values) {
        try {
          return use().get(...values)
        } catch (error) {
          throw noted(error)
        }
      },
      all(...values) {
        try {
          return use().all(...values)
        } catch (error) {
          throw noted(error)
        }
      },
      run(...values) {
        try {
          // The engine's own `run` makes an object of what it counts.
          use().get(...values)
        } catch (error) {
          throw noted(error)
        }
      },
      count(...values) {
        try {
          return Number(use().run(...values).changes)
        } catch (error) {
          throw noted(error)
        }
      },
    }
  }
  const read: Connection['read'] = (sql, options = {}) => statement(sql, options, () => {})
  const begin = read('BEGIN IMMEDIATE')
  const commit = read('COMMIT')
  const rollback = read('ROLLBACK')

  return {
    writes: onWrite !== undefined,
    read,
    write: (sql, options = {}) => statement(sql, options, noteWrite),
    noteWrite,
    onCommit: (action) => beforeCommit.push(action),
    onCommitted: (action) => afterCommit.push(action),
    onRollback: (action) => afterRollback.push(action),
    get failure() {
      return failure
    },
    begin: () => void begin.run(),
    commit() {
      for (const action of beforeCommit) action()
      commit.run()
      for (const action of afterCommit) action()
    },
    rollback() {
      failure = undefined
      try {
        if (database.isTransaction) rollback.run()
      } finally {
        for (const action of afterRollback) action()
      }
    },
  }
}

/**
 * A query for what belongs to one of a list, which stands at `@list` before all other parameters. Most lists are of two,
 * the parties of a chat, and twice as fast when bound one by one.
 */
export function readAmong(
  connection: Connection,
  sql: string,
  options?: StatementOptions,
): (among: readonly number[], ...values: SQLInputValue[]) => Row[] {
  const few = connection.read(sql.replace('@list', '?, ?'), options)
  const many = connection.read(sql.replace('@list', 'SELECT value FROM json_each(?)'), options)
  return (among, ...values) => {
    const [first, second = first] = among
    if (first === undefined || second === undefined) return []
    return among.length <= 2 ? few.all(first, second, ...values) : many.all(list(among), ...values)
  }
}

/** A list as one parameter, for `IN (SELECT value FROM json_each(?))`: one prepared statement serves any length. */
export function list(values: readonly (number | string)[]): string {
  return JSON.stringify(values)
}
