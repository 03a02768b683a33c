import { type Client, createClient } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import type { api } from '@chappe/tl-codec/api'
import type { Update } from '@grammyjs/types'
import { Bot } from 'grammy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './support/until.ts'

const ANN = { phone: '9996610089', code: '11111', name: 'Ann' }

/** grammY as it is, with another address; Ann does to it what it is told of, by our own client. */
describe('a bot by grammY is told of', { timeout: 30_000 }, () => {
  let server: Server
  let ann: Client
  let bot: Bot
  let running: Promise<void>
  let peer: api.inputPeerUser
  const told: Update[] = []
  const heard: api.Update[] = []

  beforeAll(async () => {
    server = await createServer({ botApi: { port: 0 } })
    const { token } = await server.createBot({ username: 'told_bot', name: 'Told' })
    bot = new Bot(token, { client: { apiRoot: `http://127.0.0.1:${server.botApiPort}` } })
    bot.use((ctx) => void told.push(ctx.update))
    await bot.init()
    running = bot.start({
      allowed_updates: [
        'message',
        'edited_message',
        'message_reaction',
        'message_reaction_count',
        'poll',
        'poll_answer',
      ],
    })
    ann = createClient({ apiId: 1, apiHash: 'ann', inProcess: server, log: false })
    ann.on('update', ({ update }) => void heard.push(update))
    await ann.start(ANN)
    const found = await ann.resolve('@told_bot')
    if (found._ !== 'inputPeerUser') throw new TypeError(found._)
    peer = found
    await ann.sendMessage(peer, '/start')
    await update('message')
  }, 60_000)

  afterAll(async () => {
    await bot?.stop()
    await running
    await ann?.close()
    await server?.close()
  })

  /** The next update of a kind, which is told once. */
  async function update<Kind extends keyof Update>(kind: Kind): Promise<NonNullable<Update[Kind]>> {
    let found: NonNullable<Update[Kind]> | undefined
    await until(
      () => {
        const at = told.findIndex((one) => one[kind] !== undefined)
        if (at !== -1) found = told.splice(at, 1)[0]?.[kind] ?? undefined
        return found !== undefined
      },
      () => `no ${kind} among ${JSON.stringify(told)}`,
    )
    if (found === undefined) throw new TypeError(kind)
    return found
  }

  /** The newest message of a chat, as Ann has it. */
  async function newest(chat: api.InputPeer): Promise<api.message> {
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n }
    const found = await ann.call({ _: 'messages.getHistory', peer: chat, ...page })
    const [message] = 'messages' in found ? found.messages : []
    if (message?._ !== 'message') throw new TypeError('a message was expected')
    return message
  }

  async function makeChannel(kind: 'megagroup' | 'broadcast') {
    const created = await ann.call({ _: 'channels.createChannel', [kind]: true, title: 'Room', about: '' })
    const channel = 'chats' in created ? created.chats[0] : undefined
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('no channel')
    const named = { channelId: channel.id, accessHash: channel.accessHash }
    const adminRights = { _: 'chatAdminRights', changeInfo: true, deleteMessages: true } as const
    await ann.call({
      ...{ _: 'channels.editAdmin', channel: { _: 'inputChannel', ...named }, adminRights, rank: '' },
      userId: { ...peer, _: 'inputUser' },
    })
    return { id: Number(-1_000_000_000_000n - channel.id), peer: { _: 'inputPeerChannel', ...named } as const }
  }

  const react = (chat: api.InputPeer, msgId: number, ...emoticons: string[]) =>
    ann.call({
      ...{ _: 'messages.sendReaction', peer: chat, msgId },
      reaction: emoticons.map((emoticon) => ({ _: 'reactionEmoji', emoticon }) as const),
    })

  test('reactions in its chats, in a group whose they are, and takes them away there', async () => {
    const sent = await bot.api.sendMessage(Number(ann.userId), 'What do you say?')
    await until(
      async () => (await newest(peer)).message === 'What do you say?',
      () => 'it did not come',
    )
    await react(peer, (await newest(peer)).id, '👍')
    expect(await update('message_reaction')).toMatchObject({
      ...{ message_id: sent.message_id, user: { first_name: 'Ann' } },
      ...{ old_reaction: [], new_reaction: [{ type: 'emoji', emoji: '👍' }] },
    })
    const group = await makeChannel('megagroup')
    await ann.sendMessage(group.peer, 'And here?')
    const { id } = await newest(group.peer)
    await react(group.peer, id, '❤')
    expect(await update('message_reaction')).toMatchObject({ chat: { id: group.id, type: 'supergroup' } })
    const given = { chat_id: group.id, message_id: id, user_id: Number(ann.userId) }
    expect(await bot.api.raw.deleteMessageReaction(given)).toBe(true)
    expect(await update('message_reaction')).toMatchObject({ old_reaction: [{ emoji: '❤' }], new_reaction: [] })
    await react(group.peer, id, '🔥')
    expect(await update('message_reaction')).toMatchObject({ new_reaction: [{ emoji: '🔥' }] })
    await bot.api.raw.deleteAllMessageReactions({ chat_id: group.id, user_id: Number(ann.userId) })
    expect((await newest(group.peer)).reactions).toBeUndefined()
  })

  test('how many react to a post, and not who', async () => {
    const channel = await makeChannel('broadcast')
    await ann.sendMessage(channel.peer, 'News')
    await react(channel.peer, (await newest(channel.peer)).id, '👍')
    expect(await update('message_reaction_count')).toMatchObject({
      ...{ chat: { type: 'channel' }, reactions: [{ type: { type: 'emoji', emoji: '👍' }, total_count: 1 }] },
    })
  })

  test('who votes how, and of the count', async () => {
    const options = [{ text: 'yes' }, { text: 'no' }]
    const { poll } = await bot.api.sendPoll(Number(ann.userId), 'Well?', options, { is_anonymous: false })
    await until(
      async () => (await newest(peer)).media?._ === 'messageMediaPoll',
      () => 'no poll',
    )
    const { id: msgId, media } = await newest(peer)
    const [, no] = media?._ === 'messageMediaPoll' ? media.poll.answers : []
    if (no?._ !== 'pollAnswer') throw new TypeError('no answer')
    await ann.call({ _: 'messages.sendVote', peer, msgId, options: [no.option] })
    expect(await update('poll_answer')).toMatchObject({
      ...{ poll_id: poll.id, user: { first_name: 'Ann' }, option_ids: [1] },
    })
    expect(await update('poll')).toMatchObject({
      ...{ id: poll.id, total_voter_count: 1, options: [{ voter_count: 0 }, { voter_count: 1 }] },
    })
    // What was so before is news when it comes again.
    for (const [count, chosen] of [
      [0, []],
      [1, [no.option]],
    ] as const) {
      await ann.call({ _: 'messages.sendVote', peer, msgId, options: [...chosen] })
      expect(await update('poll')).toMatchObject({ id: poll.id, total_voter_count: count })
    }
  })

  test('votes in a group, each once and with its count', async () => {
    const group = await makeChannel('megagroup')
    const { poll } = await bot.api.sendPoll(group.id, 'And you?', [{ text: 'yes' }, { text: 'no' }])
    const { id: msgId, media } = await newest(group.peer)
    const [yes] = media?._ === 'messageMediaPoll' ? media.poll.answers : []
    if (yes?._ !== 'pollAnswer') throw new TypeError('no answer')
    for (const [count, options] of [
      [1, [yes.option]],
      [0, []],
      [1, [yes.option]],
    ] as const) {
      await ann.call({ _: 'messages.sendVote', peer: group.peer, msgId, options: [...options] })
      expect(await update('poll')).toMatchObject({
        ...{ id: poll.id, total_voter_count: count, options: [{ voter_count: count }, { voter_count: 0 }] },
      })
    }
    expect(told.filter((one) => one.poll?.id === poll.id)).toEqual([])
  })

  test('somebody who moves, until that stops, and moves itself', async () => {
    const live = (geoPoint: api.InputGeoPoint, more: Partial<api.inputMediaGeoLive> = {}): api.inputMediaGeoLive => ({
      ...{ _: 'inputMediaGeoLive', geoPoint, ...more },
    })
    const at = (lat: number): api.InputGeoPoint => ({ _: 'inputGeoPoint', lat, long: 13 })
    const nowhere: api.InputGeoPoint = { _: 'inputGeoPointEmpty' }
    const media = live(at(52), { period: 600 })
    await ann.call({ _: 'messages.sendMedia', peer, media, message: '', randomId: 77n })
    let shown = await update('message')
    // What was said in the group comes before it.
    while (shown.location === undefined) shown = await update('message')
    const { message_id, location } = shown
    expect(location).toMatchObject({ live_period: 600 })
    const { id } = await newest(peer)
    await ann.call({ _: 'messages.editMessage', peer, id, media: live(at(53)) })
    expect(await update('edited_message')).toMatchObject({ message_id, location: { live_period: 600 } })
    await ann.call({ _: 'messages.editMessage', peer, id, media: live(nowhere, { stopped: true }) })
    expect((await update('edited_message')).location).not.toHaveProperty('live_period')

    const chat = Number(ann.userId)
    const sent = await bot.api.sendLocation(chat, 50, 10, { live_period: 900 })
    const moved = await bot.api.editMessageLiveLocation(chat, sent.message_id, 51, 11, { heading: 90 })
    expect(moved).toMatchObject({ location: { live_period: 900, heading: 90 } })
    const recent = await ann.call({ _: 'messages.getRecentLocations', peer, limit: 10, hash: 0n })
    expect('messages' in recent ? recent.messages[0] : undefined).toMatchObject({
      media: { period: 900, geo: { lat: 51 } },
    })
    await bot.api.stopMessageLiveLocation(chat, sent.message_id)
    expect((await newest(peer)).media).not.toMatchObject({ period: 900 })
    const watcher = await bot.api.sendLocation(chat, 51, 10, { live_period: 900 })
    const watching = { proximity_alert_radius: 1_000 }
    const asked = await bot.api.editMessageLiveLocation(chat, watcher.message_id, 51, 11, watching)
    expect(asked).toMatchObject({ location: { proximity_alert_radius: 1_000 } })
    const coming = live({ _: 'inputGeoPoint', lat: 51.001, long: 11 }, { period: 600 })
    await ann.call({ _: 'messages.sendMedia', peer, media: coming, message: '', randomId: 78n })
    expect(await update('message')).toMatchObject({ location: { live_period: 600 } })
    expect(await update('message')).toMatchObject({
      proximity_alert_triggered: { traveler: { id: chat }, watcher: { id: bot.botInfo.id }, distance: 111 },
    })
  })

  test('and shows what it is writing', async () => {
    const draft = { chat_id: Number(ann.userId), draft_id: 7, text: 'I *think*', parse_mode: 'MarkdownV2' } as const
    expect(await bot.api.raw.sendMessageDraft(draft)).toBe(true)
    const typing = (): api.Update | undefined => heard.findLast(({ _: name }) => name === 'updateUserTyping')
    await until(
      () => typing() !== undefined,
      () => 'nobody is seen to write',
    )
    expect(typing()).toMatchObject({
      action: { _: 'sendMessageTextDraftAction', randomId: 7n, text: { text: 'I think', entities: [{ offset: 2 }] } },
    })
    await expect(bot.api.raw.sendMessageDraft({ ...draft, draft_id: 0 })).rejects.toMatchObject({ error_code: 400 })
  })

  test('how long it has to wait where bots are held to the public limits', async () => {
    const strict = await createServer({ botApi: { port: 0 }, botLimits: true })
    const eve = createClient({ apiId: 1, apiHash: 'eve', inProcess: strict, log: false })
    try {
      const { token } = await strict.createBot({ username: 'quick_bot', name: 'Quick' })
      await eve.start({ ...ANN, name: 'Eve' })
      await eve.sendMessage('@quick_bot', '/start')
      const quick = new Bot(token, { client: { apiRoot: `http://127.0.0.1:${strict.botApiPort}` } })
      const chat = Number(eve.userId)
      await expect(
        (async () => {
          for (let sent = 0; sent < 20; sent++) await quick.api.sendMessage(chat, `${sent}`)
        })(),
      ).rejects.toMatchObject({
        ...{ error_code: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } },
      })
    } finally {
      await eve.close()
      await strict.close()
    }
  })
})
