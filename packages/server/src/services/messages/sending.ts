import type { api } from '@chappe/tl-codec/api'
import { answerAsBotFather } from '../../accounts/bot-father/answer.ts'
import type { FollowUp } from '../../accounts/bot-father/turn.ts'
import { invalidateCodes } from '../../accounts/codes/invalidate-codes.ts'
import { schedulePosts } from '../../chats/channels/schedule-posts.ts'
import { sendToChannel } from '../../chats/channels/send.ts'
import type { Content, Draft } from '../../chats/content/draft.ts'
import { parseReply } from '../../chats/content/parse-reply.ts'
import { checkAppButtons } from '../../chats/content/reply-markup.ts'
import { callGuests, mayCallGuests, type Said } from '../../chats/guests/call-guests.ts'
import { removeDraft } from '../../chats/lists/remove-draft.ts'
import type { SendOutcome } from '../../chats/placing/answer-whole.ts'
import { approachesBySaying, sayApproaches } from '../../chats/placing/approaches.ts'
import type { Sent } from '../../chats/placing/copy.ts'
import { deliver, deliverAll } from '../../chats/placing/deliver.ts'
import { opensWithPeriod, openWithPeriod } from '../../chats/placing/new-chat-period.ts'
import { roleTowards, standingIn } from '../../chats/rights.ts'
import { repeatPeriod, schedule, scheduleTime } from '../../chats/scheduled/schedule.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type BoxPeer, botFatherId, type ChannelId, isUser, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserContext } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { codesIn } from '../../rules/login-codes.ts'
import { mayExpire } from '../../rules/media-ttl.ts'
import type { Refusal } from '../../rules/refusal.ts'
import { type Act, refusalOf, type Standing } from '../../rules/rights.ts'
import { refusalOfSaying, withAllowedPage } from '../../rules/send-acts.ts'
import type { AutoDeletePeriods } from '../../store/domain/chats/auto-delete.ts'
import type { Transaction } from '../../store/store.ts'

/** What the requests that send something have in common. */
export interface SendRequest {
  readonly peer: api.InputPeer
  readonly silent?: boolean | undefined
  readonly noforwards?: boolean | undefined
  readonly invertMedia?: boolean | undefined
  readonly clearDraft?: boolean | undefined
  readonly replyTo?: api.InputReplyTo | undefined
  readonly scheduleDate?: number | undefined
  readonly scheduleRepeatPeriod?: number | undefined
  readonly sendAs?: api.InputPeer | undefined
  readonly quickReplyShortcut?: api.InputQuickReplyShortcut | undefined
  readonly effect?: bigint | undefined
  readonly suggestedPost?: api.SuggestedPost | undefined
}

/** What of a message is its own when several are sent at once. */
export type Item = Omit<Content, 'silent' | 'noforwards' | 'invertMedia'> &
  Pick<Draft, 'answers'> & { readonly randomId: bigint }

/** Better an error than a message that is not what its sender meant. */
export function checkSendRequest(request: SendRequest): void {
  const { quickReplyShortcut, suggestedPost, sendAs, effect } = request
  if (quickReplyShortcut !== undefined || suggestedPost !== undefined) throw notImplemented()
  if (effect !== undefined && effect !== 0n) throw badRequest('EFFECT_ID_INVALID')
  const isInChannel = request.peer._ === 'inputPeerChannel' || request.peer._ === 'inputPeerChannelFromMessage'
  // Elsewhere everybody is only oneself.
  if (!isInChannel && sendAs !== undefined && sendAs._ !== 'inputPeerSelf') throw badRequest('SEND_AS_PEER_INVALID')
}

