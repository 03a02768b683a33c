import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { StoredReaction } from '../store/domain/chats/reactions.ts'
import { readStored } from '../tl/stored.ts'

/** How many of the latest reactions are shown with the message itself. */
const recentReactions = 3

/**
 * The reactions to one message, in the order in which they were given, as one person sees them.
 *
 * @param before what is stored with the message: whether they are tags
 */
export function viewReactions(
  viewer: UserId,
  author: UserId,
  reactions: readonly StoredReaction[],
  before?: api.MessageReactions,
): api.messageReactions {
  const counts = new Map<string, { reaction: api.Reaction; count: number; chosenOrder: number | undefined }>()
  let chosen = 0
  for (const { reaction, userId } of reactions) {
    const key = Buffer.from(reaction).toString('latin1')
    const known = counts.get(key)?.reaction ?? readStored('Reaction', reaction)
    if (known === undefined) continue
    const entry = counts.get(key) ?? { reaction: known, count: 0, chosenOrder: undefined }
    entry.count++
    if (userId === viewer) entry.chosenOrder = chosen++
    counts.set(key, entry)
  }
  const results = [...counts.values()].sort((a, b) => b.count - a.count)
  const shown = results.map((entry): api.reactionCount => ({ _: 'reactionCount', ...entry }))
  // Tags are always the owner's, so nobody is named.
  if (before?.reactionsAsTags === true) return { _: 'messageReactions', reactionsAsTags: true, results: shown }
  const recent = reactions.slice(-recentReactions).reverse()
  return {
    _: 'messageReactions',
    canSeeList: true,
    results: shown,
    recentReactions:
      recent.length === 0 ? undefined : recent.flatMap((reaction) => viewReaction(viewer, author, reaction) ?? []),
  }
}

/** Undefined if the disk has not kept it. */
export function viewReaction(
  viewer: UserId,
  author: UserId,
  stored: StoredReaction,
): api.messagePeerReaction | undefined {
  const reaction = readStored('Reaction', stored.reaction)
  if (reaction === undefined) return undefined
  return {
    _: 'messagePeerReaction',
    big: stored.big || undefined,
    unread: (stored.unread && viewer === author && stored.userId !== viewer) || undefined,
    my: stored.userId === viewer || undefined,
    peerId: toPeer(stored.userId),
    date: stored.date,
    reaction,
  }
}
