import type { api } from '@chappe/tl-codec/api'
import { answerAsBotFather } from '../../accounts/bot-father/answer.ts'
import { enterChannel } from '../../chats/channels/enter.ts'
import { allowBots } from '../../chats/channels/limits.ts'
import { sendToChannel } from '../../chats/channels/send.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { parseInvitees } from '../../chats/members/invitees.ts'
import { joinGroup } from '../../chats/members/join-group.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { botFatherId, type ChannelId, type ChatId, isUser, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { normalizeText } from '../../rules/message-text.ts'
import { isStartParam } from '../../rules/start-param.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import { namedBot } from './bot-of-request.ts'

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

  const bringIntoGroup = async ({ userId, caller }: UserContext, bot: UserId, chat: ChatId): Promise<void> => {
    const date = unixSeconds(clock)
    await store.transaction(async (tx) => {
      if ((await tx.groups.member(chat, bot))?.standing === 'in') return
      await allowIn(tx, userId, chat, 'invite')
      const action: api.MessageAction = { _: 'messageActionChatAddUser', users: [BigInt(bot)] }
      const act = { chat, by: userId, date, session: caller.session }
      await joinGroup(tx, ports, act, { userId: bot, inviter: userId, action })
    })
  }

  const bringIntoChannel = async ({ userId, caller }: UserContext, bot: UserId, channel: ChannelId): Promise<void> => {
    const date = unixSeconds(clock)
    await store.transaction(async (tx) => {
      const { record } = await allowInChannel(tx, userId, channel, 'invite', date)
      if ((await tx.channelMembers.get(channel, bot))?.present === true) return
      await allowBots(tx, record, [bot])
      const action: api.MessageAction = { _: 'messageActionChatAddUser', users: [BigInt(bot)] }
      const entering = { record, users: [bot], inviter: userId, action, from: userId, by: userId }
      await enterChannel(tx, ports, { ...entering, date, session: caller.session })
    })
  }

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
          await bringIntoChannel(context, bot.id, chat.peer)
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
        await bringIntoGroup(context, bot.id, peer)
        const sent = await store.transaction(async (tx) => {
          await allowIn(tx, userId, peer, 'send')
          return deliver(tx, ports, { ...draft, from: userId, to: peer, date, session: caller.session })
        })
        return answerWhole(ports, userId, { to, date, sent: [sent], scheduled: undefined }, [randomId])
      },
    ),
  }
}
