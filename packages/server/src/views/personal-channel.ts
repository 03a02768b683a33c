import type { ChannelId } from '../ids.ts'
import type { ChannelRecord } from '../store/domain/channels/channels.ts'
import type { UserRecord } from '../store/domain/people/users.ts'
import type { Reads } from '../store/store.ts'

/** Whether a channel can stand on somebody's profile: one's own, open to all, and no group. */
export function canBePersonal(record: ChannelRecord | undefined, owner: UserRecord['id']): boolean {
  if (record === undefined || record.deleted || record.username === undefined) return false
  return record.kind === 'broadcast' && record.creator === owner
}

/** "User profiles", personal channels: the one that somebody shows, as long as it is still what it was then. */
export async function personalChannelOf(
  read: Pick<Reads, 'channels'>,
  { id, personalChannel }: Pick<UserRecord, 'id' | 'personalChannel'>,
): Promise<ChannelId | undefined> {
  if (personalChannel === undefined) return undefined
  return canBePersonal(await read.channels.get(personalChannel), id) ? personalChannel : undefined
}
