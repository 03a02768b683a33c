import type { api } from '@chappe/tl-codec/api'
import type { BoxId, PeerId, UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { OwnPart, StoredMessage } from '../store/domain/chats/messages.ts'
import type { MessageName } from '../store/domain/chats/reactions.ts'
import type { CommittedReads, Reads } from '../store/store.ts'
import { readStored, tellDamaged } from '../tl/stored.ts'
import { type FileViewReads, fileViews } from './file-views.ts'
import { type NamedPeers, viewNamed } from './named-peers.ts'
import { viewPoll } from './poll-view.ts'
import { viewReactions } from './reaction-view.ts'
import { withShownKeyboard } from './shown-keyboard.ts'
import type { UserViews } from './user-view.ts'

/**
 * A message as it was stored, in today's shape. What others keep changing is not in it: a poll has no votes, and one that
 * was reacted to has an empty list of reactions. `showMessages` fills these in. One that the disk has not kept is empty.
 */
export function toMessage(stored: StoredMessage<BoxId>): api.Message {
  const { box, id, peer, data } = stored
  const where = `message ${id} of box ${box}`
  const message = readStored('Message', data, where)
  if (message?.id === 0 && message._ !== 'messageEmpty') return placed(message, stored)
  if (message?.id === id) return message
  // Flipped bits may still decode as a message.
  if (message !== undefined) tellDamaged({ type: 'Message', place: where })
  return { _: 'messageEmpty', id, peerId: toPeer(peer) }
}

/** What a message says, together with where it stands. It was just decoded, so no copy is made of it. */
function placed(
  content: api.message | api.messageService,
  { id, box, peer, out, own }: StoredMessage<BoxId>,
): api.Message {
  // In one's own chat nothing comes from this side or the other.
  const isOut = out && peer !== box
  const place = own === undefined ? undefined : ownFields(content, own)
  return Object.assign(content, { id, peerId: toPeer(peer) }, isOut ? { out: true as const } : undefined, place)
}

/** What of a copy in a group is its own. */
function ownFields(
  { replyTo }: api.message | api.messageService,
  { mentioned, mediaUnread, fromScheduled, replyTo: replyToMsgId }: OwnPart,
): Partial<Pick<api.message, 'mentioned' | 'mediaUnread' | 'fromScheduled' | 'replyTo'>> {
  const answered =
    replyToMsgId === undefined || replyTo?._ !== 'messageReplyHeader'
      ? replyTo
      : // What it answers may not be in this box.
        replyToMsgId === 0
        ? undefined
        : { ...replyTo, replyToMsgId }
  return { mentioned, mediaUnread, replyTo: answered, ...(fromScheduled === undefined ? {} : { fromScheduled }) }
}

type LiveReads = CommittedReads<'polls' | 'users' | 'reactions'> & FileViewReads

/** Messages of a box as its owner sees them now, in the order given. Costs no more than `toMessage` for plain ones. */
export async function showMessages(
  read: LiveReads,
  viewer: UserId,
  stored: readonly StoredMessage[],
): Promise<api.Message[]> {
  const plain = await withPolls(
    read,
    viewer,
    stored.map((row) => withShownKeyboard(toMessage(row))),
  )
  const view = await fileViews(read, plain)
  const messages = view === undefined ? plain : plain.map((message) => view(message, viewer))
  if (!messages.some(hasReactions)) return [...messages]
  const reacted = stored.filter((_, at) => hasReactions(messages[at]))
  const reactions = reacted.length === 0 ? [] : await read.reactions.of(reacted.map(authorsCopy))
  return messages.map((message, at) => {
    const row = stored[at]
    if (row === undefined || message._ === 'messageEmpty' || !hasReactions(message)) return message
    const { box, id } = authorsCopy(row)
    const own = reactions.filter((reaction) => reaction.box === box && reaction.id === id)
    return {
      ...message,
      reactions: own.length === 0 ? undefined : viewReactions(viewer, row.from, own, message.reactions),
    }
  })
}

async function withPolls(
  read: LiveReads,
  viewer: UserId,
  messages: readonly api.Message[],
): Promise<readonly api.Message[]> {
  if (!messages.some(hasPoll)) return messages
  return Promise.all(messages.map((message) => (message._ === 'message' ? withPoll(read, viewer, message) : message)))
}

/** A list that is not empty is stored as it was when its owner left the group, and stays so. */
function hasReactions(message: api.Message | undefined): boolean {
  return message !== undefined && message._ !== 'messageEmpty' && message.reactions?.results.length === 0
}

function hasPoll(message: api.Message): boolean {
  return message._ === 'message' && message.media?._ === 'messageMediaPoll'
}

function authorsCopy({ box, id, from, twin }: StoredMessage): MessageName {
  return from === box ? { box, id } : { box: from, id: twin }
}

async function withPoll(read: LiveReads, viewer: UserId, message: api.message): Promise<api.message> {
  const { media } = message
  if (media?._ !== 'messageMediaPoll') return message
  const record = await read.polls.get(media.poll.id)
  const view = record && (await viewPoll(read, viewer, record))
  return view === undefined ? message : { ...message, media: { ...media, ...view } }
}

/** Messages together with everyone they name, as `messages.*` answers carry them. */
export interface MessageView extends NamedPeers {
  readonly messages: api.Message[]
}

export async function viewMessages(
  read: Reads,
  userViews: UserViews,
  viewer: UserId,
  stored: readonly StoredMessage[],
  others: Iterable<PeerId> = [],
): Promise<MessageView> {
  const messages = await showMessages(read, viewer, stored)
  return { messages, ...(await viewNamed(read, userViews, viewer, messages, others)) }
}
