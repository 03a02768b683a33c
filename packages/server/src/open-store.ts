import { join } from 'node:path'
import type { Metrics } from './operations/metrics.ts'
import type { StoreWatch } from './operations/store-watch.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import { describeFailure } from './rpc/describe-failure.ts'
import { currentRequest, outsideRequests } from './rpc/request-log.ts'
import type { ServerOptions } from './server-options.ts'
import { pacingBy } from './store/sqlite/engine/group-commit.ts'
import { openSqliteStore } from './store/sqlite/sqlite-store.ts'
import type { Store, Transaction } from './store/store.ts'

interface StoreObservers {
  readonly log: Log
  readonly clock: Clock
  readonly metrics: Metrics | undefined
  readonly watch: StoreWatch
}

export function openStore(
  { data, durable }: Pick<ServerOptions, 'data' | 'durable'>,
  { log, clock, metrics, watch }: StoreObservers,
): Store {
  return openSqliteStore({
    path: data === undefined ? ':memory:' : join(data, 'chappe.db'),
    durable,
    // A group of units is not the business of the request that happened to come first.
    schedule: (task) => clock.defer(() => outsideRequests(task)),
    pacing: pacingBy(clock),
    originOf: currentRequest,
    onActionError: (error, requestId) => log.error({ requestId, ...describeFailure(error) }, 'a push failed'),
    onCommitted: metrics?.committed,
    onIncomplete({ missing, log: keptLog, note }) {
      log.error(
        { missing, log: keptLog, note },
        'acknowledged commits are missing from the store: the log was damaged, or taken away; restore a backup if that has more, or remove the note to go on without them',
      )
    },
    onFailed(error) {
      metrics?.commitFailed()
      watch.failed(error)
    },
  })
}

/**
 * What is written to see whether the disk has room: larger than nearly any change, so that where this fits others do.
 * Nobody reads it.
 */
const trialBytes = 65_536

export async function writeTrial(tx: Transaction): Promise<void> {
  await tx.settings.put('store-watch', new Uint8Array(trialBytes))
}
