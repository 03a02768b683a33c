import type { api } from '@chappe/tl-codec/api'
import type { ChannelTold } from '../bus/bus.ts'
import type { ChannelId, UserId } from '../ids.ts'
import type { PollReads } from '../store/domain/chats/polls.ts'
import type { CommittedReads } from '../store/store.ts'
import { type ReactionReads, viewReactionsTo } from '../views/change-view.ts'
import type { FileViewReads } from '../views/file-views.ts'
import { viewPollAlone } from '../views/poll-view.ts'

export type ToldReads = ReactionReads & FileViewReads & CommittedReads<'polls' | 'users'>

/** So many who have voted are told of a poll in an own way; no chat is told of single votes that has more members. */
const mostVoters: number = 200

/** What is over when it is heard, as all are told of it, and those who are told of it in an own way. */
export interface ToldToAll {
  readonly update: api.Update
  readonly apart: readonly UserId[]
}

/** Undefined if there is nothing to tell any more. */
export async function toldToAll(read: ToldReads, { box, update, by }: ChannelTold): Promise<ToldToAll | undefined> {
  const complete = await completed(read, box, update, undefined)
  if (complete === undefined) return undefined
  const voters = update._ === 'updateMessagePoll' ? await votersOf(read.polls, update.pollId) : []
  return { update: complete, apart: by === undefined ? voters : [by, ...voters] }
}

/** The same for one person alone. */
export async function toldToOne(
  read: ToldReads,
  viewer: UserId,
  { box, update, by }: ChannelTold,
): Promise<api.Update[]> {
  const complete = by === viewer ? undefined : await completed(read, box, update, viewer)
  return complete === undefined ? [] : [complete]
}

function votersOf(polls: Pick<PollReads, 'voters'>, id: bigint): Promise<UserId[]> {
  return polls.voters(id, mostVoters)
}

async function completed(
  read: ToldReads,
  channel: ChannelId,
  update: api.Update,
  viewer: UserId | undefined,
): Promise<api.Update | undefined> {
  switch (update._) {
    case 'updateMessageReactions': {
      const reactions = await viewReactionsTo(read, channel, update.msgId, viewer)
      return reactions && { ...update, reactions }
    }
    case 'updateMessagePoll': {
      const record = await read.polls.get(update.pollId)
      const view = record && (await viewPollAlone(read, viewer, record, channel))
      return view && { ...update, ...view }
    }
    default:
      return update
  }
}
