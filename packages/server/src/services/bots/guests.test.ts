import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, newMessages, type TestBot } from '../../testing/bots.ts'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

let group: ChannelFixture
let alice: TestClient
let bob: TestClient
let helper: TestBot

beforeEach(async () => {
  group = await openChannel('megagroup', { rateLimits: {} })
  ;({ alice, bob } = group)
  helper = await makeGuest('helper_bot')
})
afterEach(() => group.server.close())

async function makeGuest(username: string): Promise<TestBot> {
  const bot = await makeBot(group.server, username, 'Helper')
  await group.server.store.transaction(async (tx) => {
    const traits = (await tx.users.get(bot.id))?.bot
    if (traits !== undefined) await tx.users.setBot(bot.id, { ...traits, guestChats: true })
  })
  return bot
}

function pushedTo(bot: TestClient): api.updateBotGuestChatQuery[] {
  return bot.pushed.flatMap((one) =>
    one._ === 'updates' ? one.updates.filter((update) => update._ === 'updateBotGuestChatQuery') : [],
  )
}

/** What the bot is called by, once it is. */
async function called(bot: TestBot = helper, count = 1): Promise<api.updateBotGuestChatQuery> {
  for (let turn = 0; turn < 1_000 && pushedTo(bot).length < count; turn++) {
    await group.server.told()
    await new Promise(setImmediate)
  }
  const call = pushedTo(bot)[count - 1]
  if (call === undefined) throw new TypeError('the bot was not called')
  return call
}

/** The bot is not called by what came before: it hears of what came after first. */
async function isCalledBy(text: string): Promise<boolean> {
  const before = pushedTo(helper).length
  await group.send(alice, text)
  await group.send(alice, 'now @helper_bot is called')
  const { message } = await called(helper, before + 1)
  return message._ === 'message' && message.message === text
}

const article = (message: string, replyMarkup?: api.ReplyMarkup): api.inputBotInlineResult => ({
  ...{ _: 'inputBotInlineResult', id: '1', type: 'article', title: 'An answer' },
  sendMessage: { _: 'inputBotInlineMessageText', message, replyMarkup },
})
const answers = (
  queryId: bigint,
  result: api.InputBotInlineResult = article('at your service'),
  bot: TestClient = helper,
): Promise<api.InputBotInlineMessageID> => bot.call({ _: 'messages.setBotGuestChatResult', queryId, result })

const fromHelper = (): api.Peer => ({ _: 'peerUser', userId: BigInt(helper.id) })
const say = (client: TestClient, peer: api.InputPeer, message: string): Promise<api.Updates> =>
  client.call({ _: 'messages.sendMessage', peer, message, randomId: group.randomId() })

/** The last message that names Bob and Alice both, as one of them has it. */
async function lastIn(client: TestClient, peer: api.InputPeer): Promise<api.message> {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n }
  const result = await client.call({ _: 'messages.getHistory', peer, ...page })
  const [last] = 'messages' in result ? result.messages : []
  if (last?._ !== 'message') throw new TypeError('there is no message')
  return last
}