/** Sends items to one chat now, or has them wait for their time. */
export async function send(
  ports: ServicePorts,
  { userId, caller }: UserContext,
  request: SendRequest,
  items: readonly Item[],
): Promise<SendOutcome> {
  const { store, clock, inputPeers } = ports
  checkSendRequest(request)
  const chat = await inputPeers.chat(userId, request.peer)
  const isPrivate = chat.kind === 'private' || chat.kind === 'saved'
  // What people send by way of a bot it has no say in.
  for (const { viaBot, replyMarkup } of items) if (viaBot === undefined) checkAppButtons(replyMarkup, isPrivate)
  const isToOne = chat.kind === 'private' && request.scheduleDate === undefined
  const media = items.map((item) => item.media)
  if (!mayExpire(media, isToOne)) throw badRequest('TTL_MEDIA_INVALID')
  if (chat.kind === 'channel') return sendPosts(ports, { userId, caller }, chat.peer, request, items)
  const { peer: to } = chat
  const replyTo = request.replyTo && (await parseReply(ports, userId, request.replyTo))
  const date = unixSeconds(clock)
  const repeat = repeatPeriod(request.scheduleRepeatPeriod)
  // Albums are sent once ("Scheduled messages", in TDLib's words).
  if (repeat !== undefined && items.length > 1) throw badRequest('SCHEDULE_REPEAT_PERIOD_INVALID')
  const later = scheduleTime(request.scheduleDate, date, repeat)
  const drafts = items.map(
    (item): Draft => ({
      ...item,
      from: userId,
      to,
      silent: request.silent === true,
      noforwards: request.noforwards === true,
      invertMedia: request.invertMedia === true,
      replyTo,
      date: later ?? date,
      session: caller.session,
    }),
  )
  const codes = to === userId ? [] : items.flatMap(({ text }) => codesIn(text))
  let followUp: FollowUp | undefined
  const outcome = await store.transaction(async (tx): Promise<SendOutcome> => {
    const correspondence = isUser(to) ? await tx.correspondence.between(userId, to) : undefined
    const standing =
      isUser(to) && correspondence !== undefined
        ? await roleTowards(tx, userId, to, correspondence)
        : await standingIn(tx, userId, to)
    const refusal = refusalOfSending(standing, later === undefined ? 'send' : 'schedule', items)
    if (refusal !== undefined) await mustBeStored(tx, userId, items, refusal)
    // Whoever writes a login code to somebody else is about to lose the account: the codes become invalid.
    if (codes.length > 0) await invalidateCodes(tx, ports, userId, codes)
    const allowed = drafts.map((draft) => withAllowedPage(standing, draft))
    const isFirst = later === undefined && mayFollow(to, items, replyTo) && !(await isStored(tx, userId, items))
    const outcome =
      later === undefined
        ? { sent: await sendNow(tx, ports, allowed, correspondence?.periods), scheduled: undefined }
        : { sent: [], scheduled: await schedule(tx, ports, allowed, { now: date, repeatPeriod: repeat }) }
    if (isFirst && items.some((item) => mayCallGuests(item, replyTo))) {
      const said = outcome.sent.flatMap(({ id }, at) => toSaid(drafts[at], id))
      await callGuests(tx, ports, { by: userId, chat: to, standing, date }, said)
    }
    const { text: said = '', media: shown } = items[0] ?? {}
    const heard = { userId, text: said, media: shown, date, session: caller.session }
    if (isFirst && to === botFatherId) followUp = await answerAsBotFather(tx, ports, heard)
    if (isFirst) {
      const place = { box: userId, peer: to, by: userId, shown: toPeer(userId), date }
      await sayApproaches(tx, ports, { from: userId, to, date }, await approachesBySaying(tx, place, items))
    }
    // Last: it takes the own box alone, and the message takes both at once.
    if (request.clearDraft === true) await removeDraft(tx, ports, { userId, peer: to, date, except: caller.session })
    return { to, date, ...outcome }
  })
  await followUp?.()
  return outcome
}

/** Whether something may follow from what is said, once: who asks again for what was stored has it done no second time. */
function mayFollow(to: BoxPeer, items: readonly Item[], replyTo: Draft['replyTo']): boolean {
  if (to === botFatherId) return true
  return items.some((item) => item.media?._ === 'messageMediaGeoLive' || mayCallGuests(item, replyTo))
}

