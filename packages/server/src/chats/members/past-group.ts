import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Reads } from '../../store/store.ts'

/** The basic group that a supergroup was, for those who have messages of it in their own box: up to which number. */
export async function viewPastGroup(
  read: Pick<Reads, 'dialogs'>,
  viewer: UserId,
  { migratedFrom }: ChannelRecord,
): Promise<Pick<api.channelFull, 'migratedFromChatId' | 'migratedFromMaxId'>> {
  const dialog = migratedFrom && (await read.dialogs.get(viewer, migratedFrom))
  if (migratedFrom === undefined || !dialog || dialog.topMessage === 0) return {}
  return { migratedFromChatId: BigInt(-migratedFrom), migratedFromMaxId: dialog.topMessage }
}
