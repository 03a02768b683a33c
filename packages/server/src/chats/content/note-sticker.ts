import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { maxRecentStickers } from '../../rules/sticker-sets.ts'

/** A sticker that is sent is among those that were used lately ("Recent stickers"). Answers with what it was given. */
export async function noteSticker(
  { store, clock }: Pick<ServicePorts, 'store' | 'clock'>,
  userId: UserId,
  media: api.messageMediaDocument,
): Promise<api.messageMediaDocument> {
  const { document } = media
  if (document?._ !== 'document') return media
  if (!document.attributes.some(({ _ }) => _ === 'documentAttributeSticker')) return media
  const used = { document: Number(document.id), date: unixSeconds(clock) }
  await store.transaction((tx) => tx.stickerLists.put(userId, 'recent', used, maxRecentStickers))
  return media
}
