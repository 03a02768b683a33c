// A thread that writes a store's log back into the store whenever it is asked to. See checkpoints.ts.
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

const database = new DatabaseSync(workerData)
// It waits for nobody; whatever others keep it from waits for the next time.
database.exec('PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 0; PRAGMA cache_size = -256;')
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')

parentPort?.on('message', (message: unknown) => {
  if (message === 'close') {
    database.close()
    parentPort?.close()
    return
  }
  try {
    const row = checkpoint.get()
    parentPort?.postMessage({ pages: row?.['log'], writtenBack: row?.['checkpointed'] })
  } catch {
    // A full disk: the log grows instead, until there is space.
    parentPort?.postMessage({ pages: 0, writtenBack: 0 })
  }
})
