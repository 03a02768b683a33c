import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { type Fields, fieldsOf } from '../params/fields.ts'
import { createParams, type Params } from '../params/params.ts'
import { type BlockFileKind, readRichBlocks } from '../params/rich-blocks.ts'
import { inner } from '../params/rich-text.ts'
import { type MediaKind, readMedia } from './media-kinds.ts'

const kinds: Readonly<Record<string, MediaKind>> = {
  ...{ photo: 'photo', video: 'video', animation: 'animation', audio: 'audio', document: 'document' },
  ...{ voice: 'voice', voice_note: 'voice' },
}

/** "InputRichMessage": blocks, or a text that they are made from; its files are uploaded. */
export async function readRichMessage(bot: Bot, params: Params): Promise<api.InputRichMessage> {
  const given = params.json('rich_message')
  if (given === undefined) throw badRequest('rich message must be non-empty')
  const message = fieldsOf('InputRichMessage', given)
  const [blocks, html, markdown] = [inner(message, 'blocks'), message.text('html'), message.text('markdown')]
  const forms = [blocks, html, markdown].filter((form) => form !== undefined && form !== null)
  if (forms.length !== 1) throw badRequest('rich message must be non-empty')
  const common = {
    rtl: message.flag('is_rtl') || undefined,
    noautolink: message.flag('skip_entity_detection') || undefined,
  }
  if (html === undefined && markdown === undefined) return readBlocks(bot, params, blocks, common)
  const files = await readFiles(bot, params, message.list('media') ?? [])
  return html === undefined
    ? { _: 'inputRichMessageMarkdown', ...common, markdown: markdown ?? '', files }
    : { _: 'inputRichMessageHTML', ...common, html, files }
}

async function readBlocks(
  bot: Bot,
  params: Params,
  given: unknown,
  common: Pick<api.inputRichMessage, 'rtl' | 'noautolink'>,
): Promise<api.inputRichMessage> {
  const [photos, documents]: [api.inputPhoto[], api.inputDocument[]] = [[], []]
  const blocks = await readRichBlocks(given, async (kind: BlockFileKind, file: unknown) => {
    const uploaded = await upload(bot, params, kinds[kind] ?? 'document', fieldsOf('InputMedia', file))
    if (uploaded._ === 'inputPhoto') photos.push(uploaded)
    else documents.push(uploaded)
    return uploaded.id
  })
  return { _: 'inputRichMessage', ...common, blocks, photos, documents }
}

async function readFiles(bot: Bot, params: Params, given: readonly unknown[]): Promise<api.InputRichFile[]> {
  const files: api.InputRichFile[] = []
  for (const one of given) {
    const named = fieldsOf('InputRichMessageMedia', one)
    const id = named.needText('id')
    if (!/^[\w-]{1,64}$/.test(id)) throw badRequest('invalid media identifier specified')
    const media = named.object('media')
    const kind = media && kinds[media.needText('type')]
    if (media === undefined || kind === undefined)
      throw badRequest("can't parse InputRichMessageMedia: media not found")
    const file = await upload(bot, params, kind, media)
    files.push(
      file._ === 'inputPhoto'
        ? { _: 'inputRichFilePhoto', id, photo: file }
        : { _: 'inputRichFileDocument', id, document: file },
    )
  }
  return files
}

/** Blocks name what the server has already. */
async function upload(
  bot: Bot,
  params: Params,
  kind: MediaKind,
  fields: Fields,
): Promise<api.inputPhoto | api.inputDocument> {
  const media = readMedia(kind, createParams(new Map(fields.entries()), params.files), 'media')
  const made = await bot.call({ _: 'messages.uploadMedia', peer: { _: 'inputPeerSelf' }, media })
  if (made._ === 'messageMediaPhoto' && made.photo?._ === 'photo') {
    const { id, accessHash, fileReference } = made.photo
    return { _: 'inputPhoto', id, accessHash, fileReference }
  }
  if (made._ === 'messageMediaDocument' && made.document?._ === 'document') {
    const { id, accessHash, fileReference } = made.document
    return { _: 'inputDocument', id, accessHash, fileReference }
  }
  throw badRequest("can't use the media of the specified type in the rich message")
}
