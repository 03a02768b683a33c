import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, type TestBot } from '../../testing/bots.ts'
import { inputDocument } from '../../testing/files.ts'
import { animatedSticker, stickerItem } from '../../testing/sticker-files.ts'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let bert: TestClient
let maker: TestBot
/** How the bot names Ann, whom it has met, and Bert, whom it has not. */
let toAnn: api.inputUser
let toBert: api.inputUser

async function userIdOf(client: TestClient): Promise<bigint> {
  const [me] = await client.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
  if (me?._ !== 'user') throw new TypeError('one is shown to oneself')
  return me.id
}

beforeEach(async () => {
  server = await createTestServer({ rateLimits: {} })
  ann = await signUp(server, '9996610001', 'Ann')
  bert = await signUp(server, '9996620002', 'Bert')
  maker = await makeBot(server, 'Sticker_bot', 'Maker')
  const bot = await botInput(ann, 'sticker_bot')
  await ann.call({ _: 'messages.sendMessage', peer: bot, message: '/start', randomId: 1n })
  toAnn = { _: 'inputUser', userId: await userIdOf(ann), accessHash: 0n }
  toBert = { _: 'inputUser', userId: await userIdOf(bert), accessHash: 0n }
})
afterEach(() => server.close())

async function create(
  bot: TestClient,
  more: Partial<api.stickers.createStickerSet> = {},
): Promise<api.messages.stickerSet> {
  const made = await bot.call({
    ...{ _: 'stickers.createStickerSet', userId: toAnn, title: 'Cats', shortName: 'cats_by_Sticker_bot' },
    stickers: [await stickerItem(bot, animatedSticker())],
    ...more,
  })
  if (made._ !== 'messages.stickerSet') throw new TypeError('no hash was given')
  return made
}

const named = ({ set: { id, accessHash } }: api.messages.stickerSet): api.inputStickerSetID => ({
  ...{ _: 'inputStickerSetID', id, accessHash },
})

describe('a set that a bot makes for somebody', () => {
  it('belongs to that person, who has it at once and is told', async () => {
    ann.pushed.length = 0
    const made = await create(maker)
    expect(made.set).toMatchObject({ shortName: 'cats_by_Sticker_bot', count: 1 })
    expect(made.set.creator).toBeUndefined()
    await server.told()
    const told = ann.pushed.flatMap((one) =>
      one._ === 'updates' ? one.updates : one._ === 'updateShort' ? [one.update] : [],
    )
    expect(told.map(({ _ }) => _)).toContain('updateStickerSets')
    const all = await ann.call({ _: 'messages.getAllStickers', hash: 0n })
    expect(all).toMatchObject({ sets: [{ shortName: 'cats_by_Sticker_bot', creator: true }] })
    const mine = await ann.call({ _: 'messages.getMyStickers', offsetId: 0n, limit: 10 })
    expect(mine).toMatchObject({ count: 1, sets: [{ set: { id: made.set.id } }] })
    // Its number among the sets of the bot: none.
    expect(await server.store.read.stickerSets.countMadeBy(maker.id)).toBe(0)
  })

  it('is changed by the bot and by its owner, and by nobody else', async () => {
    const stickerset = named(await create(maker))
    const add = async (client: TestClient, op: number): Promise<number> => {
      const sticker = await stickerItem(client, animatedSticker({ op }))
      const changed = await client.call({ _: 'stickers.addStickerToSet', stickerset, sticker })
      return changed._ === 'messages.stickerSet' ? changed.set.count : -1
    }
    expect(await add(maker, 20)).toBe(2)
    expect(await add(ann, 25)).toBe(3)
    const other = await makeBot(server, 'other_bot', 'Other')
    for (const client of [bert, other]) await expect(add(client, 35)).rejects.toThrow('STICKERSET_INVALID')
    const seen = await maker.call({ _: 'messages.getStickerSet', stickerset, hash: 0 })
    const [first] = seen._ === 'messages.stickerSet' ? seen.documents : []
    if (first?._ !== 'document') throw new TypeError('there are some')
    const left = await maker.call({ _: 'stickers.removeStickerFromSet', sticker: inputDocument(first) })
    expect(left).toMatchObject({ set: { count: 2 } })
    expect(await maker.call({ _: 'stickers.deleteStickerSet', stickerset })).toBe(true)
    expect(await ann.call({ _: 'messages.getAllStickers', hash: 0n })).toMatchObject({ sets: [] })
  })

  it('has a name that ends with the bot’s, whatever the case of its letters', async () => {
    const wrong = ['cats', 'cats_by_other_bot', 'by_Sticker_bot', 'cats_by_Sticker_bot_2', '_by_Sticker_bot', '']
    for (const shortName of wrong) {
      await expect(create(maker, { shortName }), shortName).rejects.toThrow('PACK_SHORT_NAME_INVALID')
    }
    expect((await create(maker, { shortName: 'cats_by_STICKER_BOT' })).set.shortName).toBe('cats_by_STICKER_BOT')
    await expect(create(maker)).rejects.toThrow('PACK_SHORT_NAME_OCCUPIED')
  })

  it('is for people whom the bot has met, and is made by bots alone', async () => {
    await expect(create(maker, { userId: toBert })).rejects.toThrow('USER_ID_INVALID')
    const bot = await botInput(ann, 'sticker_bot')
    const toBot: api.inputUser = { _: 'inputUser', userId: bot.userId, accessHash: bot.accessHash }
    await expect(create(ann, { userId: toBot })).rejects.toThrow('USER_ID_INVALID')
  })
})
