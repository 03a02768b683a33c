import type { api } from '@chappe/tl-codec/api'
import { noteDraft } from '../../../chats/content/note-draft.ts'
import { answerWhole } from '../../../chats/placing/answer-whole.ts'
import { deliver } from '../../../chats/placing/deliver.ts'
import { findMessage } from '../../../chats/placing/message-copies.ts'
import { allowIn } from '../../../chats/rights.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { isUser, type PeerId, type UserId } from '../../../ids.ts'
import { toPeer } from '../../../peers/peer-id.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { type Methods, type RequestOf, userMethod } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { fromAppQueryId } from '../../../rules/web-apps.ts'
import { readStored } from '../../../tl/stored.ts'
import { bringBot } from './bring-bot.ts'
import { describePeer } from './describe.ts'
import { fits } from './fits.ts'

type Request = RequestOf<'messages.sendBotRequestedPeer'>
type AskingButton = api.keyboardButtonRequestPeer | api.inputKeyboardButtonRequestPeer

/** "Peer sharing": somebody presses a button by which a bot asks for people or for a chat, and chooses. */
export function createRequestedPeers(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  const { read } = store

  const pressed = async (userId: UserId, bot: UserId, { msgId, buttonId }: Request): Promise<AskingButton> => {
    const found = msgId === undefined ? undefined : await findMessage(read, userId, bot, msgId)
    const isTheirs = found?.message._ === 'message' && found.stored.from === bot
    const markup = isTheirs && found.message._ === 'message' ? found.message.replyMarkup : undefined
    const rows = markup?._ === 'replyKeyboardMarkup' ? markup.rows : []
    const button = rows
      .flatMap(({ buttons }) => buttons)
      .find((one): one is AskingButton => isAsking(one) && one.buttonId === buttonId)
    if (button === undefined) throw badRequest('MESSAGE_ID_INVALID')
    return button
  }

  /** What an app asks by a button that its bot has prepared. */
  const asked = async (userId: UserId, bot: UserId, named: string, { buttonId }: Request): Promise<AskingButton> => {
    const id = fromAppQueryId(named)
    const prepared = id === undefined ? undefined : await read.webApps.prepared(id)
    const isTheirs = prepared?.userId === userId && prepared.bot === bot && prepared.expiresAt > unixSeconds(clock)
    const button = isTheirs && prepared.button ? readStored('KeyboardButton', prepared.button) : undefined
    if (button === undefined || !isAsking(button) || button.buttonId !== buttonId) {
      throw badRequest('WEBAPP_REQ_ID_INVALID')
    }
    return button
  }

  return {
    'messages.sendBotRequestedPeer': userMethod(
      { acts: ['send', 'invite'], rate: { burst: 60, secondsEach: 1 } },
      async (context, request) => {
        const { userId, caller } = context
        const { peer: bot, kind } = await inputPeers.chat(userId, request.peer)
        if (kind !== 'private' || (await read.users.get(bot))?.bot === undefined) throw badRequest('PEER_ID_INVALID')
        const { webappReqId } = request
        const button =
          webappReqId === undefined
            ? await pressed(userId, bot, request)
            : await asked(userId, bot, webappReqId, request)
        const chosen = new Set<PeerId>()
        for (const input of request.requestedPeers) chosen.add(await inputPeers.peer(userId, input))
        if (chosen.size === 0 || chosen.size > button.maxQuantity) throw badRequest('MAX_QUANTITY_INVALID')
        for (const peer of chosen) {
          if (!(await fits(read, { userId, bot }, peer, button.peerType))) throw badRequest('PEER_ID_INVALID')
        }
        for (const peer of chosen) if (!isUser(peer)) await bringBot(ports, context, bot, peer, button.peerType)
        const wanted = button._ === 'inputKeyboardButtonRequestPeer' ? button : {}
        const { buttonId } = button
        const date = unixSeconds(clock)
        const sent = await store.transaction(async (tx) => {
          await allowIn(tx, userId, bot, 'send')
          const [first] = chosen
          if (button.peerType._ === 'requestPeerTypeCreateBot' && first !== undefined) {
            const made = { _: 'messageActionManagedBotCreated', botId: BigInt(first) } as const
            return deliver(tx, ports, noteDraft(made, { from: userId, to: bot, date, session: caller.session }))
          }
          const peers = await Promise.all([...chosen].map((peer) => describePeer(tx, userId, peer, wanted)))
          const note = noteDraft(
            { _: 'messageActionRequestedPeer', buttonId, peers: [...chosen].map(toPeer) },
            { from: userId, to: bot, date, session: caller.session },
          )
          const theirAction = { _: 'messageActionRequestedPeerSentMe', buttonId, peers } as const
          return deliver(tx, ports, { ...note, theirAction })
        })
        return answerWhole(ports, userId, { to: bot, date, sent: [sent], scheduled: undefined }, [])
      },
    ),
  }
}

function isAsking(button: api.KeyboardButton): button is AskingButton {
  return button._ === 'keyboardButtonRequestPeer' || button._ === 'inputKeyboardButtonRequestPeer'
}
