import type { Client, ClientOptions } from '@chappe/client'
import type { ServerProcess } from '../../support/server-process.ts'
import type { Alone } from '../asked.ts'
import type { Person } from '../people.ts'
import type { Chat } from './chat.ts'
import type { Security } from './security.ts'

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
