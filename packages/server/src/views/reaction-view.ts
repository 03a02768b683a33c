import type { api } from '@chappe/tl-codec/api'
import { toPeer } from '../peers/peer-id.ts'
import type { UserId } from '../store/domain/ids.ts'
import type { StoredReaction } from '../store/domain/reactions.ts'
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
    const entry = counts.get(key) ?? { reaction: readStored('Reaction', reaction), count: 0, chosenOrder: undefined }
    entry.count++
    if (userId === viewer) entry.chosenOrder = chosen++
    counts.set(key, entry)
  }
  const results = [...counts.values()].sort((a, b) => b.count - a.count)
  const shown = results.map((entry): api.reactionCount => ({ _: 'reactionCount', ...entry }))
  // Whose tags they are is no question.
  if (before?.reactionsAsTags === true) return { _: 'messageReactions', reactionsAsTags: true, results: shown }
  const recent = reactions.slice(-recentReactions).reverse()
  return {
    _: 'messageReactions',
    canSeeList: true,
    results: shown,
    recentReactions: recent.length === 0 ? undefined : recent.map((reaction) => viewReaction(viewer, author, reaction)),
  }
}

export function viewReaction(viewer: UserId, author: UserId, stored: StoredReaction): api.messagePeerReaction {
  return {
    _: 'messagePeerReaction',
    big: stored.big || undefined,
    unread: (stored.unread && viewer === author && stored.userId !== viewer) || undefined,
    my: stored.userId === viewer || undefined,
    peerId: toPeer(stored.userId),
    date: stored.date,
    reaction: readStored('Reaction', stored.reaction),
  }
}
