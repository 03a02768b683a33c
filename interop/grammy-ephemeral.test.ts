import { type Client, createClient } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import type { api } from '@chappe/tl-codec/api'
import { Bot } from 'grammy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './support/until.ts'

/** grammY as it is; Ann made a group with it and Ben, and only Ben is to know. */
describe('what a bot by grammY says to one member of a group', { timeout: 30_000 }, () => {
  let server: Server
  let ann: Client
  let ben: Client
  let bot: Bot
  let running: Promise<void>
  /** The group as Ann names it, as Ben does, and as bots do. */
  let own: api.inputPeerChannel
  let peer: api.inputPeerChannel
  let chat: number
  let guest: api.InputPeer
  const benHeard: api.Update[] = []
  const annHeard: api.Update[] = []

  beforeAll(async () => {
    server = await createServer({ botApi: { port: 0 } })
    const { token } = await server.createBot({ username: 'whisper_bot', name: 'Whisper' })
    bot = new Bot(token, { client: { apiRoot: `http://127.0.0.1:${server.botApiPort}` } })
    bot.command('secret', async (ctx) => {
      const ephemeral_message_id = ctx.message?.ephemeral_message_id
      if (ephemeral_message_id === undefined || ctx.from === undefined) return
      await ctx.api.raw.sendMessage({
        ...{ chat_id: ctx.chat.id, text: `psst, ${ctx.from.first_name}` },
        ephemeral_message_parameters: { receiver_user_id: ctx.from.id },
        reply_parameters: { ephemeral_message_id },
        reply_markup: { inline_keyboard: [[{ text: 'More', callback_data: 'more' }]] },
      })
    })
    bot.callbackQuery('more', async (ctx) => {
      const { message } = ctx.callbackQuery
      await ctx.answerCallbackQuery({ text: `more of ${message?.ephemeral_message_id}` })
    })
    await bot.api.setMyCommands([{ command: 'secret', description: 'tells one alone', is_ephemeral: true }])
    await bot.init()
    running = bot.start()
    ann = createClient({ apiId: 1, apiHash: 'ann', inProcess: server, log: false })
    ben = createClient({ apiId: 1, apiHash: 'ben', inProcess: server, log: false })
    ann.on('update', ({ update }) => void annHeard.push(update))
    ben.on('update', ({ update }) => void benHeard.push(update))
    await ann.start({ phone: '9996610091', code: '11111', name: 'Ann' })
    await ben.start({ phone: '9996610092', code: '11111', name: 'Ben' })
    own = channelIn(await ann.call({ _: 'channels.createChannel', megagroup: true, title: 'Group', about: '' }))
    chat = Number(-1_000_000_000_000n - own.channelId)
    const invite = await ann.call({ _: 'messages.exportChatInvite', peer: own })
    const hash = invite._ === 'chatInviteExported' ? (invite.link.split('+')[1] ?? '') : ''
    const joined = await ben.call({ _: 'messages.importChatInvite', hash })
    if (joined._ !== 'messages.chatInviteJoinResultOk') throw new TypeError('Ben comes in')
    peer = channelIn(joined.updates)
    guest = await ann.resolve('@whisper_bot')
    await ann.call({
      ...{ _: 'channels.inviteToChannel', channel: { ...own, _: 'inputChannel' } },
      users: [asUser(guest)],
    })
  }, 60_000)

  afterAll(async () => {
    await bot?.stop()
    await running
    await ann?.close()
    await ben?.close()
    await server?.close()
  })

  const told = (): api.ephemeralMessage[] =>
    benHeard.flatMap((one) => (one._ === 'updateNewEphemeralMessage' && !one.message.out ? [one.message] : []))

  test('answers a command that is its own secret, and its button is pressed', async () => {
    expect(await bot.api.getMyCommands()).toMatchObject([{ command: 'secret', is_ephemeral: true }])
    await ben.call({
      ...{ _: 'ephemeral.sendMessage', peer, receiverId: asUser(await ben.resolve('@whisper_bot')) },
      ...{ message: '/secret', randomId: 1n },
    })
    await until(
      () => told().some(({ message }) => message === 'psst, Ben'),
      () => JSON.stringify(told().map(({ message }) => message)),
    )
    const { id } = told()[0] ?? { id: 0 }
    const answer = await ben.call({ _: 'ephemeral.getCallbackAnswer', peer, id, data: Buffer.from('more') })
    expect(answer.message).toBe(`more of ${id}`)
    expect(annHeard.filter(({ _: name }) => name.includes('Ephemeral'))).toEqual([])
  })

  test('begins with nobody unless it is an admin, and then says, changes and takes away what it likes', async () => {
    const said = { chat_id: chat, ephemeral_message_parameters: { receiver_user_id: Number(ben.userId) } }
    await expect(bot.api.raw.sendMessage({ ...said, text: 'hello' })).rejects.toMatchObject({
      description: 'Bad Request: MESSAGE_NOT_COMMAND',
    })
    await ann.call({
      ...{ _: 'channels.editAdmin', channel: { ...own, _: 'inputChannel' }, userId: asUser(guest) },
      ...{ adminRights: { _: 'chatAdminRights', inviteUsers: true }, rank: '' },
    })
    const text = await bot.api.raw.sendMessage({ ...said, text: '<b>hello</b>', parse_mode: 'HTML' })
    expect(text).toMatchObject({
      ...{ message_id: 0, text: 'hello', entities: [{ type: 'bold' }] },
      ...{ receiver_user: { first_name: 'Ben' }, chat: { id: chat } },
    })
    const id = text.ephemeral_message_id ?? 0
    const place = await bot.api.raw.sendLocation({ ...said, latitude: 52.5, longitude: 13.4 })
    expect(place).toMatchObject({ message_id: 0, location: {} })
    const named = { chat_id: chat, receiver_user_id: Number(ben.userId), ephemeral_message_id: id }
    expect(await bot.api.raw.editEphemeralMessageText({ ...named, text: 'goodbye' })).toBe(true)
    const reply_markup = { inline_keyboard: [[{ text: 'Web', url: 'https://example.org' }]] }
    expect(await bot.api.raw.editEphemeralMessageReplyMarkup({ ...named, reply_markup })).toBe(true)
    expect(await bot.api.raw.deleteEphemeralMessage(named)).toBe(true)
    await expect(bot.api.raw.deleteEphemeralMessage(named)).rejects.toMatchObject({ error_code: 400 })
    const what = (): string => benHeard.map((one) => one._).join()
    await until(() => benHeard.some((one) => one._ === 'updateDeleteEphemeralMessages' && one.ids[0] === id), what)
    const edits = benHeard.flatMap((one) => (one._ === 'updateEditEphemeralMessage' ? [one.message] : []))
    expect(edits).toMatchObject([{ message: 'goodbye' }, { replyMarkup: { _: 'replyInlineMarkup' } }])
  })

  test('is refused what cannot be shown to one alone', async () => {
    const to = { chat_id: chat, ephemeral_message_parameters: { receiver_user_id: Number(ben.userId) } }
    const url = `http://127.0.0.1:${server.botApiPort}/bot${bot.token}`
    const refused = async (method: string, more: object): Promise<unknown> => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${url}/${method}`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ ...to, ...more }),
      })
      return answer.json()
    }
    expect(await refused('sendDice', {})).toMatchObject({ ok: false, error_code: 400 })
    expect(await refused('copyMessage', { from_chat_id: chat, message_id: 1 })).toMatchObject({ error_code: 400 })
  })
})

function channelIn(updates: api.Updates): api.inputPeerChannel {
  const [chat] = 'chats' in updates ? updates.chats : []
  if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('a group was expected')
  return { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash }
}

function asUser(peer: api.InputPeer): api.inputUser {
  if (peer._ !== 'inputPeerUser') throw new TypeError('a bot was expected')
  return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
}
