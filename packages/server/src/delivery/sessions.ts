import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../bus/bus.ts'
import type { UserId } from '../ids.ts'
import type { Here } from './audience.ts'

/** The sessions that this gateway holds, by whom they belong to. A user is here who has one that is connected. */
export interface Sessions extends Here {
  /** Whose session this is, if it is here. */
  ownerOf(name: SessionName): UserId | undefined
  push(userId: UserId, updates: api.Updates, except: SessionName | undefined): void
  /** The same to all of these, written once. */
  pushToAll(userIds: Iterable<UserId>, updates: api.Updates, except: SessionName | undefined): void
  /** Has them ask for what they have missed. */
  missed(userId: UserId, except: SessionName | undefined): void
  /** To the sessions of one device of a user. */
  pushToDevice(userId: UserId, authKeyId: bigint, updates: api.Updates): void
  pushToKey(authKeyId: bigint, updates: api.Updates): void
}
