import { type Client, createClient, type ReceivedMessage } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPassword } from './support/password.ts'
import { askBotFather, startTeaBot, type TeaBot } from './support/tea-bot.ts'
import { until } from './support/until.ts'

describe('a person with our client, and a bot of unmodified grammY', { timeout: 30_000 }, () => {
  let server: Server
  let ann: Client
  let bot: TeaBot
  const came: ReceivedMessage[] = []
  const edited: string[] = []

  beforeAll(async () => {
    server = await createServer({ botApi: { port: 0 } })
    ann = createClient({ apiId: 1, apiHash: 'ann', inProcess: server, log: false })
    ann.on('message', (message) => void came.push(message))
    ann.on('update', ({ update }) => {
      if ((update._ === 'updateEditMessage' || update._ === 'updateEditChannelMessage') && 'message' in update.message)
        edited.push(update.message.message)
    })
    await ann.start({ phone: '9996610089', code: '11111', name: 'Ann' })
    const token = await askBotFather(ann, 'tea_bot')
    bot = await startTeaBot(`http://127.0.0.1:${server.botApiPort}`, token)
  }, 60_000)

  afterAll(async () => {
    await bot?.stop()
    await ann?.close()
    await server?.close()
  })

  async function sees(text: string): Promise<ReceivedMessage> {
    await until(
      () => came.some((message) => message.text === text),
      () => `Ann saw ${came.map((message) => message.text).join()}, the bot ${bot.told.join()}`,
    )
    return came.filter((message) => message.text === text).at(-1) ?? Promise.reject(new Error('it is gone'))
  }

  test('begins by a link, presses a button and reads the answer', async () => {
    await ann.startBot('@tea_bot', { param: 'from_a_link' })
    const message = await sees('tea or milk, from_a_link?')
    expect(await ann.pressButton(message, 'Milk')).toEqual({
      ...{ type: 'answer', text: 'milk is coming', alert: true, url: undefined },
    })
    await until(
      () => edited.includes('milk chosen'),
      () => edited.join(),
    )
    expect(await ann.pressButton(message, 'Web')).toEqual({ type: 'link', url: 'https://example.org/' })
    const peer = await ann.resolve('@tea_bot')
    if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
    expect(await ann.pressButton(message, 'Ask')).toMatchObject({
      ...{ type: 'inlineQuery', bot: peer.userId, query: 'leaves', samePeer: true },
    })
    expect(bot.told).toEqual(['start from_a_link', 'pressed milk'])
  })

  test('presses the texts of a keyboard, and gives number and place only where it is told to', async () => {
    await ann.sendMessage('@tea_bot', '/colours')
    const message = await sees('which colour?')
    expect(await ann.pressButton(message, 'Red')).toMatchObject({ type: 'sent' })
    await sees('Red it is')
    await expect(ann.pressButton(message, 'Number')).rejects.toMatchObject({ code: 'OPTION_INVALID' })
    await ann.pressButton(message, 'Number', { sharePhone: true })
    await sees('I have your number')
    expect(bot.told).toContain('contact of its own')
    await ann.pressButton(message, 'Place', { place: { lat: 52.5, long: 13.4 } })
    await sees('you are at 52.5')
  })

  test('asks inline, sends what was chosen and presses the button below it', async () => {
    const found = await ann.inlineQuery('@tea_bot', 'leaves', { peer: 'me' })
    expect(found).toMatchObject({ gallery: false, button: { text: 'Begin', param: 'inline' } })
    expect(found.results.map(({ id }) => id)).toEqual(['one', 'two'])
    await expect(ann.sendInlineResult('me', found, 'three')).rejects.toMatchObject({ code: 'OPTION_INVALID' })
    const first = await ann.sendInlineResult('me', found, 'one', { randomId: 77n })
    expect(await ann.sendInlineResult('me', found, 'one', { randomId: 77n })).toEqual(first)
    const message = await sees('leaves')
    expect(message).toMatchObject({ id: first.id, raw: { entities: [{ _: 'messageEntityBold' }] } })
    expect(await ann.pressButton(message, { row: 0, column: 0 })).toMatchObject({ text: 'from anywhere', alert: false })
    await until(
      () => edited.includes('changed in place') && bot.told.includes('chosen one of leaves'),
      () => `${edited.join()}; ${bot.told.join()}`,
    )
    await ann.startBot('@tea_bot', found.button && 'param' in found.button ? { param: found.button.param } : {})
    await sees('tea or milk, inline?')
  })

  test('brings a bot into a group, where it hears the texts of its keyboard', async () => {
    const created = await ann.call({ _: 'channels.createChannel', megagroup: true, title: 'Tea room', about: '' })
    const group = 'chats' in created ? created.chats[0] : undefined
    if (group === undefined) throw new TypeError('no group')
    await ann.startBot('@tea_bot', { group, param: 'room' })
    await sees('tea or milk, room?')
    await ann.sendMessage(group, '/colours@tea_bot')
    const shown = came.length
    await until(
      () => came.slice(shown).some(({ text }) => text === 'which colour?'),
      () => came.map(({ text }) => text).join(),
    )
    await ann.pressButton(came.filter(({ text }) => text === 'which colour?').at(-1) ?? shownNothing(), 'Blue')
    await sees('Blue it is')
  })

  test('proves the password of two-step login to a button that asks for it', async () => {
    const bob = createClient({ apiId: 1, apiHash: 'bob', inProcess: server, log: false })
    await bob.start({ phone: '9996610090', code: '11111', name: 'Bob' })
    await bob.call({
      ...{ _: 'account.updatePasswordSettings', password: { _: 'inputCheckPasswordEmpty' } },
      newSettings: await newPassword(bob, 'open sesame', ''),
    })
    const asking = createClient({ apiId: 1, apiHash: 'bot', inProcess: server, log: false })
    await asking.signInBot((await server.createBot({ username: 'asking_bot', name: 'Asking' })).token)
    asking.on('update', ({ update }) => {
      if (update._ !== 'updateBotCallbackQuery') return
      return asking.call({ _: 'messages.setBotCallbackAnswer', queryId: update.queryId, message: 'ok', cacheTime: 0 })
    })
    await bob.startBot('@asking_bot')
    const data = new TextEncoder().encode('give')
    const button = { _: 'keyboardButtonCallback', text: 'Give', data, requiresPassword: true } as const
    const replyMarkup: api.ReplyMarkup = {
      _: 'replyInlineMarkup',
      rows: [{ _: 'keyboardButtonRow', buttons: [button] }],
    }
    const seen = new Promise<ReceivedMessage>((resolve) => bob.on('message', (m) => m.out || resolve(m)))
    await asking.call({
      ...{ _: 'messages.sendMessage', peer: { _: 'inputPeerUser', userId: bob.userId ?? 0n, accessHash: 0n } },
      ...{ message: 'yours?', randomId: 5n, replyMarkup },
    })
    const message = await seen
    await expect(bob.pressButton(message, 'Give')).rejects.toMatchObject({ code: 'OPTION_INVALID' })
    await expect(bob.pressButton(message, 'Give', { password: 'wrong' })).rejects.toMatchObject({
      type: 'PASSWORD_HASH_INVALID',
    })
    expect(await bob.pressButton(message, 'Give', { password: 'open sesame' })).toMatchObject({ text: 'ok' })
    await asking.close()
    await bob.close()
  })
})

function shownNothing(): never {
  throw new Error('no keyboard came')
}
