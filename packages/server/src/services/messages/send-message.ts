import type { api } from '@chappe/tl-codec/api'
import { withGameButton } from '../../chats/content/game.ts'
import { knownPage, linkOf } from '../../chats/content/link-of.ts'
import { parseRichMessage } from '../../chats/content/parse-rich-message.ts'
import { parseReplyMarkup } from '../../chats/content/reply-markup.ts'
import { resolveMentions } from '../../chats/content/resolve-mentions.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, isUser } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { normalizeText } from '../../rules/message-text.ts'
import { send } from './sending.ts'

export function createSendMessage(ports: ServicePorts): Methods {
  return {
    'messages.sendMessage': userMethod(
      { acts: ['send', 'schedule'], rate: { burst: 5000, secondsEach: 0.005 } },
      async (context, request) => {
        const { userId } = context
        if (request.richMessage !== undefined) {
          const parsed = await parseRichMessage(ports, userId, request.richMessage)
          const replyMarkup = await parseReplyMarkup(ports, userId, request.replyMarkup)
          const outcome = await send(ports, context, request, [{ ...parsed, randomId: request.randomId, replyMarkup }])
          return answerWhole(ports, userId, outcome, [request.randomId])
        }
        const given = request.entities === undefined ? [] : await resolveMentions(ports, userId, request.entities)
        const { text, entities } = normalizeText(request.message, given)
        const { randomId } = request
        const link = request.noWebpage === true ? undefined : linkOf(ports, text, entities)
        const media = knownPage(ports, link)
        const replyMarkup = withGameButton(undefined, await parseReplyMarkup(ports, userId, request.replyMarkup))
        const item = { text, entities, media, link: media === undefined ? link : undefined, randomId, replyMarkup }
        const outcome = await send(ports, context, request, [item])
        const [sent] = outcome.sent
        // To oneself, in channels, and where the page may have been left out, the short form does not say enough: clients
        // take the whole message.
        const mayLackPage = media !== undefined && !isUser(outcome.to)
        const isPlain = outcome.to !== userId && !isChannel(outcome.to) && replyMarkup === undefined
        const saysAll = isPlain && !mayLackPage
        if (sent === undefined || !saysAll) return answerWhole(ports, userId, outcome, [randomId])
        return {
          _: 'updateShortSentMessage',
          out: true,
          id: sent.id,
          pts: sent.pts,
          ptsCount: 1,
          date: sent.date,
          media,
          entities: entities.length === 0 ? undefined : entities,
          ttlPeriod: sent.ttlPeriod,
        } satisfies api.updateShortSentMessage
      },
    ),
  }
}
