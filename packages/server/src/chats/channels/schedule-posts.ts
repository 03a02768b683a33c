import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, PeerId, UnixTime, UserId } from '../../ids.ts'
import { fromPeer } from '../../peers/peer-id.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import { Refusal } from '../../rules/refusal.ts'
import { allow, refusalOf } from '../../rules/rights.ts'
import { actsOfContent } from '../../rules/send-acts.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { ScheduledMessage } from '../../store/domain/chats/scheduled-messages.ts'
import type { Transaction } from '../../store/store.ts'
import { partOf } from '../content/reply.ts'
import { unpack } from '../placing/message-copies.ts'
import { type Scheduling, schedule } from '../scheduled/schedule.ts'
import { type ScheduledOutcome, siblingReply } from '../scheduled/send-scheduled.ts'
import { toScheduledMessage } from '../scheduled/view-scheduled.ts'
import { resolvePostReply } from './concerned-by-post.ts'
import { type PostDraft, post } from './post.ts'
import { replyInChannel } from './reply-in-channel.ts'
import { checkSaying, withoutPage } from './send.ts'
import { maySendAs, resolveSendAs } from './send-as.ts'
import { type ChannelStanding, standingIn } from './standing.ts'
import { checkTopic } from './topic-of.ts'

interface SchedulingPosts extends Scheduling {
  readonly userId: UserId
  readonly channel: ChannelId
  /** When they are to be sent. */
  readonly date: UnixTime
  readonly as: PeerId | undefined
  readonly session: SessionName
}

/** Within a unit: has messages for a channel wait until their date; gives the answer to who asked. */
export async function schedulePosts(
  tx: Transaction,
  ports: ServicePorts,
  { userId, channel, date, as: asked, session, now, repeatPeriod }: SchedulingPosts,
  drafts: readonly PostDraft[],
): Promise<api.Update[]> {
  const found = await standingIn(tx, userId, channel, now)
  const { record, member, standing } = found
  allow(standing, 'schedule')
  for (const draft of drafts) {
    // Said later, it has to be allowed then, too.
    checkSaying(found, draft)
    await checkTopic(tx, found, draft.replyTo)
    for (const act of actsOfContent({ ...draft, viaBot: undefined })) allow(standing, act)
  }
  const as = await resolveSendAs(tx, { record, userId, member }, asked)
  const isPost = record.kind === 'broadcast'
  const place = { from: userId, to: channel, as: isPost ? channel : as, isPost, date, session }
  const ready = []
  for (const draft of drafts) {
    const header = (await resolvePostReply(tx, { record, from: userId }, { replyTo: draft.replyTo }, []))?.header
    ready.push({ ...draft, ...place, replyTo: header && { mine: header, theirs: header } })
  }
  return schedule(tx, ports, ready, { now, repeatPeriod })
}

interface Sending {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly date: UnixTime
  readonly session: SessionName | undefined
}

/** What somebody is in a channel who may still write there what waited. Undefined for whoever may not. */
export async function stillWrites(
  tx: Transaction,
  { userId, channel, date }: Sending,
): Promise<ChannelStanding | undefined> {
  try {
    const found = await standingIn(tx, userId, channel, date)
    return refusalOf(found.standing, 'send scheduled') === undefined ? found : undefined
  } catch (error) {
    // The channel is no more.
    if (error instanceof RpcError) return undefined
    throw error
  }
}

/** Within a unit: throws the public error for what waited and may not be said any more. */
export async function checkWaiting(
  tx: Transaction,
  found: ChannelStanding,
  scheduled: ScheduledMessage,
): Promise<void> {
  const message = toScheduledMessage(scheduled)
  checkSaying(found, message)
  const header = message.replyTo?._ === 'messageReplyHeader' ? message.replyTo : undefined
  const { replyToMsgId: id, replyToTopId: topMsgId } = header ?? {}
  await checkTopic(tx, found, id === undefined ? undefined : { id, topMsgId })
}

