import type { RecordReader } from '../../storage/records.ts'
import { readStoredMessage, type StoredMessage } from './stored-message.ts'

/** What a chat's record says of its history. */
export interface HistoryState {
  /** The number of the next message. */
  nextId: number
  /** Whatever has a lower number is gone. */
  firstId: number
  /** The newest messages, by their numbers. */
  tail: StoredMessage[]
  /** The numbers of the blocks in which the older ones are. */
  blocks: number[]
  /** Random ids of messages that are deleted, and may still be in a block. */
  doomed: bigint[]
}

export function readHistoryState(record: RecordReader): HistoryState {
  const numbers = (name: string): number[] => record.list(name, (item) => item.number('n'))
  return {
    nextId: record.number('nextId'),
    firstId: record.number('firstId'),
    tail: record.list('tail', readStoredMessage),
    blocks: numbers('blocks'),
    doomed: record.list('doomed', (item) => item.bigint('n')),
  }
}

/** Lists of plain numbers are stored as records. */
export function storedHistory({ blocks, doomed, ...rest }: HistoryState): object {
  return { ...rest, blocks: blocks.map((n) => ({ n })), doomed: doomed.map((n) => ({ n })) }
}
