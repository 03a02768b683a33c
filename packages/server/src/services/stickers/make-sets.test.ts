import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import {
  animatedSticker,
  filmSticker,
  stickerItem,
  stillSticker,
  uploadedSticker,
} from '../../testing/sticker-files.ts'
import type { TestClient } from '../../testing/test-server.ts'
import { documentLocation, downloadAll } from '../../testing/uploads.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
})
afterEach(() => chat.server.close())

const self: api.inputUserSelf = { _: 'inputUserSelf' }

function whole(answer: api.messages.StickerSet): api.messages.stickerSet {
  if (answer._ !== 'messages.stickerSet') throw new TypeError('no hash was given')
  return answer
}

async function create(
  client: TestClient,
  stickers: api.inputStickerSetItem[],
  more: Partial<api.stickers.createStickerSet> = {},
): Promise<api.messages.stickerSet> {
  const request = { _: 'stickers.createStickerSet', userId: self, title: 'A set', shortName: 'a_set' } as const
  return whole(await client.call({ ...request, stickers, ...more }))
}

const named = ({ set: { id, accessHash } }: api.messages.stickerSet): api.inputStickerSetID => ({
  ...{ _: 'inputStickerSetID', id, accessHash },
})

type Changing =
  | api.stickers.addStickerToSet
  | api.stickers.changeSticker
  | api.stickers.changeStickerPosition
  | api.stickers.removeStickerFromSet
  | api.stickers.renameStickerSet
  | api.stickers.replaceSticker

function documentsOf({ documents }: api.messages.stickerSet): api.document[] {
  return documents.flatMap((one) => (one._ === 'document' ? [one] : []))
}

const input = ({ id, accessHash, fileReference }: api.document): api.inputDocument => ({
  ...{ _: 'inputDocument', id, accessHash, fileReference },
})

