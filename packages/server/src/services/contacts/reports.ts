import type { api } from '@chappe/tl-codec/api'
import { allowInChannel, readable } from '../../chats/channels/standing.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, type PeerId, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { logForgotten } from '../../ports/log-forgotten.ts'
import { type Methods, type Upkeep, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isLonger } from '../../rules/text-length.ts'
import type { Report } from '../../store/domain/system/reports.ts'
import { inSteps } from '../../store/in-steps.ts'

const maxMessageLength = 512
const maxMessages = 100

/** Reports are kept for a year, and so many at the most. */
const lifetimeSeconds = 365 * 86_400
const maxReports = 100_000
const perUnit = 1000

export function createForgetReports({ store, log }: ServicePorts): Upkeep {
  return {
    everySeconds: 600,
    async run(_now, plausible) {
      const before = plausible - lifetimeSeconds
      const forgotten = await inSteps(store, perUnit, (tx, limit) => tx.reports.trim(before, maxReports, limit))
      logForgotten(log, 'reports', forgotten)
    },
  }
}

/** What a message may be reported for, as it is asked and as the older methods name it. */
const options: readonly { readonly text: string; readonly reason: api.ReportReason['_'] }[] = [
  { text: 'Spam', reason: 'inputReportReasonSpam' },
  { text: 'Violence', reason: 'inputReportReasonViolence' },
  { text: 'Pornography', reason: 'inputReportReasonPornography' },
  { text: 'Child abuse', reason: 'inputReportReasonChildAbuse' },
  { text: 'Illegal drugs', reason: 'inputReportReasonIllegalDrugs' },
  { text: 'Personal details', reason: 'inputReportReasonPersonalDetails' },
  { text: 'Copyright', reason: 'inputReportReasonCopyright' },
  { text: 'A false identity', reason: 'inputReportReasonFake' },
  { text: 'Something else', reason: 'inputReportReasonOther' },
]

/** What users want the operator to look at: kept in the store, and counted in the log without what it says. */
export function createReports({ store, clock, log, inputPeers }: ServicePorts): Methods {
  const add = async (report: Omit<Report, 'date'>): Promise<boolean> => {
    const { reporter, peer, reason, message } = report
    if (isLonger(message, maxMessageLength)) throw badRequest('MESSAGE_TOO_LONG')
    const date = unixSeconds(clock)
    await store.transaction(async (tx) => {
      if (isChannel(peer)) await allowInChannel(tx, reporter, peer, 'report', date)
      else await allowIn(tx, reporter, peer, 'report')
      await tx.reports.add({ ...report, date })
    })
    log.warn({ peer, reason }, 'a peer was reported')
    return true
  }
  /** The numbers of those of a chat's messages that somebody is shown. */
  const shownTo = async (reporter: UserId, peer: PeerId, ids: readonly number[]): Promise<number[]> => {
    if (!isChannel(peer)) {
      const stored = await store.read.messages.many(reporter, ids)
      return stored.filter((one) => one.peer === peer).map(({ id }) => id)
    }
    const { above } = await readable(store.read, reporter, peer, unixSeconds(clock))
    const stored = await store.read.messages.many(peer, ids)
    return stored.map(({ id }) => id).filter((id) => id > above)
  }

  return {
    'account.reportPeer': userMethod(
      { acts: ['report'], rate: { burst: 20, secondsEach: 10, protects: 'accounts' } },
      async ({ userId: reporter }, { peer: input, reason, message }) => {
        const peer = await inputPeers.peer(reporter, input)
        return add({ reporter, peer, reason: reason._, message, messages: [] })
      },
    ),

    'messages.reportSpam': userMethod(
      { acts: ['report'], rate: { burst: 20, secondsEach: 10, protects: 'accounts' } },
      async ({ userId: reporter }, { peer: input }) => {
        const peer = await inputPeers.peer(reporter, input)
        return add({ reporter, peer, reason: 'inputReportReasonSpam', message: '', messages: [] })
      },
    ),

    /** Asks for the reason of the report, in steps, until it is known. */
    'messages.report': userMethod(
      { acts: ['report'] },
      async ({ userId: reporter }, { peer: input, id: messages, option, message }) => {
        const peer = await inputPeers.peer(reporter, input)
        if (messages.length > maxMessages) throw badRequest('LIMIT_INVALID')
        const found = await shownTo(reporter, peer, messages)
        if (found.length === 0) throw badRequest('MESSAGE_ID_INVALID')
        if (option.length === 0)
          return { _: 'reportResultChooseOption', title: 'Report', options: options.map(viewOption) }
        const reason = options.find((one) => one.reason === Buffer.from(option).toString())?.reason
        if (reason === undefined) throw badRequest('OPTION_INVALID')
        if (reason === 'inputReportReasonOther' && message.trim() === '') return { _: 'reportResultAddComment', option }
        await add({ reporter, peer, reason, message, messages: found })
        return { _: 'reportResultReported' }
      },
    ),
  }
}

function viewOption({ text, reason }: (typeof options)[number]): api.messageReportOption {
  return { _: 'messageReportOption', text, option: Buffer.from(reason) }
}
