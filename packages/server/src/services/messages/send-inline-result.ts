import type { api } from '@chappe/tl-codec/api'
import { tellBot } from '../../changes/tell-bot.ts'
import { answerWhole, type SendOutcome } from '../../chats/placing/answer-whole.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, type UserId } from '../../ids.ts'
import { toInlineMessageId } from '../../peers/inline-message-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { BotQuery } from '../../store/domain/people/bot-queries.ts'
import { readStored } from '../../tl/stored.ts'
import { contentOfResult } from './inline-result-content.ts'
import { type Item, send } from './sending.ts'

/** Results from which somebody may send one. */
interface Offered {
  readonly bot: UserId
  readonly results: readonly api.BotInlineResult[]
  /** Missing for what nobody has asked for. */
  readonly query: BotQuery | undefined
}

/** "Inline queries": one of the results of a bot is sent into a chat. */
export function createSendInlineResult(ports: ServicePorts): Methods {
  const { store, clock, secret, settings } = ports

  /** What a bot has prepared for this person, whose app has it sent ("shareMessage"). */
  const findPrepared = async (userId: UserId, queryId: bigint): Promise<Offered | undefined> => {
    const prepared = await store.read.webApps.prepared(queryId)
    if (prepared?.message === undefined || prepared.expiresAt <= unixSeconds(clock)) return undefined
    if (prepared.userId !== userId) throw badRequest('QUERY_ID_INVALID')
    const message = readStored('messages.PreparedInlineMessage', prepared.message)
    return message && { bot: prepared.bot, results: [message.result], query: undefined }
  }

  const findOffered = async (userId: UserId, queryId: bigint): Promise<Offered> => {
    const prepared = await findPrepared(userId, queryId)
    if (prepared !== undefined) return prepared
    const query = await findQuery(userId, queryId)
    const answer = query.results && readStored('messages.BotResults', query.results)
    return { bot: query.bot, results: answer?.results ?? [], query }
  }

  /** What was asked, by this person, or by another where the bot lets all have the answer. */
  const findQuery = async (userId: UserId, queryId: bigint): Promise<BotQuery> => {
    const query = await store.read.botQueries.get(queryId)
    if (query?.results === undefined || query.expiresAt <= unixSeconds(clock)) throw badRequest('INLINE_RESULT_EXPIRED')
    const isForAll = query.cacheKey?.split(':')[1] === ''
    if (query.userId !== userId && !isForAll) throw badRequest('QUERY_ID_INVALID')
    return query
  }

  /** A bot that wants to know is told what was chosen ("Inline feedback"), and by which name it can change it. */
  const tellChosen = async (
    userId: UserId,
    query: BotQuery,
    resultId: string,
    { to, sent }: SendOutcome,
    hasButtons: boolean,
  ): Promise<void> => {
    const asked = readStored('Update', query.asked)
    const [first] = sent
    if (asked?._ !== 'updateBotInlineQuery' || first === undefined) return
    const { bot } = query
    if ((await store.read.bots.get(bot))?.feedback !== true) return
    const name = { box: isChannel(to) ? to : userId, id: first.id }
    const update: api.updateBotInlineSend = {
      ...{ _: 'updateBotInlineSend', userId: BigInt(userId), query: asked.query, geo: asked.geo, id: resultId },
      msgId: hasButtons ? toInlineMessageId(secret, settings.dcId, bot, name) : undefined,
    }
    const key = `chosen ${query.id} ${name.box} ${name.id}`
    await store.transaction((tx) => tellBot(tx, ports, bot, key, update))
  }

  return {
    'messages.sendInlineBotResult': userMethod(
      { acts: ['send', 'schedule'], rate: { burst: 200, secondsEach: 0.2 } },
      async (context, request) => {
        const { userId } = context
        const { bot, results, query } = await findOffered(userId, request.queryId)
        const result = results.find(({ id }) => id === request.id)
        if (result === undefined) throw badRequest('RESULT_ID_INVALID')
        const { sendMessage } = result
        const replyMarkup = sendMessage.replyMarkup
        const content = await contentOfResult(ports, bot, result)
        const item: Item = { ...content, replyMarkup, viaBot: bot, randomId: request.randomId }
        const invertMedia = 'invertMedia' in sendMessage ? sendMessage.invertMedia : undefined
        const outcome = await send(ports, context, { ...request, invertMedia }, [item])
        if (query !== undefined) await tellChosen(userId, query, result.id, outcome, replyMarkup !== undefined)
        return answerWhole(ports, userId, outcome, [request.randomId])
      },
    ),
  }
}
