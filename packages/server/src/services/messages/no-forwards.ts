import { type api, encode } from '@chappe/tl-codec/api'
import { protectChannel } from '../../chats/channels/protect-channel.ts'
import { noteDraft } from '../../chats/content/note-draft.ts'
import { protectGroup } from '../../chats/members/protect-group.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import type { Sent } from '../../chats/placing/copy.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { findCopies, getMessage, type OwnMessage } from '../../chats/placing/message-copies.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { requestSeconds } from '../../rules/no-forwards.ts'
import type { Transaction } from '../../store/store.ts'

/**
 * One of two may keep what they say from being passed on ("Content protection", for users). Who did not protect the chat
 * cannot undo that but ask for it. In groups and channels their creator decides.
 */
export function createNoForwards(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.toggleNoForwards': userMethod(
      { acts: ['protect'] },
      async (context, { peer: input, enabled, requestMsgId }) => {
        const { userId } = context
        const named = await inputPeers.chat(userId, input)
        const [date, session] = [unixSeconds(clock), context.caller.session]
        if (named.kind === 'channel') {
          return protectChannel(ports, { userId, channel: named.peer, enabled, date, session })
        }
        if (named.kind === 'group') return protectGroup(ports, { chat: named.peer, by: userId, date, session }, enabled)
        const { peer } = named
        const chat: Chat = { ...context, peer, date }
        const note = await store.transaction(async (tx) => {
          await allowIn(tx, userId, peer, 'protect')
          return requestMsgId === undefined
            ? toggle(tx, ports, chat, enabled)
            : answerRequest(tx, ports, chat, enabled, requestMsgId)
        })
        const sent = note === undefined ? [] : [note]
        return answerWhole(ports, userId, { to: peer, date: chat.date, sent, scheduled: undefined }, [])
      },
    ),
  }
}

type Chat = UserContext & { readonly peer: UserId; readonly date: number }

/** Does nothing where the setting already is as wanted. */
async function toggle(tx: Transaction, ports: ServicePorts, chat: Chat, enabled: boolean): Promise<Sent | undefined> {
  const { userId, peer } = chat
  const protector = await tx.protectedChats.protector(userId, peer)
  const before = protector !== undefined
  if (before === enabled) return undefined
  if (protector === peer) {
    return say(tx, ports, chat, { _: 'messageActionNoForwardsRequest', prevValue: before, newValue: enabled })
  }
  await tx.protectedChats.protect(userId, peer, enabled ? userId : undefined)
  return say(tx, ports, chat, { _: 'messageActionNoForwardsToggle', prevValue: before, newValue: enabled })
}

/** There is always a message, by which the other side learns that the request was answered. */
async function answerRequest(
  tx: Transaction,
  ports: ServicePorts,
  chat: Chat,
  enabled: boolean,
  requestId: number,
): Promise<Sent> {
  const { userId, peer, date } = chat
  await expire(tx, await getMessage(tx, userId, peer, requestId), date)
  const protector = await tx.protectedChats.protector(userId, peer)
  const before = protector !== undefined
  // If the other person has protected the chat since asking for the change, that protection stays.
  const after = protector === peer ? before : enabled
  if (after !== before) await tx.protectedChats.protect(userId, peer, after ? userId : undefined)
  const action: api.MessageAction = { _: 'messageActionNoForwardsToggle', prevValue: before, newValue: after }
  return say(tx, ports, chat, action, requestId)
}

function say(
  tx: Transaction,
  ports: ServicePorts,
  { userId, caller, peer, date }: Chat,
  action: api.MessageAction,
  requestId?: number,
): Promise<Sent> {
  const replyTo = requestId === undefined ? undefined : { id: requestId }
  return deliver(tx, ports, noteDraft(action, { from: userId, to: peer, date, replyTo, session: caller.session }))
}

/**
 * A request is answered once. Clients that have it see that by the answer; the mark is for those that fetch it later.
 */
async function expire(tx: Transaction, request: OwnMessage, date: number): Promise<void> {
  const { stored, message } = request
  if (message._ !== 'messageService' || message.action._ !== 'messageActionNoForwardsRequest' || stored.out) {
    throw badRequest('MESSAGE_ID_INVALID')
  }
  if (message.action.expired === true || date - stored.date > requestSeconds) throw badRequest('REQUEST_MSG_EXPIRED')
  const action: api.messageActionNoForwardsRequest = { ...message.action, expired: true }
  for (const copy of await findCopies(tx, request)) {
    if (copy.message._ !== 'messageService') continue
    await tx.messages.replace(copy.stored.box, copy.stored.id, encode({ ...copy.message, action }))
  }
}