/** Within a unit: whether this may still be said, of what waited. */
export async function maySay(tx: Transaction, found: ChannelStanding, scheduled: ScheduledMessage): Promise<boolean> {
  try {
    await checkWaiting(tx, found, scheduled)
    return true
  } catch (error) {
    if (error instanceof Refusal || error instanceof RpcError) return false
    throw error
  }
}

/** Within a unit: sends what waits for one channel, in the order in which it was to be sent. */
export async function sendScheduledPosts(
  tx: Transaction,
  ports: ServicePorts,
  found: ChannelStanding,
  waiting: readonly ScheduledMessage[],
  { userId, date, session }: Omit<Sending, 'channel'>,
): Promise<
  (ScheduledOutcome & { readonly sent: { readonly id: number; readonly pts: number; readonly date: UnixTime } })[]
> {
  const { record, member } = found
  const inOrder = [...waiting].sort((a, b) => a.date - b.date || a.id - b.id)
  const showsPages = refusalOf(found.standing, 'show page') === undefined
  const drafts: PostDraft[] = []
  const outcomes = []
  for (const scheduled of inOrder) {
    const message = toScheduledMessage(scheduled)
    const draft = {
      ...(await toPostDraft(tx, { record, from: userId }, scheduled)),
      answers: siblingReply(scheduled, inOrder, drafts),
    }
    drafts.push(draft)
    const chosen = message.fromId && fromPeer(message.fromId)
    const writer = { record, userId, member }
    const as =
      chosen !== undefined && (await maySendAs(tx, writer, chosen))
        ? chosen
        : await resolveSendAs(tx, writer, undefined)
    const earlier = outcomes.map(({ sent }) => sent)
    const posting = { record, from: userId, as, rank: member?.rank, date, session }
    const [sent] = await post(tx, ports, posting, [showsPages ? draft : withoutPage(draft)], earlier)
    if (sent !== undefined) outcomes.push({ scheduled, sent })
  }
  return outcomes
}

async function toPostDraft(
  tx: Transaction,
  written: { readonly record: ChannelRecord; readonly from: UserId },
  scheduled: ScheduledMessage,
): Promise<PostDraft> {
  const message = toScheduledMessage(scheduled)
  return {
    text: message.message,
    entities: message.entities ?? [],
    media: message.media,
    richMessage: message.richMessage,
    fwdFrom: message.fwdFrom?._ === 'messageFwdHeader' ? message.fwdFrom : undefined,
    groupedId: message.groupedId,
    silent: message.silent === true,
    noforwards: message.noforwards === true,
    invertMedia: message.invertMedia === true,
    replyTo: await stillAnswered(tx, written, message),
    // What is sent again is another message each time.
    randomId: message.scheduleRepeatPeriod === undefined ? scheduled.randomId : undefined,
    fromScheduled: true,
  }
}

/** What is answered, or the topic or thread alone if that was deleted meanwhile; nothing if there is none of it any more. */
async function stillAnswered(
  tx: Transaction,
  written: { readonly record: ChannelRecord; readonly from: UserId },
  { replyTo }: api.message,
): Promise<PostDraft['replyTo']> {
  if (replyTo?._ !== 'messageReplyHeader' || replyTo.replyToScheduled || replyTo.replyFrom !== undefined)
    return undefined
  const { replyToMsgId: id, replyToTopId: topMsgId } = replyTo
  const stored = id === undefined ? undefined : await tx.messages.get(written.record.id, id)
  const message = stored && unpack(stored)?.message
  const reply = { id: id ?? 0, topMsgId, ...partOf(replyTo, message?._ === 'message' ? message.message : '') }
  try {
    await replyInChannel(tx, written, reply)
    return reply
  } catch (error) {
    // Nothing that waits is held up by what it was to answer.
    if (error instanceof RpcError) return undefined
    throw error
  }
}
