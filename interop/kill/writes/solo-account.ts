import type { Client, ClientOptions } from '@chappe/client'
import type { ServerProcess } from '../../support/server-process.ts'
import type { Alone } from '../asked.ts'
import type { Person } from '../people.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import type { Chat } from './chat.ts'
import { edit, forward, send, sendContact, sendPoll } from './messages.ts'
import { ownDevicePlans } from './own-devices.ts'
import { ownListPlans } from './own-lists.ts'
import { ownMarkPlans } from './own-marks.ts'
import { ownPeoplePlans, restartTakeout } from './own-people.ts'
import { recoveryPlans } from './recovery.ts'
import { type Security, securityPlans } from './security.ts'

/**
 * Somebody whom nobody else writes to but the receiver, by the same actor: for what concerns all of an account's chats,
 * people or devices at once, and would get in the way of whoever else writes there.
 */
export interface SoloAccount extends Security {
  readonly server: ServerProcess
  readonly receiver: Person
  readonly toReceiver: Chat
  readonly fromReceiver: Chat
  readonly toSelf: Chat
  /** What is known of the solo account besides the ledger. */
  readonly alone: Alone
  openClient(deviceModel: string, options?: Partial<ClientOptions>): Client
}

export function soloAccountPlans(solo: SoloAccount): Plans {
  const { toReceiver, fromReceiver } = solo
  return [
    ...securityPlans(solo),
    ...recoveryPlans(solo),
    ...ownDevicePlans(solo),
    ...ownListPlans(solo),
    ...ownMarkPlans(solo),
    ...ownPeoplePlans(solo),
    // Nothing is deleted here but what was saved, so that what is pinned and marked stays.
    [2, () => send(toReceiver)],
    [1, () => send(fromReceiver)],
    [1, () => sendContact(toReceiver)],
    [1, () => sendPoll(toReceiver)],
    [1, () => edit(toReceiver)],
    [2, () => forward(toReceiver)],
  ]
}

/** What must be there before all else: two chats, something saved from one of them, and an export to look into. */
export function soloAccountOpenings(solo: SoloAccount): readonly (() => Write | undefined)[] {
  const { toReceiver, fromReceiver, toSelf } = solo
  const first = [toReceiver, fromReceiver, toSelf].map((chat) => () => send(chat))
  return [...first, () => forward(toReceiver), () => restartTakeout(solo)]
}
