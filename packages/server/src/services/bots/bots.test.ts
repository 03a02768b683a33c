import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, newMessages, type TestBot } from '../../testing/bots.ts'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let echo: TestBot
/** How Ann names the bot, and the bot Ann. */
let bot: api.inputPeerUser
let person: api.inputPeerUser

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  const [me] = await ann.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
  echo = await makeBot(server, 'echo_bot', 'Echo', ann.key.userId)
  bot = await botInput(ann, 'echo_bot')
  person = { _: 'inputPeerUser', userId: me?._ === 'user' ? me.id : 0n, accessHash: 0n }
  await say(ann, bot, '/start')
})
afterEach(() => server.close())

let lastRandomId = 0n
const say = (client: TestClient, peer: api.InputPeer, message: string, replyMarkup?: api.ReplyMarkup) =>
  client.call({ _: 'messages.sendMessage', peer, message, randomId: ++lastRandomId, replyMarkup })

const input = (): api.InputUser => ({ _: 'inputUser', userId: bot.userId, accessHash: bot.accessHash })

const inline = (...buttons: api.KeyboardButton[]): api.ReplyMarkup => ({
  ...{ _: 'replyInlineMarkup', rows: [{ _: 'keyboardButtonRow', buttons }] },
})
const callback = (text: string, data: string): api.keyboardButtonCallback => ({
  ...{ _: 'keyboardButtonCallback', text, data: Buffer.from(data) },
})

describe('commands', () => {
  const set = (scope: api.BotCommandScope, langCode: string, ...names: string[]) =>
    echo.call({
      ...{ _: 'bots.setBotCommands', scope, langCode },
      commands: names.map((command) => ({ _: 'botCommand', command, description: `does ${command}` })),
    })
  const shown = async (): Promise<string[]> => {
    const { fullUser } = await ann.call({ _: 'users.getFullUser', id: input() })
    return fullUser.botInfo?.commands?.map(({ command }) => command) ?? []
  }
  const everywhere: api.BotCommandScope = { _: 'botCommandScopeDefault' }

  it('are those of the narrowest scope, in the language of whoever looks', async () => {
    expect(await shown()).toEqual([])
    await set(everywhere, '', 'general')
    expect(await shown()).toEqual(['general'])
    await set({ _: 'botCommandScopeUsers' }, 'de', 'deutsch')
    expect(await shown()).toEqual(['general'])
    await set({ _: 'botCommandScopeUsers' }, 'en', 'english')
    expect(await shown()).toEqual(['english'])
    await set({ _: 'botCommandScopePeer', peer: person }, '', 'personal')
    expect(await shown()).toEqual(['personal'])
    await echo.call({ _: 'bots.resetBotCommands', scope: { _: 'botCommandScopePeer', peer: person }, langCode: '' })
    expect(await shown()).toEqual(['english'])
    const own = await echo.call({ _: 'bots.getBotCommands', scope: everywhere, langCode: '' })
    expect(own).toEqual([{ _: 'botCommand', command: 'general', description: 'does general' }])
  })

  it('raise the version by which clients know that they are others', async () => {
    const version = async () => {
      const [user] = await ann.call({ _: 'users.getUsers', id: [input()] })
      return user?._ === 'user' ? (user.botInfoVersion ?? 0) : 0
    }
    const before = await version()
    await set(everywhere, '', 'general')
    expect(await version()).toBe(before + 1)
  })

  it.each([
    ['with a space', 'BOT_COMMAND_INVALID'],
    ['', 'BOT_COMMAND_INVALID'],
    ['a'.repeat(33), 'BOT_COMMAND_INVALID'],
  ])('cannot be "%s"', async (command, error) => {
    await expect(set(everywhere, '', command)).rejects.toThrow(error)
  })

  it('are refused in unknown languages, without descriptions, and for people', async () => {
    await expect(set(everywhere, 'xyz', 'a')).rejects.toThrow('LANG_CODE_INVALID')
    const commands: api.BotCommand[] = [{ _: 'botCommand', command: 'a', description: '' }]
    const request = { _: 'bots.setBotCommands', scope: everywhere, langCode: '', commands } as const
    await expect(echo.call(request)).rejects.toThrow('BOT_COMMAND_DESCRIPTION_INVALID')
    await expect(ann.call(request)).rejects.toThrow('USER_BOT_REQUIRED')
  })
})

