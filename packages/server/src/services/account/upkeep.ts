import { deleteAccount } from '../../accounts/delete-account.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'

const accountsPerRun = 20
const rowsPerUnit = 1000

/** Ends accounts that nobody used for the time that their owners set, and removes what deleted ones owned. */
export function createAccountUpkeep(ports: ServicePorts): Upkeep {
  const { store, log } = ports
  return {
    everySeconds: 600,
    async run(now, plausible) {
      for (const userId of await store.read.users.ended(plausible, accountsPerRun)) {
        await store.transaction(async (tx) => {
          // It may have been used since it was read.
          if (!(await tx.users.ended(plausible, accountsPerRun)).includes(userId)) return
          await deleteAccount(tx, ports, userId, now)
          tx.onCommit(() =>
            log.warn({ userId }, 'an account was deleted: nobody used it for as long as its owner had set'),
          )
        })
      }
      for (const userId of await store.read.users.toErase(accountsPerRun)) {
        while (await store.transaction((tx) => tx.users.erase(userId, rowsPerUnit)));
      }
    },
  }
}
