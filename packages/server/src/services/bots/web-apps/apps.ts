import { createHmac } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../../core-ports.ts'
import type { UserId } from '../../../ids.ts'
import { isSameHash } from '../../../peers/access-hash.ts'
import { type Methods, userMethod } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { isAppShortName } from '../../../rules/web-apps.ts'
import type { BotApp } from '../../../store/domain/people/web-apps.ts'
import { namedBot } from '../bot-of-request.ts'

/** "Direct link Mini Apps": what a link names, before it is opened. */
export function createBotApps(ports: ServicePorts): Methods {
  const { store, secret } = ports
  return {
    'messages.getBotApp': userMethod({ rate: { burst: 100, secondsEach: 0.5 } }, async ({ userId }, request) => {
      const app = await namedApp(ports, userId, request.app)
      const view = viewBotApp(secret, app)
      const isNew = (await store.read.dialogs.get(app.bot, userId)) === undefined
      return {
        _: 'messages.botApp',
        // Clients ask before they open it.
        inactive: isNew || undefined,
        requestWriteAccess: isNew || undefined,
        app: view.hash === request.hash ? { _: 'botAppNotModified' } : view,
      }
    }),

    /** "Main Mini App previews": nobody can put any up here. */
    async 'bots.getPreviewMedias'({ userId }, { bot }) {
      await namedBot(ports, userId, bot)
      return []
    },

    /** What clients do for an app in ways of the public server's own ("invokeWebViewCustomMethod"): none is known here. */
    'bots.invokeWebViewCustomMethod': userMethod(
      { rate: { burst: 60, secondsEach: 1 } },
      async ({ userId }, { bot }) => {
        await namedBot(ports, userId, bot)
        throw badRequest('METHOD_INVALID')
      },
    ),

    /** "Attachment menu": no bot is in it, and none can be put there. */
    async 'messages.getAttachMenuBot'({ userId }, { bot }) {
      await namedBot(ports, userId, bot)
      throw badRequest('BOT_INVALID')
    },
    'messages.toggleBotInAttachMenu': userMethod(
      { rate: { burst: 60, secondsEach: 1 } },
      async ({ userId }, { bot }) => {
        await namedBot(ports, userId, bot)
        throw badRequest('BOT_INVALID')
      },
    ),
  }
}

/** Throws `BOT_APP_INVALID`, `BOT_APP_SHORTNAME_INVALID` or `BOT_INVALID`. */
export async function namedApp(ports: ServicePorts, userId: UserId, input: api.InputBotApp): Promise<BotApp> {
  const { store, secret } = ports
  if (input._ === 'inputBotAppShortName') {
    const bot = await namedBot(ports, userId, input.botId)
    if (!isAppShortName(input.shortName)) throw badRequest('BOT_APP_SHORTNAME_INVALID')
    const app = await store.read.webApps.appNamed(bot.id, input.shortName)
    if (app === undefined) throw badRequest('BOT_APP_INVALID')
    return app
  }
  const app = await store.read.webApps.app(Number(input.id))
  if (app === undefined || !isSameHash(accessHashOf(secret, app), input.accessHash)) throw badRequest('BOT_APP_INVALID')
  return app
}

/** A direct link is for whoever has it, so all are shown the same. */
export function viewBotApp(secret: Uint8Array, app: BotApp): api.botApp {
  const { id, shortName, title, description, url } = app
  const hash = createHmac('sha256', secret).update(JSON.stringify([shortName, title, description, url]))
  return {
    _: 'botApp',
    ...{ id: BigInt(id), accessHash: accessHashOf(secret, app), shortName, title, description },
    // Apps have no pictures here.
    photo: { _: 'photoEmpty', id: 0n },
    hash: hash.digest().readBigInt64LE(0),
  }
}

function accessHashOf(secret: Uint8Array, { id, bot }: BotApp): bigint {
  return createHmac('sha256', secret).update(`bot app ${bot} ${id}`).digest().readBigInt64LE(0)
}
