import type { Clock } from '@chappe/transport/client'
import type { PlatformFiles } from '../platform/platform.ts'
import type { ResumeRecords } from './resume-records.ts'

export interface SavePort {
  readonly files: PlatformFiles
  readonly clock: Pick<Clock, 'now'>
  readonly records: ResumeRecords
  /** What is written where, by which the next attempt knows it again. */
  readonly identity: string
  readonly path: string
}

/** What has been written is made durable so often, so that a machine that fails has to fetch little again. */
const SYNC_EVERY_MS = 5000

/** Writes pieces in order into `PATH.part`, and gives that its name when it is whole. */
export async function saveToFile(
  { files, clock, records, identity, path }: SavePort,
  piecesFrom: (offset: number) => AsyncIterable<Uint8Array>,
): Promise<void> {
  const partial = `${path}.part`
  const file = await files.openToWrite(partial)
  let done = 0
  try {
    // What stands behind was written, but may not have reached the disk before the machine failed.
    done = Math.min((await records.loadDownload(identity))?.bytes ?? 0, file.size)
    await file.truncate(done)
    let syncedAt = clock.now()
    try {
      for await (const piece of piecesFrom(done)) {
        await file.write(done, piece)
        done += piece.length
        if (clock.now() - syncedAt < SYNC_EVERY_MS) continue
        await note()
        syncedAt = clock.now()
      }
    } catch (error) {
      await note()
      throw error
    }
    await file.sync()
  } finally {
    await file.close()
  }
  await files.rename(partial, path)
  await records.saveDownload(identity, undefined)

  async function note(): Promise<void> {
    await file.sync()
    await records.saveDownload(identity, { bytes: done })
  }
}
