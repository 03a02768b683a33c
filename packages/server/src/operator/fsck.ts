import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { checkFiles, type FileReport } from '../blobs/check.ts'
import { openFolderObjects } from '../blobs/folder-objects.ts'
import type { ServicePorts } from '../core-ports.ts'
import type { OperatorCommand } from './command.ts'
import { isObject, OperatorError } from './protocol.ts'

export interface FsckResult extends FileReport {
  /** Whether all was looked at. */
  readonly isWhole: boolean
}

/** Looks whether all files are as they were written, and repairs what can be if it is told to. */
export function createFsck({ store, blobs, clock }: Pick<ServicePorts, 'store' | 'blobs' | 'clock'>): OperatorCommand {
  let isRunning = false
  return async (input, { progress, stop, serverStops }): Promise<FsckResult> => {
    const { repair, from } = parseFsck(input)
    if (isRunning) throw new OperatorError('BUSY', 'files are being checked already: wait for it to end')
    isRunning = true
    try {
      const signal = AbortSignal.any([stop, serverStops])
      let told = 0
      const onProgress = (objects: number): void => {
        if (objects - told < 100) return
        told = objects
        progress({ objects })
      }
      const place = from === undefined ? undefined : await openFolderObjects(from)
      const options = { repair, from: place, onProgress, stop: signal, now: clock.now() }
      return { ...(await checkFiles(store, blobs, options)), isWhole: !signal.aborted }
    } finally {
      isRunning = false
    }
  }
}

function parseFsck(input: unknown): { repair: boolean; from: string | undefined } {
  const { repair, from } = isObject(input) ? input : {}
  if (typeof repair !== 'boolean') throw new OperatorError('REFUSED', 'fsck is told whether to repair')
  if (from === undefined) return { repair, from }
  if (typeof from !== 'string' || !isAbsolute(from) || !existsSync(from)) {
    throw new OperatorError('REFUSED', 'there is no such folder to repair from')
  }
  return { repair, from }
}

/** Reads what a server answered. */
export function fsckResult(result: unknown): FsckResult {
  const { objects, bytes, damaged, repaired, strays, isWhole } = isObject(result) ? result : {}
  if (![objects, bytes, repaired, strays].every((one) => typeof one === 'number') || !Array.isArray(damaged)) {
    throw new OperatorError('FAILED', 'the server answered something else than asked')
  }
  return {
    objects: Number(objects),
    bytes: Number(bytes),
    repaired: Number(repaired),
    strays: Number(strays),
    isWhole: isWhole === true,
    damaged: damaged.flatMap((one: unknown) => {
      const { name, damage } = isObject(one) ? one : {}
      const isKnown = damage === 'missing' || damage === 'cut' || damage === 'changed'
      return typeof name === 'string' && isKnown ? [{ name, damage }] : []
    }),
  }
}
