import { type api, encode } from '@chappe/tl-codec/api'
import { announceAnswer, tell } from '../../changes/announce.ts'
import { askToEnter } from '../../chats/channels/enter.ts'
import { guardedBy, mayGuard } from '../../chats/channels/guard.ts'
import { letIn } from '../../chats/channels/let-in.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { toChannelId } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isWebAppUrl } from '../../rules/button-links.ts'
import type { BotQuery } from '../../store/domain/people/bot-queries.ts'
import type { Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { isKeptOut } from '../../views/channel-view.ts'
import { openApp } from './web-apps/open.ts'

/**
 * Bots that decide who comes into a supergroup ("channels.toggleJoinRequest", guard_bot): at once, or after whoever asks has seen
 * an app of theirs.
 */
export function createGuards(ports: ServicePorts): Methods {
  const { store, clock, settings } = ports

  return {
    'bots.setJoinChatResults': userMethod(
      { acts: ['manage links'], rate: { burst: 500, secondsEach: 0.02 } },
      async ({ userId }, { queryId, result }) => {
        if (result._ === 'joinChatBotResultWebView' && !isWebAppUrl(result.url, settings.address().host)) {
          throw badRequest('URL_INVALID')
        }
        await store.transaction(async (tx) => {
          const query = await tx.botQueries.get(queryId)
          const asked = query && guardedBy(query.asked)
          const isOwn = query?.bot === userId && query.expiresAt > unixSeconds(clock)
          if (query === undefined || asked === undefined || !isOwn) throw badRequest('QUERY_ID_INVALID')
          const before = query.joinResult && readStored('JoinChatBotResult', query.joinResult)
          // An app is shown once, and then it is decided.
          const isShown = before?._ === 'joinChatBotResultWebView'
          const isOpen = before === undefined || (isShown && result._ !== 'joinChatBotResultWebView')
          if (!isOpen) throw badRequest('QUERY_ID_INVALID')
          await carryOut(tx, ports, query, asked, result)
          await tx.botQueries.put({ ...query, joinResult: encode(result) })
          if (isShown)
            tell(tx, ports, query.userId, { _: 'updateJoinChatWebViewDecision', peer: asked.peer, queryId, result })
          else announceAnswer(tx, ports, queryId)
        })
        return true
      },
    ),

    'messages.requestChatJoinWebView': userMethod({ rate: { burst: 60, secondsEach: 1 } }, async (context, request) => {
      const query = await store.read.botQueries.get(request.queryId)
      const isOwn = query?.userId === context.userId && query.expiresAt > unixSeconds(clock)
      const result = query?.joinResult && readStored('JoinChatBotResult', query.joinResult)
      if (!isOwn || result?._ !== 'joinChatBotResultWebView') throw badRequest('QUERY_ID_INVALID')
      const bot = await store.read.users.get(query.bot)
      if (bot?.bot === undefined) throw badRequest('BOT_INVALID')
      const url = await openApp(ports, context, { ...bot, bot: bot.bot }, result.url, request, {})
      return { _: 'webViewResultUrl', fullsize: true, queryId: request.queryId, url }
    }),
  }
}

/** Within a unit: what the guard decides holds. */
async function carryOut(
  tx: Transaction,
  ports: ServicePorts,
  { bot, userId, link: digest }: BotQuery,
  asked: api.updateBotChatInviteRequester,
  result: api.JoinChatBotResult,
): Promise<void> {
  const date = unixSeconds(ports.clock)
  if (asked.peer._ !== 'peerChannel') throw badRequest('QUERY_ID_INVALID')
  const channel = toChannelId(asked.peer.channelId)
  if (channel === undefined) throw badRequest('QUERY_ID_INVALID')
  const { record } = await allowInChannel(tx, bot, channel, 'manage links', date)
  if (record.guardBot !== bot || !(await mayGuard(tx, record, bot, date))) throw badRequest('CHAT_ADMIN_REQUIRED')
  const member = await tx.channelMembers.get(channel, userId)
  if (isKeptOut(member, date)) throw badRequest('USER_KICKED')
  if (member?.present === true) return
  if (result._ === 'joinChatBotResultApproved') await letIn(tx, ports, { channel, by: bot, date }, { userId, digest })
  if (result._ === 'joinChatBotResultQueued') {
    await askToEnter(tx, ports, { channel, userId, digest, date, session: undefined })
  }
}
