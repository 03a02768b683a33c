import type { BoxId } from '../../../../ids.ts'
import type { StoredMessage } from '../../../domain/chats/messages.ts'
import { type Arrivals, type ArrivedRow, rowsFrom } from '../../engine/arrivals.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { boxIdOf, integer } from '../../engine/rows.ts'
import { filesIn, noFiles } from '../files/files-in.ts'
import { messageColumns, messageReader } from './message-rows.ts'
import { encodeOwnPart } from './own-part.ts'

export interface ArrivalLimits {
  /** With so many messages in all, their settling begins. */
  readonly messages: number
  /** With so many in one box, they settle at once. */
  readonly perBox: number
  /** So many settle, at the least, with each commit once that has begun. */
  readonly perCommit: number
}

/**
 * So many settle for each that arrives, and what has settled leaves so many times faster: a round is over when the next
 * is due, and no earlier, so that all commits have about the same to do.
 */
const settledForEach = 1.25
const leavingForSettling = 4

/** Besides, what no reader of messages asks for. */
const allColumns = `${messageColumns}, document, photo`

export const defaultArrivalLimits: ArrivalLimits = { messages: 8192, perBox: 256, perCommit: 64 }

/**
 * New messages, before they are sorted.
 *
 * A box's messages stand together, so a message rewrites two pages for each of its copies, with every commit, as long as
 * few come for the same box between two commits: far more than is new. So messages arrive in a table that is only
 * appended to, and settle in the sorted one box by box: all of a box at once, thus what has arrived in a box is always
 * newer than what has settled there. Memory knows which rows belong to which box.
 *
 * Whatever the writing connection wants to see or change settles first. The reading one looks in both places.
 */
export interface ArrivedMessages {
  add(messages: readonly StoredMessage<BoxId>[]): void
  /** To be called before the writing connection touches the settled messages of a box. Does nothing on the reading one. */
  settle(box: BoxId): void
  /** The rows of a box that the reading connection must look at besides the settled ones; none on the writing one. */
  rowsOf(box: BoxId): readonly number[]
  /** Those rows' messages, oldest first. */
  of<Box extends BoxId>(box: Box): StoredMessage<Box>[]
  /** Those of them from this number on, at most `limit`; costs in proportion to how many these are. */
  from<Box extends BoxId>(box: Box, id: number, limit?: number): StoredMessage<Box>[]
  /** Those of them that are named. */
  named<Box extends BoxId>(box: Box, ids: readonly number[]): StoredMessage<Box>[]
  /** The newest of these rows for each of several boxes that have any. */
  newestOf<Box extends BoxId>(boxes: readonly Box[]): StoredMessage<Box>[]
  /** Within a transaction, for whoever opens the file next: settles everything. */
  settleAll(): void
}

export function createArrivedMessages(
  connection: Connection,
  arrivals: Arrivals,
  limits: ArrivalLimits = defaultArrivalLimits,
): ArrivedMessages {
  return connection.writes ? writing(connection, arrivals, limits) : readArrivedMessages(connection, arrivals)
}

/** Finds in the file what had not settled when it was last open. */
export function loadArrivals(connection: Connection, arrivals: Arrivals): void {
  const rows = connection
    .read(
      `SELECT a.box, a.seq, a.id FROM arrived_messages a LEFT JOIN settled_boxes s ON s.box = a.box
       WHERE a.seq > coalesce(s.seq, 0) ORDER BY a.seq`,
      { arrays: true },
    )
    .all()
  for (const row of rows) arrivals.add(boxIdOf(row[0]), { seq: integer(row[1]), id: integer(row[2]) })
  arrivals.committed()
}

/** For a connection that reads: what it is told of is what it finds. */
export function readArrivedMessages(connection: Connection, arrivals: Pick<Arrivals, 'committedOf'>): ArrivedMessages {
  // Another process may have settled a row since, and given its number to another box.
  const select = connection.read(
    `SELECT ${messageColumns} FROM arrived_messages WHERE seq IN (SELECT value FROM json_each(?)) AND box = ? ORDER BY id`,
    { arrays: true },
  )
  const selectMany = connection.read(
    `SELECT ${messageColumns} FROM arrived_messages WHERE seq IN (SELECT value FROM json_each(?))`,
    { arrays: true },
  )
  const toMessage = messageReader(connection)
  const read = <Box extends BoxId>(box: Box, rows: readonly ArrivedRow[]): StoredMessage<Box>[] =>
    rows.length === 0 ? [] : select.all(seqs(rows), box).map((row) => toMessage(row, box))
  const refuse = (): never => {
    throw new TypeError('only the writing connection changes messages')
  }
  return {
    add: refuse,
    settle() {},
    rowsOf: (box) => arrivals.committedOf(box).map(({ seq }) => seq),
    of: (box) => read(box, arrivals.committedOf(box)),
    from: (box, id, limit) => read(box, rowsFrom(arrivals.committedOf(box), id).slice(0, limit)),
    named(box, ids) {
      const rows = arrivals.committedOf(box)
      if (rows.length === 0) return []
      const wanted = new Set(ids)
      const lowest = ids.reduce((least, id) => Math.min(least, id), Number.MAX_SAFE_INTEGER)
      return read(
        box,
        rowsFrom(rows, lowest).filter(({ id }) => wanted.has(id)),
      )
    },
    newestOf<Box extends BoxId>(boxes: readonly Box[]) {
      const newest = new Map<number, { readonly row: number; readonly box: Box }>()
      for (const box of boxes) {
        const row = arrivals.committedOf(box).at(-1)?.seq
        if (row !== undefined) newest.set(box, { row, box })
      }
      if (newest.size === 0) return []
      const rows = selectMany.all(list([...newest.values()].map(({ row }) => row)))
      return rows.flatMap((row) => {
        const named = newest.get(integer(row[0]))
        return named === undefined ? [] : [toMessage(row, named.box)]
      })
    },
    settleAll: refuse,
  }
}

