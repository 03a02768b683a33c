import type { api } from '@chappe/tl-codec/api'
import { isChannel, type PeerId, type UserId } from '../ids.ts'
import { shownBytes } from '../rules/answer-bounds.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'

/** What a dialog says of a chat besides its messages and marks. */
export type DialogDetails = Pick<
  api.dialog,
  | 'draft'
  | 'ttlPeriod'
  | 'viewForumAsMessages'
  | 'unreadMentionsCount'
  | 'unreadReactionsCount'
  | 'unreadPollVotesCount'
>

export async function dialogDetails(
  read: Pick<Reads, 'drafts' | 'autoDelete' | 'messageMarks' | 'postMarks' | 'channels' | 'topics'>,
  viewer: UserId,
  peers: readonly PeerId[],
): Promise<{ of(peer: PeerId): DialogDetails; draftBytes(peer: PeerId): number }> {
  const [drafts, periods, mentions, reactions, pollVotes, asMessages] = await Promise.all([
    read.drafts.many(viewer, peers),
    periodsOf(read, viewer, peers),
    countsOf(read, viewer, peers, 'unreadMention'),
    countsOf(read, viewer, peers, 'unreadReaction'),
    countsOf(read, viewer, peers, 'unreadPollVote'),
    read.topics.seenAsMessages(viewer, peers.filter(isChannel)),
  ])
  const stored = new Map(drafts.map(({ peer, data }) => [peer, data]))
  return {
    of: (peer) => {
      const draft = stored.get(peer)
      return {
        draft: draft && readStored('DraftMessage', draft),
        ttlPeriod: periods.get(peer),
        viewForumAsMessages: (isChannel(peer) && asMessages.has(peer)) || undefined,
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

/** After how long messages delete themselves, in chats where they do. */
async function periodsOf(
  read: Pick<Reads, 'autoDelete' | 'channels'>,
  viewer: UserId,
  peers: readonly PeerId[],
): Promise<Map<PeerId, number>> {
  const [own, channels] = await Promise.all([
    read.autoDelete.ofChats(viewer, peers),
    read.channels.many(peers.filter(isChannel)),
  ])
  for (const { id, ttlPeriod } of channels) if (ttlPeriod > 0) own.set(id, ttlPeriod)
  return own
}

/** How many messages there are to look at, in the own box and in channels. */
async function countsOf(
  read: Pick<Reads, 'messageMarks' | 'postMarks'>,
  viewer: UserId,
  peers: readonly PeerId[],
  mark: 'unreadMention' | 'unreadReaction' | 'unreadPollVote',
): Promise<Map<PeerId, number>> {
  const [own, channels] = await Promise.all([
    read.messageMarks.counts(viewer, peers, mark),
    read.postMarks.counts(viewer, peers.filter(isChannel), mark),
  ])
  return new Map<PeerId, number>([...own, ...channels])
}
