import { createHash } from 'node:crypto'
import { type api, encode } from '@chappe/tl-codec/api'
import { announceAnswer } from '../../changes/announce.ts'
import { parseInlineResult } from '../../chats/content/inline-results.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { Chat } from '../../peers/chat.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isStartParam } from '../../rules/start-param.ts'
import { isLonger } from '../../rules/text-length.ts'
import type { BotQuery } from '../../store/domain/people/bot-queries.ts'
import { readStored } from '../../tl/stored.ts'
import { viewInlineResults } from '../../views/inline-results-view.ts'
import type { Answers } from './answers.ts'
import { namedBot } from './bot-of-request.ts'
import { requireReach } from './reach-bot.ts'

const maxQueryLength = 256
const maxOffsetBytes = 64
const maxResults = 50
const maxSwitchLength = 64
/** Results are the answer to others for a day at most, and can be sent for an hour after that. */
const maxCacheSeconds = 86_400
const sendableSeconds = 3_600

/** "Inline queries": somebody types the name of a bot and a question into the field of any chat. */
export function createInlineQueries(ports: ServicePorts, answers: Answers): Methods {
  const { store, clock, random, inputPeers, userViews } = ports
  const { read } = store

  const peerType = async (bot: UserId, chat: Chat | undefined): Promise<api.InlineQueryPeerType | undefined> => {
    switch (chat?.kind) {
      case undefined:
        return undefined
      case 'saved':
      case 'private':
        if (chat.peer === bot) return { _: 'inlineQueryPeerTypeSameBotPM' }
        return (await read.users.get(chat.peer))?.bot === undefined
          ? { _: 'inlineQueryPeerTypePM' }
          : { _: 'inlineQueryPeerTypeBotPM' }
      case 'group':
        return { _: 'inlineQueryPeerTypeChat' }
      case 'channel':
        return (await read.channels.get(chat.peer))?.kind === 'broadcast'
          ? { _: 'inlineQueryPeerTypeBroadcast' }
          : { _: 'inlineQueryPeerTypeMegagroup' }
    }
  }

  const shown = async (userId: UserId, bot: UserId, query: BotQuery): Promise<api.messages.botResults> => {
    const results = query.results && readStored('messages.BotResults', query.results)
    if (results === undefined) throw badRequest('BOT_RESPONSE_TIMEOUT')
    const users = await userViews.of(read, userId, [bot])
    return { ...results, results: await viewInlineResults(read, userId, results.results), users }
  }

  return {
    'messages.getInlineBotResults': userMethod(
      { rate: { burst: 100, secondsEach: 0.2 } },
      async ({ userId }, request): Promise<api.messages.BotResults> => {
        const { id: bot, bot: traits } = await namedBot(ports, userId, request.bot)
        if (traits.inlinePlaceholder === undefined) throw badRequest('BOT_INLINE_DISABLED')
        // Before what it has said to others is looked at.
        await requireReach(read, userId, bot)
        const { query, offset } = request
        if (isLonger(query, maxQueryLength)) throw badRequest('SEARCH_QUERY_INVALID')
        if (Buffer.byteLength(offset) > maxOffsetBytes) throw badRequest('OFFSET_INVALID')
        const chat = request.peer._ === 'inputPeerEmpty' ? undefined : await inputPeers.chat(userId, request.peer)
        const geo = traits.inlineGeo && request.geoPoint?._ === 'inputGeoPoint' ? toGeo(request.geoPoint) : undefined
        if (geo === undefined) {
          const keys = [cacheKey(bot, undefined, query, offset), cacheKey(bot, userId, query, offset)]
          const cached = await read.botQueries.cached(keys, unixSeconds(clock))
          if (cached !== undefined) return shown(userId, bot, cached)
        }
        const id = randomLong(random)
        const update: api.updateBotInlineQuery = {
          ...{ _: 'updateBotInlineQuery', queryId: id, userId: BigInt(userId), query, offset, geo },
          peerType: await peerType(bot, chat),
        }
        const answered = await answers.ask({ id, bot, userId, update })
        if (answered?.results === undefined) throw badRequest('BOT_RESPONSE_TIMEOUT')
        return shown(userId, bot, answered)
      },
    ),

    'messages.setInlineBotResults': userMethod(
      { rate: { burst: 500, secondsEach: 0.02 } },
      async ({ userId: bot }, request) => {
        const { queryId, gallery, nextOffset, switchPm, switchWebview } = request
        if (request.results.length > maxResults) throw badRequest('RESULTS_TOO_MUCH')
        if (nextOffset !== undefined && Buffer.byteLength(nextOffset) > maxOffsetBytes) {
          throw badRequest('NEXT_OFFSET_INVALID')
        }
        if (switchPm !== undefined) checkSwitch(switchPm)
        if (new Set(request.results.map(({ id }) => id)).size !== request.results.length) {
          throw badRequest('RESULT_ID_DUPLICATE')
        }
        const now = unixSeconds(clock)
        const asked = await read.botQueries.get(queryId)
        if (asked?.bot !== bot || asked.expiresAt <= now) throw badRequest('QUERY_ID_INVALID')
        const question = readStored('Update', asked.asked)
        if (question?._ !== 'updateBotInlineQuery') throw badRequest('QUERY_ID_INVALID')
        const results: api.BotInlineResult[] = []
        for (const result of request.results) results.push(await parseInlineResult(ports, bot, result))
        const cacheTime = Math.max(0, Math.min(request.cacheTime, maxCacheSeconds))
        const answer: api.messages.botResults = {
          ...{
            _: 'messages.botResults',
            gallery,
            queryId,
            nextOffset: nextOffset || undefined,
            switchPm,
            switchWebview,
          },
          ...{ results, cacheTime, users: [] },
        }
        await store.transaction(async (tx) => {
          const query = await tx.botQueries.get(queryId)
          // The first answer counts.
          if (query === undefined || query.results !== undefined) throw badRequest('QUERY_ID_INVALID')
          const { query: text, offset, geo } = question
          const forWhom = request.private === true || geo !== undefined ? query.userId : undefined
          const cachedUntil = geo === undefined ? now + cacheTime : 0
          await tx.botQueries.put({
            ...query,
            ...{ results: encode(answer), cacheKey: cacheKey(bot, forWhom, text, offset), cachedUntil },
            expiresAt: now + cacheTime + sendableSeconds,
          })
          announceAnswer(tx, ports, queryId)
        })
        return true
      },
    ),
  }
}

/** What is asked, of all people or of one alone. */
function cacheKey(bot: UserId, userId: UserId | undefined, query: string, offset: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([query, offset]))
    .digest('base64url')
  return `${bot}:${userId ?? ''}:${digest}`
}

function toGeo({ lat, long, accuracyRadius }: api.inputGeoPoint): api.geoPoint {
  return { _: 'geoPoint', lat, long, accessHash: 0n, accuracyRadius }
}

function checkSwitch({ text, startParam }: api.InlineBotSwitchPM): void {
  if (text.trim() === '' || isLonger(text, maxSwitchLength)) throw badRequest('SWITCH_PM_TEXT_EMPTY')
  if (!isStartParam(startParam)) throw badRequest('START_PARAM_INVALID')
}
