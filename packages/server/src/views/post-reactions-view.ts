import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { PostName } from '../store/domain/channels/channels.ts'
import type { PostReaction, ReactionTally } from '../store/domain/channels/post-reactions.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'

/** How many of the latest reactions are shown with the message itself. */
const recentReactions = 3

/** A message that was reacted to. */
export interface ReactedPost extends PostName {
  readonly author: UserId
  /** Of a broadcast channel, where nobody learns who has reacted ("Reactions"). */
  readonly isPost: boolean
}

/**
 * The reactions to messages of channels, by `postKey`: as one person sees them, or, without a viewer, in the form that is the
 * same for all and leaves out what each has given ("messageReactions", `min`). Costs the same however many there are.
 */
export async function viewPostReactions(
  read: CommittedReads<'postReactions'>,
  posts: readonly ReactedPost[],
  viewer?: UserId,
): Promise<Map<string, api.messageReactions>> {
  const counts = Map.groupBy(await read.postReactions.counts(posts), postKey)
  const given = Map.groupBy(viewer === undefined ? [] : await read.postReactions.given(posts, viewer), postKey)
  const views = new Map<string, api.messageReactions>()
  for (const { channel, id, author, isPost } of posts) {
    const key = postKey({ channel, id })
    const tallies = counts.get(key)
    if (tallies === undefined) continue
    const mine = given.get(key)?.map(({ reaction }) => keyOf(reaction)) ?? []
    const page = { channel, id, offset: 0, limit: recentReactions }
    const recent = isPost ? [] : await read.postReactions.page(page)
    const shown = recent.flatMap((one) => viewPostReaction(author, one, viewer) ?? [])
    views.set(key, {
      _: 'messageReactions',
      min: viewer === undefined || undefined,
      canSeeList: !isPost || undefined,
      results: viewTallies(tallies, mine),
      recentReactions: shown.length === 0 ? undefined : shown,
    })
  }
  return views
}

/** @param mine what the viewer has given, in order */
function viewTallies(tallies: readonly ReactionTally[], mine: readonly string[]): api.reactionCount[] {
  return tallies.flatMap(({ reaction: stored, count }): api.reactionCount[] => {
    const reaction = readStored('Reaction', stored)
    if (reaction === undefined) return []
    const order = mine.indexOf(keyOf(stored))
    return [{ _: 'reactionCount', reaction, count, chosenOrder: order === -1 ? undefined : order }]
  })
}

/** A message of a channel as a key. */
export function postKey({ channel, id }: PostName): string {
  return `${channel} ${id}`
}

/** What a message shows that nobody has reacted to, or not any more. */
export function noReactions({ isPost }: Pick<ReactedPost, 'isPost'>): api.messageReactions {
  return { _: 'messageReactions', canSeeList: !isPost || undefined, results: [] }
}

/** Undefined if the disk has not kept it. */
export function viewPostReaction(
  author: UserId,
  stored: PostReaction,
  viewer?: UserId,
): api.messagePeerReaction | undefined {
  const reaction = readStored('Reaction', stored.reaction)
  if (reaction === undefined) return undefined
  return {
    _: 'messagePeerReaction',
    big: stored.big || undefined,
    unread: (stored.unread && viewer === author) || undefined,
    my: stored.userId === viewer || undefined,
    peerId: toPeer(stored.userId),
    date: stored.date,
    reaction,
  }
}

function keyOf(reaction: Uint8Array): string {
  return Buffer.from(reaction).toString('latin1')
}
