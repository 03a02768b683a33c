import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { filePeriodOf } from '../../rules/file-reference.ts'
import { inSteps } from '../../store/in-steps.ts'
import { filePeriod, filePeriodSetting } from '../../views/file-views.ts'

/** How long parts, and what they were put together to, are kept that nobody touches. */
const uploadSeconds = 86_400
/** How long a photo or a document is kept that nothing shows: it may be about to be sent. */
const unusedSeconds = 86_400
const rowsOfUnit = 50

/** Forgets what was uploaded and never used, and photos and documents that nothing shows any more. */
export function createForgetUploads({ store }: Pick<ServicePorts, 'store'>): Upkeep {
  return {
    everySeconds: 60,
    async run(_, now) {
      await inSteps(store, rowsOfUnit, ({ uploads }, limit) => uploads.removeBefore(now - uploadSeconds, limit))
      await inSteps(store, rowsOfUnit, ({ documents }, limit) => documents.noteUnused(now, limit))
      await inSteps(store, rowsOfUnit, ({ documents }, limit) => documents.removeUnused(now - unusedSeconds, limit))
      await inSteps(store, rowsOfUnit, ({ photos }, limit) => photos.noteUnused(now, limit))
      await inSteps(store, rowsOfUnit, ({ photos }, limit) => photos.removeUnused(now - unusedSeconds, limit))
    },
  }
}

/** Moves the period of file references on; it never goes back. */
export function createMoveFilePeriod({ store }: Pick<ServicePorts, 'store'>): Upkeep {
  return {
    everySeconds: 300,
    async run(_, now) {
      const period = filePeriodOf(now)
      if ((await filePeriod(store.read)) >= period) return
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32LE(period)
      await store.transaction((tx) => tx.settings.put(filePeriodSetting, new Uint8Array(bytes)))
    },
  }
}
