import { BotInline, BotInlineMessage, BotKeyboard, Long, type TelegramClient } from '@mtcute/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBot } from './support/make-bot.ts'
import {
  createMtcute,
  endMtcute,
  follow,
  type MtcuteUser,
  sees,
  signInMtcute,
  signUpMtcute,
} from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

describe('a bot on unmodified mtcute, and who talks to it', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let ann: MtcuteUser
  let bot: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    const { token } = await makeBot(server, 'echo_bot', 'Echo')
    bot = await startBot(token)
    ann = await signUpMtcute(server, '9996610001', 'Ann')
  }, 60_000)

  afterAll(async () => {
    expect(await endMtcute(server, [ann, bot])).toEqual([])
  })

  const startBot = async (botToken: string): Promise<MtcuteUser> => {
    const client: TelegramClient = await createMtcute(server)
    const self = await client.start({ botToken })
    expect(self.isBot).toBe(true)
    return follow(client, self.id)
  }

  test('a bot signs in by its token, is written to and answers', async () => {
    await ann.client.sendText('echo_bot', '/start')
    await sees(bot, '/start')
    await bot.client.sendText(ann.id, 'hello Ann')
    await sees(ann, 'hello Ann')
  })

  test('a button below a message is pressed, and the bot answers and edits', async () => {
    bot.client.onCallbackQuery.add(async (query) => {
      await bot.client.answerCallbackQuery(query, { text: `you chose ${query.dataStr}` })
      await bot.client.editMessage({ chatId: query.chat, message: query.messageId, text: 'chosen' })
    })
    const replyMarkup = BotKeyboard.inline([[BotKeyboard.callback('Tea', 'tea'), BotKeyboard.callback('Milk', 'milk')]])
    await bot.client.sendText(ann.id, 'tea or milk?', { replyMarkup })
    await sees(ann, 'tea or milk?')
    const [message] = await ann.client.getHistory('echo_bot', { limit: 1 })
    if (message === undefined) throw new Error('there is no message')
    expect(message.markup).toMatchObject({ type: 'inline' })
    const edited = new Promise<string>((resolve) => ann.client.onEditMessage.add(({ text }) => resolve(text)))
    const answer = await ann.client.getCallbackAnswer({ message, data: 'milk' })
    expect(answer).toMatchObject({ message: 'you chose milk' })
    expect(await edited).toBe('chosen')
  })

  test('a bot sets its commands, which are shown to who talks to it', async () => {
    await bot.client.setMyCommands({ commands: [{ _: 'botCommand', command: 'tea', description: 'makes tea' }] })
    expect(await bot.client.getMyCommands()).toMatchObject([{ command: 'tea' }])
    const id = await ann.client.resolveUser('echo_bot')
    const { fullUser } = await ann.client.call({ _: 'users.getFullUser', id })
    expect(fullUser.botInfo?.commands).toMatchObject([{ command: 'tea', description: 'makes tea' }])
  })

  test('a bot is called as in the language of the device that looks', async () => {
    const german = await signInMtcute(server, '9996610001', undefined, { langCode: 'de' })
    await bot.client.call({ _: 'bots.setBotInfo', langCode: 'de', name: 'Widerhall' })
    const names: string[] = []
    for (const { client } of [ann, german]) {
      client.onNewMessage.add(({ text, sender }) => {
        if (text === 'who am I?') names.push(sender.displayName)
      })
    }
    await bot.client.sendText(ann.id, 'who am I?')
    for (const one of [ann, german]) await sees(one, 'who am I?')
    expect(names.sort()).toEqual(['Echo', 'Widerhall'])
    for (const [{ client }, name] of [
      [ann, 'Echo'],
      [german, 'Widerhall'],
    ] as const) {
      expect((await client.getFullUser('echo_bot')).displayName).toBe(name)
    }
    expect((await bot.client.getMe()).displayName).toBe('Echo')
    await german.client.destroy()
  })

  test('@BotFather makes a bot, which is asked inline, and what it answers is sent', async () => {
    const say = async (text: string, answer: string): Promise<string> => {
      const before = ann.seen.length
      await ann.client.sendText('BotFather', text)
      await until(
        () => ann.seen.slice(before).some((one) => one.includes(answer)),
        () => `@BotFather said ${ann.seen.slice(before).join()}`,
      )
      return ann.seen.at(-1) ?? ''
    }
    await say('/newbot', 'called')
    await say('Words', 'username')
    const told = await say('words_bot', '@words_bot')
    const words = await startBot(/\d+:[\w-]{35}/.exec(told)?.[0] ?? '')
    await say('/setinline', 'Of which bot')
    await say('@words_bot', 'field')
    await say('a word', 'Done')
    words.client.onInlineQuery.add((query) => {
      const message = BotInlineMessage.text(`You said ${query.query}`)
      return words.client.answerInlineQuery(query.id, [BotInline.article('one', { title: 'One', message })])
    })
    const bot = await ann.client.resolveUser('words_bot')
    const peer = await ann.client.resolvePeer('echo_bot')
    const asked = { bot, peer, query: 'hello', offset: '' }
    const { queryId, results } = await ann.client.call({ _: 'messages.getInlineBotResults', ...asked })
    expect(results).toMatchObject([{ id: 'one', title: 'One' }])
    const sending = { peer, queryId, id: 'one', randomId: Long.fromInt(77) }
    await ann.client.call({ _: 'messages.sendInlineBotResult', ...sending })
    const [message] = await ann.client.getHistory('echo_bot', { limit: 1 })
    expect(message).toMatchObject({ text: 'You said hello', viaBot: { username: 'words_bot' } })
    await words.client.destroy()
  })

  test('a bot in a supergroup hears what is meant for it, in privacy mode', async () => {
    const chat = await ann.client.createSupergroup({ title: 'Tea' })
    await ann.client.addChatMembers(chat, 'echo_bot', {})
    await ann.client.sendText(chat, 'nothing for bots')
    await ann.client.sendText(chat, '/tea please')
    await sees(bot, '/tea please')
    expect(bot.seen).not.toContain('nothing for bots')
    await bot.client.sendText(chat.id, 'here is your tea')
    await sees(ann, 'here is your tea')
  })
})
