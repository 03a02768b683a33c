import type { api } from '@chappe/tl-codec/api'
import type { BoxId, UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { PollRecord } from '../store/domain/chats/polls.ts'
import type { CommittedReads } from '../store/store.ts'
import { filesOfMedia } from '../tl/files-of-message.ts'
import { readStored } from '../tl/stored.ts'
import { type FileViewReads, viewFiles } from './file-views.ts'

/** How many of the latest voters are shown beside a poll whose votes are public. */
const recentVoters = 3

export interface PollView {
  readonly poll: api.poll
  readonly results: api.pollResults
}

/** The poll as it was made, with right answers and explanation, and without votes. Undefined if the disk has not kept it. */
export function storedPoll(record: PollRecord): PollView | undefined {
  const media = readStored('MessageMedia', record.data, `poll ${record.id}`)
  return media?._ === 'messageMediaPoll' ? { poll: media.poll, results: media.results } : undefined
}

/**
 * A poll as one person sees it ("Polls"): the votes only after one's own vote or the end, right answers and explanation
 * likewise, and a bot those of its own. Without a viewer it is as all see it who have not voted ("pollResults", `min`).
 */
export async function viewPoll(
  read: CommittedReads<'polls' | 'users'>,
  viewer: UserId | undefined,
  record: PollRecord,
): Promise<PollView | undefined> {
  const stored = storedPoll(record)
  if (stored === undefined) return undefined
  const { poll, results } = stored
  const vote = viewer === undefined ? undefined : await read.polls.voteOf(record.id, viewer)
  const min = viewer === undefined || undefined
  const chosen = new Set(vote?.options.map(keyOf))
  const closed = poll.closed === true
  const mayKnow =
    closed || (poll.hideResultsUntilClose !== true && vote !== undefined) || (await isAskingBot(read, viewer, record))
  const totalVoters = await read.polls.voterCount(record.id)
  const hasUnreadVotes = (record.unreadVotes && record.owner === viewer) || undefined
  const shown: api.poll = { ...poll, creator: record.owner === viewer || undefined }
  if (!mayKnow) {
    const own = (results.results ?? []).filter(({ option }) => chosen.has(keyOf(option)))
    return {
      poll: shown,
      results: {
        _: 'pollResults',
        min,
        hasUnreadVotes,
        results:
          own.length === 0 ? undefined : own.map(({ option }) => ({ _: 'pollAnswerVoters', option, chosen: true })),
        totalVoters,
      },
    }
  }

  const tally = new Map((await read.polls.tally(record.id)).map(({ option, voters }) => [keyOf(option), voters]))
  const answers = (results.results ?? []).map(({ option, correct }): api.pollAnswerVoters => {
    const key = keyOf(option)
    return {
      _: 'pollAnswerVoters',
      option,
      correct,
      chosen: chosen.has(key) || undefined,
      voters: tally.get(key) ?? 0,
      recentVoters: [],
    }
  })
  const latest = poll.publicVoters === true ? await read.polls.votes(record.id, { offset: 0, limit: recentVoters }) : []
  return {
    poll: shown,
    results: {
      _: 'pollResults',
      min,
      hasUnreadVotes,
      results: answers,
      totalVoters,
      recentVoters: latest.length === 0 ? undefined : latest.map(({ userId }) => toPeer(userId)),
      solution: results.solution,
      solutionEntities: results.solutionEntities,
    },
  }
}

/** The same outside of a message, with files that can be downloaded by whoever is shown it. */
export async function viewPollAlone(
  read: CommittedReads<'polls' | 'users'> & FileViewReads,
  viewer: UserId | undefined,
  record: PollRecord,
  at: BoxId,
): Promise<PollView | undefined> {
  const view = await viewPoll(read, viewer, record)
  const media: api.messageMediaPoll | undefined = view && { _: 'messageMediaPoll', ...view }
  const files = filesOfMedia(media)
  if (media === undefined || (files.photos.length === 0 && files.documents.length === 0)) return view
  const { poll, results } = (await viewFiles(read, files)).media(media, { origin: 'inBox', at })
  return { poll, results }
}

/** An option as a key. */
export function keyOf(option: Uint8Array): string {
  return Buffer.from(option).toString('latin1')
}

async function isAskingBot(
  read: CommittedReads<'users'>,
  viewer: UserId | undefined,
  { owner }: PollRecord,
): Promise<boolean> {
  return owner === viewer && (await read.users.get(owner))?.bot !== undefined
}
