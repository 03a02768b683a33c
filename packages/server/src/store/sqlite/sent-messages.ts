import { PairMap } from '../../pair-map.ts'
import type { BoxId, UnixTime } from '../domain/ids.ts'
import type { Connection } from './connection.ts'
import { integer, long } from './rows.ts'

/** A random id, and the message that was sent under it. */
interface SentMessage {
  readonly box: BoxId
  readonly randomId: bigint
  readonly id: number
  readonly date: UnixTime
}

/** So many arrivals are sorted and settled together. */
const perGeneration = 8192
const leastSettled = 32

/**
 * Random ids, to be found for a week by whoever sends the same again.
 *
 * They fall anywhere in a table that is sorted by them, and each would rewrite a page of its own with every commit: more
 * than all the rest of a message costs. So they arrive in a table that is only appended to, and are kept in memory beside
 * it. Once there are many, they settle in the sorted table in its order, some with each commit, so that those which share a
 * page come together.
 */
export interface SentMessages {
  find(box: BoxId, randomId: bigint): number | undefined
  add(sent: SentMessage): void
  /** See `MessageWrites.sweepSentBefore`. */
  sweepBefore(date: UnixTime, limit: number): boolean
}

export function createSentMessages(connection: Connection): SentMessages {
  const select = connection.read('SELECT id FROM sent_messages WHERE box = ? AND random_id = ?')
  const selectArrived = connection.read('SELECT box, random_id, id, date FROM arrived_sent_messages ORDER BY seq', {
    longs: true,
  })
  const selectNewest = connection.read('SELECT coalesce(max(seq), 0) AS seq FROM arrived_sent_messages')
  const arrive = connection.write('INSERT INTO arrived_sent_messages (box, random_id, id, date) VALUES (?, ?, ?, ?)')
  const leave = connection.write('DELETE FROM arrived_sent_messages WHERE seq <= ?')
  const settle = connection.write('INSERT OR REPLACE INTO sent_messages (box, random_id, id, date) VALUES (?, ?, ?, ?)')
  const removeOldest = connection.write(
    `DELETE FROM arrived_sent_messages WHERE seq IN (SELECT seq FROM arrived_sent_messages ORDER BY seq LIMIT ?)
     AND date < ?`,
  )
  const selectBound = connection.read(
    `SELECT box, random_id FROM sent_messages WHERE (box, random_id) > (?, ?) ORDER BY box, random_id
     LIMIT 1 OFFSET ?`,
    { longs: true },
  )
  const removeUpTo = connection.write(
    'DELETE FROM sent_messages WHERE (box, random_id) > (?, ?) AND (box, random_id) <= (?, ?) AND date < ?',
  )
  const removeRest = connection.write('DELETE FROM sent_messages WHERE (box, random_id) > (?, ?) AND date < ?')

  let loaded = false
  /** What has arrived and is not being settled, in that order. */
  let arrived = new PairMap<BoxId, bigint, SentMessage>()
  /** What is being settled: by name, and in the order of the table, of which so many are done. */
  let settling = new PairMap<BoxId, bigint, SentMessage>()
  let sorted: readonly SentMessage[] = []
  let settled = 0
  let settlingUpTo = 0
  /** What arrived since the last commit; and whether anything has settled or left since then. */
  let uncommitted: SentMessage[] = []
  let moved = false

  /** Only the table tells how it is now: nothing is known, and nothing settles, before it has been read. */
  const forget = (): void => {
    loaded = false
    arrived = new PairMap()
    settling = new PairMap()
    sorted = []
  }

  const load = (): void => {
    forget()
    loaded = true
    for (const row of selectArrived.all()) {
      const sent: SentMessage = {
        box: integer(row['box']),
        randomId: long(row['random_id']),
        id: integer(row['id']),
        date: integer(row['date']),
      }
      arrived.set(sent.box, sent.randomId, sent)
    }
  }

  const beginSettling = (): void => {
    settling = arrived
    arrived = new PairMap()
    sorted = [...settling.values()].sort(inTableOrder)
    settled = 0
    settlingUpTo = integer(selectNewest.get()?.['seq'])
  }

  const settleSome = (count: number): void => {
    moved = true
    const end = Math.min(sorted.length, settled + count)
    for (; settled < end; settled++) {
      const sent = sorted[settled]
      if (sent !== undefined) settle.run(sent.box, sent.randomId, sent.id, sent.date)
    }
    if (settled < sorted.length) return
    leave.run(settlingUpTo)
    settling = new PairMap()
    sorted = []
  }

  connection.onCommit(() => {
    if (sorted.length === 0 && arrived.size >= perGeneration) beginSettling()
    // Twice as fast as they arrive: a generation has settled before the next is full.
    if (sorted.length > 0) settleSome(Math.max(leastSettled, 2 * uncommitted.length))
  })
  connection.onCommitted(() => {
    moved = false
    uncommitted = []
  })
  connection.onRollback(() => {
    if (moved) forget()
    else for (const { box, randomId } of uncommitted) arrived.delete(box, randomId)
    moved = false
    uncommitted = []
  })

  let sweptTo: readonly [box: bigint, randomId: bigint] = beforeAll
  return {
    find(box, randomId) {
      if (!loaded) load()
      const recent = arrived.get(box, randomId) ?? settling.get(box, randomId)
      if (recent !== undefined) return recent.id
      const row = select.get(box, randomId)
      return row && integer(row['id'])
    },
    add(sent) {
      if (!loaded) load()
      arrive.run(sent.box, sent.randomId, sent.id, sent.date)
      arrived.set(sent.box, sent.randomId, sent)
      uncommitted.push(sent)
    },
    sweepBefore(date, limit) {
      if (!loaded) load()
      if (sorted.length > 0) {
        settleSome(limit)
        return true
      }
      if (removeOldest.count(limit, date) > 0) {
        moved = true
        forget()
        return true
      }
      const bound = selectBound.get(...sweptTo, limit - 1)
      if (bound === undefined) {
        removeRest.run(...sweptTo, date)
        sweptTo = beforeAll
        return false
      }
      const next = [long(bound['box']), long(bound['random_id'])] as const
      removeUpTo.run(...sweptTo, ...next, date)
      sweptTo = next
      return true
    },
  }
}

const beforeAll = [-1n, 0n] as const

function inTableOrder(a: SentMessage, b: SentMessage): number {
  if (a.box !== b.box) return a.box - b.box
  return a.randomId < b.randomId ? -1 : Number(a.randomId > b.randomId)
}
