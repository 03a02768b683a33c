import type { api } from '@chappe/tl-codec/api'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, newMessages, type TestBot } from '../../../testing/bots.ts'
import {
  createTestServer,
  findByPhone,
  signUp,
  type TestClient,
  type TestServer,
} from '../../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let bob: TestClient
let games: TestBot
let peer: api.inputPeerUser
let bot: api.inputUser
let lastRandomId = 0n

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  bob = await signUp(server, '9996620002', 'Bob')
  games = await makeBot(server, 'games_bot', 'Games', ann.key.userId)
  peer = await botInput(ann, 'games_bot')
  bot = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
  await asFather('/newgame', '@games_bot', 'chess\nChess\nFor two')
  await say(ann, peer, '/start')
})
afterEach(() => server.close())

const say = (client: TestClient, to: api.InputPeer, message: string) =>
  client.call({ _: 'messages.sendMessage', peer: to, message, randomId: ++lastRandomId })

async function asFather(...texts: string[]): Promise<string> {
  const father = await botInput(ann, 'BotFather')
  for (const text of texts) await say(ann, father, text)
  const answer = newMessages(ann).at(-1)
  return answer?._ === 'message' ? answer.message : ''
}

const chess: api.InputGame = { _: 'inputGameShortName', botId: { _: 'inputUserSelf' }, shortName: 'Chess' }

/** A person as the bot names whoever it has met. */
const known = (client: TestClient): api.inputUser => ({
  ...{ _: 'inputUser', userId: BigInt(client.key.userId ?? 0), accessHash: 0n },
})

const toAnn = (): api.inputPeerUser => ({ ...known(ann), _: 'inputPeerUser' })

async function sendGame(to: api.InputPeer, replyMarkup?: api.ReplyMarkup): Promise<api.message> {
  const media: api.InputMedia = { _: 'inputMediaGame', id: chess }
  const sent = await games.call({
    ...{ _: 'messages.sendMedia', peer: to, media, message: '', randomId: ++lastRandomId, replyMarkup },
  })
  return messageIn(sent)
}

function messageIn(updates: api.Updates): api.message {
  const all = updates._ === 'updates' ? updates.updates : []
  for (const update of all)
    if ('message' in update && typeof update.message === 'object' && update.message._ === 'message')
      return update.message
  throw new TypeError('a message was expected')
}

const setScore = (
  to: api.InputPeer,
  id: number,
  client: TestClient,
  score: number,
  more: { force?: true; editMessage?: true } = {},
) => games.call({ _: 'messages.setGameScore', peer: to, id, userId: known(client), score, ...more })

const scoresOf = async (to: api.InputPeer, id: number, client: TestClient) =>
  (await games.call({ _: 'messages.getGameHighScores', peer: to, id, userId: known(client) })).scores.map(
    ({ score }) => score,
  )

const actions = (client: TestClient): api.MessageAction[] =>
  newMessages(client).flatMap((message) => (message._ === 'messageService' ? [message.action] : []))

