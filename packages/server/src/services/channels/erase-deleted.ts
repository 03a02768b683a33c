import type { ServicePorts } from '../../core-ports.ts'
import type { UpkeepTask } from '../../rpc/handlers.ts'

const channelsPerRun = 20
const rowsPerUnit = 1000

/** Removes what belonged to channels that were deleted, a bounded part at a time. */
export function createEraseDeletedChannels({ store }: ServicePorts): UpkeepTask {
  return {
    everySeconds: 60,
    async run() {
      for (const channel of await store.read.channels.toErase(channelsPerRun)) {
        while (await store.transaction((tx) => tx.channels.erase(channel, rowsPerUnit)));
      }
    },
  }
}
