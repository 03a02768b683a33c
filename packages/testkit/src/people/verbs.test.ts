import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LabBot } from '../bots/bot.ts'
import { createLab, type Lab } from '../lab.ts'
import type { Person } from './person.ts'

let lab: Lab
let ann: Person
let bob: Person
beforeEach(async () => {
  lab = await createLab()
  ann = await lab.user('Ann')
  bob = await lab.user('Bob')
})
afterEach(() => lab.close())

/** What a bot is told next of one kind. */
async function told(bot: LabBot, kind: string): Promise<Record<string, unknown>> {
  for (let offset = 0; ; ) {
    const updates = await bot.call('getUpdates', { timeout: 10, offset })
    if (!Array.isArray(updates)) throw new TypeError('no list of updates')
    for (const update of updates) {
      offset = update.update_id + 1
      if (kind in update) return update[kind]
    }
  }
}

describe('people', { timeout: 60_000 }, () => {
  it('send files, forward, and vote', async () => {
    const sent = await ann.send(bob, new Uint8Array([1, 2, 3]), { name: 'three.bin', caption: 'look' })
    expect(sent).toMatchObject({ text: 'look', media: 'messageMediaDocument', out: true })
    const seen = await bob.sees('look')
    expect([...(await bob.client.download(seen.raw).bytes())]).toEqual([1, 2, 3])
    expect(await bob.forward(seen, 'me')).toMatchObject({ text: 'look', chatId: bob.id })
    const bot = await lab.bot('asks')
    const chat = await lab.group('Talk', ann, bob, bot)
    await bot.call('sendPoll', {
      ...{ chat_id: chat.id, question: 'Well?', options: [{ text: 'yes' }, { text: 'no' }], is_anonymous: false },
    })
    const poll = await ann.sees((message) => message.media === 'messageMediaPoll')
    await ann.vote(poll, 'yes')
    expect(await told(bot, 'poll_answer')).toMatchObject({ option_ids: [0], user: { id: ann.id } })
    await expect(ann.vote(poll, 'perhaps')).rejects.toMatchObject({ code: 'NO_BUTTON' })
  })

  it('ask bots inline, and choose', async () => {
    const bot = await lab.bot('finder', { inline: 'Find…', inlineFeedback: true })
    const asked = ann.inline(bot, 'cat', { chat: bob })
    const query = await told(bot, 'inline_query')
    expect(query).toMatchObject({ query: 'cat', from: { id: ann.id } })
    const article = (id: string, title: string): object => ({
      ...{ type: 'article', id, title, input_message_content: { message_text: `a ${title}` } },
    })
    await bot.call('answerInlineQuery', {
      ...{ inline_query_id: query['id'], results: [article('1', 'black cat'), article('2', 'white cat')] },
    })
    const found = await asked
    expect(found.results.map(({ title }) => title)).toEqual(['black cat', 'white cat'])
    await expect(found.choose('dog')).rejects.toMatchObject({ code: 'NO_RESULT' })
    await found.choose(/white/)
    await bob.sees('a white cat')
    expect(await told(bot, 'chosen_inline_result')).toMatchObject({ result_id: '2', query: 'cat' })
  })

  it('come into chats and go, where they are let', async () => {
    const bot = await lab.bot('door')
    const group = await lab.group('Small', ann)
    const talk = await lab.supergroup('Large', ann, bot)
    const news = await lab.channel('News', ann, bot)
    expect(await bob.join(group)).toEqual({ chatId: group.id, requested: false })
    expect(await bob.join(await talk.link({ approval: true }))).toEqual({ chatId: undefined, requested: true })
    await news.makePublic('news_for_all')
    expect(await bob.join('https://t.me/news_for_all')).toEqual({ chatId: news.id, requested: false })
    await bot.call('sendMessage', { chat_id: news.id, text: 'by the bot' })
    await bob.sees('by the bot', { in: news })
    await bob.leave(news)
    await bob.leave(group)
    await talk.promote(bot)
    await bot.call('approveChatJoinRequest', { chat_id: talk.id, user_id: bob.id })
    await bob.say(talk, 'I am in')
    await ann.sees('I am in')
    await talk.remove(bob)
    await expect(bob.say(talk, 'still?')).rejects.toMatchObject({ code: 400 })
  })

  it('start bots by links, and bots are as @BotFather was told', async () => {
    const bot = await lab.bot('shop', { owner: ann, joinGroups: false, commands: { buy: 'buys' }, about: 'A shop' })
    await ann.start(bot, 'offer_7')
    expect(await told(bot, 'message')).toMatchObject({ text: '/start offer_7', from: { id: ann.id } })
    expect(await bot.call('getMyCommands')).toEqual([{ command: 'buy', description: 'buys' }])
    expect(await bot.call('getMyShortDescription')).toEqual({ short_description: 'A shop' })
    await expect(lab.group('Talk', ann, bot)).rejects.toMatchObject({ name: 'RpcError' })
    await expect(lab.bot('shop', { about: 'x'.repeat(1000) })).rejects.toMatchObject({ name: 'OperatorError' })
    await expect(lab.bot('other', { about: 'x'.repeat(1000) })).rejects.toMatchObject({ code: 'REFUSED' })
  })
})
