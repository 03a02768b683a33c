import type { api } from '@chappe/tl-codec/api'
import { noteDraft } from '../../../chats/content/note-draft.ts'
import { deliver } from '../../../chats/placing/deliver.ts'
import { allowIn } from '../../../chats/rights.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import type { UserId } from '../../../ids.ts'
import type { Chat } from '../../../peers/chat.ts'
import { chatInstanceOf } from '../../../peers/inline-message-id.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { isWebAppUrl } from '../../../rules/button-links.ts'
import { isAppStartParam, toAppQueryId } from '../../../rules/web-apps.ts'
import type { BotApp } from '../../../store/domain/people/web-apps.ts'
import { readStored } from '../../../tl/stored.ts'
import { namedBot } from '../bot-of-request.ts'
import { namedApp, viewBotApp } from './apps.ts'
import type { InitData } from './init-data.ts'
import { openApp } from './open.ts'
import { beginSession, prolongSession } from './sessions.ts'

/** "Mini Apps": how somebody opens one. */
export function createRequestWebViews(ports: ServicePorts): Methods {
  const { store, settings, secret, inputPeers, clock } = ports
  const { read } = store

  /** What opens in the menu of a chat with a bot. */
  const menuUrl = async (bot: UserId, userId: UserId): Promise<string> => {
    for (const stored of [await read.bots.menu(bot, userId), await read.bots.menu(bot, 0)]) {
      const button = stored && readStored('BotMenuButton', stored)
      if (button?._ === 'botMenuButton') return button.url
    }
    throw badRequest('URL_INVALID')
  }

  const checkUrl = (url: string): string => {
    if (!isWebAppUrl(url, settings.address().host)) throw badRequest('URL_INVALID')
    return url
  }

  /** From where a direct link was followed: an app learns the kind of chat, and a number by which it tells chats apart. */
  const fromChat = async (bot: UserId, userId: UserId, chat: Chat): Promise<InitData> => ({
    chat_type: await chatType(bot, chat),
    chat_instance: String(chatInstanceOf(secret, bot, chat.kind === 'private' ? userId : chat.peer)),
  })

  const chatType = async (bot: UserId, chat: Chat): Promise<string> => {
    if (chat.kind === 'channel') {
      return (await read.channels.get(chat.peer))?.kind === 'broadcast' ? 'channel' : 'supergroup'
    }
    if (chat.kind === 'group') return 'group'
    return chat.peer === bot ? 'sender' : 'private'
  }

  /** Somebody lets a bot write before it was written to, by the app that asked for that. */
  const allowToWrite = async ({ userId, caller }: UserContext, app: BotApp): Promise<void> => {
    const action = { _: 'messageActionBotAllowed', app: viewBotApp(secret, app) } as const
    const date = unixSeconds(clock)
    await store.transaction(async (tx) => {
      await allowIn(tx, userId, app.bot, 'send')
      if ((await tx.dialogs.get(app.bot, userId)) !== undefined) return
      await deliver(tx, ports, noteDraft(action, { from: userId, to: app.bot, date, session: caller.session }))
    })
  }

  return {
    'messages.requestWebView': userMethod({ rate: { burst: 60, secondsEach: 1 } }, async (context, request) => {
      const { userId } = context
      const bot = await namedBot(ports, userId, request.bot)
      const chat = await inputPeers.chat(userId, request.peer)
      // Without an address it would be the app of the attach menu, where there is none.
      if (request.url === undefined && request.fromBotMenu !== true) throw badRequest('BOT_INVALID')
      if (chat.peer !== bot.id) throw badRequest('BOT_WEBVIEW_DISABLED')
      checkStart(request.startParam)
      const url = request.url === undefined ? await menuUrl(bot.id, userId) : checkUrl(request.url)
      const queryId = await beginSession(ports, userId, bot.id, request)
      const opened = await openApp(ports, context, bot, url, request, { query_id: toAppQueryId(queryId) })
      return answer(opened, request, queryId)
    }),

    'messages.prolongWebView': userMethod({ rate: { burst: 100, secondsEach: 0.5 } }, async ({ userId }, request) => {
      const bot = await namedBot(ports, userId, request.bot)
      const named = { queryId: request.queryId, bot: bot.id, userId }
      if (!(await prolongSession(ports, named, request))) throw badRequest('QUERY_ID_INVALID')
      return true
    }),

    /** By a button of a keyboard, or beside inline results: the app is not told who opens it. */
    'messages.requestSimpleWebView': userMethod({ rate: { burst: 60, secondsEach: 1 } }, async (context, request) => {
      const bot = await namedBot(ports, context.userId, request.bot)
      // Without an address it would be the app of the side menu, where there is none.
      if (request.url === undefined || request.fromSideMenu === true) throw badRequest('BOT_INVALID')
      checkStart(request.startParam)
      return answer(await openApp(ports, context, bot, checkUrl(request.url), request, undefined), request)
    }),

    'messages.requestMainWebView': userMethod({ rate: { burst: 60, secondsEach: 1 } }, async (context, request) => {
      const { userId } = context
      const bot = await namedBot(ports, userId, request.bot)
      const chat = await inputPeers.chat(userId, request.peer)
      const app = await read.webApps.appNamed(bot.id, '')
      if (app === undefined) throw badRequest('BOT_INVALID')
      checkStart(request.startParam)
      const data = request.startParam === undefined ? {} : await fromChat(bot.id, userId, chat)
      return answer(await openApp(ports, context, bot, app.url, request, data), request)
    }),

    'messages.requestAppWebView': userMethod(
      { acts: ['send'], rate: { burst: 60, secondsEach: 1 } },
      async (context, request) => {
        const { userId } = context
        const app = await namedApp(ports, userId, request.app)
        const bot = await read.users.get(app.bot)
        if (bot?.bot === undefined) throw badRequest('BOT_APP_BOT_INVALID')
        const chat = await inputPeers.chat(userId, request.peer)
        checkStart(request.startParam)
        if (request.writeAllowed === true) await allowToWrite(context, app)
        const data = await fromChat(bot.id, userId, chat)
        return answer(await openApp(ports, context, { ...bot, bot: bot.bot }, app.url, request, data), request)
      },
    ),
  }
}

function checkStart(param: string | undefined): void {
  if (param !== undefined && !isAppStartParam(param)) throw badRequest('START_PARAM_INVALID')
}

function answer(
  url: string,
  { compact, fullscreen }: { readonly compact?: boolean | undefined; readonly fullscreen?: boolean | undefined },
  queryId?: bigint,
): api.webViewResultUrl {
  return { _: 'webViewResultUrl', fullsize: compact !== true || undefined, fullscreen, queryId, url }
}
