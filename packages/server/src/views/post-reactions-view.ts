import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { PostReaction } from '../store/domain/channels/post-reactions.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'

/** How many of the latest reactions are shown with the message itself. */
const recentReactions = 3

/** A message that was reacted to. */
export interface ReactedPost {
  readonly id: number
  readonly author: UserId
  /** Of a broadcast channel, where nobody learns who has reacted ("Reactions"). */
  readonly isPost: boolean
}

/**
 * The reactions to messages of one channel, by their numbers: as one person sees them, or, without a viewer, in the form that
 * is the same for all and leaves out what each has given ("messageReactions", `min`). Costs the same however many there are.
 */
export async function viewPostReactions(
  read: CommittedReads<'postReactions'>,
  channel: ChannelId,
  posts: readonly ReactedPost[],
  viewer?: UserId,
): Promise<Map<number, api.messageReactions>> {
  const ids = posts.map(({ id }) => id)
  const counts = await read.postReactions.counts(channel, ids)
  const given = viewer === undefined ? [] : await read.postReactions.given(channel, ids, viewer)
  const views = new Map<number, api.messageReactions>()
  for (const { id, author, isPost } of posts) {
    const tallies = counts.get(id)
    if (tallies === undefined) continue
    const mine = given.filter((one) => one.id === id).map(({ reaction }) => keyOf(reaction))
    const results = tallies.flatMap(({ reaction: stored, count }): api.reactionCount[] => {
      const reaction = readStored('Reaction', stored)
      if (reaction === undefined) return []
      const order = mine.indexOf(keyOf(stored))
      return [{ _: 'reactionCount', reaction, count, chosenOrder: order === -1 ? undefined : order }]
    })
    const page = { channel, id, offset: 0, limit: recentReactions }
    const recent = isPost ? [] : await read.postReactions.page(page)
    const shown = recent.flatMap((one) => viewPostReaction(author, one, viewer) ?? [])
    views.set(id, {
      _: 'messageReactions',
      min: viewer === undefined || undefined,
      canSeeList: !isPost || undefined,
      results,
      recentReactions: shown.length === 0 ? undefined : shown,
    })
  }
  return views
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
