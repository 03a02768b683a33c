import type { BoxId, UnixTime } from '../../../../ids.ts'
import { PairMap } from '../../../../pair-map.ts'
import type { Connection } from '../../engine/connection.ts'
import { boxIdOf, integer, long } from '../../engine/rows.ts'

/** A random id, and the message that was sent under it. */
interface SentMessage {
  readonly box: BoxId
  readonly randomId: bigint
  readonly id: number
  readonly date: UnixTime
}

/** So many arrivals settle together. */
const perGeneration = 8192
/** So many settle with each commit at least, and for each that arrived: a generation is done before the next is full. */
const leastSettled = 32
const settledForEach = 1.25
/** What has settled leaves the table of arrivals so many times faster. */
const leavingForSettling = 4

/** What settles together. */
interface Generation {
  readonly sent: PairMap<BoxId, bigint, SentMessage>
  /** The last of its rows in the table of arrivals, and up to where they have left. */
  readonly upTo: number
  left: number
  /** The boxes that are to follow, the next one last: sorting all at once would hold everybody up. */
  readonly boxes: BoxId[]
  /** The random ids of one box in order, and how many of them have settled. */
  box: BoxId | undefined
  sorted: BigInt64Array
  settled: number
}

/**
 * Random ids, to be found for a week by whoever sends the same again.
 *
 * They fall anywhere in a table that is sorted by them, and each would rewrite a page of its own with every commit: more
 * than all the rest of a message costs. So they arrive in a table that is only appended to, and are kept in memory beside
 * it. Once there are many, they settle in the sorted table in its order, some with each commit, so that those which share a
 * page come together; then they leave the first table. All of it goes on evenly, so that no commit takes much longer.
 */
export interface SentMessages {
  find(box: BoxId, randomId: bigint): number | undefined
  add(sent: SentMessage): void
  /** See `MessageWrites.forgetSentBefore`. */
  sweepBefore(date: UnixTime, limit: number): boolean
}

export function createSentMessages(connection: Connection): SentMessages {
  const select = connection.read('SELECT id FROM sent_messages WHERE box = ? AND random_id = ?')
  const selectArrived = connection.read('SELECT box, random_id, id, date FROM arrived_sent_messages ORDER BY seq', {
    longs: true,
  })
  const selectBounds = connection.read(
    'SELECT coalesce(min(seq), 0) AS oldest, coalesce(max(seq), 0) AS newest FROM arrived_sent_messages',
  )
  const arrive = connection.write('INSERT INTO arrived_sent_messages (box, random_id, id, date) VALUES (?, ?, ?, ?)')
  const leave = connection.write('DELETE FROM arrived_sent_messages WHERE seq <= ?')
  const settle = connection.write('INSERT OR REPLACE INTO sent_messages (box, random_id, id, date) VALUES (?, ?, ?, ?)')
  const removeOldest = connection.write(
    `DELETE FROM arrived_sent_messages WHERE seq IN
     (SELECT seq FROM arrived_sent_messages WHERE date < ? ORDER BY seq LIMIT ?)`,
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
  /** What has arrived and is not being settled. */
  let arrived = new PairMap<BoxId, bigint, SentMessage>()
  let settling: Generation | undefined
  /** What arrived since the last commit; and whether anything has settled or left since then. */
  let uncommitted: SentMessage[] = []
  let moved = false

  /** Only the table tells how it is now: nothing is known, and nothing settles, before it has been read. */
  const forget = (): void => {
    loaded = false
    arrived = new PairMap()
    settling = undefined
  }

  const load = (): void => {
    forget()
    loaded = true
    for (const row of selectArrived.all()) {
      const sent: SentMessage = {
        box: boxIdOf(row['box']),
        randomId: long(row['random_id']),
        id: integer(row['id']),
        date: integer(row['date']),
      }
      arrived.set(sent.box, sent.randomId, sent)
    }
  }

  const beginSettling = (): Generation => {
    const { oldest, newest } = selectBounds.get() ?? {}
    const boxes = [...arrived.firsts()].sort((a, b) => b - a)
    const upTo = integer(newest)
    const generation: Generation = {
      sent: arrived,
      upTo,
      left: integer(oldest) - 1,
      boxes,
      box: undefined,
      sorted: new BigInt64Array(),
      settled: 0,
    }
    arrived = new PairMap()
    return generation
  }

  /** Settles the next ones of a generation; gives back how many there were. */
  const settleNext = (generation: Generation, count: number): number => {
    let done = 0
    while (done < count) {
      const { sent, box, sorted } = generation
      if (generation.settled === sorted.length) {
        const next = generation.boxes.pop()
        if (next === undefined) break
        generation.box = next
        generation.sorted = BigInt64Array.from(sent.under(next)?.keys() ?? []).sort()
        generation.settled = 0
        continue
      }
      const one = box && sent.get(box, sorted[generation.settled++] ?? 0n)
      if (one !== undefined) settle.run(one.box, one.randomId, one.id, one.date)
      done++
    }
    return done
  }

  const goOn = (generation: Generation, count: number): void => {
    moved = true
    const rest = count - settleNext(generation, count)
    if (rest === 0) return
    generation.left += rest * leavingForSettling
    leave.run(Math.min(generation.left, generation.upTo))
    if (generation.left >= generation.upTo) settling = undefined
  }

  connection.onCommit(() => {
    if (arrived.size >= perGeneration) settling ??= beginSettling()
    if (settling !== undefined) goOn(settling, Math.max(leastSettled, Math.ceil(settledForEach * uncommitted.length)))
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
      const recent = arrived.get(box, randomId) ?? settling?.sent.get(box, randomId)
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
      if (settling !== undefined) {
        goOn(settling, limit)
        return true
      }
      if (removeOldest.count(date, limit) > 0) {
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
