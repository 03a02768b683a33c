import type { Upkeep } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { deleteAccount } from './delete-account.ts'

const accountsPerRun = 20
const rowsPerUnit = 1000

/** Ends accounts that nobody used for the time that their owners set, and removes what deleted ones owned. */
export function createAccountUpkeep(ports: ServicePorts): Upkeep {
  const { store } = ports
  return {
    everySeconds: 600,
    async run(now) {
      for (const userId of await store.read.users.ended(now, accountsPerRun)) {
        await store.transaction(async (tx) => {
          // It may have been used since it was read.
          if ((await tx.users.ended(now, accountsPerRun)).includes(userId)) await deleteAccount(tx, ports, userId, now)
        })
      }
      for (const userId of await store.read.users.toErase(accountsPerRun)) {
        while (await store.transaction((tx) => tx.users.erase(userId, rowsPerUnit)));
      }
    },
  }
}