function writing(connection: Connection, arrivals: Arrivals, limits: ArrivalLimits): ArrivedMessages {
  const selectBounds = connection.read(
    `SELECT coalesce(min(a.seq), 0) AS oldest, max(coalesce(max(a.seq), 0),
     (SELECT coalesce(max(seq), 0) FROM settled_boxes)) AS newest FROM arrived_messages a`,
  )
  // One row a statement: SQLite takes a sixth longer for two in one.
  const arrive = connection.write(
    `INSERT INTO arrived_messages (seq, ${messageColumns}, document, photo) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const settleRows = connection.write(
    `INSERT INTO messages (${allColumns}) SELECT ${allColumns} FROM arrived_messages
     WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`,
  )
  const removeRows = connection.write('DELETE FROM arrived_messages WHERE seq IN (SELECT value FROM json_each(?))')
  const markSettled = connection.write('INSERT OR REPLACE INTO settled_boxes (box, seq) VALUES (?, ?)')
  const purge = connection.write('DELETE FROM arrived_messages WHERE seq <= ?')
  const forgetMarks = connection.write('DELETE FROM settled_boxes WHERE seq <= ?')
  const settleRest = connection.write(
    `INSERT INTO messages (${allColumns}) SELECT ${allColumns} FROM arrived_messages
     WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY box, id`,
  )

  const { oldest, newest } = selectBounds.get() ?? {}
  /** The lowest number that may still be in the table, and the last one that was given. */
  let first = integer(oldest)
  let last = integer(newest)
  let added = 0
  const full = new Set<BoxId>()
  /** All that had arrived when a round began settles in it, and then leaves the table. */
  let round: { readonly boxes: readonly BoxId[]; next: number; readonly upTo: number } | undefined

  /** Settles rows that stay in the table until the round ends: they lie all over it. */
  const settleForRound = (box: BoxId): number => {
    const rows = arrivals.of(box)
    const newestRow = rows.at(-1)
    if (newestRow === undefined) return 0
    settleRows.run(seqs(rows))
    markSettled.run(box, newestRow.seq)
    arrivals.remove(box)
    return rows.length
  }

  const goOn = (count: number): void => {
    if (round === undefined) {
      if (last - first < limits.messages) return
      round = { boxes: [...arrivals.boxes()].sort((a, b) => a - b), next: 0, upTo: last }
    }
    for (let settled = 0; settled < count && round.next < round.boxes.length; round.next++) {
      const box = round.boxes[round.next]
      if (box !== undefined) settled += settleForRound(box)
    }
    if (round.next < round.boxes.length) return
    first = Math.min(round.upTo, first + leavingForSettling * count)
    purge.run(first)
    if (first < round.upTo) return
    forgetMarks.run(round.upTo)
    round = undefined
  }

  connection.onCommit(() => {
    if (full.size > 0) {
      for (const box of full) settleForRound(box)
      full.clear()
    }
    goOn(Math.max(limits.perCommit, Math.ceil(settledForEach * added)))
    added = 0
  })
  connection.onCommitted(() => arrivals.committed())
  connection.onRollback(() => {
    arrivals.undone()
    full.clear()
    added = 0
    round = undefined
  })

  return {
    add(messages) {
      for (const { box, id, peer, from, out, date, pts, twin, data, own, thread } of messages) {
        const seq = ++last
        const stored = own === undefined ? data : encodeOwnPart(own)
        // What a group's message shows is counted where it stands once for all.
        const { document, photo } = own === undefined ? filesIn(data) : noFiles
        arrive.run(seq, box, id, peer, from, out ? 1 : 0, date, pts, twin, stored, thread ?? null, document, photo)
        arrivals.add(box, { seq, id })
        added++
        if (arrivals.of(box).length >= limits.perBox) full.add(box)
      }
    },
    settle(box) {
      const rows = arrivals.of(box)
      if (rows.length === 0) return
      settleRows.run(seqs(rows))
      removeRows.run(seqs(rows))
      arrivals.remove(box)
    },
    rowsOf: () => [],
    of: () => [],
    from: () => [],
    named: () => [],
    newestOf: () => [],
    settleAll() {
      const boxes = [...arrivals.boxes()]
      settleRest.run(seqs(boxes.flatMap((box) => arrivals.of(box))))
      for (const box of boxes) arrivals.remove(box)
      purge.run(last)
      forgetMarks.run(last)
      round = undefined
      first = last
    },
  }
}

function seqs(rows: readonly ArrivedRow[]): string {
  return list(rows.map(({ seq }) => seq))
}
