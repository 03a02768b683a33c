import { isUser, type UserId } from '../../ids.ts'
import { toUserId } from '../../peers/peer-id.ts'
import type { Transaction } from '../../store/store.ts'
import type { Content } from './draft.ts'

/** Whether a text names someone, by name or by username. */
export async function mentions(tx: Transaction, { text, entities }: Content, userId: UserId): Promise<boolean> {
  if (entities.length === 0) return false
  if (entities.some((entity) => entity._ === 'messageEntityMentionName' && entity.userId === BigInt(userId))) {
    return true
  }
  const names = usernamesIn(text, entities)
  if (names.length === 0) return false
  const username = (await tx.users.get(userId))?.username?.toLowerCase()
  return username !== undefined && names.includes(username)
}

/** Those among `people` whom a text names. */
export async function mentionedAmong(
  tx: Transaction,
  { text, entities }: Content,
  people: ReadonlySet<UserId>,
): Promise<Set<UserId>> {
  const mentioned = new Set<UserId>()
  if (entities.length === 0) return mentioned
  const named = new Set(entities.flatMap((entity) => (entity._ === 'messageEntityMentionName' ? entity.userId : [])))
  if (named.size > 0) for (const userId of people) if (named.has(BigInt(userId))) mentioned.add(userId)
  for (const name of new Set(usernamesIn(text, entities))) {
    const peer = await tx.usernames.resolve(name)
    if (peer !== undefined && isUser(peer) && people.has(peer)) mentioned.add(peer)
  }
  return mentioned
}

/** All whom a text names, at most `max` of them. */
export async function mentionedPeople(tx: Transaction, { text, entities }: Content, max: number): Promise<UserId[]> {
  if (entities.length === 0) return []
  const named = entities.flatMap((entity) =>
    entity._ === 'messageEntityMentionName' ? (toUserId(entity.userId) ?? []) : [],
  )
  const people = new Set(named)
  for (const name of new Set(usernamesIn(text, entities))) {
    if (people.size >= max) break
    const peer = await tx.usernames.resolve(name)
    if (peer !== undefined && isUser(peer)) people.add(peer)
  }
  return [...people].slice(0, max)
}

/** The usernames that a text mentions, in small letters, each as often as it stands there. */
export function usernamesIn(text: string, entities: Content['entities']): string[] {
  return entities
    .filter((entity) => entity._ === 'messageEntityMention')
    .map(({ offset, length }) => text.slice(offset + 1, offset + length).toLowerCase())
}
