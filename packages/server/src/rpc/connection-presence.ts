import type { SessionName } from '../bus/bus.ts'

/** What becomes of who is online when connections come and go. */
export interface ConnectionPresence {
  /** The last connection of a key to this process that was online is gone. */
  gone(authKeyId: bigint): void
  /** Whether this session was online by another process; from now on it is by this one. */
  cameOver(session: SessionName): Promise<boolean>
}