describe('a guest bot', () => {
  it('says that it is one', async () => {
    const { users } = await alice.call({ _: 'contacts.resolveUsername', username: 'helper_bot' })
    expect(users[0]).toMatchObject({ botGuestchat: true })
  })

  it('is told of what names it in a supergroup that it is not in, with what that answers', async () => {
    await group.send(bob, 'two and two?')
    const { id: first } = await lastIn(alice, group.peer(alice))
    await group.send(alice, 'ask @helper_bot', { replyTo: { _: 'inputReplyToMessage', replyToMsgId: first } })
    const { message, referenceMessages } = await called()
    expect(message).toMatchObject({ message: 'ask @helper_bot', peerId: { _: 'peerChannel' } })
    expect(message).not.toMatchObject({ out: true })
    expect(referenceMessages).toMatchObject([{ id: first, message: 'two and two?' }])
    const told = helper.pushed.find((one) => one._ === 'updates')
    expect(told).toMatchObject({ chats: [{ title: 'A channel', min: true }] })
    expect(told).toMatchObject({ users: expect.arrayContaining([expect.objectContaining({ firstName: 'Alice' })]) })
  })

  it('answers there once, as itself', async () => {
    await group.send(alice, 'come, @helper_bot')
    const { queryId, message } = await called()
    const name = await answers(queryId)
    for (const client of [alice, bob]) {
      const said = await lastIn(client, group.peer(client))
      expect(said).toMatchObject({
        ...{ message: 'at your service', fromId: fromHelper(), replyTo: { replyToMsgId: message.id } },
        guestchatViaFrom: { _: 'peerUser' },
      })
      expect(said.out).toBeUndefined()
    }
    await expect(answers(queryId)).rejects.toThrow('QUERY_ID_INVALID')
    await helper.call({ _: 'messages.editInlineBotMessage', id: name, message: 'better now' })
    expect((await lastIn(bob, group.peer(bob))).message).toBe('better now')
  })

  it('is called again by an answer to what it said, and can be asked by its buttons', async () => {
    await group.send(alice, 'come, @helper_bot')
    const data = new Uint8Array([1])
    const rows: api.KeyboardButtonRow[] = [
      { _: 'keyboardButtonRow', buttons: [{ _: 'keyboardButtonCallback', text: 'More', data }] },
    ]
    await answers((await called()).queryId, article('more?', { _: 'replyInlineMarkup', rows }))
    const { id } = await lastIn(bob, group.peer(bob))
    await group.send(bob, 'yes', { replyTo: { _: 'inputReplyToMessage', replyToMsgId: id } })
    expect((await called(helper, 2)).message).toMatchObject({ message: 'yes' })
    const pressing = bob.call({ _: 'messages.getBotCallbackAnswer', peer: group.peer(bob), msgId: id, data })
    const presses = (): api.updateInlineBotCallbackQuery[] =>
      helper.pushed.flatMap((one) =>
        one._ === 'updates' ? one.updates.filter((update) => update._ === 'updateInlineBotCallbackQuery') : [],
      )
    for (let turn = 0; turn < 1_000 && presses().length === 0; turn++) await new Promise(setImmediate)
    const queryId = presses()[0]?.queryId ?? 0n
    await helper.call({ _: 'messages.setBotCallbackAnswer', queryId, message: 'pressed', cacheTime: 0 })
    expect(await pressing).toMatchObject({ message: 'pressed' })
  })

  it('comes into private chats, where both have the answer', async () => {
    const { toBob } = group
    await say(alice, toBob, '@helper_bot, what day is it?')
    const { queryId, message } = await called()
    expect(message).toMatchObject({ peerId: { _: 'peerUser', userId: toBob.userId } })
    await answers(queryId, article('Monday'))
    const mine = await lastIn(alice, toBob)
    expect(mine).toMatchObject({ message: 'Monday', fromId: fromHelper(), replyTo: { replyToMsgId: message.id } })
    expect(mine.out).toBeUndefined()
    await group.server.told()
    const theirs = newMessages(bob).at(-1)
    expect(theirs).toMatchObject({ message: 'Monday', fromId: fromHelper(), peerId: { _: 'peerUser' } })
    // Neither of them has written it.
    const edit = { _: 'messages.editMessage', peer: toBob, id: mine.id, message: 'Tuesday' } as const
    await expect(alice.call(edit)).rejects.toThrow('MESSAGE_AUTHOR_REQUIRED')
    await alice.call({ _: 'messages.readHistory', peer: toBob, maxId: mine.id })
    // Taken back, it is gone for both.
    await alice.call({ _: 'messages.deleteMessages', revoke: true, id: [mine.id] })
    expect((await lastIn(alice, toBob)).message).toBe('@helper_bot, what day is it?')
  })

  it('comes into basic groups, whose members all have the answer', async () => {
    const { toBob, toCarol, carol } = group
    const made = await alice.call({
      ...{ _: 'messages.createChat', title: 'Three' },
      users: [
        { ...toBob, _: 'inputUser' },
        { ...toCarol, _: 'inputUser' },
      ],
    })
    const [chat] = made.updates._ === 'updates' ? made.updates.chats : []
    const peer: api.InputPeer = { _: 'inputPeerChat', chatId: chat?.id ?? 0n }
    await say(alice, peer, 'who knows, @helper_bot?')
    const { queryId } = await called()
    expect(helper.pushed.at(-1)).toMatchObject({ chats: [{ title: 'Three', left: true }] })
    await answers(queryId, article('I do'))
    for (const client of [alice, bob, carol]) {
      const said = await lastIn(client, peer)
      expect(said).toMatchObject({ message: 'I do', fromId: fromHelper() })
      expect(said.out).toBeUndefined()
      await client.call({ _: 'messages.readHistory', peer, maxId: said.id })
    }
  })

  it('keeps its name when it is passed on', async () => {
    await group.send(alice, '@helper_bot')
    await answers((await called()).queryId)
    const { id } = await lastIn(alice, group.peer(alice))
    await alice.call({
      ...{ _: 'messages.forwardMessages', fromPeer: group.peer(alice), toPeer: group.toBob },
      ...{ id: [id], randomId: [group.randomId()] },
    })
    expect(await lastIn(alice, group.toBob)).toMatchObject({ fwdFrom: { fromId: fromHelper() } })
  })

  it('is one of three at most that a message calls', async () => {
    const bots = [helper]
    for (const name of ['second_bot', 'third_bot', 'fourth_bot']) bots.push(await makeGuest(name))
    await group.send(alice, '@helper_bot @second_bot @third_bot @fourth_bot')
    for (const bot of bots.slice(0, 3)) await called(bot)
    expect(pushedTo(bots[3] ?? helper)).toEqual([])
  })

  it('is told once of a message that is sent twice', async () => {
    const once = { _: 'messages.sendMessage', peer: group.peer(alice), message: '@helper_bot', randomId: 99n } as const
    await alice.call(once)
    await alice.call(once)
    expect((await called()).message).toMatchObject({ message: '@helper_bot' })
    expect(await isCalledBy('nobody')).toBe(false)
    expect(pushedTo(helper)).toHaveLength(2)
  })

  it('is not called where nothing is to go out, by whoever may not use inline bots, or blocks it', async () => {
    const { server } = group
    const channel = group.named(alice)
    await alice.call({ _: 'messages.toggleNoForwards', peer: group.peer(alice), enabled: true })
    await group.send(alice, 'hidden @helper_bot')
    await alice.call({ _: 'messages.toggleNoForwards', peer: group.peer(alice), enabled: false })
    await alice.call({
      ...{ _: 'messages.editChatDefaultBannedRights', peer: group.peer(alice) },
      bannedRights: { _: 'chatBannedRights', sendInline: true, untilDate: 0 },
    })
    await group.send(bob, 'forbidden @helper_bot')
    const bot = await botInput(alice, 'helper_bot')
    await alice.call({ _: 'contacts.block', id: bot })
    await group.send(alice, 'blocked @helper_bot')
    await alice.call({ _: 'contacts.unblock', id: bot })
    await say(alice, bot, 'own chat @helper_bot')
    const inputBot: api.inputUser = { ...bot, _: 'inputUser' }
    await alice.call({ _: 'channels.inviteToChannel', channel, users: [inputBot] })
    await group.send(alice, 'member @helper_bot')
    await alice.call({
      ...{ _: 'channels.editBanned', channel, participant: bot },
      bannedRights: { _: 'chatBannedRights', viewMessages: true, untilDate: 0 },
    })
    await group.send(alice, 'banned @helper_bot')
    await say(alice, group.toBob, 'at last @helper_bot')
    expect((await called()).message).toMatchObject({ message: 'at last @helper_bot' })
    await server.told()
    expect(pushedTo(helper)).toHaveLength(1)
  })

  it('answers no call of another, none of no such number, and none after the caller lost the right', async () => {
    const other = await makeGuest('other_bot')
    await group.send(bob, '@helper_bot')
    const { queryId } = await called()
    await expect(answers(queryId, article('not mine'), other)).rejects.toThrow('QUERY_ID_INVALID')
    await expect(answers(queryId + 1n)).rejects.toThrow('QUERY_ID_INVALID')
    await expect(answers(queryId, article('by a person'), alice)).rejects.toThrow('USER_BOT_REQUIRED')
    await alice.call({
      ...{ _: 'channels.editBanned', channel: group.named(alice), participant: group.toBob },
      bannedRights: { _: 'chatBannedRights', sendInline: true, untilDate: 0 },
    })
    await expect(answers(queryId)).rejects.toThrow('CHAT_SEND_INLINE_FORBIDDEN')
    group.server.clock.now += 601_000
    await expect(answers(queryId)).rejects.toThrow('QUERY_ID_INVALID')
  })
})
