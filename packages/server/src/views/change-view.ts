import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, isChannel, type UserId } from '../ids.ts'
import { fromPeer, toChatId } from '../peers/peer-id.ts'
import type { UnnumberedChange } from '../store/domain/chats/unnumbered-changes.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { toEphemeral, viewEphemeral } from './ephemeral-view.ts'
import { type FileViewReads, fileViews } from './file-views.ts'
import { toMessage } from './message-view.ts'
import { viewParticipants } from './participants-view.ts'
import { type BarReads, viewPeerBar } from './peer-bar-view.ts'
import { viewPollAlone } from './poll-view.ts'
import { noReactions, postKey, viewPostReactions } from './post-reactions-view.ts'

/** What is read to tell of the reactions to a message of a channel. */
export type ReactionReads = CommittedReads<'messages' | 'postReactions'>

export type ChangeReads = BarReads &
  ReactionReads &
  FileViewReads &
  CommittedReads<'polls' | 'users' | 'groups' | 'channelMembers' | 'ephemeralMessages'>

/** Changes without `pts` as their owner is told of them later. */
export async function viewChanges(
  read: ChangeReads,
  viewer: UserId,
  changes: readonly UnnumberedChange[],
): Promise<api.Update[]> {
  const updates = changes.flatMap(
    // A damaged change is left out: clients ask for the state that it led to when they start.
    ({ number, update }) => readStored('Update', update, `change ${number} of box ${viewer}`) ?? [],
  )
  return completeChanges(read, viewer, updates)
}

/**
 * That a poll, the reactions to a message of a channel, the bar above a chat or who is in a group have changed is stored and
 * announced without what became of it: it is told as it is now, and not at all when there is none any more. So is what a bot
 * and one member of a group say to each other, and what a bot is called by, with files that this viewer can download.
 */
export async function completeChanges(
  read: ChangeReads,
  viewer: UserId,
  changes: readonly api.Update[],
): Promise<api.Update[]> {
  const updates: api.Update[] = []
  for (const update of changes) {
    const complete = await completed(read, viewer, update)
    if (complete !== undefined) updates.push(complete)
  }
  return updates
}

async function completed(read: ChangeReads, viewer: UserId, update: api.Update): Promise<api.Update | undefined> {
  switch (update._) {
    case 'updateMessagePoll': {
      const record = await read.polls.get(update.pollId)
      const view = record && (await viewPollAlone(read, viewer, record, viewer))
      return view && { ...update, ...view }
    }
    case 'updateMessageReactions': {
      const channel = fromPeer(update.peer)
      if (!isChannel(channel)) return update
      // Whoever has gone meanwhile learns nothing more.
      if ((await read.channelMembers.get(channel, viewer))?.present !== true) return undefined
      const reactions = await viewReactionsTo(read, channel, update.msgId, viewer)
      return reactions && { ...update, reactions }
    }
    case 'updateNewEphemeralMessage':
    case 'updateEditEphemeralMessage': {
      const stored = await read.ephemeralMessages.get(update.message.id)
      const message = stored && toEphemeral(stored)
      return message && { ...update, message: await viewEphemeral(read, viewer, message) }
    }
    case 'updateEphemeralBotCallbackQuery':
      return { ...update, message: await viewEphemeral(read, viewer, update.message) }
    case 'updateBotGuestChatQuery':
      return withFiles(read, viewer, update)
    case 'updatePeerSettings':
      return { ...update, settings: await viewPeerBar(read, viewer, fromPeer(update.peer)) }
    case 'updateChatParticipants': {
      const chat = toChatId(update.participants.chatId)
      return chat && { ...update, participants: await viewParticipants(read, viewer, chat) }
    }
    default:
      return update
  }
}

/** What somebody has said who calls a bot: the bot may download what it shows. */
async function withFiles(
  read: FileViewReads,
  viewer: UserId,
  update: api.updateBotGuestChatQuery,
): Promise<api.updateBotGuestChatQuery> {
  const { message, referenceMessages } = update
  const view = await fileViews(read, [message, ...(referenceMessages ?? [])])
  if (view === undefined) return update
  return {
    ...update,
    message: view(message, viewer),
    referenceMessages: referenceMessages?.map((one) => view(one, viewer)),
  }
}

/** The reactions to a message of a channel as they are now, for one viewer or in the form for all. Undefined if it is gone. */
export async function viewReactionsTo(
  read: ReactionReads,
  channel: ChannelId,
  id: number,
  viewer?: UserId,
): Promise<api.messageReactions | undefined> {
  const stored = await read.messages.get(channel, id)
  const message = stored && toMessage(stored)
  if (stored === undefined || message === undefined || message._ === 'messageEmpty') return undefined
  const post = { channel, id, author: stored.from, isPost: message.post === true }
  const reactions = (await viewPostReactions(read, [post], viewer)).get(postKey(post))
  return reactions ?? { ...noReactions(post), min: viewer === undefined || undefined }
}
