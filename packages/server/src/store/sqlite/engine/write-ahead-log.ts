import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { StoreError } from '../../errors.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { Durability } from './group-commit.ts'

/**
 * The file that SQLite appends each commit to. SQLite would flush it within the commit, and nothing else would be done
 * until the disk is; so it is told not to (`synchronous = NORMAL`, which still flushes whatever must be in order), and
 * the file is flushed here, while the event loop goes on.
 */
export interface WriteAheadLog extends Durability {
  /** While this is set, something is committed that is not on the disk yet, and nobody may see it; rejects if it never is. */
  readonly flushing: Promise<void> | undefined
  /** Ends what runs beside the commits. */
  close(): Promise<void>
  /** To be called last, when nobody in this process has the store open. */
  release(): void
}

export interface WriteAheadLogOptions {
  /** The store's file; this one stands beside it, and is there already. */
  readonly path: string
  readonly checkpoints: Checkpoints
  /** Default: the operating system's `fdatasync`. */
  readonly flushFile?: ((file: number) => Promise<void>) | undefined
  /** Told after each flush. Default: nobody. */
  readonly onFlushed?: (() => void) | undefined
}

export function openWriteAheadLog(options: WriteAheadLogOptions): WriteAheadLog {
  const { checkpoints, flushFile = promisify(fdatasync), onFlushed } = options
  // Some systems flush only what is open for writing.
  const file = openSync(`${options.path}-wal`, 'r+')
  let flushing: Promise<void> | undefined

  const flush = async (): Promise<void> => {
    try {
      await flushFile(file)
    } catch (cause) {
      // What the disk holds now only the log itself can tell, when it is read anew: a second flush may succeed without
      // having written what the first one lost.
      const reason = 'the disk has failed to keep what was written; start the server again'
      throw new StoreError('UNAVAILABLE', reason, { cause })
    }
    flushing = undefined
    onFlushed?.()
    checkpoints.committed()
  }

  return {
    get flushing() {
      return flushing
    },
    get hold() {
      return flushing ?? checkpoints.hold
    },
    flush() {
      flushing = flush()
      return flushing
    },
    async close() {
      await flushing?.catch(() => {})
      await checkpoints.close()
      closeSync(file)
    },
    release: checkpoints.release,
  }
}
