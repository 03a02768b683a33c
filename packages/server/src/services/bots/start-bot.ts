import { answerAsBotFather } from '../../accounts/bot-father/answer.ts'
import { sendToChannel } from '../../chats/channels/send.ts'
import { parseInvitees } from '../../chats/members/invitees.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { botFatherId, isUser } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { normalizeText } from '../../rules/message-text.ts'
import { isStartParam } from '../../rules/start-param.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import { namedBot } from './bot-of-request.ts'
import { bringIntoChannel, bringIntoGroup } from './bring-bot.ts'

/** "Deep links", bot links: somebody begins with a bot, in its chat or in a group into which it is brought. */
export function createStartBot(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports

  /** The text with which a bot is begun. In a group it names the bot, since others may hear it. */
  const command = ({ username }: UserRecord, param: string, isInGroup: boolean) =>
    normalizeText(`/start${isInGroup ? `@${username}` : ''}${param === '' ? '' : ` ${param}`}`, [])

  const said = (text: ReturnType<typeof command>, randomId: bigint) => ({
    ...text,
    ...{ silent: false, noforwards: false, invertMedia: false, replyTo: undefined, randomId },
  })

  return {
    'messages.startBot': userMethod(
      { acts: ['send', 'invite'], rate: { burst: 100, secondsEach: 1 } },
      async (context, request) => {
        const { userId, caller } = context
        const bot = await namedBot(ports, userId, request.bot)
        const { startParam, randomId } = request
        if (startParam !== '' && !isStartParam(startParam)) throw badRequest('START_PARAM_INVALID')
        const isOwnChat = request.peer._ === 'inputPeerEmpty' || request.peer._ === 'inputPeerSelf'
        const chat = isOwnChat ? undefined : await inputPeers.chat(userId, request.peer)
        const date = unixSeconds(clock)
        const to = chat?.peer ?? bot.id
        if (isUser(to)) {
          if (to !== bot.id) throw badRequest('PEER_ID_INVALID')
          const draft = said(command(bot, startParam, false), randomId)
          const sent = await store.transaction(async (tx) => {
            await allowIn(tx, userId, to, 'send')
            const isNews = (await tx.messages.sent(userId, randomId)) === undefined
            const sent = await deliver(tx, ports, { ...draft, from: userId, to, date, session: caller.session })
            const heard = { userId, text: draft.text, date, session: caller.session }
            // To begin needs nothing to be done after it.
            if (to === botFatherId && isNews) await answerAsBotFather(tx, ports, heard)
            return sent
          })
          return answerWhole(ports, userId, { to, date, sent: [sent], scheduled: undefined }, [randomId])
        }
        await parseInvitees(ports, userId, [request.bot])
        const draft = said(command(bot, startParam, true), randomId)
        if (chat?.kind === 'channel') {
          await bringIntoChannel(ports, context, bot.id, chat.peer)
          const sending = {
            userId,
            channel: chat.peer,
            date,
            session: caller.session,
            as: undefined,
            clearDraft: false,
          }
          const sent = await sendToChannel(ports, sending, [draft])
          return answerWhole(ports, userId, { to, date, sent, scheduled: undefined }, [randomId])
        }
        if (chat?.kind !== 'group') throw badRequest('PEER_ID_INVALID')
        const { peer } = chat
        await bringIntoGroup(ports, context, bot.id, peer)
        const sent = await store.transaction(async (tx) => {
          await allowIn(tx, userId, peer, 'send')
          return deliver(tx, ports, { ...draft, from: userId, to: peer, date, session: caller.session })
        })
        return answerWhole(ports, userId, { to, date, sent: [sent], scheduled: undefined }, [randomId])
      },
    ),
  }
}
