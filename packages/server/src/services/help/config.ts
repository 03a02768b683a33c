import type { api } from '@chappe/tl-codec/api'
import type { ServerSettings } from '../../core-ports.ts'
import type { KeyState } from '../../rpc/caller.ts'
import { dataCentreOf } from '../../rpc/data-centre.ts'
import { maxPinnedDialogs, maxPinnedInArchive } from '../../rules/dialog-limits.ts'
import { meUrlPrefix } from '../../rules/invite-links.ts'
import { maxMessageLength } from '../../rules/message-text.ts'
import { heardSeconds } from '../../rules/unheard.ts'
import { dcOptionsOf } from './dc-options.ts'

const configLifetime = 3600
const twoDays = 2 * 24 * 3600
const forever = 2 ** 31 - 1

/** Limits that today's clients read from `help.getAppConfig`, under the names that they have in layers until 152. */
const limitsOfEarlierLayers: Readonly<Record<string, number>> = {
  pinnedDialogsCountMax: maxPinnedDialogs,
  pinnedInfolderCountMax: maxPinnedInArchive,
}

/**
 * `help.getConfig`: one data centre, this one, at the address where it is reached, under the number by which the client of
 * this key knows it; and the reaction that a double tap gives, for whoever has chosen one (`messages.setDefaultReaction`).
 */
export function createConfig(
  settings: ServerSettings,
  key: KeyState,
  date: number,
  reactionsDefault?: api.Reaction,
): api.config {
  const { id, test } = dataCentreOf(key, settings)
  return {
    _: 'config',
    revokePmInbox: true,
    date,
    expires: date + configLifetime,
    testMode: test,
    thisDc: id,
    dcOptions: dcOptionsOf(settings.address(), id),
    dcTxtDomainName: '',
    chatSizeMax: 200,
    megagroupSizeMax: 200_000,
    forwardedCountMax: 100,
    onlineUpdatePeriodMs: 210_000,
    offlineBlurTimeoutMs: 5_000,
    offlineIdleTimeoutMs: 30_000,
    onlineCloudTimeoutMs: 300_000,
    notifyCloudDelayMs: 30_000,
    notifyDefaultDelayMs: 1_500,
    pushChatPeriodMs: 60_000,
    pushChatLimit: 2,
    editTimeLimit: twoDays,
    revokeTimeLimit: forever,
    revokePmTimeLimit: forever,
    ratingEDecay: 2_419_200,
    stickersRecentLimit: 200,
    channelsReadMediaPeriod: heardSeconds,
    callReceiveTimeoutMs: 20_000,
    callRingTimeoutMs: 90_000,
    callConnectTimeoutMs: 30_000,
    callPacketTimeoutMs: 10_000,
    meUrlPrefix,
    captionLengthMax: 1024,
    messageLengthMax: maxMessageLength,
    webfileDcId: id,
    reactionsDefault,
    ...limitsOfEarlierLayers,
  }
}
