import { DatabaseSync } from 'node:sqlite'

/** The numbers that the next updates of bots have, by bot, in a storage that nobody has open. */
export function nextUpdateNumbers(path: string): ReadonlyMap<number, number> {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    const rows = db.prepare('SELECT id, next_update FROM bots').all()
    return new Map(rows.map(({ id, next_update: next }) => [Number(id), Number(next)]))
  } finally {
    db.close()
  }
}

/**
 * Has a storage that was put back to an earlier state give none of the numbers that it gave later: a bot that knows them would
 * take new updates for confirmed ones ("getUpdates", offset). What waits there moves behind them, in its order.
 */
export function continueUpdateNumbers(path: string, next: ReadonlyMap<number, number>): void {
  const db = new DatabaseSync(path)
  try {
    db.exec('BEGIN IMMEDIATE')
    // By way of numbers below 0, since each number is there once.
    const away = db.prepare('UPDATE updates SET id = -(id + ?) WHERE bot = ?')
    const back = db.prepare('UPDATE updates SET id = -id WHERE bot = ?')
    const move = db.prepare('UPDATE bots SET next_update = ? WHERE id = ?')
    const bots = db
      .prepare('SELECT id, next_update, (SELECT min(u.id) FROM updates u WHERE u.bot = bots.id) AS oldest FROM bots')
      .all()
    for (const { id, next_update: had, oldest } of bots) {
      const by = (next.get(Number(id)) ?? 0) - Number(oldest ?? had)
      if (by <= 0) continue
      away.run(by, id ?? null)
      back.run(id ?? null)
      move.run(Number(had) + by, id ?? null)
    }
    db.exec('COMMIT')
  } finally {
    db.close()
  }
}
