import type { UserId } from '../../ids.ts'
import { channelBase } from '../../ids.ts'
import { toChannelId, toPeerId, toUserId } from '../../peers/peer-id.ts'
import type { FileOrigin } from '../../rules/file-reference.ts'
import { Refusal } from '../../rules/refusal.ts'
import type { SizedFile } from '../../store/domain/files/file-sizes.ts'
import type { Reads } from '../../store/store.ts'
import { standingOf } from '../../views/standing.ts'
import { readable } from '../channels/standing.ts'
import { maySeePhoto } from '../photos/may-see-photo.ts'

/** Somebody uses a reference to a file that was shown somewhere. */
export interface OriginUse {
  readonly userId: UserId
  /** Where: see `fileOrigins`. */
  readonly at: number
  readonly file: SizedFile
  readonly now: number
}

/** Whether somebody may still have a file from where it was shown. */
type CheckOrigin = (read: Reads, use: OriginUse) => Promise<boolean>

const isOwn: CheckOrigin = async (_, { userId, at }) => at === userId

/** How each origin of references is checked when one is used. */
export const checkOrigin: Readonly<Record<FileOrigin, CheckOrigin>> = {
  async inBox(read, { userId, at, now }) {
    if (at === userId) return true
    const channel = toChannelId(BigInt(channelBase - at))
    if (channel === undefined) return false
    // It was shown in a channel: to whoever may look into that.
    try {
      await readable(read, userId, channel, now)
      return true
    } catch (error) {
      if (error instanceof Refusal) return false
      throw error
    }
  },
  async inProfile(read, { userId, at, file, now }) {
    const peer = toPeerId(at)
    if (peer === undefined || file.kind !== 'photo') return false
    return maySeePhoto(read, peer, { viewer: userId, photo: file.id, now })
  },
  /** A set is for everybody, as long as the sticker is in it. */
  inStickerSet: async (read, { at, file }) => (await read.stickerSets.setOf(file.id)) === at,
  inSavedGifs: isOwn,
  inRingtones: isOwn,
  async inSavedMusic(read, { userId, at, file }) {
    const owner = toUserId(BigInt(at))
    if (owner === undefined || file.kind !== 'document') return false
    const standing = await standingOf(read, userId, [owner])
    if (!standing.mayAsk(owner, 'privacyKeySavedMusic')) return false
    return (await read.savedDocuments.ids(owner, 'music')).includes(file.id)
  },
}
