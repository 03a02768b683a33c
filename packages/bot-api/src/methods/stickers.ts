import type { api } from '@chappe/tl-codec/api'
import type { Sticker, StickerSet } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { type Fields, fieldsOf } from '../params/fields.ts'
import { readFileId, readInputFile, toInputDocument } from '../params/input-file.ts'
import { createParams, type Params } from '../params/params.ts'
import { documentIds, stickerType, viewSizes } from '../views/file-ids.ts'
import { withFormerKind, withFormerThumb } from '../views/former-fields.ts'
import { maskPoints, viewSticker } from '../views/media.ts'
import { formerStickers } from './former-stickers.ts'
import type { BotMethods } from './method.ts'

const maxStickers = 120

/** Sets of stickers, which a bot makes for people ("Stickers"). */
export const stickers: BotMethods = {
  async getStickerSet(bot, params) {
    const found = await bot.call({ _: 'messages.getStickerSet', stickerset: setNamed(params), hash: 0 })
    if (found._ !== 'messages.stickerSet') throw badRequest('STICKERSET_INVALID')
    return viewSet(found)
  },

  async getCustomEmojiStickers(bot, params) {
    const given = params.json('custom_emoji_ids')
    if (!Array.isArray(given)) throw badRequest("can't parse custom emoji identifiers: expected an Array of String")
    const documentId = given.map((id) => {
      if (!/^-?\d{1,20}$/.test(String(id))) throw badRequest('invalid custom emoji identifier specified')
      return BigInt.asIntN(64, BigInt(String(id)))
    })
    return viewStickers(await bot.call({ _: 'messages.getCustomEmojiDocuments', documentId }))
  },

  async getForumTopicIconStickers(bot) {
    const stickerset: api.InputStickerSet = { _: 'inputStickerSetEmojiDefaultTopicIcons' }
    const found = await bot.call({ _: 'messages.getStickerSet', stickerset, hash: 0 })
    return found._ === 'messages.stickerSet' ? viewStickers(found.documents, found.set.shortName) : []
  },

  async uploadStickerFile(bot, params) {
    const name = params.isGiven('png_sticker') ? 'png_sticker' : 'sticker'
    const document = await receive(bot, params, name, params.text('sticker_format'))
    return { ...documentIds(document, stickerType), file_size: Number(document.size) }
  },

  async createNewStickerSet(bot, params) {
    const given = params.json('stickers') ?? formerStickers(params)
    if (!Array.isArray(given) || given.length === 0) throw badRequest('stickers must be non-empty')
    if (given.length > maxStickers) throw badRequest('STICKERS_TOO_MUCH')
    const userId = await bot.user(params)
    const items: api.inputStickerSetItem[] = []
    for (const one of given) items.push(await readSticker(bot, params, fieldsOf('InputSticker', one)))
    const type = params.text('sticker_type') ?? (params.flag('contains_masks') ? 'mask' : 'regular')
    await bot.call({
      ...{ _: 'stickers.createStickerSet', userId, title: params.text('title') ?? '', stickers: items },
      ...{ shortName: params.text('name') ?? '', software: 'bot' },
      masks: type === 'mask' || undefined,
      emojis: type === 'custom_emoji' || undefined,
      textColor: params.flag('needs_repainting') || undefined,
    })
    return true
  },

  async addStickerToSet(bot, params) {
    const given = params.json('sticker') ?? formerStickers(params)?.[0]
    const sticker = await readSticker(bot, params, fieldsOf('InputSticker', given))
    await bot.call({ _: 'stickers.addStickerToSet', stickerset: setNamed(params), sticker })
    return true
  },

  async replaceStickerInSet(bot, params) {
    const newSticker = await readSticker(bot, params, fieldsOf('InputSticker', params.json('sticker')))
    await bot.call({ _: 'stickers.replaceSticker', sticker: stickerIn(params, 'old_sticker'), newSticker })
    return true
  },

  async setStickerPositionInSet(bot, params) {
    const position = params.integer('position') ?? 0
    await bot.call({ _: 'stickers.changeStickerPosition', sticker: stickerIn(params), position })
    return true
  },

  async deleteStickerFromSet(bot, params) {
    await bot.call({ _: 'stickers.removeStickerFromSet', sticker: stickerIn(params) })
    return true
  },

  async setStickerEmojiList(bot, params) {
    const emoji = readList('emoji_list', params.json('emoji_list')).join('')
    if (emoji === '') throw badRequest('emoji list must be non-empty')
    await bot.call({ _: 'stickers.changeSticker', sticker: stickerIn(params), emoji })
    return true
  },

  async setStickerKeywords(bot, params) {
    const keywords = readList('keywords', params.json('keywords') ?? []).join(',')
    await bot.call({ _: 'stickers.changeSticker', sticker: stickerIn(params), keywords })
    return true
  },

  async setStickerMaskPosition(bot, params) {
    const given = params.json('mask_position')
    const maskCoords = given === undefined ? undefined : readMask(fieldsOf('MaskPosition', given))
    await bot.call({ _: 'stickers.changeSticker', sticker: stickerIn(params), maskCoords })
    return true
  },

  async setStickerSetTitle(bot, params) {
    await bot.call({ _: 'stickers.renameStickerSet', stickerset: setNamed(params), title: params.text('title') ?? '' })
    return true
  },

  async deleteStickerSet(bot, params) {
    await bot.call({ _: 'stickers.deleteStickerSet', stickerset: setNamed(params) })
    return true
  },

  async setStickerSetThumbnail(bot, params) {
    const name = ['thumbnail', 'thumb'].find(params.isGiven)
    const document = name === undefined ? undefined : await receive(bot, params, name, params.text('format'))
    const thumb: api.InputDocument = document === undefined ? { _: 'inputDocumentEmpty' } : inputOf(document)
    await bot.call({ _: 'stickers.setStickerSetThumb', stickerset: setNamed(params), thumb })
    return true
  },

  async setCustomEmojiStickerSetThumbnail(bot, params) {
    const id = params.text('custom_emoji_id') ?? '0'
    if (!/^-?\d{1,20}$/.test(id)) throw badRequest('invalid custom emoji identifier specified')
    const thumbDocumentId = BigInt.asIntN(64, BigInt(id))
    await bot.call({ _: 'stickers.setStickerSetThumb', stickerset: setNamed(params), thumbDocumentId })
    return true
  },
}

