import type { BenchOptions, BenchRow } from '../row.ts'
import { files } from './files.ts'
import { messages } from './messages.ts'
import { rekeying } from './rekeying.ts'
import { relay } from './relay.ts'
import { throughServer } from './through-server.ts'

/** Secret chats: messages at either end, files, what it costs to change keys, and all of it through the server. */
export async function run(report: (row: BenchRow) => void, { quick }: BenchOptions): Promise<void> {
  await messages(report, quick)
  files(report)
  rekeying(report, quick)
  await relay(report, quick)
  await throughServer(report, quick)
}
