import type { ChannelId } from '../../../../ids.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, type Row } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

/** So many numbers share a row, a bit for each. */
const blockSize = 1024
const blockBits = 10

export const deletedNumberRows: RowsOfAccount = {
  deleted_numbers: {
    stays: 'of the logs of channels, which belong to no account',
    ofChannel: { column: 'box', key: 'block' },
  },
}

/**
 * Which messages of a channel were deleted, by number. Numbers are given without gaps, so how many messages are between two
 * of them is their distance without those that were deleted, which costs the same however many there are.
 */
export interface DeletedNumbers {
  add(channel: ChannelId, ids: readonly number[]): void
  /** How many messages above `from` and not above `to` are there. */
  countBetween(channel: ChannelId, from: number, to: number): number
}

/** The columns that `countOf` takes, for a query whose rows name a channel and two numbers, as SQL expressions. */
export function deletedColumns(channel: string, from: string, to: string): string {
  const bitsOf = (number: string): string =>
    `(SELECT bits FROM deleted_numbers x WHERE x.box = ${channel} AND x.block = (${number}) >> ${blockBits})`
  return `${bitsOf(from)} AS from_bits, ${bitsOf(to)} AS to_bits,
    (SELECT coalesce(sum(x.count), 0) FROM deleted_numbers x WHERE x.box = ${channel}
     AND x.block > (${from}) >> ${blockBits} AND x.block < (${to}) >> ${blockBits}) AS between_count`
}

/** How many messages above `from` and not above `to` there are, from a row with `deletedColumns`. */
export function countOf(row: Row | undefined, from: number, to: number): number {
  if (to <= from) return 0
  const [fromBlock, toBlock] = [from >> blockBits, to >> blockBits]
  const [fromBits, toBits] = [bitsIn(row?.['from_bits']), bitsIn(row?.['to_bits'])]
  const [first, last] = [(from % blockSize) + 1, to % blockSize]
  const deleted =
    fromBlock === toBlock
      ? countBits(fromBits, first, last)
      : countBits(fromBits, first, blockSize - 1) + integer(row?.['between_count'] ?? 0) + countBits(toBits, 0, last)
  return to - from - deleted
}

export function createDeletedNumbers(connection: Connection): DeletedNumbers {
  const select = connection.read('SELECT bits FROM deleted_numbers WHERE box = ? AND block = ?')
  const put = connection.write('INSERT OR REPLACE INTO deleted_numbers (box, block, count, bits) VALUES (?, ?, ?, ?)')
  const selectBetween = connection.read(`SELECT ${deletedColumns('?1', '?2', '?3')}`)
  return {
    add(channel, ids) {
      for (const [block, numbers] of Map.groupBy(ids, (id) => id >> blockBits)) {
        const bits = bitsIn(select.get(channel, block)?.['bits']) ?? new Uint8Array(blockSize / 8)
        for (const id of numbers) {
          const at = (id % blockSize) >> 3
          bits[at] = (bits[at] ?? 0) | (1 << (id & 7))
        }
        put.run(channel, block, countBits(bits, 0, blockSize - 1), bits)
      }
    },
    countBetween: (channel, from, to) => countOf(selectBetween.get(channel, from, to), from, to),
  }
}

function bitsIn(column: Row[string] | undefined): Uint8Array | undefined {
  return column === null || column === undefined ? undefined : blob(column)
}

/** Those that are set from `first` to `last`, both included. */
function countBits(bits: Uint8Array | undefined, first: number, last: number): number {
  if (bits === undefined) return 0
  let count = 0
  for (let at = first; at <= last; ) {
    const byte = bits[at >> 3] ?? 0
    if ((at & 7) === 0 && byte === 0) at += 8
    else count += (byte >> (at++ & 7)) & 1
  }
  return count
}