describe('a game', () => {
  it('is sent with a button that begins it, and pressed, which the bot answers with its address', async () => {
    await sendGame(toAnn())
    const shown = newMessages(ann).at(-1)
    if (shown?._ !== 'message') throw new TypeError('a message was expected')
    expect(shown).toMatchObject({
      media: { game: { shortName: 'chess', title: 'Chess', photo: { _: 'photoEmpty' } } },
      replyMarkup: { rows: [{ buttons: [{ _: 'keyboardButtonGame', text: 'Play Chess' }] }] },
    })
    const asked = ann.call({ _: 'messages.getBotCallbackAnswer', peer, msgId: shown.id, game: true })
    let query: api.Update | undefined
    while (query === undefined) {
      await new Promise(setImmediate)
      const told = games.pushed.flatMap((updates) =>
        updates._ === 'updates' ? updates.updates : 'update' in updates ? [updates.update] : [],
      )
      query = told.find(({ _ }) => _ === 'updateBotCallbackQuery')
    }
    if (query._ !== 'updateBotCallbackQuery') throw new TypeError('a question was expected')
    expect(query.gameShortName).toBe('chess')
    const url = 'https://games.example/chess'
    await games.call({ _: 'messages.setBotCallbackAnswer', queryId: query.queryId, url, cacheTime: 0 })
    expect(await asked).toMatchObject({ hasUrl: true, url })
  })

  it('is of the bot that sends it, and its button stands first below it', async () => {
    const other = await makeBot(server, 'other_bot', 'Other')
    await say(ann, await botInput(ann, 'other_bot'), '/start')
    const media: api.InputMedia = { _: 'inputMediaGame', id: { ...chess, botId: known(games) } }
    const send = (client: TestClient) =>
      client.call({ _: 'messages.sendMedia', peer: toAnn(), media, message: '', randomId: ++lastRandomId })
    await expect(send(other)).rejects.toThrow(/GAME_BOT_INVALID|USER_ID_INVALID|PEER_ID_INVALID/)
    const play: api.KeyboardButton = { _: 'keyboardButtonGame', text: 'Go' }
    const url: api.KeyboardButton = { _: 'keyboardButtonUrl', text: 'Look', url: 'https://a.example' }
    const markup = (...buttons: api.KeyboardButton[]): api.ReplyMarkup => ({
      ...{ _: 'replyInlineMarkup', rows: [{ _: 'keyboardButtonRow', buttons }] },
    })
    await sendGame(toAnn(), markup(play, url))
    await expect(sendGame(toAnn(), markup(url, play))).rejects.toThrow('BUTTON_POS_INVALID')
    await expect(sendGame(toAnn(), markup(url))).rejects.toThrow('BUTTON_POS_INVALID')
    const words = { _: 'messages.sendMessage', peer: toAnn(), message: 'x', replyMarkup: markup(play) } as const
    await expect(games.call({ ...words, randomId: ++lastRandomId })).rejects.toThrow('BUTTON_POS_INVALID')
  })

  it('shows a photo, which can be downloaded where the game is shown', async () => {
    const picture = await sharp({ create: { width: 640, height: 360, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    await asFather('/newgame', '@games_bot')
    await ann.call({ _: 'upload.saveFilePart', fileId: 5n, filePart: 0, bytes: picture })
    const file: api.InputFile = { _: 'inputFile', id: 5n, parts: 1, name: 'a.png', md5Checksum: '' }
    await ann.call({
      ...{ _: 'messages.sendMedia', peer: await botInput(ann, 'BotFather'), message: 'chess\nChess\nFor two' },
      ...{ media: { _: 'inputMediaUploadedPhoto', file }, randomId: ++lastRandomId },
    })
    await sendGame(toAnn())
    const shown = newMessages(ann).at(-1)
    const photo = shown?._ === 'message' && shown.media?._ === 'messageMediaGame' ? shown.media.game.photo : undefined
    if (photo?._ !== 'photo') throw new TypeError('a photo was expected')
    const { id, accessHash, fileReference, sizes } = photo
    const thumbSize = sizes.at(-1)
    const part = await ann.call({
      ...{ _: 'upload.getFile', offset: 0n, limit: 1024 * 1024 },
      location: {
        ...{ _: 'inputPhotoFileLocation', id, accessHash, fileReference },
        thumbSize: thumbSize !== undefined && 'type' in thumbSize ? thumbSize.type : '',
      },
    })
    expect(part).toMatchObject({ _: 'upload.file' })
  })
})

describe('a score', () => {
  it('counts if it is more than before, and is told in the chat', async () => {
    const { id } = await sendGame(toAnn())
    await setScore(toAnn(), id, ann, 40, { editMessage: true })
    await expect(setScore(toAnn(), id, ann, 40)).rejects.toThrow('BOT_SCORE_NOT_MODIFIED')
    await expect(setScore(toAnn(), id, ann, 39)).rejects.toThrow('BOT_SCORE_NOT_MODIFIED')
    await expect(setScore(toAnn(), id, ann, -1)).rejects.toThrow('SCORE_INVALID')
    await expect(setScore(toAnn(), id + 1, ann, 50)).rejects.toThrow('MESSAGE_ID_INVALID')
    expect(actions(games)).toMatchObject([{ _: 'messageActionGameScore', score: 40 }])
    expect(await scoresOf(toAnn(), id, ann)).toEqual([40])
    const [shown] = await games
      .call({ _: 'messages.getMessages', id: [{ _: 'inputMessageID', id }] })
      .then((one) => ('messages' in one ? one.messages : []))
    expect(shown).toMatchObject({ message: '1. Ann – 40', editDate: expect.any(Number) })
    await setScore(toAnn(), id, ann, 10, { force: true, editMessage: true })
    expect(await scoresOf(toAnn(), id, ann)).toEqual([10])
    expect(actions(games)).toHaveLength(1)
    await setScore(toAnn(), id, ann, 0, { force: true })
    expect(await scoresOf(toAnn(), id, ann)).toEqual([])
  })

  it('is of one chat, and of all games that were sent there', async () => {
    const users: api.InputUser[] = [bot, { ...(await findByPhone(ann, '9996620002')), _: 'inputUser' }]
    const made = await ann.call({ _: 'messages.createChat', users, title: 'Players' })
    const chats = made.updates._ === 'updates' ? made.updates.chats : []
    const group: api.InputPeer = { _: 'inputPeerChat', chatId: chats[0]?.id ?? 0n }
    const [first, second] = [await sendGame(group), await sendGame(group)]
    await setScore(group, first.id, ann, 5, { editMessage: true })
    await setScore(group, second.id, bob, 7, { editMessage: true })
    expect(await scoresOf(group, first.id, ann)).toEqual([7, 5])
    const there = await sendGame(toAnn())
    expect(await scoresOf(toAnn(), there.id, ann)).toEqual([])
    const told = newMessages(bob).filter(
      (message) => message._ === 'messageService' && message.action._ === 'messageActionGameScore',
    )
    // Each answers the game, by the number that it has in this box.
    expect(told).toMatchObject([{ fromId: { userId: known(ann).userId } }, { out: true }])
    for (const note of told) expect(note).toHaveProperty('replyTo.replyToMsgId')
  })

  it('is counted in supergroups and of what was sent through the bot', async () => {
    await server.store.transaction(async (tx) => {
      const user = await tx.users.get(games.id)
      if (user?.bot === undefined) throw new TypeError('a bot was expected')
      await tx.users.setBot(games.id, { ...user.bot, inlinePlaceholder: 'a game' })
    })
    const created = await ann.call({ _: 'channels.createChannel', megagroup: true, title: 'Arena', about: '' })
    const channel = created._ === 'updates' ? created.chats[0] : undefined
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('a channel was expected')
    const arena: api.inputPeerChannel = { _: 'inputPeerChannel', channelId: channel.id, accessHash: channel.accessHash }
    const asked = ann.call({ _: 'messages.getInlineBotResults', bot, peer: arena, query: '', offset: '' })
    let queryId: bigint | undefined
    while (queryId === undefined) {
      await new Promise(setImmediate)
      const told = games.pushed.flatMap((updates) =>
        updates._ === 'updates' ? updates.updates : 'update' in updates ? [updates.update] : [],
      )
      queryId = told.flatMap((update) => (update._ === 'updateBotInlineQuery' ? [update.queryId] : []))[0]
    }
    const result: api.InputBotInlineResult = {
      ...{ _: 'inputBotInlineResultGame', id: '1', shortName: 'chess' },
      sendMessage: { _: 'inputBotInlineMessageGame' },
    }
    await games.call({ _: 'messages.setInlineBotResults', queryId, results: [result], cacheTime: 0 })
    const { results, queryId: id } = await asked
    expect(results).toMatchObject([{ type: 'game', title: 'Chess', sendMessage: { message: '' } }])
    const sent = messageIn(
      await ann.call({
        _: 'messages.sendInlineBotResult',
        peer: arena,
        queryId: id,
        id: '1',
        randomId: ++lastRandomId,
      }),
    )
    expect(sent).toMatchObject({ media: { game: { shortName: 'chess' } }, viaBotId: peer.userId })
    void ann.call({ _: 'messages.getBotCallbackAnswer', peer: arena, msgId: sent.id, game: true }).catch(() => {})
    let name: api.InputBotInlineMessageID | undefined
    while (name === undefined) {
      await new Promise(setImmediate)
      const told = games.pushed.flatMap((updates) =>
        updates._ === 'updates' ? updates.updates : 'update' in updates ? [updates.update] : [],
      )
      name = told.flatMap((update) => (update._ === 'updateInlineBotCallbackQuery' ? [update.msgId] : []))[0]
    }
    await games.call({ _: 'messages.setInlineGameScore', id: name, userId: known(ann), score: 9, editMessage: true })
    const { scores } = await games.call({ _: 'messages.getInlineGameHighScores', id: name, userId: known(ann) })
    expect(scores).toMatchObject([{ pos: 1, score: 9 }])
    const history = await ann.call({
      ...{
        _: 'messages.getHistory',
        peer: arena,
        offsetId: 0,
        offsetDate: 0,
        addOffset: 0,
        limit: 2,
        maxId: 0,
        minId: 0,
        hash: 0n,
      },
    })
    expect('messages' in history && history.messages).toMatchObject([
      { action: { _: 'messageActionGameScore', score: 9 }, replyTo: { replyToMsgId: sent.id } },
      { message: '1. Ann – 9' },
    ])
  })

  it('goes with the game, and with whoever has it', async () => {
    const { id } = await sendGame(toAnn())
    await setScore(toAnn(), id, ann, 40)
    expect(await asFather('/mygames', '@games_bot')).toContain('chess - Chess')
    await asFather('/deletegame', '@games_bot', 'chess')
    expect(await scoresOf(toAnn(), id, ann)).toEqual([])
    await expect(sendGame(toAnn())).rejects.toThrow('GAME_BOT_INVALID')
  })
})