describe('a set of stickers', () => {
  it('is made of still, animated and moving pictures, known by their bytes, and shown to everybody', async () => {
    const { alice, bob } = chat
    const made = await create(alice, [
      await stickerItem(alice, await stillSticker(512, 300), { emoji: '😀😁', keywords: 'Smile, grin' }),
      await stickerItem(alice, animatedSticker(), { emoji: '❤️' }),
      await stickerItem(alice, filmSticker(), { emoji: '🔥' }),
    ])
    expect(made.set).toMatchObject({ title: 'A set', shortName: 'a_set', count: 3, creator: true })
    expect(made.set.installedDate).toBe(chat.now())
    const seen = whole(await bob.call({ _: 'messages.getStickerSet', stickerset: named(made), hash: 0 }))
    expect(seen.set.creator).toBeUndefined()
    const documents = documentsOf(seen)
    expect(documents.map(({ mimeType }) => mimeType)).toEqual([
      ...['image/webp', 'application/x-tgsticker', 'video/webm'],
    ])
    const [still, , film] = documents
    expect(seen.packs).toEqual(
      ['😀', '😁', '❤', '🔥'].map((emoticon, i) => ({
        ...{ _: 'stickerPack', emoticon, documents: [documents[[0, 0, 1, 2][i] ?? 0]?.id] },
      })),
    )
    expect(seen.keywords).toEqual([{ _: 'stickerKeyword', documentId: still?.id, keyword: ['smile', 'grin'] }])
    const stickerset = named(made)
    expect(still?.attributes).toContainEqual({ _: 'documentAttributeSticker', alt: '😀', stickerset })
    expect(still?.attributes).toContainEqual({ _: 'documentAttributeImageSize', w: 512, h: 300 })
    expect(film?.attributes).toContainEqual(expect.objectContaining({ w: 512, h: 512, duration: 2, nosound: true }))
    for (const document of documents) {
      expect(BigInt((await downloadAll(bob, documentLocation(document))).length)).toBe(document.size)
    }
    const { hash, shortName } = made.set
    const byName = { _: 'inputStickerSetShortName', shortName: shortName.toUpperCase() } as const
    expect(await bob.call({ _: 'messages.getStickerSet', stickerset: byName, hash })).toEqual({
      _: 'messages.stickerSetNotModified',
    })
    const guessed = { ...stickerset, accessHash: stickerset.accessHash + 1n }
    const guess = bob.call({ _: 'messages.getStickerSet', stickerset: guessed, hash: 0 })
    await expect(guess).rejects.toThrow('STICKERSET_INVALID')
  })

  it('changes in all that its maker may change, and nobody else', async () => {
    const { alice, bob } = chat
    const one = await stickerItem(alice, animatedSticker(), { emoji: '😀' })
    const two = await stickerItem(alice, animatedSticker({ op: 30 }), { emoji: '😁' })
    let now = await create(alice, [one, two])
    const stickerset = named(now)
    const [first, second] = documentsOf(now)
    if (first === undefined || second === undefined) throw new TypeError('there are two')
    const change = async (request: Changing): Promise<api.document[]> => {
      const before = now.set.hash
      now = whole(await alice.call(request))
      expect(now.set.hash).not.toBe(before)
      return documentsOf(now)
    }
    const third = await stickerItem(alice, await stillSticker(), { emoji: '🤔' })
    expect(await change({ _: 'stickers.addStickerToSet', stickerset, sticker: third })).toHaveLength(3)
    const moved = await change({ _: 'stickers.changeStickerPosition', sticker: input(second), position: 0 })
    expect(moved.slice(0, 2).map(({ id }) => id)).toEqual([second.id, first.id])
    const renamed = await change({ _: 'stickers.changeSticker', sticker: input(first), emoji: '🎉', keywords: 'party' })
    expect(renamed[1]?.attributes).toContainEqual(expect.objectContaining({ alt: '🎉' }))
    expect(now.packs.map(({ emoticon }) => emoticon)).toEqual(['😁', '🎉', '🤔'])
    const other = await stickerItem(alice, animatedSticker({ op: 45 }), { emoji: '🙈' })
    const replaced = await change({ _: 'stickers.replaceSticker', sticker: input(first), newSticker: other })
    expect(replaced.map(({ id }) => id)).not.toContain(first.id)
    expect(await change({ _: 'stickers.removeStickerFromSet', sticker: input(second) })).toHaveLength(2)
    await change({ _: 'stickers.renameStickerSet', stickerset, title: ' Another ' })
    expect(now.set.title).toBe('Another')
    const left = documentsOf(now)[0]
    if (left === undefined) throw new TypeError('some are left')
    const seen = documentsOf(whole(await bob.call({ _: 'messages.getStickerSet', stickerset, hash: 0 })))[0]
    if (seen === undefined) throw new TypeError('some are left')
    const refused: [api.Method, string][] = [
      [{ _: 'stickers.renameStickerSet', stickerset, title: 'Mine' }, 'STICKERSET_INVALID'],
      [{ _: 'stickers.deleteStickerSet', stickerset }, 'STICKERSET_INVALID'],
      [
        { _: 'stickers.addStickerToSet', stickerset, sticker: await stickerItem(bob, animatedSticker()) },
        'STICKERSET_INVALID',
      ],
      [{ _: 'stickers.removeStickerFromSet', sticker: input(seen) }, 'STICKER_INVALID'],
      [{ _: 'stickers.changeSticker', sticker: input(left), emoji: '😀' }, 'STICKER_INVALID'],
    ]
    for (const [request, error] of refused) await expect(bob.call(request), request._).rejects.toThrow(error)
  })

  it('refuses what is no sticker, whatever it is called, by the public errors', async () => {
    const { alice } = chat
    const wrong: [Uint8Array, string][] = [
      [new TextEncoder().encode('no picture'), 'STICKER_FILE_INVALID'],
      [await stillSticker(100, 100), 'STICKER_PNG_DIMENSIONS'],
      [await stillSticker(600, 512), 'STICKER_PNG_DIMENSIONS'],
      [Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3), 'STICKER_TGS_NOTGS'],
      [animatedSticker({ op: 200 }), 'STICKER_TGS_NOTGS'],
      [animatedSticker({ w: 100 }), 'STICKER_TGS_NOTGS'],
      [animatedSticker({ layers: [{ ty: 5 }] }), 'STICKER_TGS_NOTGS'],
      [animatedSticker({ assets: [{ p: 'http://example.org/a.png' }] }), 'STICKER_TGS_NOTGS'],
      // A few kilobytes that unpack to many megabytes.
      [animatedSticker({ nm: 'a'.repeat(20_000_000) }), 'STICKER_TGS_NOTGS'],
      [filmSticker({ codec: 'V_AV1' }), 'STICKER_VIDEO_NOWEBM'],
      [filmSticker({ docType: 'matroska' }), 'STICKER_VIDEO_NOWEBM'],
      [filmSticker({ w: 400, h: 300 }), 'STICKER_GIF_DIMENSIONS'],
      [filmSticker({ seconds: 8 }), 'STICKER_VIDEO_BIG'],
    ]
    for (const [i, [bytes, error]] of wrong.entries()) {
      await expect(create(alice, [await stickerItem(alice, bytes)]), `${i}`).rejects.toThrow(error)
    }
    const sticker = await stickerItem(alice, animatedSticker())
    const asked: [Partial<api.stickers.createStickerSet>, string][] = [
      [{ stickers: [] }, 'STICKERS_EMPTY'],
      [{ title: ' ' }, 'PACK_TITLE_INVALID'],
      [{ shortName: '1st' }, 'PACK_SHORT_NAME_INVALID'],
      [{ shortName: 'a__b' }, 'PACK_SHORT_NAME_INVALID'],
      [{ shortName: 'animatedEMOJIES' }, 'PACK_SHORT_NAME_OCCUPIED'],
      [{ masks: true, emojis: true }, 'PACK_TYPE_INVALID'],
      [{ userId: { _: 'inputUser', userId: chat.toBob.userId, accessHash: chat.toBob.accessHash } }, 'USER_ID_INVALID'],
      [{ stickers: [{ ...sticker, emoji: 'x' }] }, 'STICKER_EMOJI_INVALID'],
      [{ stickers: [{ ...sticker, emoji: '' }] }, 'STICKER_EMOJI_INVALID'],
      // Only squares of 100 are custom emoji, unless they are animated.
      [{ emojis: true, stickers: [await stickerItem(alice, await stillSticker())] }, 'STICKER_PNG_DIMENSIONS'],
    ]
    for (const [more, error] of asked) await expect(create(alice, [sticker], more), error).rejects.toThrow(error)
    expect(await alice.call({ _: 'messages.getMyStickers', offsetId: 0n, limit: 10 })).toMatchObject({ count: 0 })
  })

  it('is gone for all when it was deleted, its name free, its stickers still in messages', async () => {
    const { alice, bob, toAlice, server } = chat
    const made = await create(alice, [await stickerItem(alice, animatedSticker())])
    const stickerset = named(made)
    await bob.call({ _: 'messages.installStickerSet', stickerset, archived: false })
    const seen = documentsOf(whole(await bob.call({ _: 'messages.getStickerSet', stickerset, hash: 0 })))[0]
    if (seen === undefined) throw new TypeError('there is one')
    await bob.call(chat.media(toAlice, { _: 'inputMediaDocument', id: input(seen) }))
    await alice.call({ _: 'stickers.deleteStickerSet', stickerset })
    await expect(bob.call({ _: 'messages.getStickerSet', stickerset, hash: 0 })).rejects.toThrow('STICKERSET_INVALID')
    expect(await bob.call({ _: 'messages.getAllStickers', hash: 0n })).toMatchObject({ sets: [] })
    await expect(downloadAll(bob, documentLocation(seen))).rejects.toThrow('FILE_REFERENCE_INVALID')
    expect(await alice.call({ _: 'stickers.checkShortName', shortName: 'a_set' })).toBe(true)
    await server.upkeep()
    server.clock.now += 3 * 86_400_000
    for (let times = 0; times < 3; times++) await server.upkeep()
    const [message] = await chat.history(alice, chat.toBob)
    const media = message?._ === 'message' && message.media?._ === 'messageMediaDocument' ? message.media : undefined
    if (media?.document?._ !== 'document') throw new TypeError('a sticker')
    expect(BigInt((await downloadAll(alice, documentLocation(media.document))).length)).toBe(media.document.size)
    // Its maker may use the name again.
    await create(alice, [await stickerItem(alice, animatedSticker())])
  })

  it('has a name that others cannot have, one that is suggested, and a thumbnail', async () => {
    const { alice, bob } = chat
    const sticker = await stickerItem(alice, await stillSticker())
    const made = await create(alice, [sticker], { shortName: '', title: 'Käse & Brot' })
    expect(made.set.shortName).toBe('Kase_Brot')
    const suggest = { _: 'stickers.suggestShortName', title: 'KASE brot' } as const
    expect(await bob.call(suggest)).toMatchObject({ shortName: 'KASE_brot_1' })
    const check = (shortName: string) => bob.call({ _: 'stickers.checkShortName', shortName })
    await expect(check('kase_BROT')).rejects.toThrow('SHORT_NAME_OCCUPIED')
    await expect(check('x_')).rejects.toThrow('SHORT_NAME_INVALID')
    const stickerset = named(made)
    const thumb = await uploadedSticker(alice, await stillSticker(100, 100, 3))
    const { set } = whole(await alice.call({ _: 'stickers.setStickerSetThumb', stickerset, thumb }))
    expect(set).toMatchObject({ thumbs: [{ type: 's', w: 100, h: 100 }], thumbDcId: 2 })
    const location = { _: 'inputStickerSetThumb', stickerset, thumbVersion: set.thumbVersion ?? 0 } as const
    const [size] = set.thumbs ?? []
    expect((await downloadAll(bob, location)).length).toBe(size?._ === 'photoSize' ? size.size : 0)
    const without = whole(await alice.call({ _: 'stickers.setStickerSetThumb', stickerset }))
    expect(without.set.thumbs).toBeUndefined()
    await expect(downloadAll(bob, location)).rejects.toThrow('LOCATION_INVALID')
  })
})

