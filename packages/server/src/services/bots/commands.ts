import { type api, encode } from '@chappe/tl-codec/api'
import { tellOfUser } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseBotCommands } from '../../rules/bot-commands.ts'
import { type BotScope, isBotLang, scopeKey } from '../../rules/bot-scopes.ts'
import { readCommands } from '../../views/bot-info-view.ts'
import { raiseInfoVersion } from './raise-info-version.ts'

/** A bot has so many lists, for its scopes and languages. */
const maxLists = 1_000

/** "Bot commands": what clients offer when somebody types a slash, by scope and language. */
export function createBotCommands(ports: ServicePorts): Methods {
  const { store, inputPeers } = ports

  const parseScope = async (bot: UserId, scope: api.BotCommandScope): Promise<BotScope> => {
    switch (scope._) {
      case 'botCommandScopeDefault':
        return { kind: 'default' }
      case 'botCommandScopeUsers':
        return { kind: 'users' }
      case 'botCommandScopeChats':
        return { kind: 'chats' }
      case 'botCommandScopeChatAdmins':
        return { kind: 'chat admins' }
      case 'botCommandScopePeer':
        return { kind: 'peer', peer: await inputPeers.peer(bot, scope.peer) }
      case 'botCommandScopePeerAdmins':
        return { kind: 'peer admins', peer: await inputPeers.peer(bot, scope.peer) }
      case 'botCommandScopePeerUser': {
        const userId = await inputPeers.user(bot, scope.userId)
        if (userId === undefined) throw badRequest('USER_ID_INVALID')
        return { kind: 'peer user', peer: await inputPeers.peer(bot, scope.peer), userId }
      }
    }
  }

  const set = async (
    userId: UserId,
    request: { readonly scope: api.BotCommandScope; readonly langCode: string },
    commands: readonly api.BotCommand[],
  ): Promise<true> => {
    const lang = parseLang(request.langCode)
    const key = { userId, scope: scopeKey(await parseScope(userId, request.scope)), lang }
    await store.transaction(async (tx) => {
      const before = await tx.bots.commands(key)
      if (commands.length === 0 && before === undefined) return
      if (before === undefined && (await tx.bots.count(userId)).commands >= maxLists) throw badRequest('LIMIT_INVALID')
      const list = commands.length === 0 ? undefined : encode({ _: 'botInfo', commands: [...commands] })
      await tx.bots.setCommands(key, list)
      await raiseInfoVersion(tx, userId)
      tellOfUser(tx, ports, userId)
    })
    return true
  }

  return {
    'bots.setBotCommands': userMethod({ rate: { burst: 100, secondsEach: 1 } }, ({ userId }, request) =>
      set(userId, request, parseBotCommands(request.commands)),
    ),
    'bots.resetBotCommands': userMethod({ rate: { burst: 100, secondsEach: 1 } }, ({ userId }, request) =>
      set(userId, request, []),
    ),
    async 'bots.getBotCommands'({ userId }, request) {
      const lang = parseLang(request.langCode)
      const scope = scopeKey(await parseScope(userId, request.scope))
      return readCommands(await store.read.bots.commands({ userId, scope, lang }))
    },
  }
}

function parseLang(code: string): string {
  if (!isBotLang(code)) throw badRequest('LANG_CODE_INVALID')
  return code
}