/** What answers a message of another chat calls nobody by that. */
function toSaid(draft: Draft | undefined, id: number): Said[] {
  if (draft === undefined) return []
  const { replyTo } = draft
  const isHere = replyTo !== undefined && 'id' in replyTo && replyTo.peer === undefined
  return [{ ...draft, id, answers: isHere ? replyTo.id : undefined }]
}

async function isStored(tx: Transaction, from: UserId, items: readonly Item[]): Promise<boolean> {
  const [first] = items
  return first !== undefined && (await tx.messages.sent(from, first.randomId)) !== undefined
}

function refusalOfSending(standing: Standing, act: Act, items: readonly Item[]): Refusal | undefined {
  const refusal = refusalOf(standing, act)
  if (refusal !== undefined) return refusal
  return items.map((item) => refusalOfSaying(standing, item)).find((one) => one !== undefined)
}

/** Sends items into a channel, or has them wait for their time. */
async function sendPosts(
  ports: ServicePorts,
  { userId, caller: { session } }: UserContext,
  channel: ChannelId,
  request: SendRequest,
  items: readonly Item[],
): Promise<SendOutcome> {
  const replyTo = request.replyTo && (await parseReply(ports, userId, request.replyTo))
  const date = unixSeconds(ports.clock)
  const repeat = repeatPeriod(request.scheduleRepeatPeriod)
  if (repeat !== undefined && items.length > 1) throw badRequest('SCHEDULE_REPEAT_PERIOD_INVALID')
  const later = scheduleTime(request.scheduleDate, date, repeat)
  const flags = {
    silent: request.silent === true,
    noforwards: request.noforwards === true,
    invertMedia: request.invertMedia === true,
  }
  const drafts = items.map((item) => ({ ...item, ...flags, replyTo }))
  // Whoever writes a login code where others read is about to lose the account: the codes become invalid.
  const codes = items.flatMap(({ text }) => codesIn(text))
  if (codes.length > 0) await ports.store.transaction((tx) => invalidateCodes(tx, ports, userId, codes))
  const as = request.sendAs && (await ports.inputPeers.peer(userId, request.sendAs))
  const clearDraft = request.clearDraft === true
  if (later !== undefined) {
    const scheduled = await ports.store.transaction(async (tx) => {
      const scheduling = { userId, channel, date: later, as, session, now: date, repeatPeriod: repeat }
      const told = await schedulePosts(tx, ports, scheduling, drafts)
      if (clearDraft) await removeDraft(tx, ports, { userId, peer: channel, date, except: session })
      return told
    })
    return { to: channel, date, sent: [], scheduled }
  }
  const sending = { userId, channel, date, session, as, clearDraft }
  return { to: channel, date, sent: await sendToChannel(ports, sending, drafts), scheduled: undefined }
}

/** Within a unit: puts messages of one chat into the boxes. */
async function sendNow(
  tx: Transaction,
  ports: ServicePorts,
  drafts: readonly Draft[],
  periods: AutoDeletePeriods | undefined,
): Promise<Sent[]> {
  const [first] = drafts
  if (first === undefined) return []
  const mayOpen = periods !== undefined && opensWithPeriod(periods)
  if (mayOpen) await openWithPeriod(tx, ports, first)
  if (drafts.length > 1) return deliverAll(tx, ports, drafts)
  return [await deliver(tx, ports, first, mayOpen ? undefined : (periods?.chat ?? 0))]
}

/** Who asks again for what was stored is answered so, whatever has come between the two since. */
async function mustBeStored(tx: Transaction, from: UserId, items: readonly Item[], refusal: Refusal): Promise<void> {
  for (const { randomId } of items) if ((await tx.messages.sent(from, randomId)) === undefined) throw refusal
}
