import type { api } from '@chappe/tl-codec/api'
import type { PeerId, UserId } from '../ids.ts'
import { shownBytes } from '../rules/answer-bounds.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'

/** What a dialog says of a chat besides its messages and marks. */
export type DialogDetails = Pick<
  api.dialog,
  'draft' | 'ttlPeriod' | 'unreadMentionsCount' | 'unreadReactionsCount' | 'unreadPollVotesCount'
>

export async function dialogDetails(
  read: Pick<Reads, 'drafts' | 'autoDelete' | 'messageMarks'>,
  viewer: UserId,
  peers: readonly PeerId[],
): Promise<{ of(peer: PeerId): DialogDetails; draftBytes(peer: PeerId): number }> {
  const [drafts, periods, mentions, reactions, pollVotes] = await Promise.all([
    read.drafts.many(viewer, peers),
    read.autoDelete.ofChats(viewer, peers),
    read.messageMarks.counts(viewer, peers, 'unreadMention'),
    read.messageMarks.counts(viewer, peers, 'unreadReaction'),
    read.messageMarks.counts(viewer, peers, 'unreadPollVote'),
  ])
  const stored = new Map(drafts.map(({ peer, data }) => [peer, data]))
  return {
    of: (peer) => {
      const draft = stored.get(peer)
      return {
        draft: draft && readStored('DraftMessage', draft),
        ttlPeriod: periods.get(peer),
        unreadMentionsCount: mentions.get(peer) ?? 0,
        unreadReactionsCount: reactions.get(peer) ?? 0,
        unreadPollVotesCount: pollVotes.get(peer) ?? 0,
      }
    },
    draftBytes: (peer) => {
      const draft = stored.get(peer)
      return draft === undefined ? 0 : shownBytes(draft)
    },
  }
}
