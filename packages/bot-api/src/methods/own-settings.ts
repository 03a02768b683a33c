import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { readAdminRights } from '../params/admin-rights.ts'
import { readCommand } from '../params/command.ts'
import { fieldsOf } from '../params/fields.ts'
import { readMenuButton } from '../params/menu-button.ts'
import { createParams, type Params } from '../params/params.ts'
import { viewAdminRights } from '../views/admin-rights.ts'
import { viewCommand } from '../views/command.ts'
import { viewMenuButton } from '../views/menu-button.ts'
import type { BotMethods } from './method.ts'

const maxCommands = 100

/** What a bot says of itself: commands, descriptions, its menu and the rights it asks for. */
export const ownSettings: BotMethods = {
  async setMyCommands(bot, params) {
    const given = params.json('commands')
    if (!Array.isArray(given)) throw badRequest("can't parse commands: expected an Array")
    if (given.length > maxCommands) throw badRequest('BOT_COMMANDS_TOO_MUCH')
    const commands = given.map(readCommand)
    await bot.call({ _: 'bots.setBotCommands', ...(await scopeIn(bot, params)), commands })
    return true
  },

  async deleteMyCommands(bot, params) {
    await bot.call({ _: 'bots.resetBotCommands', ...(await scopeIn(bot, params)) })
    return true
  },

  async getMyCommands(bot, params) {
    const commands = await bot.call({ _: 'bots.getBotCommands', ...(await scopeIn(bot, params)) })
    return commands.map(viewCommand)
  },

  setMyName: (bot, params) => setInfo(bot, params, { name: params.text('name') ?? '' }),
  setMyDescription: (bot, params) => setInfo(bot, params, { description: params.text('description') ?? '' }),
  setMyShortDescription: (bot, params) => setInfo(bot, params, { about: params.text('short_description') ?? '' }),

  async getMyName(bot, params) {
    return { name: (await infoOf(bot, params)).name }
  },
  async getMyDescription(bot, params) {
    return { description: (await infoOf(bot, params)).description }
  },
  async getMyShortDescription(bot, params) {
    return { short_description: (await infoOf(bot, params)).about }
  },

  async setMyProfilePhoto(bot, params) {
    const given = fieldsOf('InputProfilePhoto', params.json('photo'))
    const inner = createParams(new Map(given.entries()), params.files)
    const type = given.needText('type')
    if (type !== 'static' && type !== 'animated') throw badRequest('unsupported InputProfilePhoto type specified')
    const file = inner.file(type === 'static' ? 'photo' : 'animation')?.file
    if (file === undefined) throw badRequest('photo should be uploaded as an InputFile')
    const start = inner.number('main_frame_timestamp')
    await bot.call({
      ...{ _: 'photos.uploadProfilePhoto' },
      ...(type === 'static' ? { file } : { video: file, videoStartTs: start }),
    })
    return true
  },

  async removeMyProfilePhoto(bot) {
    await bot.call({ _: 'photos.updateProfilePhoto', id: { _: 'inputPhotoEmpty' } })
    return true
  },

  async setChatMenuButton(bot, params) {
    const given = params.json('menu_button')
    await bot.call({ _: 'bots.setBotMenuButton', userId: await chatOfMenu(bot, params), button: readMenuButton(given) })
    return true
  },

  async getChatMenuButton(bot, params) {
    return viewMenuButton(await bot.call({ _: 'bots.getBotMenuButton', userId: await chatOfMenu(bot, params) }))
  },

  async setMyDefaultAdministratorRights(bot, params) {
    const adminRights = readAdminRights(fieldsOf('rights', params.json('rights') ?? {}))
    if (params.flag('for_channels')) await bot.call({ _: 'bots.setBotBroadcastDefaultAdminRights', adminRights })
    else await bot.call({ _: 'bots.setBotGroupDefaultAdminRights', adminRights })
    return true
  },

  async getMyDefaultAdministratorRights(bot, params) {
    const { fullUser } = await bot.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
    const rights = params.flag('for_channels') ? fullUser.botBroadcastAdminRights : fullUser.botGroupAdminRights
    return viewAdminRights(rights)
  },
}

async function scopeIn(
  bot: Bot,
  params: Params,
): Promise<{ readonly scope: api.BotCommandScope; readonly langCode: string }> {
  const langCode = params.text('language_code') ?? ''
  const given = params.json('scope')
  if (given === undefined) return { scope: { _: 'botCommandScopeDefault' }, langCode }
  const fields = fieldsOf('BotCommandScope', given)
  const inner = createParams(new Map(fields.entries()))
  switch (fields.needText('type')) {
    case 'default':
      return { scope: { _: 'botCommandScopeDefault' }, langCode }
    case 'all_private_chats':
      return { scope: { _: 'botCommandScopeUsers' }, langCode }
    case 'all_group_chats':
      return { scope: { _: 'botCommandScopeChats' }, langCode }
    case 'all_chat_administrators':
      return { scope: { _: 'botCommandScopeChatAdmins' }, langCode }
    case 'chat':
      return { scope: { _: 'botCommandScopePeer', peer: await bot.chat(inner) }, langCode }
    case 'chat_administrators':
      return { scope: { _: 'botCommandScopePeerAdmins', peer: await bot.chat(inner) }, langCode }
    case 'chat_member':
      return {
        scope: { _: 'botCommandScopePeerUser', peer: await bot.chat(inner), userId: await bot.user(inner) },
        langCode,
      }
    default:
      throw badRequest("can't parse BotCommandScope: unsupported type specified")
  }
}

type Info = Pick<api.bots.setBotInfo, 'name' | 'about' | 'description'>

async function setInfo(bot: Bot, params: Params, info: Info): Promise<true> {
  await bot.call({ _: 'bots.setBotInfo', langCode: params.text('language_code') ?? '', ...info })
  return true
}

function infoOf(bot: Bot, params: Params): Promise<api.bots.botInfo> {
  return bot.call({ _: 'bots.getBotInfo', langCode: params.text('language_code') ?? '' })
}

/** Of one chat, or of all others. */
async function chatOfMenu(bot: Bot, params: Params): Promise<api.InputUser> {
  return params.isGiven('chat_id') ? bot.user(params, 'chat_id') : { _: 'inputUserEmpty' }
}
