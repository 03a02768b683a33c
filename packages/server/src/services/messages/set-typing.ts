import type { api } from '@chappe/tl-codec/api'
import { tellNow } from '../../changes/announce.ts'
import { resolveMentions } from '../../chats/content/resolve-mentions.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { findTwin, getMessage } from '../../chats/placing/message-copies.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type PeerId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { checkEntities, withOpenableLinks } from '../../rules/entities.ts'
import { isLonger } from '../../rules/text-length.ts'

const maxActionText = 4096

export function createSetTyping(ports: ServicePorts): Methods {
  const { store, inputPeers } = ports
  return {
    /** Pushed to the other person's connected devices, and stored nowhere. */
    'messages.setTyping': userMethod(
      { acts: ['show typing'], rate: { burst: 100, secondsEach: 0.2 } },
      async ({ userId }, request) => {
        const { peer } = await inputPeers.boxChat(userId, request.peer)
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
    case 'sendMessageRichMessageDraftAction':
      throw notImplemented()
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
