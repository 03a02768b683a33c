import type { BusMessage } from '../bus/bus.ts'
import type { ServicePorts } from '../core-ports.ts'
import { unixSeconds } from '../ports/clock.ts'
import type { Transaction } from '../store/store.ts'

/** What happened to a key, without its version. */
export type KeyNews =
  | Omit<Extract<BusMessage, { readonly type: 'authorization' }>, 'version'>
  | Extract<BusMessage, { readonly type: 'bound' | 'keyDestroyed' }>

/**
 * Within a unit: what is known of a key has changed. All gateways are told once it is durable; it is also written down, so
 * that one that is not told finds out (`gateway/key-watch.ts`).
 */
export async function announceKey(
  tx: Transaction,
  { bus, clock }: Pick<ServicePorts, 'bus' | 'clock'>,
  news: KeyNews,
): Promise<void> {
  const changed = news.type === 'bound' ? news.temporary : news.authKeyId
  const version = await tx.keyChanges.add(changed, unixSeconds(clock))
  tx.onCommit(() => bus.publish(news.type === 'authorization' ? { ...news, version } : news))
}
