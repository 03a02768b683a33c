import { gunzipSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'

const lottie = {
  tgs: 1,
  v: '5.5.2',
  fr: 30,
  ip: 0,
  op: 60,
  w: 512,
  h: 512,
  assets: [],
  layers: [{ ty: 4, shapes: [] }],
}
const tgs = new Uint8Array(gzipSync(JSON.stringify(lottie)))

async function still(side: number): Promise<Uint8Array> {
  const background = { r: 200, g: 30, b: 90, alpha: 0.4 }
  const picture = sharp({ create: { width: side, height: side, channels: 4, background } })
  return new Uint8Array(await picture.png().toBuffer())
}

describe('stickers and reactions with unmodified mtcute', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610001', 'Alice')
    bob = await signUpMtcute(server, '9996620002', 'Bob')
    await bob.client.setMyUsername('bob_stickers')
    await alice.client.sendText('bob_stickers', 'look')
  }, 120_000)

  afterAll(async () => {
    await alice?.client.destroy()
    await bob?.client.destroy()
    await server?.dispose()
  })

  test('a set is made, sent from, installed by another, changed, and there after the server was killed', async () => {
    const made = await alice.client.createStickerSet({
      ...{ owner: 'self', title: 'Mine', shortName: 'mine_here' },
      thumb: await still(100),
      stickers: [
        { file: await still(512), emojis: '😀' },
        { file: tgs, emojis: '🔥❤️' },
      ],
    })
    const { title, shortName, count, isFull, thumbnails } = made
    expect([title, shortName, count, isFull, thumbnails.length]).toEqual(['Mine', 'mine_here', 2, true, 1])
    const [first, second] = made.stickers
    if (first === undefined || second === undefined) throw new Error('there are two')
    expect([first.emoji, second.emoji]).toEqual(['😀', '🔥❤'])
    await alice.client.sendMedia(bob.id, second.sticker.inputMedia)
    const [message] = await bob.client.getHistory(alice.id, { limit: 1 })
    const media = message?.media
    if (media?.type !== 'sticker') throw new Error(`no sticker came: ${media?.type}`)
    expect([media.emoji, media.sourceType, media.stickerType]).toEqual(['🔥', 'animated', 'sticker'])
    const bytes = await bob.client.downloadAsBuffer(media)
    expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(lottie)

    if (media.inputStickerSet === null) throw new Error('it belongs to a set')
    const seen = await bob.client.getStickerSet(media.inputStickerSet)
    expect(seen.title).toBe('Mine')
    const webp = await bob.client.downloadAsBuffer(seen.stickers[0]?.sticker ?? media)
    expect(await sharp(webp).metadata()).toMatchObject({ format: 'webp', width: 512, height: 512 })
    const [thumb] = seen.thumbnails
    if (thumb === undefined) throw new Error('it has a thumbnail')
    const small = await bob.client.downloadAsBuffer(thumb)
    expect(await sharp(small).metadata()).toMatchObject({ format: 'webp', width: 100, height: 100 })
    await bob.client.call({
      ...{ _: 'messages.installStickerSet', archived: false },
      stickerset: { _: 'inputStickerSetShortName', shortName: 'mine_here' },
    })
    expect((await bob.client.getInstalledStickers()).map(({ shortName }) => shortName)).toEqual(['mine_here'])
    await alice.client.addStickerToSet('mine_here', { file: tgs, emojis: '🎉' })
    await alice.client.moveStickerInSet(second.sticker.fileId, 0)
    await server.kill()
    await server.start()
    const after = await bob.client.getStickerSet('mine_here')
    expect(after.stickers.map(({ emoji }) => emoji)).toEqual(['🔥❤', '😀', '🎉'])
    expect((await alice.client.getMyStickerSets()).map(({ shortName }) => shortName)).toEqual(['mine_here'])
    await alice.client.deleteStickerFromSet(second.sticker.fileId)
    expect((await bob.client.getStickerSet('mine_here')).count).toBe(2)
  })

  test('custom emoji of a set of one’s own and of the server stand in texts', async () => {
    const made = await alice.client.createStickerSet({
      ...{ owner: 'self', title: 'Emoji', shortName: 'emoji_here', type: 'emoji' },
      stickers: [{ file: await still(100), emojis: '😎' }],
    })
    const own = made.stickers[0]?.sticker
    if (own === undefined || own.stickerType !== 'emoji') throw new Error('it is a custom emoji')
    const icons = await alice.client.getStickerSet({ system: 'default_topic_icons' })
    const icon = icons.stickers[0]?.sticker
    if (icon === undefined) throw new Error('there are some')
    const { customEmojiId } = own
    const entities = [
      { _: 'messageEntityCustomEmoji', offset: 0, length: 2, documentId: customEmojiId },
      { _: 'messageEntityCustomEmoji', offset: 2, length: 2, documentId: icon.customEmojiId },
    ] as const
    await alice.client.sendText(bob.id, { text: '😎😎', entities: [...entities] })
    const [message] = await bob.client.getHistory(alice.id, { limit: 1 })
    const shown = message?.entities.flatMap(({ params }) => (params.kind === 'emoji' ? [params.emojiId] : [])) ?? []
    expect(shown.map(String)).toEqual([customEmojiId, icon.customEmojiId].map(String))
    const documents = (await bob.client.getCustomEmojis(shown)).filter((one) => one !== null)
    expect(documents.map(({ mimeType }) => mimeType)).toEqual(['image/webp', 'application/x-tgsticker'])
    for (const document of documents) {
      expect((await bob.client.downloadAsBuffer(document)).length).toBe(document.fileSize)
    }
  })

  test('all reactions are offered with their animations, and each dice has a picture for each outcome', async () => {
    const available = await bob.client.call({ _: 'messages.getAvailableReactions', hash: 0 })
    if (available._ !== 'messages.availableReactions') throw new Error('no hash was given')
    expect(available.reactions).toHaveLength(16)
    const [message] = await bob.client.getHistory(alice.id, { limit: 1 })
    if (message === undefined) throw new Error('there is a message')
    for (const { reaction } of available.reactions.slice(0, 3)) {
      await bob.client.sendReaction({ chatId: alice.id, message: message.id, emoji: reaction })
      const [own] = await alice.client.getHistory(bob.id, { limit: 1 })
      const [seen] = await alice.client.getMessageReactionsById(bob.id, [own?.id ?? 0])
      expect(seen?.reactions.map(({ emoji }) => emoji)).toEqual([reaction])
    }
    const dice = await bob.client.getStickerSet({ dice: '🎲' })
    expect(dice.stickers).toHaveLength(7)
    for (const { sticker } of dice.stickers) {
      const animation: unknown = JSON.parse(gunzipSync(await bob.client.downloadAsBuffer(sticker)).toString())
      expect(animation).toMatchObject({ w: 512, h: 512, tgs: 1 })
    }
  })
})
