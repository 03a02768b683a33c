import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { StoredEphemeral } from '../store/domain/chats/ephemeral-messages.ts'
import { readStored } from '../tl/stored.ts'
import { type FileViewReads, viewOwnMedia } from './file-views.ts'

/** A message that only one member of a group sees, as it was stored. Undefined for one that the disk has not kept. */
export function toEphemeral({ id, data }: StoredEphemeral): api.ephemeralMessage | undefined {
  return readStored('EphemeralMessage', data, `ephemeral message ${id}`)
}

/** The same as one of the two sees it who may. */
export async function viewEphemeral(
  read: FileViewReads,
  viewer: UserId,
  message: api.ephemeralMessage,
): Promise<api.ephemeralMessage> {
  const { fromId, media } = message
  const isOut = fromId._ === 'peerUser' && fromId.userId === BigInt(viewer)
  return {
    ...message,
    out: isOut || undefined,
    media: media && (await viewOwnMedia(read, media, { origin: 'inBox', at: viewer })),
  }
}
