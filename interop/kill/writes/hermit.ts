import type { Client, ClientOptions } from '@chappe/client'
import type { ServerProcess } from '../../support/server-process.ts'
import type { Alone } from '../asked.ts'
import type { Plans } from '../deck.ts'
import type { Person } from '../people.ts'
import type { Write } from '../traffic.ts'
import type { Chat } from './chat.ts'
import { edit, forward, send, sendContact, sendPoll } from './letters.ts'
import { ownDevicePlans } from './own-devices.ts'
import { ownListPlans } from './own-lists.ts'
import { ownMarkPlans } from './own-marks.ts'
import { ownPeoplePlans, restartTakeout } from './own-people.ts'
import { recoveryPlans } from './recovery.ts'
import { type Security, securityPlans } from './security.ts'

/**
 * Somebody whom nobody else writes to but the receiver, in the same lane: for what concerns all of an account's chats,
 * people or devices at once, and would get in the way of whoever else writes there.
 */
export interface Hermit extends Security {
  readonly server: ServerProcess
  readonly receiver: Person
  readonly toReceiver: Chat
  readonly fromReceiver: Chat
  readonly toSelf: Chat
  /** What is known of the hermit besides the ledger. */
  readonly alone: Alone
  openClient(deviceModel: string, options?: Partial<ClientOptions>): Client
}

export function hermitPlans(hermit: Hermit): Plans {
  const { toReceiver, fromReceiver } = hermit
  return [
    ...securityPlans(hermit),
    ...recoveryPlans(hermit),
    ...ownDevicePlans(hermit),
    ...ownListPlans(hermit),
    ...ownMarkPlans(hermit),
    ...ownPeoplePlans(hermit),
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
export function hermitOpenings(hermit: Hermit): readonly (() => Write | undefined)[] {
  const { toReceiver, fromReceiver, toSelf } = hermit
  const first = [toReceiver, fromReceiver, toSelf].map((chat) => () => send(chat))
  return [...first, () => forward(toReceiver), () => restartTakeout(hermit)]
}
