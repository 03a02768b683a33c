import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, PeerId, UnixTime, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { addPreviewLater } from '../content/add-preview.ts'
import type { Content } from '../content/draft.ts'
import { nameOf } from '../content/forward-author.ts'
import type { Reply, SiblingReply } from '../content/reply.ts'
import type { Sent } from '../placing/copy.ts'
import { noteSentPost } from './admin-log.ts'
import { namedBy, resolvePostReply } from './concerned-by-post.ts'
import { copyToDiscussion, holdWithDiscussion } from './copy-to-discussion.ts'
import { actsAs } from './send-as.ts'
import { storePost } from './store-post.ts'
import { tellMembers } from './tell.ts'

/** A message that is about to be sent into a channel, all its arguments checked. */
export interface PostDraft extends Content {
  readonly replyTo: Reply | undefined
  /** In place of `replyTo`. */
  readonly answers?: SiblingReply | undefined
  /** Missing for what the server says by itself. */
  readonly randomId: bigint | undefined
  readonly fromScheduled?: boolean | undefined
}

export interface Posting {
  readonly record: ChannelRecord
  readonly from: UserId
  /** As whom `from` is shown, and the title beside that. Default: as oneself. */
  readonly as?: PeerId | undefined
  readonly rank?: string | undefined
  readonly date: UnixTime
  readonly session: SessionName | undefined
}

/**
 * Within a unit: puts messages into a channel and has its members told. The same random id sent again gives the first message
 * and does nothing.
 *
 * @param before those that were sent with them already, which they may answer
 */
export async function post(
  tx: Transaction,
  ports: ServicePorts,
  posting: Posting,
  drafts: readonly PostDraft[],
  before: readonly Sent[] = [],
): Promise<Sent[]> {
  const { record, from, date, session } = posting
  const channel = record.id
  const author = record.signatures && record.kind === 'broadcast' ? await signatureOf(tx, from) : undefined
  const sent: Sent[] = []
  const added: number[] = []
  const posts: { id: number; message: api.message }[] = []
  // What happened in a channel is not discussed.
  if (drafts.some(({ action }) => action === undefined)) await holdWithDiscussion(tx, record)
  for (const draft of drafts) {
    const { randomId } = draft
    const earlier = randomId === undefined ? undefined : await tx.messages.sent(from, randomId)
    if (earlier !== undefined) {
      sent.push(await sentBefore(tx, channel, from, earlier))
      continue
    }
    const reply = await resolvePostReply(tx, posting, draft, [...before, ...sent])
    const named = await namedBy(tx, posting, draft, reply)
    const message = compose(posting, draft, reply?.header, author)
    const { id, pts } = await storePost(tx, { record, from, date }, message, named)
    if (message._ === 'message') posts.push({ id, message })
    if (draft.action === undefined && isHidden(posting)) await noteSentPost(tx, channel, from, id, date)
    const { link, media } = draft
    if (link !== undefined && media === undefined) addPreviewLater(tx, ports, { box: channel, peer: channel, id, link })
    if (randomId !== undefined) await tx.messages.addSent(from, randomId, id, date)
    sent.push({ id, pts, date, ttlPeriod: record.ttlPeriod || undefined })
    added.push(pts)
  }
  const [first] = added
  const last = added.at(-1)
  if (first !== undefined && last !== undefined) {
    tellMembers(tx, ports, channel, { from: first - 1, to: last, date, except: session })
  }
  await copyToDiscussion(tx, ports, { record, date }, posts)
  return sent
}

/** Within a unit: says in a channel what happened there. */
export async function postNote(
  tx: Transaction,
  ports: ServicePorts,
  posting: Posting,
  action: api.MessageAction,
  { replyTo, silent = false }: { readonly replyTo?: Reply; readonly silent?: boolean } = {},
): Promise<Sent[]> {
  const content = { text: '', entities: [], action, silent, noforwards: false, invertMedia: false }
  const as = isOfOneself(posting.from, action) ? undefined : await actsAs(tx, posting.record, posting.from)
  return post(tx, ports, { ...posting, as }, [{ ...content, replyTo, randomId: undefined }])
}

/** Coming and going, which nobody does for the group. */
function isOfOneself(from: UserId, action: api.MessageAction): boolean {
  switch (action._) {
    case 'messageActionChatDeleteUser':
      return action.userId === BigInt(from)
    case 'messageActionChatAddUser':
      return action.users.includes(BigInt(from))
    case 'messageActionChatJoinedByLink':
    case 'messageActionChatJoinedByRequest':
      return true
    default:
      return false
  }
}

/** Whether the message does not say who wrote it: then its admins find it in their log. */
function isHidden({ record, from, as = from }: Posting): boolean {
  return record.kind === 'broadcast' || as !== from
}

async function sentBefore(tx: Transaction, channel: ChannelId, from: UserId, id: number): Promise<Sent> {
  const message = await tx.messages.get(channel, id)
  if (message === undefined || message.from !== from) throw new RpcError(500, 'RANDOM_ID_DUPLICATE')
  return { id, pts: message.pts, date: message.date }
}

/** "Signatures": the name under which the post was written, as it is then. */
async function signatureOf(tx: Transaction, from: UserId): Promise<string | undefined> {
  const user = await tx.users.get(from)
  return user && nameOf(user)
}

/** Posts of a broadcast channel are the channel's, what is said in a supergroup is its author's. */
function compose(
  { record, from, as = from, rank, date }: Posting,
  draft: PostDraft,
  replyTo: api.messageReplyHeader | undefined,
  postAuthor: string | undefined,
): api.message | api.messageService {
  const isPost = record.kind === 'broadcast'
  const place = {
    ...{
      id: 0,
      silent: draft.silent || undefined,
      post: isPost || undefined,
      peerId: toPeer(record.id),
      replyTo,
      date,
    },
    fromId: isPost ? undefined : toPeer(as),
  }
  if (draft.action !== undefined) return { _: 'messageService', ...place, action: draft.action }
  return {
    _: 'message',
    ...place,
    ...(draft.guest !== undefined && { fromId: toPeer(draft.guest), guestchatViaFrom: toPeer(as) }),
    fromScheduled: draft.fromScheduled || undefined,
    // The title as it is then: whoever speaks as somebody else has none.
    fromRank: isPost || as !== from || draft.guest !== undefined ? undefined : rank,
    noforwards: draft.noforwards || undefined,
    invertMedia: draft.invertMedia || undefined,
    fwdFrom: draft.fwdFrom,
    message: draft.text,
    viaBotId: draft.viaBot === undefined ? undefined : BigInt(draft.viaBot),
    media: draft.media,
    richMessage: draft.richMessage,
    replyMarkup: draft.replyMarkup,
    entities: draft.entities.length === 0 ? undefined : draft.entities,
    // Filled in whenever it is shown.
    views: isPost ? 0 : undefined,
    forwards: isPost ? 0 : undefined,
    // The title of an anonymous admin stands where a post has its signature.
    postAuthor: postAuthor ?? (as === record.id && draft.guest === undefined ? rank : undefined),
    groupedId: draft.groupedId,
    ttlPeriod: record.ttlPeriod || undefined,
  }
}