function setNamed(params: Params): api.InputStickerSet {
  const shortName = params.text('name')
  if (shortName === undefined) throw badRequest('sticker set name is empty')
  return { _: 'inputStickerSetShortName', shortName }
}

function stickerIn(params: Params, name = 'sticker'): api.inputDocument {
  const file = readFileId(params.text(name) ?? '')
  if (file?.kind !== 'document') throw badRequest('invalid sticker specified')
  return toInputDocument(file)
}

const mimeTypes: Readonly<Record<string, string>> = {
  animated: 'application/x-tgsticker',
  video: 'video/webm',
  static: 'image/webp',
}

/** A file that is to become a sticker, stored as a document. */
async function receive(bot: Bot, params: Params, name: string, format = 'static'): Promise<api.document> {
  const file = readInputFile(params, name)
  if (file === undefined) throw badRequest(`there is no ${name} in the request`)
  const mimeType = mimeTypes[format]
  if (mimeType === undefined) throw badRequest('invalid sticker format specified')
  const media = (): api.InputMedia => {
    switch (file.by) {
      case 'id':
        return { _: 'inputMediaDocument', id: toInputDocument(file.location) }
      case 'url':
        return { _: 'inputMediaDocumentExternal', url: file.url }
      case 'upload': {
        const isPng = format === 'static' && file.file.name.toLowerCase().endsWith('.png')
        const fileName: api.DocumentAttribute = { _: 'documentAttributeFilename', fileName: file.file.name }
        return {
          ...{ _: 'inputMediaUploadedDocument', file: file.file.file, attributes: [fileName] },
          mimeType: isPng ? 'image/png' : mimeType,
        }
      }
    }
  }
  const stored = await bot.call({ _: 'messages.uploadMedia', peer: { _: 'inputPeerSelf' }, media: media() })
  const document = stored._ === 'messageMediaDocument' ? stored.document : undefined
  if (document?._ !== 'document') throw badRequest('STICKER_FILE_INVALID')
  return document
}

function inputOf({ id, accessHash, fileReference }: api.document): api.inputDocument {
  return { _: 'inputDocument', id, accessHash, fileReference }
}

async function readSticker(bot: Bot, params: Params, given: Fields): Promise<api.inputStickerSetItem> {
  const inner = createParams(new Map(given.entries()), params.files)
  const emoji = readList('emoji_list', given.list('emoji_list') ?? []).join('')
  if (emoji === '') throw badRequest('emoji list must be non-empty')
  const mask = given.object('mask_position')
  const keywords = given.list('keywords')
  const document = inputOf(await receive(bot, inner, 'sticker', given.text('format') ?? params.text('sticker_format')))
  return {
    ...{ _: 'inputStickerSetItem', emoji, document },
    maskCoords: mask && readMask(mask),
    keywords: keywords && readList('keywords', keywords).join(','),
  }
}

function readList(what: string, given: unknown): string[] {
  if (!Array.isArray(given) || given.some((one) => typeof one !== 'string')) {
    throw badRequest(`can't parse ${what}: expected an Array of String`)
  }
  return given
}

function readMask(given: Fields): api.maskCoords {
  const point = given.needText('point')
  const points: readonly string[] = maskPoints
  const n = points.indexOf(point)
  if (n === -1) throw badRequest("can't parse MaskPosition: unsupported point specified")
  const number = (name: string): number => {
    const value = Number(given.needText(name))
    if (!Number.isFinite(value)) throw badRequest(`can't parse MaskPosition: Field "${name}" must be of type Number`)
    return value
  }
  return { _: 'maskCoords', n, x: number('x_shift'), y: number('y_shift'), zoom: number('scale') }
}

function viewSet({ set, documents }: api.messages.stickerSet): StickerSet {
  const { shortName: name, title, masks, emojis, thumbs } = set
  const first = documents.find((one): one is api.document => one._ === 'document')
  const thumbnail = first === undefined || thumbs === undefined ? undefined : viewSizes(first, first.thumbs).at(0)
  return withFormerKind({
    ...{ name, title, sticker_type: emojis ? 'custom_emoji' : masks ? 'mask' : 'regular' },
    stickers: viewStickers(documents, name),
    ...(thumbnail && withFormerThumb(thumbnail)),
  })
}

function viewStickers(documents: readonly api.Document[], set?: string): Sticker[] {
  return documents.flatMap((document): Sticker[] => {
    const shown = document._ === 'document' ? viewSticker(document) : undefined
    return shown === undefined ? [] : [{ ...shown, ...(set && { set_name: set }) }]
  })
}
