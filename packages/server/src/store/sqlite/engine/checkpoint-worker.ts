// A thread that writes a store's log back into the store whenever it is asked to. See checkpoints.ts.
import { fdatasyncSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { CheckpointOrder, CheckpointOutcome, CheckpointWorkerData } from './checkpoints.ts'

const { path, file }: CheckpointWorkerData = workerData
const database = new DatabaseSync(path)
// It waits for nobody; whatever others keep it from waits for the next time.
database.exec('PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 0; PRAGMA cache_size = -256;')
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')

function writeBack(order: CheckpointOrder): CheckpointOutcome {
  try {
    const { log } = checkpoint.get() ?? {}
    // SQLite flushes the store only when nothing of the log is left, which would be a lot by then.
    if (order === 'most') fdatasyncSync(file)
    return { pages: Number(log) }
  } catch {
    // A full disk: the log grows instead, until there is space.
    return { pages: 0 }
  }
}

parentPort?.on('message', (order: CheckpointOrder | 'close') => {
  if (order === 'close') {
    database.close()
    parentPort?.close()
  } else {
    parentPort?.postMessage(writeBack(order))
  }
})