describe('what a bot says of itself', () => {
  it('is set by it or by its owner, and by nobody else', async () => {
    await ann.call({ _: 'bots.setBotInfo', bot: input(), langCode: '', name: 'Echoes', description: 'Repeats.' })
    await echo.call({ _: 'bots.setBotInfo', langCode: '', about: 'An echo.' })
    const before = await ann.call({ _: 'users.getFullUser', id: input() })
    expect(before.fullUser).toMatchObject({ about: 'An echo.', botInfo: { description: 'Repeats.' } })
    const english = { about: 'An English echo.', description: 'Repeats it in English.' }
    await echo.call({ _: 'bots.setBotInfo', langCode: 'en', ...english })
    await echo.call({ _: 'bots.setBotInfo', langCode: 'de', about: 'Ein Echo.' })
    const { fullUser, users } = await ann.call({ _: 'users.getFullUser', id: input() })
    expect(fullUser).toMatchObject({ about: english.about, botInfo: { description: english.description } })
    expect(users[0]).toMatchObject({ firstName: 'Echoes', botCanEdit: true })
    expect(await echo.call({ _: 'bots.getBotInfo', langCode: '' })).toMatchObject({
      name: 'Echoes',
      description: 'Repeats.',
    })
    await expect(ann.call({ _: 'bots.setBotInfo', langCode: '', about: 'x' })).rejects.toThrow('USER_BOT_INVALID')
    const bob = await signUp(server, '9996620002', 'Bob')
    const { userId, accessHash } = await botInput(bob, 'echo_bot')
    const other: api.InputUser = { _: 'inputUser', userId, accessHash }
    await expect(bob.call({ _: 'bots.setBotInfo', bot: other, langCode: '', about: 'x' })).rejects.toThrow(
      'BOT_INVALID',
    )
  })

  it('has a menu button for all, and one for a single person, who is told of it', async () => {
    const button: api.BotMenuButton = { _: 'botMenuButton', text: 'Open', url: 'https://example.org/app' }
    await echo.call({ _: 'bots.setBotMenuButton', userId: { _: 'inputUserEmpty' }, button })
    const shown = async () => (await ann.call({ _: 'users.getFullUser', id: input() })).fullUser.botInfo?.menuButton
    expect(await shown()).toEqual(button)
    const own: api.InputUser = { _: 'inputUser', userId: person.userId, accessHash: 0n }
    ann.pushed.length = 0
    await echo.call({ _: 'bots.setBotMenuButton', userId: own, button: { _: 'botMenuButtonCommands' } })
    expect(ann.pushed).toMatchObject([{ update: { _: 'updateBotMenuButton', botId: bot.userId } }])
    expect(await shown()).toEqual({ _: 'botMenuButtonCommands' })
    const bad: api.BotMenuButton = { _: 'botMenuButton', text: 'Open', url: 'javascript:alert(1)' }
    await expect(echo.call({ _: 'bots.setBotMenuButton', userId: own, button: bad })).rejects.toThrow(
      'BUTTON_URL_INVALID',
    )
  })

  it('has rights that it asks for', async () => {
    const adminRights: api.ChatAdminRights = { _: 'chatAdminRights', deleteMessages: true }
    await echo.call({ _: 'bots.setBotGroupDefaultAdminRights', adminRights })
    const { fullUser } = await ann.call({ _: 'users.getFullUser', id: input() })
    expect(fullUser.botGroupAdminRights).toMatchObject({ deleteMessages: true })
    await expect(echo.call({ _: 'bots.setBotGroupDefaultAdminRights', adminRights })).rejects.toThrow(
      'RIGHTS_NOT_MODIFIED',
    )
  })

  it('gives its owner its token, and another one', async () => {
    expect(await ann.call({ _: 'bots.getAdminedBots' })).toMatchObject([{ username: 'echo_bot' }])
    expect(await ann.call({ _: 'bots.exportBotToken', bot: input(), revoke: false })).toMatchObject({
      token: echo.token,
    })
    const { token } = await ann.call({ _: 'bots.exportBotToken', bot: input(), revoke: true })
    expect(token).not.toBe(echo.token)
    await expect(echo.call({ _: 'updates.getState' })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
  })
})

describe('a keyboard', () => {
  it('stands below what a bot says, and people have none', async () => {
    await say(echo, person, 'choose', inline(callback(' Yes ', 'y')))
    expect(newMessages(ann).at(-1)).toMatchObject({
      message: 'choose',
      replyMarkup: { rows: [{ buttons: [{ text: 'Yes', data: Uint8Array.of(121) }] }] },
    })
    await say(ann, bot, 'me too', inline(callback('Yes', 'y')))
    expect(newMessages(echo).at(-1)).toMatchObject({ message: 'me too' })
    expect(newMessages(echo).at(-1)).not.toHaveProperty('replyMarkup.rows')
  })

  it('is changed and taken away by edits', async () => {
    await say(echo, person, 'choose', inline(callback('Yes', 'y')))
    const id = await ownMessageOf(echo)
    const edit = (message: string, replyMarkup?: api.ReplyMarkup) =>
      echo.call({ _: 'messages.editMessage', peer: person, id, message, replyMarkup })
    await expect(edit('choose', inline(callback('Yes', 'y')))).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    await edit('choose', inline(callback('No', 'n')))
    expect(await lastSeen(ann)).toMatchObject({ replyMarkup: { rows: [{ buttons: [{ text: 'No' }] }] } })
    await edit('chosen')
    expect(await lastSeen(ann)).toMatchObject({ message: 'chosen', replyMarkup: undefined })
  })

  it.each<[string, api.ReplyMarkup]>([
    ['BUTTON_DATA_INVALID', inline(callback('a', ''))],
    ['BUTTON_DATA_INVALID', inline(callback('a', 'x'.repeat(65)))],
    ['BUTTON_TEXT_INVALID', inline(callback(' ', 'a'))],
    ['BUTTON_URL_INVALID', inline({ _: 'keyboardButtonUrl', text: 'a', url: 'javascript:1' })],
    ['BUTTON_TYPE_INVALID', inline({ _: 'keyboardButtonBuy', text: 'a' })],
    ['BUTTON_TYPE_INVALID', inline({ _: 'keyboardButtonRequestPhone', text: 'a' })],
    ['REPLY_MARKUP_INVALID', { _: 'replyKeyboardMarkup', rows: [] }],
    ['REPLY_MARKUP_TOO_LONG', inline(...Array.from({ length: 301 }, () => callback('a', 'a')))],
    [
      'BUTTON_USER_INVALID',
      inline({ _: 'inputKeyboardButtonUserProfile', text: 'a', userId: { _: 'inputUserEmpty' } }),
    ],
  ])('is refused with %s', async (error, markup) => {
    await expect(say(echo, person, 'choose', markup)).rejects.toThrow(error)
  })
})

const ownMessageOf = async (client: TestClient): Promise<number> => {
  const state = await server.store.read.boxes.state(client.key.userId ?? echo.id)
  return state?.lastMessageId ?? 0
}

const lastSeen = async (client: TestClient): Promise<api.Message | undefined> => {
  const peer = bot
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n }
  const history = await client.call({ _: 'messages.getHistory', peer, ...page })
  return history._ === 'messages.messagesNotModified' ? undefined : history.messages[0]
}

