import type { api } from '@chappe/tl-codec/api'
import type { Reply } from '../../chats/content/reply.ts'
import { removeDraft } from '../../chats/lists/remove-draft.ts'
import { type Content, type Draft, deliver, deliverAll, type Sent } from '../../chats/placing/deliver.ts'
import { opensWithPeriod, openWithPeriod } from '../../chats/placing/new-chat-period.ts'
import { refusalOfBlocks } from '../../chats/rights.ts'
import { repeatPeriod, schedule, scheduleTime } from '../../chats/scheduled/schedule.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserContext } from '../../rpc/handlers.ts'
import { badRequest, notImplemented, RpcError } from '../../rpc/rpc-error.ts'
import { codesIn } from '../../rules/login-codes.ts'
import type { Correspondence } from '../../store/domain/people/correspondence.ts'
import type { Transaction } from '../../store/store.ts'
import { isOpenTo } from '../../views/global-privacy.ts'
import { viewMessages } from '../../views/message-view.ts'
import { invalidateCodes } from '../account/sign-in-codes.ts'

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

export interface SendOutcome {
  readonly to: PeerId
  readonly date: number
  /** As they were stored; missing if they wait for their time, as `scheduled` tells. */
  readonly sent: readonly Sent[]
  readonly scheduled: api.Updates | undefined
}

/** Better an error than a message that is not what its sender meant. */
export function checkSendRequest(request: SendRequest): void {
  const { quickReplyShortcut, suggestedPost, sendAs, effect } = request
  if (quickReplyShortcut !== undefined || suggestedPost !== undefined) throw notImplemented()
  if (effect !== undefined && effect !== 0n) throw badRequest('EFFECT_ID_INVALID')
  if (sendAs !== undefined && sendAs._ !== 'inputPeerSelf') throw badRequest('SEND_AS_PEER_INVALID')
}

/** The message that is answered, its chat checked. */
export async function parseReply(
  { inputPeers }: ServicePorts,
  userId: UserId,
  replyTo: api.InputReplyTo,
): Promise<Reply | undefined> {
  if (replyTo._ !== 'inputReplyToMessage') throw notImplemented()
  const { replyToMsgId: id, replyToPeerId, quoteText, quoteEntities, quoteOffset, todoItemId, pollOption } = replyTo
  if (id === 0) return undefined
  const peer = replyToPeerId === undefined ? undefined : await inputPeers.peer(userId, replyToPeerId)
  return { id, peer, quoteText, quoteEntities, quoteOffset, todoItemId, pollOption }
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
  const to = await inputPeers.peer(userId, request.peer)
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
  return store.transaction(async (tx): Promise<SendOutcome> => {
    const correspondence = await tx.correspondence.between(userId, to)
    const refusal = refusalOf(userId, to, correspondence) ?? (await refusalOfStranger(tx, userId, to, correspondence))
    if (refusal !== undefined) await mustBeStored(tx, userId, items, refusal)
    // Whoever is asked for a login code by somebody else is about to lose the account.
    if (codes.length > 0) await invalidateCodes(tx, ports, userId, codes)
    if (request.clearDraft === true) await removeDraft(tx, ports, { userId, peer: to, date, except: caller.session })
    if (later !== undefined) {
      const scheduled = await schedule(tx, ports, drafts, { now: date, repeatPeriod: repeat })
      return { to, date, sent: [], scheduled }
    }
    const { periods } = correspondence
    const mayOpen = opensWithPeriod(periods)
    if (mayOpen) await openWithPeriod(tx, ports, { from: userId, to, date })
    const [only] = drafts
    const sent =
      drafts.length === 1 && only !== undefined
        ? [await deliver(tx, ports, only, mayOpen ? undefined : (periods.chat ?? 0))]
        : await deliverAll(tx, ports, drafts)
    return { to, date, sent, scheduled: undefined }
  })
}

/** Who asks again for what was stored is answered so, whatever has come between the two since. */
async function mustBeStored(tx: Transaction, from: UserId, items: readonly Item[], refusal: RpcError): Promise<void> {
  for (const { randomId } of items) if ((await tx.messages.sent(from, randomId)) === undefined) throw refusal
}

/** Throws the public error if the other account is gone, or one of two people does not want to hear of the other. */
export async function mayWrite(tx: Transaction, from: UserId, to: PeerId): Promise<void> {
  const refusal = await refusalToWrite(tx, from, to)
  if (refusal !== undefined) throw refusal
}

/** What `mayWrite` would throw. */
export async function refusalToWrite(tx: Transaction, from: UserId, to: PeerId): Promise<RpcError | undefined> {
  const correspondence = await tx.correspondence.between(from, to)
  return refusalOf(from, to, correspondence) ?? refusalOfStranger(tx, from, to, correspondence)
}

function refusalOf(from: UserId, to: PeerId, correspondence: Correspondence): RpcError | undefined {
  if (from === to) return undefined
  if (to > 0 && !correspondence.active) return badRequest('INPUT_USER_DEACTIVATED')
  return refusalOfBlocks(correspondence)
}

/** Nothing to ask where the other one has settled nothing. */
function refusalOfStranger(
  tx: Transaction,
  from: UserId,
  to: PeerId,
  { globalPrivacy }: Correspondence,
): Promise<RpcError | undefined> | undefined {
  if (globalPrivacy === undefined) return undefined
  return isOpenTo(tx, to, from).then((isOpen) => (isOpen ? undefined : new RpcError(403, 'PRIVACY_PREMIUM_REQUIRED')))
}

/** The messages as their sender's other sessions are told of them, each under the random id that it was sent with. */
export async function answerWhole(
  { store, userViews }: ServicePorts,
  userId: UserId,
  { sent, scheduled, date, to }: SendOutcome,
  randomIds: readonly bigint[],
): Promise<api.Updates> {
  if (scheduled !== undefined) return scheduled
  const ids = sent.map(({ id }) => id)
  const stored = await store.read.messages.many(userId, ids)
  const named = to > 0 ? [userId, to] : [userId]
  const { messages, users } = await viewMessages(store.read, userViews, userId, stored, named)
  const byId = new Map(messages.map((message) => [message.id, message]))
  const updates: api.Update[] = []
  for (const [at, id] of ids.entries()) {
    const randomId = randomIds[at]
    if (randomId !== undefined) updates.push({ _: 'updateMessageID', id, randomId })
  }
  for (const { id, pts } of sent) {
    const message = byId.get(id)
    if (message !== undefined) updates.push({ _: 'updateNewMessage', message, pts, ptsCount: 1 })
  }
  return { _: 'updates', updates, users, chats: [], date, seq: 0 }
}
