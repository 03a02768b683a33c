import { type Client, createClient } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import { Bot, InputFile } from 'grammy'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './support/until.ts'

const ANN = { phone: '9996610088', code: '11111', name: 'Ann' }

/** What bots of grammY read of people's profiles, and what they may change there; Ann talks to them by our own client. */
describe('bots by grammY and the profiles of people', { timeout: 30_000 }, () => {
  let server: Server
  let ann: Client
  let bot: Bot
  let running: Promise<void>
  let id: number

  beforeAll(async () => {
    server = await createServer({ botApi: { port: 0 } })
    const { token } = await server.createBot({ username: 'profile_bot', name: 'Profiles' })
    bot = new Bot(token, { client: { apiRoot: `http://127.0.0.1:${server.botApiPort}` } })
    bot.command('start', (ctx) => ctx.reply('hello'))
    await bot.init()
    running = bot.start()
    ann = createClient({ apiId: 1, apiHash: 'ann', inProcess: server, log: false })
    const told: string[] = []
    ann.on('message', ({ text, out }) => {
      if (!out) told.push(text)
    })
    await ann.start(ANN)
    id = Number(ann.userId)
    await ann.sendMessage('@profile_bot', '/start')
    await until(
      () => told.includes('hello'),
      () => told.join(),
    )
  }, 60_000)

  afterAll(async () => {
    await bot?.stop()
    await running
    await ann?.close()
    await server?.close()
  })

  const open = async (options: { readonly broadcast?: true; readonly megagroup?: true }) => {
    const created = await ann.call({ _: 'channels.createChannel', title: 'Ours', about: '', ...options })
    const channel = 'chats' in created ? created.chats[0] : undefined
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('no channel')
    const { id: channelId, accessHash } = channel
    return { _: 'inputChannel', channelId, accessHash } as const
  }

  test('reads the channel on a profile', async () => {
    expect(await bot.api.raw.getUserPersonalChatMessages({ user_id: id, limit: 20 })).toEqual([])
    const channel = await open({ broadcast: true })
    await ann.call({ _: 'channels.updateUsername', channel, username: 'ann_writes' })
    await ann.call({ _: 'account.updatePersonalChannel', channel })
    await ann.sendMessage('@ann_writes', 'my first post')
    const [post] = await bot.api.raw.getUserPersonalChatMessages({ user_id: id, limit: 20 })
    expect(post).toMatchObject({ text: 'my first post', chat: { type: 'channel', username: 'ann_writes' } })
    expect(await bot.api.getChat(id)).toMatchObject({ personal_chat: { type: 'channel', username: 'ann_writes' } })
    await expect(bot.api.raw.getUserPersonalChatMessages({ user_id: id, limit: 21 })).rejects.toMatchObject({
      description: 'Bad Request: limit must be between 1 and 20',
    })
  })

  test('offers a group a set of stickers', async () => {
    const channel = await open({ megagroup: true })
    const peer = await ann.resolve('@profile_bot')
    if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
    const userId = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash } as const
    const adminRights = { _: 'chatAdminRights', changeInfo: true } as const
    await ann.call({ _: 'channels.editAdmin', channel, userId, adminRights, rank: '' })
    const picture = await sharp({ create: { width: 512, height: 512, channels: 4, background: 'teal' } })
      .png()
      .toBuffer()
    const sticker = { format: 'static' as const, emoji_list: ['🔵'], sticker: new InputFile(picture, 'teal.png') }
    await bot.api.createNewStickerSet(id, 'ours_by_profile_bot', 'Ours', [sticker])
    const group = Number(-1_000_000_000_000n - channel.channelId)
    expect(await bot.api.setChatStickerSet(group, 'ours_by_profile_bot')).toBe(true)
    expect(await bot.api.getChat(group)).toMatchObject({ sticker_set_name: 'ours_by_profile_bot' })
    expect(await bot.api.deleteChatStickerSet(group)).toBe(true)
    expect(await bot.api.getChat(group)).not.toHaveProperty('sticker_set_name')
    expect(await bot.api.getUserChatBoosts(group, id)).toEqual({ boosts: [] })
  })

  test('verifies people and chats once the operator has let it', async () => {
    const verify = () => bot.api.raw.verifyUser({ user_id: id, custom_description: 'known to us' })
    await expect(verify()).rejects.toMatchObject({ description: "Bad Request: the bot can't verify users and chats" })
    const icons = await bot.api.getForumTopicIconStickers()
    await server.setVerifier('@profile_bot', {
      icon: icons[0]?.custom_emoji_id ?? '',
      company: 'Guild',
      ownWords: true,
    })
    expect(await verify()).toBe(true)
    const { users } = await ann.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
    expect(users.find((user) => user.id === BigInt(id))).toMatchObject({
      botVerificationIcon: BigInt(icons[0]?.custom_emoji_id ?? 0),
    })
    expect(await bot.api.verifyChat('@ann_writes')).toBe(true)
    expect(await bot.api.removeChatVerification('@ann_writes')).toBe(true)
    expect(await bot.api.removeUserVerification(id)).toBe(true)
  })

  test('sets an emoji status, if it may', async () => {
    const [icon] = await bot.api.getForumTopicIconStickers()
    const set = () => bot.api.setUserEmojiStatus(id, { emoji_status_custom_emoji_id: icon?.custom_emoji_id ?? '' })
    await expect(set()).rejects.toMatchObject({ description: 'Bad Request: USER_PERMISSION_DENIED' })
    const peer = await ann.resolve('@profile_bot')
    if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
    const input = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash } as const
    await ann.call({ _: 'bots.toggleUserEmojiStatusPermission', bot: input, enabled: true })
    expect(await set()).toBe(true)
    expect(await bot.api.getChat(id)).toMatchObject({ emoji_status_custom_emoji_id: icon?.custom_emoji_id })
    expect(await bot.api.setUserEmojiStatus(id)).toBe(true)
  })

  test('has the tokens of bots that people make through it', async () => {
    const apiRoot = `http://127.0.0.1:${server.botApiPort}`
    let said = ''
    ann.on('message', ({ text, out }) => {
      if (!out) said = text
    })
    const say = async (text: string): Promise<string> => {
      said = ''
      await ann.sendMessage('@BotFather', text)
      await until(
        () => said !== '',
        () => `no answer to ${text}`,
      )
      return said
    }
    for (const text of ['/newbot', 'Factory']) await say(text)
    const [token = ''] = /\d+:[\w-]{20,}/.exec(await say('factory_bot')) ?? []
    const peer = await ann.resolve('@factory_bot')
    if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
    const managerId = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash } as const
    const create = () => ann.call({ _: 'bots.createBot', name: 'Child', username: 'child_bot', managerId })
    await expect(create()).rejects.toThrow('MANAGER_PERMISSION_MISSING')
    for (const text of ['/setmanagebots', '@factory_bot', 'Enable']) await say(text)
    const factory = new Bot(token, { client: { apiRoot } })
    const managed: { readonly owner: number; readonly bot: number }[] = []
    factory.on('managed_bot', ({ managedBot }) => {
      managed.push({ owner: managedBot.user.id, bot: managedBot.bot.id })
    })
    const made: number[] = []
    factory.on('message:managed_bot_created', ({ msg }) => void made.push(msg.managed_bot_created.bot.id))
    await factory.init()
    expect(factory.botInfo.can_manage_bots).toBe(true)
    const run = factory.start()
    try {
      const child = await create()
      await until(
        () => managed.length === 1,
        () => JSON.stringify(managed),
      )
      expect(managed).toEqual([{ owner: id, bot: Number(child.id) }])
      // A button asks for one; whoever has made it says so.
      await ann.sendMessage('@factory_bot', '/start')
      const button = { text: 'Make', request_managed_bot: { request_id: 3, suggested_name: 'Child' } }
      const asked = await factory.api.sendMessage(id, 'make one', { reply_markup: { keyboard: [[button]] } })
      expect(asked.text).toBe('make one')
      const { value } = await ann.history('@factory_bot', { limit: 1 }).next()
      const named = await ann.resolve('@child_bot')
      await ann.call({
        ...{ _: 'messages.sendBotRequestedPeer', peer, buttonId: 3, requestedPeers: [named] },
        msgId: value?.id ?? 0,
      })
      await until(
        () => made.length === 1,
        () => 'the bot hears what was made',
      )
      expect(made).toEqual([Number(child.id)])
      const first = await factory.api.raw.getManagedBotToken({ user_id: Number(child.id) })
      const second = await factory.api.raw.replaceManagedBotToken({ user_id: Number(child.id) })
      const getMe = (of: string) => new Bot(of, { client: { apiRoot } }).api.getMe()
      await expect(getMe(first)).rejects.toMatchObject({ error_code: 401 })
      expect(await getMe(second)).toMatchObject({ username: 'child_bot', first_name: 'Child' })
    } finally {
      await factory.stop()
      await run
    }
  })

  test('is told the truth about what there is none of', async () => {
    expect(await bot.api.getMyStarBalance()).toEqual({ amount: 0 })
    expect(await bot.api.getStarTransactions()).toEqual({ transactions: [] })
    expect(await bot.api.getAvailableGifts()).toEqual({ gifts: [] })
    expect(await bot.api.getUserGifts(id)).toEqual({ total_count: 0, gifts: [] })
    expect(await bot.api.getChatGifts(id)).toEqual({ total_count: 0, gifts: [] })
    expect(await bot.api.raw.getUserProfileAudios({ user_id: id })).toEqual({ total_count: 0, audios: [] })
    await expect(bot.api.getBusinessConnection('nobody')).rejects.toMatchObject({
      description: 'Bad Request: business connection not found',
    })
  })
})