describe('a button', () => {
  const asked = (): api.updateBotCallbackQuery | undefined =>
    echo.pushed
      .flatMap((updates) =>
        updates._ === 'updateShort' ? [updates.update] : updates._ === 'updates' ? updates.updates : [],
      )
      .findLast((update) => update._ === 'updateBotCallbackQuery')

  const press = (data: string, password?: api.InputCheckPasswordSRP) =>
    lastSeen(ann).then((message) =>
      ann.call({
        ...{ _: 'messages.getBotCallbackAnswer', peer: bot, msgId: message?.id ?? 0, password },
        data: Buffer.from(data),
      }),
    )

  const question = async (): Promise<api.updateBotCallbackQuery> => {
    for (let turn = 0; turn < 1_000; turn++) {
      const query = asked()
      if (query !== undefined) return query
      await new Promise(setImmediate)
    }
    throw new Error('the bot was not asked')
  }

  it('asks the bot, which answers whoever pressed it', async () => {
    await say(echo, person, 'choose', inline(callback('Yes', 'y')))
    const id = await ownMessageOf(echo)
    const answer = press('y')
    const query = await question()
    expect(query).toMatchObject({ userId: person.userId, msgId: id, data: Uint8Array.of(121) })
    const done = { _: 'messages.setBotCallbackAnswer', queryId: query.queryId, message: 'done', cacheTime: 5 } as const
    await expect(echo.call({ ...done, queryId: 1n })).rejects.toThrow('QUERY_ID_INVALID')
    const other = await makeBot(server, 'other_bot', 'Other')
    await expect(other.call(done)).rejects.toThrow('QUERY_ID_INVALID')
    await expect(echo.call({ ...done, message: 'x'.repeat(201) })).rejects.toThrow('MESSAGE_TOO_LONG')
    await echo.call(done)
    expect(await answer).toMatchObject({ message: 'done', cacheTime: 5, nativeUi: true })
    // Once more changes nothing.
    await echo.call({ ...done, message: 'again' })
  })

  it('reaches a bot that was away, for a day', async () => {
    await say(echo, person, 'choose', inline(callback('Yes', 'y')))
    const state = await echo.call({ _: 'updates.getState' })
    echo.link.connected = false
    void press('y').catch(() => {})
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    const away = await echo.sibling()
    const difference = await away.call({ _: 'updates.getDifference', pts: state.pts, date: state.date, qts: state.qts })
    expect(difference).toMatchObject({ otherUpdates: [{ _: 'updateBotCallbackQuery', userId: person.userId }] })
  })

  it('is no other one than those that stand there', async () => {
    await say(echo, person, 'choose', inline(callback('Yes', 'y')))
    await expect(press('n')).rejects.toThrow('DATA_INVALID')
    await expect(
      ann.call({ _: 'messages.getBotCallbackAnswer', peer: bot, msgId: 999, data: Buffer.from('y') }),
    ).rejects.toThrow('MESSAGE_ID_INVALID')
  })

  it('may want the password of whoever presses it', async () => {
    await say(echo, person, 'choose', inline({ ...callback('Yes', 'y'), requiresPassword: true }))
    await expect(press('y')).rejects.toThrow('PASSWORD_HASH_INVALID')
    await expect(press('y', { _: 'inputCheckPasswordEmpty' })).rejects.toThrow('PASSWORD_MISSING')
  })

  it('gives up on a bot that does not answer', async () => {
    await server.close()
    const ring: (() => void)[] = []
    server = await createTestServer({
      after: (_ms, task) => {
        ring.push(task)
        return () => {}
      },
    })
    ann = await signUp(server, '9996610001', 'Ann')
    echo = await makeBot(server, 'echo_bot', 'Echo')
    bot = await botInput(ann, 'echo_bot')
    await say(ann, bot, '/start')
    await say(echo, { ...person, userId: BigInt(ann.key.userId ?? 0) }, 'choose', inline(callback('Yes', 'y')))
    const answer = press('y')
    const refused = expect(answer).rejects.toThrow('BOT_RESPONSE_TIMEOUT')
    await question()
    for (const task of ring.splice(0)) task()
    await refused
  })
})
