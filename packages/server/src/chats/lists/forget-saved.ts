import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import { recordPinnedSaved } from './saved-pins.ts'

/**
 * Within a unit: messages of someone's chat with oneself are gone. A saved dialog of which nothing is left is not pinned
 * when it comes into being anew; all devices are told, also the one that emptied it.
 */
export async function forgetSaved(
  tx: Transaction,
  ports: ServicePorts,
  { box, ids, date }: { readonly box: UserId; readonly ids: readonly number[]; readonly date: UnixTime },
): Promise<void> {
  await tx.savedTags.remove(box, ids)
  if (await tx.savedDialogs.remove(box, ids)) await recordPinnedSaved(tx, ports, { userId: box, date })
}
