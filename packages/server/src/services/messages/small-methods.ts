import type { api } from '@chappe/tl-codec/api'
import { tellNow } from '../../changes/announce.ts'
import { resolveMentions } from '../../chats/content/resolve-mentions.ts'
import { findTwin, getMessage } from '../../chats/placing/message-copies.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented, RpcError } from '../../rpc/rpc-error.ts'
import { checkEntities, withOpenableLinks } from '../../rules/entities.ts'
import { isLonger } from '../../rules/text-length.ts'
import { readDatePrivacy } from '../../views/global-privacy.ts'
import { noPeers } from '../../views/named-peers.ts'
import { standingOf } from '../../views/standing.ts'

const maxIds = 100
/** "When somebody read": the date is kept so long ("pm_read_date_expire_period"). */
export const readDateSeconds: number = 7 * 24 * 3600
const maxActionText = 4096

export function createSmallMethods(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    /** Told to whoever is there now, kept nowhere. */
    'messages.setTyping': userMethod(
      { acts: ['show typing'], rate: { burst: 100, secondsEach: 0.2 } },
      async ({ userId }, request) => {
        const { peer } = await inputPeers.chat(userId, request.peer)
        if ((await allowIn(store.read, userId, peer, 'show typing')) !== 'all') return true
        const action = await actionFor(ports, userId, peer, request.action)
        const update: api.updateUserTyping = { _: 'updateUserTyping', userId: BigInt(userId), action }
        tellNow(ports, peer, update)
        return true
      },
    ),

    async 'messages.getOutboxReadDate'({ userId }, request) {
      const peer = await inputPeers.person(userId, request.peer)
      const { stored } = await getMessage(store.read, userId, peer, request.msgId)
      if (!stored.out || peer === userId) throw badRequest('MESSAGE_ID_INVALID')
      if (unixSeconds(clock) - stored.date > readDateSeconds) throw badRequest('MESSAGE_TOO_OLD')
      const standing = await standingOf(store.read, userId, [peer])
      const { hidden, hiding } = await readDatePrivacy(store.read, standing, userId, peer)
      if (hidden) throw new RpcError(403, 'USER_PRIVACY_RESTRICTED')
      if (hiding) throw new RpcError(403, 'YOUR_PRIVACY_RESTRICTED')
      const date = await store.read.readDates.get(userId, peer, stored.id)
      if (date === undefined) throw badRequest('MESSAGE_NOT_READ_YET')
      return { _: 'outboxReadDate', date }
    },

    async 'messages.getMessagesViews'({ userId }, request) {
      if (request.id.length > maxIds) throw badRequest('LIMIT_INVALID')
      await inputPeers.peer(userId, request.peer)
      // Only what stands in a channel is counted.
      const views = request.id.map((): api.messageViews => ({ _: 'messageViews' }))
      return { _: 'messages.messageViews', views, ...noPeers() }
    },

    /** A client tells what it has shown in notifications; nothing is left to be told by another way. */
    async 'messages.receivedMessages'(_, { maxId }) {
      if (maxId < 0) throw badRequest('MSG_ID_INVALID')
      return []
    },

    /** There is nobody here to translate ("Translation"). */
    async 'messages.translateText'() {
      throw new RpcError(406, 'TRANSLATIONS_DISABLED')
    },
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
