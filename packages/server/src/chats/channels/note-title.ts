import type { ChannelId } from '../../ids.ts'
import { wordsOfName } from '../../rules/names.ts'
import type { Transaction } from '../../store/store.ts'

/** Within a unit: has a channel found by its title as it is now, if it is public. */
export async function noteTitle(tx: Transaction, channel: ChannelId): Promise<void> {
  const record = await tx.channels.get(channel)
  const isFound = record !== undefined && !record.deleted && record.username !== undefined
  await tx.titleWords.put(channel, isFound ? wordsOfName(record.title) : [])
}
