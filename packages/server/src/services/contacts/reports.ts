import { unixSeconds } from '../../ports/clock.ts'
import type { Upkeep, UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { PeerId, UserId } from '../../store/domain/ids.ts'
import { inSteps } from '../in-steps.ts'
import type { ServicePorts } from '../ports.ts'

const maxMessageLength = 512

/** For a year, and so many, reports can be read. */
const lifetimeSeconds = 365 * 86_400
const maxReports = 100_000
const perUnit = 1000

export function createForgetReports({ store }: ServicePorts): Upkeep {
  return {
    everySeconds: 600,
    async run(now) {
      await inSteps(store, perUnit, (tx, limit) => tx.reports.trim(now - lifetimeSeconds, maxReports, limit))
    },
  }
}

/** What users want the operator to look at: kept in the store, and counted in the log without what it says. */
export function createReports({
  store,
  clock,
  log,
  inputPeers,
}: ServicePorts): Pick<UserHandlers, 'account.reportPeer' | 'messages.reportSpam'> {
  const add = async (reporter: UserId, peer: PeerId, reason: string, message: string): Promise<boolean> => {
    if (peer === reporter) throw badRequest('PEER_ID_INVALID')
    if (message.length > maxMessageLength) throw badRequest('MESSAGE_TOO_LONG')
    await store.transaction((tx) => tx.reports.add({ reporter, peer, reason, message, date: unixSeconds(clock) }))
    log.warn({ peer, reason }, 'a peer was reported')
    return true
  }
  return {
    async 'account.reportPeer'({ userId }, request) {
      return add(userId, await inputPeers.peer(userId, request.peer), request.reason._, request.message)
    },
    async 'messages.reportSpam'({ userId }, request) {
      return add(userId, await inputPeers.peer(userId, request.peer), 'inputReportReasonSpam', '')
    },
  }
}
