import type { InputSticker } from '@grammyjs/types'
import { expect } from 'vitest'
import type { Examples } from '../example.ts'
import { bytes, picture } from '../files.ts'
import type { World } from '../world.ts'
import { noFile } from './media.ts'

const sticker = async (color = 'lime', emoji = '🍏'): Promise<InputSticker<File>> => ({
  ...{ sticker: await picture(color), format: 'static', emoji_list: [emoji] },
})

let sets = 0

/** A new set of two stickers, and the ids of these. */
async function newSet({ ask, bot, chat }: World, type: 'regular' | 'mask' | 'custom_emoji' = 'regular') {
  const name = `set${++sets}_by_${bot.username}`
  const side = type === 'custom_emoji' ? 100 : 512
  const stickers = [
    { sticker: await picture('red', side), format: 'static', emoji_list: ['🔴'] },
    { sticker: await picture('blue', side), format: 'static', emoji_list: ['🔵'] },
  ]
  await ask('createNewStickerSet', { user_id: chat, name, title: 'Colours', stickers, sticker_type: type })
  const [first, second] = (await ask('getStickerSet', { name })).stickers
  if (first === undefined || second === undefined) throw new Error('no stickers')
  return { name, first, second }
}

const firstOf = async (world: World) => ({ sticker: (await newSet(world)).first.file_id })
const noSticker = { params: { sticker: 'x' }, says: 'Bad Request: ' }
const noSet = { params: { name: 'no_such_set_by_bot', title: 'x' }, says: 'Bad Request: STICKERSET_INVALID' }

/** Sets of stickers. */
export const stickers: Examples = {
  setChatStickerSet: {
    good: async (world) => ({ chat_id: world.supergroup, sticker_set_name: (await newSet(world)).name }),
    bad: [
      { params: ({ supergroup }) => ({ chat_id: supergroup, sticker_set_name: 'no_such_set' }), says: 'Bad Request: ' },
    ],
  },
  deleteChatStickerSet: {
    good: ({ supergroup }) => ({ chat_id: supergroup }),
    bad: [{ params: ({ chat }) => ({ chat_id: chat }), says: 'Bad Request: method is available only for supergroups' }],
  },
  sendSticker: {
    good: async (world) => ({ chat_id: world.chat, ...(await firstOf(world)) }),
    answer: { sticker: { emoji: '🔴', type: 'regular', is_video: false, set_name: expect.stringMatching(/_by_\w+$/) } },
    bad: noFile('sticker'),
  },
  getStickerSet: {
    good: async (world) => ({ name: (await newSet(world)).name }),
    answer: { title: 'Colours', sticker_type: 'regular', stickers: [{ emoji: '🔴' }, { emoji: '🔵' }] },
    bad: [noSet],
  },
  getCustomEmojiStickers: {
    good: async (world) => ({ custom_emoji_ids: [(await newSet(world, 'custom_emoji')).first.custom_emoji_id] }),
    answer: [{ type: 'custom_emoji', emoji: '🔴' }],
    bad: [{ params: { custom_emoji_ids: ['x'] }, says: 'Bad Request: invalid custom emoji identifier' }],
  },
  uploadStickerFile: {
    good: async ({ chat }) => ({ user_id: chat, sticker_format: 'static', sticker: await picture('lime') }),
    bad: [{ params: { sticker_format: 'static' }, says: 'Bad Request: ' }],
  },
  createNewStickerSet: {
    good: async ({ bot, chat }) => ({
      ...{ user_id: chat, name: `new_by_${bot.username}`, title: 'New', stickers: [await sticker()] },
    }),
    bad: [
      { params: {}, says: 'Bad Request: stickers must be non-empty' },
      { params: ({ chat }) => ({ user_id: chat, stickers: [{ format: 'static' }] }), says: 'Bad Request: ' },
    ],
  },
  addStickerToSet: {
    good: async (world) => ({ user_id: world.chat, name: (await newSet(world)).name, sticker: await sticker() }),
    bad: [{ params: { name: 'x' }, says: "Bad Request: can't parse InputSticker" }],
  },
  replaceStickerInSet: {
    good: async (world) => {
      const { name, first } = await newSet(world)
      return { user_id: world.chat, name, old_sticker: first.file_id, sticker: await sticker('pink', '🌸') }
    },
    bad: [{ params: {}, says: "Bad Request: can't parse InputSticker" }],
  },
  setStickerPositionInSet: { good: async (world) => ({ ...(await firstOf(world)), position: 1 }), bad: [noSticker] },
  deleteStickerFromSet: { good: firstOf, bad: [noSticker] },
  setStickerEmojiList: {
    good: async (world) => ({ ...(await firstOf(world)), emoji_list: ['🍎'] }),
    bad: [{ params: { emoji_list: 5 }, says: "Bad Request: can't parse emoji_list" }],
  },
  setStickerKeywords: { good: async (world) => ({ ...(await firstOf(world)), keywords: ['red'] }), bad: [noSticker] },
  setStickerMaskPosition: {
    good: async (world) => ({
      sticker: (await newSet(world, 'mask')).first.file_id,
      mask_position: { point: 'eyes', x_shift: 0, y_shift: 0, scale: 1 },
    }),
    bad: [{ params: { mask_position: { point: 'nose' } }, says: "Bad Request: can't parse MaskPosition" }],
  },
  setStickerSetTitle: { good: async (world) => ({ name: (await newSet(world)).name, title: 'Paints' }), bad: [noSet] },
  deleteStickerSet: { good: async (world) => ({ name: (await newSet(world)).name }), bad: [noSet] },
  setStickerSetThumbnail: {
    good: async (world) => ({
      ...{ name: (await newSet(world)).name, user_id: world.chat, format: 'static' },
      thumbnail: await picture('gold', 100),
    }),
    bad: [
      { params: { name: 'x', format: 'moon', thumbnail: bytes('a.png') }, says: 'Bad Request: invalid sticker format' },
    ],
  },
  setCustomEmojiStickerSetThumbnail: {
    good: async (world) => {
      const { name, first } = await newSet(world, 'custom_emoji')
      return { name, custom_emoji_id: first.custom_emoji_id }
    },
    bad: [{ params: { name: 'x', custom_emoji_id: 'x' }, says: 'Bad Request: invalid custom emoji identifier' }],
  },
}
