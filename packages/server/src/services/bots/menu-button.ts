import { type api, encode } from '@chappe/tl-codec/api'
import { tell, tellOfUser } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isWebAppUrl } from '../../rules/button-links.ts'
import { isLonger } from '../../rules/text-length.ts'
import { readStored } from '../../tl/stored.ts'
import { raiseInfoVersion } from './raise-info-version.ts'

const maxTextLength = 64
/** So many people have a button of their own. */
const maxOwnButtons = 100_000

/** "Bot menu button": what stands beside the field in which one writes to a bot, for all or for one person. */
export function createMenuButton(ports: ServicePorts): Methods {
  const { store, inputPeers, settings } = ports

  /** 0 for all. */
  const parsePerson = async (bot: UserId, input: api.InputUser): Promise<UserId | 0> => {
    if (input._ === 'inputUserEmpty') return 0
    const userId = await inputPeers.user(bot, input)
    if (userId === undefined) throw badRequest('USER_ID_INVALID')
    return userId
  }

  return {
    'bots.setBotMenuButton': userMethod({ rate: { burst: 100, secondsEach: 1 } }, async ({ userId }, request) => {
      const person = await parsePerson(userId, request.userId)
      const button = parseButton(request.button, settings.address().host)
      await store.transaction(async (tx) => {
        const isNew = (await tx.bots.menu(userId, person)) === undefined
        if (isNew && (await tx.bots.count(userId)).menus >= maxOwnButtons) throw badRequest('LIMIT_INVALID')
        await tx.bots.setMenu(userId, person, button._ === 'botMenuButtonDefault' ? undefined : encode(button))
        if (person === 0) {
          await raiseInfoVersion(tx, userId)
          tellOfUser(tx, ports, userId)
        } else {
          tell(tx, ports, person, { _: 'updateBotMenuButton', botId: BigInt(userId), button })
        }
      })
      return true
    }),

    async 'bots.getBotMenuButton'({ userId }, request) {
      const person = await parsePerson(userId, request.userId)
      const stored = await store.read.bots.menu(userId, person)
      return (stored && readStored('BotMenuButton', stored)) ?? { _: 'botMenuButtonDefault' }
    },
  }
}

function parseButton(button: api.BotMenuButton, serverHost: string): api.BotMenuButton {
  if (button._ !== 'botMenuButton') return button
  const text = button.text.trim()
  if (text === '' || isLonger(text, maxTextLength)) throw badRequest('BUTTON_TEXT_INVALID')
  if (!isWebAppUrl(button.url, serverHost)) throw badRequest('BUTTON_URL_INVALID')
  return { ...button, text }
}
