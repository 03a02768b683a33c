import type { RecordReader } from '../../storage/records.ts'
import { packedMessage, readPackedMessage, type StoredMessage } from './stored-message.ts'

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
  const ranges = record.list('blocks', (item) => [item.number('from'), item.number('to')] as const)
  return {
    nextId: record.number('nextId'),
    firstId: record.number('firstId'),
    tail: record.list('tail', readPackedMessage),
    blocks: ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at)),
    doomed: record.list('doomed', (item) => item.bigint('n')),
  }
}

/** The form in which it is stored: there may be thousands of blocks, and hardly any is missing between them. */
export function storedHistory({ blocks, doomed, tail, ...rest }: HistoryState): object {
  const ranges: { from: number; to: number }[] = []
  for (const block of blocks) {
    const last = ranges.at(-1)
    if (last?.to === block - 1) last.to = block
    else ranges.push({ from: block, to: block })
  }
  return { ...rest, tail: tail.map(packedMessage), blocks: ranges, doomed: doomed.map((n) => ({ n })) }
}
