import type { api } from '@chappe/tl-codec/api'
import { APP_URL } from '../../bots/bot-room.ts'
import { toUser } from '../../bots/room-names.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { statuses } from '../own-lists.ts'
import { type BotWriter, change, known, pick } from './bot-writes.ts'

/** What a bot says of itself, and of the visitor. */
export function botSettingPlans(writer: BotWriter): Plans {
  const { room, random, newName } = writer
  const { bot, visitor, visitorForBots } = room
  const scope: api.botCommandScopeDefault = { _: 'botCommandScopeDefault' }
  const userId = toUser(visitorForBots)
  const byBot = (request: api.Method) => async (): Promise<void> => {
    await bot.client.call(request)
  }

  const setCommands = (): Write => {
    const names = [newName('do'), newName('do')]
    const commands = names.map((command): api.botCommand => ({ _: 'botCommand', command, description: 'Does it' }))
    return {
      kind: 'set commands of a bot',
      changes: [change('commands', names.join())],
      perform: byBot({ _: 'bots.setBotCommands', scope, langCode: '', commands }),
    }
  }

  const resetCommands = (): Write => ({
    kind: 'reset commands of a bot',
    changes: [change('commands', undefined)],
    perform: byBot({ _: 'bots.resetBotCommands', scope, langCode: '' }),
  })

  const setInfo = (): Write => {
    const info = { name: newName('Bot '), about: newName('about '), description: newName('description ') }
    return {
      kind: 'set the texts of a bot',
      changes: [change('bot info', `${info.name}, ${info.about}, ${info.description}`)],
      perform: byBot({ _: 'bots.setBotInfo', langCode: '', ...info }),
    }
  }

  const setMenuButton = (): Write => {
    const text = random.chance(0.7) ? newName('Menu ') : undefined
    const button: api.BotMenuButton =
      text === undefined ? { _: 'botMenuButtonDefault' } : { _: 'botMenuButton', text, url: APP_URL }
    return {
      kind: 'set a menu button',
      changes: [change('menu button', text)],
      perform: byBot({ _: 'bots.setBotMenuButton', userId, button }),
    }
  }

  const askForRights = (): Write => {
    const inGroups = random.chance(0.5)
    const fact = inGroups ? 'rights in groups' : 'rights in channels'
    const asks = known(writer, fact) === undefined || undefined
    const adminRights: api.chatAdminRights = inGroups
      ? { _: 'chatAdminRights', deleteMessages: asks }
      : { _: 'chatAdminRights', postMessages: asks }
    return {
      kind: `ask for ${fact}`,
      changes: [change(fact, asks && 'yes')],
      doneBefore: ['RIGHTS_NOT_MODIFIED'],
      perform: byBot(
        inGroups
          ? { _: 'bots.setBotGroupDefaultAdminRights', adminRights }
          : { _: 'bots.setBotBroadcastDefaultAdminRights', adminRights },
      ),
    }
  }

  const letSetStatus = (): Write => {
    const enabled = known(writer, 'may set the status') === undefined
    return {
      kind: 'let a bot set the status',
      changes: [change('may set the status', enabled ? 'yes' : undefined)],
      async perform() {
        const named = { bot: toUser(bot.toVisitor), enabled }
        await visitor.client.call({ _: 'bots.toggleUserEmojiStatusPermission', ...named })
      },
    }
  }

  const setStatus = (): Write | undefined => {
    const documentId = pick(writer, statuses)
    if (documentId === undefined || known(writer, 'may set the status') === undefined) return undefined
    return {
      kind: 'set the status of somebody',
      changes: [change('status', String(documentId))],
      perform: byBot({ _: 'bots.updateUserEmojiStatus', userId, emojiStatus: { _: 'emojiStatus', documentId } }),
    }
  }

  const verify = (): Write => {
    const customDescription = random.chance(0.7) ? newName('Known since ') : undefined
    const enabled = customDescription !== undefined || undefined
    const verified = { peer: visitorForBots, enabled, customDescription }
    return {
      kind: 'verify somebody',
      changes: [change('verified', customDescription)],
      perform: byBot({ _: 'bots.setCustomVerification', ...verified }),
    }
  }

  return [
    [1, setCommands],
    [1, resetCommands],
    [1, setInfo],
    [1, setMenuButton],
    [1, askForRights],
    [1, letSetStatus],
    [1, setStatus],
    [1, verify],
  ]
}
