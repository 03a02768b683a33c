import type { api } from '@chappe/tl-codec/api'
import { tellChannelNow, tellNow } from '../../changes/announce.ts'
import { defaultSendAs } from '../../chats/channels/send-as.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { parseRichMessage } from '../../chats/content/parse-rich-message.ts'
import { resolveMentions } from '../../chats/content/resolve-mentions.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { findTwin, getMessage } from '../../chats/placing/message-copies.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, isUser, type PeerId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type RequestOf, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkEntities, withOpenableLinks } from '../../rules/entities.ts'
import { isLonger } from '../../rules/text-length.ts'
import { channelNumber } from '../../views/post-view.ts'
import { viewRich } from '../../views/rich-view.ts'

const maxActionText = 4096
/** In a supergroup of more members nobody is told who types. */
const mostMembersTold = 1_000

export function createSetTyping(ports: ServicePorts): Methods {
  const { store, inputPeers } = ports
  return {
    /** Pushed to the other person's connected devices, and stored nowhere. */
    'messages.setTyping': userMethod(
      { acts: ['show typing'], rate: { burst: 100, secondsEach: 0.2 } },
      async ({ userId }, request) => {
        const { kind, peer } = await inputPeers.chat(userId, request.peer)
        if (kind === 'channel') return typeInChannel(ports, userId, peer, request)
        if ((await allowIn(store.read, userId, peer, 'show typing')) !== 'all') return true
        const action = await actionFor(ports, userId, peer, request.action)
        if (isUser(peer)) {
          tellNow(ports, peer, { _: 'updateUserTyping', userId: BigInt(userId), action })
          return true
        }
        const inGroup = { _: 'updateChatUserTyping', chatId: BigInt(-peer), fromId: toPeer(userId), action } as const
        for (const box of await boxesOfChat(store.read, userId, peer)) {
          if (box !== userId) tellNow(ports, box, inGroup)
        }
        return true
      },
    ),
  }
}

/**
 * In a supergroup that is not too large, to those who are here; in a larger one there would always be somebody who types. Who is
 * not to be known there shows nothing but that the group does ("Admin, banned, default rights").
 */
async function typeInChannel(
  ports: ServicePorts,
  userId: UserId,
  channel: ChannelId,
  { action: input, topMsgId }: Pick<RequestOf<'messages.setTyping'>, 'action' | 'topMsgId'>,
): Promise<true> {
  const { store, clock } = ports
  const date = unixSeconds(clock)
  const { record, member, reach } = await allowInChannel(store.read, userId, channel, 'show typing', date)
  if (reach !== 'all' || record.members > mostMembersTold) return true
  const action = await actionFor(ports, userId, channel, input)
  const as = await defaultSendAs(store.read, { record, userId, member })
  const update: api.updateChannelUserTyping = {
    ...{ _: 'updateChannelUserTyping', channelId: channelNumber(channel), topMsgId, fromId: toPeer(as), action },
  }
  tellChannelNow(ports, channel, update, userId)
  return true
}

/** What the other side is told; a message that it names is named there by the other side's number. */
async function actionFor(
  ports: ServicePorts,
  userId: UserId,
  peer: PeerId,
  action: api.SendMessageAction,
): Promise<api.SendMessageAction> {
  switch (action._) {
    case 'sendMessageEmojiInteraction': {
      // It is for the other one of two.
      if (!isUser(peer)) throw badRequest('PEER_ID_INVALID')
      const { stored } = await getMessage(ports.store.read, userId, peer, action.msgId)
      const twin = await findTwin(ports.store.read, stored)
      if (twin === undefined) throw badRequest('MSG_ID_INVALID')
      return { ...action, msgId: twin.stored.id }
    }
    case 'sendMessageTextDraftAction':
      return { ...action, text: await draftedText(ports, userId, action.text) }
    case 'inputSendMessageRichMessageDraftAction': {
      // It is streamed to one person alone.
      if (!isUser(peer)) throw badRequest('PEER_ID_INVALID')
      const { richMessage } = await parseRichMessage(ports, userId, action.richMessage, { mayThink: true })
      const shown = await viewRich(ports.store.read, peer, richMessage)
      return { _: 'sendMessageRichMessageDraftAction', randomId: action.randomId, richMessage: shown }
    }
    case 'sendMessageRichMessageDraftAction':
      throw badRequest('RICH_VALIDATE_CTOR_NOT_ALLOWED')
    default:
      return action
  }
}

/** As it would be sent so far, but for the white space at its ends. */
async function draftedText(
  ports: ServicePorts,
  userId: UserId,
  { text, entities: given }: api.TextWithEntities,
): Promise<api.textWithEntities> {
  if (isLonger(text, maxActionText)) throw badRequest('MESSAGE_TOO_LONG')
  checkEntities(text, given)
  const entities = withOpenableLinks(text, await resolveMentions(ports, userId, given))
  return { _: 'textWithEntities', text, entities: [...entities] }
}