describe('custom emoji and masks', () => {
  it('are sets of their own kinds', async () => {
    const { alice, bob, toAlice } = chat
    const emoji = await create(alice, [await stickerItem(alice, await stillSticker(100, 100))], { emojis: true })
    const coords: api.maskCoords = { _: 'maskCoords', n: 1, x: 0.5, y: -0.5, zoom: 2 }
    const mask = await stickerItem(alice, await stillSticker(512, 512, 2), { maskCoords: coords })
    const masks = await create(alice, [mask], { masks: true, shortName: 'masks' })
    expect(documentsOf(masks)[0]?.attributes).toContainEqual(
      expect.objectContaining({ _: 'documentAttributeSticker', mask: true, maskCoords: coords }),
    )
    const [custom] = documentsOf(emoji)
    if (custom === undefined) throw new TypeError('there is one')
    expect(custom.attributes).toContainEqual(expect.objectContaining({ _: 'documentAttributeCustomEmoji', free: true }))
    const lists = ['messages.getMaskStickers', 'messages.getEmojiStickers', 'messages.getAllStickers'] as const
    const counts: number[] = []
    for (const _ of lists) {
      const all = await alice.call({ _, hash: 0n })
      counts.push(all._ === 'messages.allStickers' ? all.sets.length : -1)
    }
    expect(counts).toEqual([1, 1, 0])

    // In a text, what there is no document of is left out.
    const entity = (documentId: bigint, offset: number): api.MessageEntity => ({
      ...{ _: 'messageEntityCustomEmoji', offset, length: 2, documentId },
    })
    const maskId = documentsOf(masks)[0]?.id ?? 0n
    await alice.call(
      chat.text(chat.toBob, '😀😀😀', { entities: [entity(custom.id, 0), entity(maskId, 2), entity(77n, 4)] }),
    )
    const [message] = await chat.history(bob, toAlice)
    expect(message).toMatchObject({ entities: [entity(custom.id, 0)] })
    const documents = await bob.call({ _: 'messages.getCustomEmojiDocuments', documentId: [custom.id, maskId, 77n] })
    expect(documents).toMatchObject([{ id: custom.id, mimeType: 'image/webp' }])
    const [shown] = documents
    if (shown?._ !== 'document') throw new TypeError('there is one')
    expect((await downloadAll(bob, documentLocation(shown))).length).toBe(Number(shown.size))
  })
})
