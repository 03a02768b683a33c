import { type api, decodeResult, encode, LAYER, type ResultOf } from '@chappe/tl-layers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, type TestBot } from '../../testing/bots.ts'
import {
  createTestServer,
  initConnection,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let echo: TestBot
/** Ann's devices, and the language of each. */
let english: TestClient
let german: TestClient
let french: TestClient
let bot: api.inputPeerUser
let lastRandomId = 0n

beforeEach(async () => {
  server = await createTestServer()
  english = await signUp(server, '9996610001', 'Ann')
  ;[german, french] = [await signIn(server, '9996610001'), await signIn(server, '9996610001')]
  echo = await makeBot(server, 'echo_bot', 'Echo')
  bot = await botInput(english, 'echo_bot')
  await english.call({ _: 'messages.sendMessage', peer: bot, message: '/start', randomId: ++lastRandomId })
  await nameIt('en', 'Echo in English')
  await nameIt('de', 'Widerhall')
  for (const [client, langCode] of [
    [german, 'de-AT'],
    [french, 'fr'],
  ] as const) {
    await callIn(client, langCode, { _: 'updates.getState' })
  }
})
afterEach(() => server.close())

const nameIt = (langCode: string, name: string) => echo.call({ _: 'bots.setBotInfo', langCode, name })

/** A call whose `initConnection` names another language than the tests' own. */
async function callIn<M extends api.Method>(client: TestClient, langCode: string, request: M): Promise<ResultOf<M>> {
  const answer = await client.callBytes(encode(initConnection(request, LAYER, langCode), LAYER))
  await server.told()
  return decodeResult(request, answer, LAYER)
}

const botNames = (users: readonly api.User[]): (string | undefined)[] =>
  users.flatMap((user) => (user._ === 'user' && user.id === bot.userId ? [user.firstName] : []))

const look = (): api.users.getUsers => ({ _: 'users.getUsers', id: [{ ...bot, _: 'inputUser' }] })

/** What each device was told the bot is called, since it was asked last. */
const told = (): (string | undefined)[][] =>
  [english, german, french].map(({ pushed }) =>
    pushed.splice(0).flatMap((updates) => (updates._ === 'updates' ? botNames(updates.users) : [])),
  )

describe('the name of a bot', () => {
  it('is the one in the language of the device that looks, or the one for all others', async () => {
    expect(botNames(await english.call(look()))).toEqual(['Echo in English'])
    expect(botNames(await callIn(german, 'de-AT', look()))).toEqual(['Widerhall'])
    expect(botNames(await callIn(french, 'fr', look()))).toEqual(['Echo'])
    // The same device in another language.
    expect(botNames(await callIn(french, 'de', look()))).toEqual(['Widerhall'])
    const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 10, hash: 0n } as const
    const dialogs = await callIn(german, 'de', { _: 'messages.getDialogs', ...first })
    expect(dialogs._ === 'messages.dialogs' ? botNames(dialogs.users) : []).toEqual(['Widerhall'])
  })

  it('comes in the language of each device, also with what the bot says and when it changes', async () => {
    told()
    await nameIt('fr', 'Un écho')
    expect(told()).toEqual([['Echo in English'], ['Widerhall'], ['Un écho']])
    const person: api.inputPeerUser = { ...bot, userId: BigInt(english.key.userId ?? 0), accessHash: 0n }
    const button: api.KeyboardButton = { _: 'keyboardButtonCallback', text: 'Yes', data: Uint8Array.of(1) }
    const replyMarkup: api.ReplyMarkup = {
      ...{ _: 'replyInlineMarkup', rows: [{ _: 'keyboardButtonRow', buttons: [button] }] },
    }
    const randomId = ++lastRandomId
    await echo.call({ _: 'messages.sendMessage', peer: person, message: 'well?', randomId, replyMarkup })
    expect(told()).toEqual([['Echo in English'], ['Widerhall'], ['Un écho']])
  })

  it('is taken away with an empty one, and is then the one for all others, also for who asks for it', async () => {
    const asked = async (langCode: string) => (await echo.call({ _: 'bots.getBotInfo', langCode })).name
    expect([await asked(''), await asked('de'), await asked('fr')]).toEqual(['Echo', 'Widerhall', 'Echo'])
    await nameIt('de', '')
    expect(await asked('de')).toBe('Echo')
    expect(botNames(await callIn(german, 'de', look()))).toEqual(['Echo'])
    await expect(nameIt('', '')).rejects.toThrow('FIRSTNAME_INVALID')
    await expect(nameIt('de', 'x'.repeat(65))).rejects.toThrow('FIRSTNAME_INVALID')
  })

  it('is its own for the bot itself, and the one given by whoever has it among the contacts', async () => {
    const [self] = await echo.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    expect(self).toMatchObject({ firstName: 'Echo' })
    const id: api.InputUser = { ...bot, _: 'inputUser' }
    await english.call({ _: 'contacts.addContact', id, firstName: 'My bot', lastName: '', phone: '' })
    expect(botNames(await english.call(look()))).toEqual(['My bot'])
  })

  it('comes in the language of each in a group, also where all are told the same', async () => {
    const bob = await signUp(server, '9996620002', 'Bob')
    await callIn(bob, 'de', { _: 'updates.getState' })
    const made = await english.call({ _: 'channels.createChannel', megagroup: true, title: 'Group', about: '' })
    const chat = made._ === 'updates' ? made.chats[0] : undefined
    if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('a channel was expected')
    const channel: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash }
    await english.call({ _: 'channels.updateUsername', channel, username: 'the_group' })
    const found = await bob.call({ _: 'contacts.resolveUsername', username: 'the_group' })
    const [seen] = found.chats
    if (seen?._ !== 'channel') throw new TypeError('a channel was expected')
    const its: api.inputChannel = { _: 'inputChannel', channelId: seen.id, accessHash: seen.accessHash ?? 0n }
    await callIn(bob, 'de', { _: 'channels.joinChannel', channel: its })
    await english.call({ _: 'channels.inviteToChannel', channel, users: [{ ...bot, _: 'inputUser' }] })
    const peer: api.inputPeerChannel = { ...channel, _: 'inputPeerChannel', accessHash: 0n }
    for (const message of ['one', 'two']) {
      bob.pushed.length = 0
      told()
      await echo.call({ _: 'messages.sendMessage', peer, message, randomId: ++lastRandomId })
      expect(told()).toEqual([['Echo in English'], ['Widerhall'], ['Echo']])
      expect(bob.pushed.flatMap((updates) => (updates._ === 'updates' ? botNames(updates.users) : []))).toEqual([
        'Widerhall',
      ])
    }
  })
})
