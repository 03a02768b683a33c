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
  /** Whether a device of somebody who is signed in is connected. */
  hasDevice(authKeyId: bigint): boolean
  /** As `push`, to one device alone. */
  pushToDevice(authKeyId: bigint, updates: api.Updates): void
  /** As `missed`, of what waits for one device alone. */
  deviceMissed(authKeyId: bigint): void
  pushToKey(authKeyId: bigint, updates: api.Updates): void
}
