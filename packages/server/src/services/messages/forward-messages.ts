import type { api } from '@chappe/tl-codec/api'
import { readable } from '../../chats/channels/standing.ts'
import { authorHeader } from '../../chats/content/forward-author.ts'
import { partOf, type SiblingReply } from '../../chats/content/reply.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { type OwnMessage, unpack } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import {
  type BoxId,
  type ChannelId,
  hiddenAuthorId,
  isChannel,
  isGroup,
  isUser,
  type PeerId,
  type UserId,
} from '../../ids.ts'
import { guestOf } from '../../peers/guest-of.ts'
import { fromPeer, toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { type Methods, type RequestOf, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { ttlOf } from '../../rules/media-ttl.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import { type Item, send } from './sending.ts'

const maxMessages = 100

type Request = RequestOf<'messages.forwardMessages'>

export function createForwardMessages(ports: ServicePorts): Methods {
  const { store, inputPeers } = ports
  return {
    'messages.forwardMessages': userMethod(
      { acts: ['send', 'schedule'], rate: { burst: 200, secondsEach: 0.2 } },
      async (context, request) => {
        const { userId } = context
        const { id: ids, randomId: randomIds } = request
        if (ids.length === 0) throw badRequest('MESSAGE_IDS_EMPTY')
        if (ids.length > maxMessages) throw badRequest('LIMIT_INVALID')
        if (ids.length !== randomIds.length || new Set(randomIds).size !== randomIds.length) {
          throw badRequest('RANDOM_ID_INVALID')
        }
        if (request.withMyScore) throw notImplemented()
        const { peer: from } = await inputPeers.chat(userId, request.fromPeer)
        const { peer: to } = await inputPeers.chat(userId, request.toPeer)
        const stored = new Map((await forwardable(ports, userId, from, ids)).map((row) => [row.id, row]))

        const isOthersChat = to === userId && isUser(from)
        const hidesChat = isOthersChat && (await authorHeader(store.read, userId, from)).fromId === undefined
        const albums = new Map<bigint, bigint>()
        const items: Item[] = []
        const indexes = new Map<number, number>()
        for (const [at, id] of ids.entries()) {
          const row = stored.get(id)
          const found = row?.peer === from ? unpack(row) : undefined
          const randomId = randomIds[at]
          // What was deleted meanwhile is left out; only if nothing is left there is nothing to do.
          if (found === undefined || randomId === undefined) continue
          const item = await toItem(ports, found, { userId, from, to, hidesChat, request, randomId, albums })
          items.push({ ...item, answers: siblingReply(found, indexes, items) })
          indexes.set(id, items.length - 1)
        }
        if (items.length === 0) throw badRequest('MESSAGE_ID_INVALID')
        const outcome = await send(ports, context, { ...request, peer: request.toPeer }, items)
        if (isChannel(from)) await countForwards(ports, from, [...indexes.keys()])
        return answerWhole(
          ports,
          userId,
          outcome,
          items.map((item) => item.randomId),
        )
      },
    ),
  }
}

/** Those of a chat that the forwarder may see. Throws `CHAT_FORWARDS_RESTRICTED`. */
async function forwardable(
  { store: { read }, clock }: ServicePorts,
  userId: UserId,
  from: PeerId,
  ids: readonly number[],
): Promise<StoredMessage<BoxId>[]> {
  if (!isChannel(from)) {
    const group = isGroup(from) ? await read.groups.get(from) : undefined
    if (group?.noforwards) throw badRequest('CHAT_FORWARDS_RESTRICTED')
    if ((await read.protectedChats.protector(userId, from)) !== undefined) throw badRequest('CHAT_FORWARDS_RESTRICTED')
    return read.messages.many(userId, ids)
  }
  const { record, above } = await readable(read, userId, from, unixSeconds(clock))
  if (record.noforwards) throw badRequest('CHAT_FORWARDS_RESTRICTED')
  return (await read.messages.many(from, ids)).filter(({ id }) => id > above)
}

/** Of messages that are forwarded together, those that answer another one of them still do. */
function siblingReply(
  { message: { replyTo } }: OwnMessage<BoxId>,
  indexes: ReadonlyMap<number, number>,
  items: readonly Item[],
): SiblingReply | undefined {
  if (replyTo?._ !== 'messageReplyHeader' || replyTo.replyFrom !== undefined) return undefined
  const nth = indexes.get(replyTo.replyToMsgId ?? 0)
  const answered = nth === undefined ? undefined : items[nth]
  return nth === undefined || answered === undefined ? undefined : { nth, ...partOf(replyTo, answered.text) }
}

interface Forwarding {
  readonly userId: UserId
  readonly from: PeerId
  readonly to: PeerId
  /** The other one of the chat wants no links to the own account, so the chat is not named either ("Saved messages"). */
  readonly hidesChat: boolean
  readonly request: Request
  readonly randomId: bigint
  /** The new number of each album, which stays together. */
  readonly albums: Map<bigint, bigint>
}

async function toItem(ports: ServicePorts, found: OwnMessage<BoxId>, forwarding: Forwarding): Promise<Item> {
  const { message } = found
  const { request, randomId, albums } = forwarding
  if (message._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
  if (message.noforwards || ttlOf(message.media) !== undefined) throw badRequest('CHAT_FORWARDS_RESTRICTED')
  const withoutCaption = request.dropMediaCaptions === true && message.media !== undefined
  // A caption is left out only together with the author.
  const keepsText = !(withoutCaption && request.dropAuthor === true)
  return {
    text: keepsText ? message.message : '',
    entities: keepsText ? (message.entities ?? []) : [],
    richMessage: message.richMessage,
    media: await forwardedMedia(ports, message.media, forwarding),
    fwdFrom: request.dropAuthor === true ? undefined : await header(ports, found, forwarding),
    groupedId: message.groupedId === undefined ? undefined : newAlbum(ports, albums, message.groupedId),
    randomId,
  }
}

/** Who completed items of a to-do list is shown by the same rules as the author of a message. */
async function forwardedMedia(
  ports: ServicePorts,
  media: api.MessageMedia | undefined,
  { userId }: Forwarding,
): Promise<api.MessageMedia | undefined> {
  if (media?._ !== 'messageMediaToDo' || media.completions === undefined) return media
  const completions = await Promise.all(
    media.completions.map(async (completion): Promise<api.todoCompletion> => {
      const author = fromPeer(completion.completedBy)
      const { fromId } =
        author === hiddenAuthorId || !isUser(author) ? {} : await authorHeader(ports.store.read, userId, author)
      return { ...completion, completedBy: fromId ?? toPeer(hiddenAuthorId) }
    }),
  )
  return { ...media, completions }
}

function newAlbum({ random }: ServicePorts, albums: Map<bigint, bigint>, groupedId: bigint): bigint {
  const known = albums.get(groupedId)
  if (known !== undefined) return known
  const created = randomLong(random)
  albums.set(groupedId, created)
  return created
}

/** Where a message is from: what was forwarded before keeps its first author ("Forwarded messages"). */
async function header(
  ports: ServicePorts,
  { stored, message }: OwnMessage<BoxId>,
  { userId, from, to, hidesChat }: Forwarding,
): Promise<api.messageFwdHeader> {
  const before = message._ === 'message' && message.fwdFrom?._ === 'messageFwdHeader' ? message.fwdFrom : undefined
  const author: api.messageFwdHeader =
    before === undefined
      ? { _: 'messageFwdHeader', ...(await authorOf(ports, userId, stored, message)), date: stored.date }
      : { _: 'messageFwdHeader', fromId: before.fromId, fromName: before.fromName, date: before.date }
  if (to !== userId || hidesChat) return author
  // In one's saved messages the way back to the chat is kept.
  return {
    ...author,
    savedOut: (stored.out && from !== userId) || undefined,
    savedFromPeer: toPeer(from),
    savedFromMsgId: stored.id,
    savedFromId: isPost(message) ? undefined : (message.fromId ?? toPeer(stored.from)),
    savedDate: stored.date,
  }
}

/** How often posts were passed on is shown below them. A forward that is sent again counts again, as a view does. */
function countForwards({ store }: ServicePorts, channel: ChannelId, ids: readonly number[]): Promise<void> {
  return store.transaction((tx) => tx.channels.addForwards(channel, ids))
}

/** A post is the channel's, whoever wrote it. */
async function authorOf(
  { store }: ServicePorts,
  userId: UserId,
  { box, id, from }: StoredMessage<BoxId>,
  message: OwnMessage['message'],
): Promise<Pick<api.messageFwdHeader, 'fromId' | 'fromName' | 'channelPost' | 'postAuthor'>> {
  const postAuthor = message._ === 'message' ? message.postAuthor : undefined
  if (isPost(message)) return { fromId: toPeer(box), channelPost: id, postAuthor }
  // Whoever wrote as a channel or as the group is not named anywhere else either.
  if (message.fromId?._ === 'peerChannel') return { fromId: message.fromId, postAuthor }
  return authorHeader(store.read, userId, guestOf(message) ?? from)
}

function isPost(message: OwnMessage['message']): message is api.message {
  return message._ === 'message' && message.post === true
}
