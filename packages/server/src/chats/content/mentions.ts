import type { UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import type { Content } from './draft.ts'

/** Whether a text names someone, by name or by username. */
export async function mentions(tx: Transaction, { text, entities }: Content, userId: UserId): Promise<boolean> {
  if (entities.length === 0) return false
  if (entities.some((entity) => entity._ === 'messageEntityMentionName' && entity.userId === BigInt(userId))) {
    return true
  }
  const names = entities
    .filter((entity) => entity._ === 'messageEntityMention')
    .map(({ offset, length }) => text.slice(offset + 1, offset + length).toLowerCase())
  if (names.length === 0) return false
  const username = (await tx.users.get(userId))?.username?.toLowerCase()
  return username !== undefined && names.includes(username)
}
