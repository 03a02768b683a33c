import type { api } from '@chappe/tl-codec/api'
import { builtInSet } from '../../built-in/sets.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { graphemesOf } from '../../rules/graphemes.ts'
import { listHash } from '../../rules/list-hash.ts'
import type { StickerKind } from '../../store/domain/files/sticker-sets.ts'
import { viewDocuments } from '../../views/listed-documents.ts'

const rate = { burst: 100, secondsEach: 0.5 }
const maxFound = 100
const maxLooked = 500
const maxQueryLength = 64
const maxEmoji = 100

/** Stickers and custom emoji that go with an emoji or a word ("Stickers"), among those that somebody has installed. */
export function createSearchStickers({ store, settings }: ServicePorts): Methods {
  const view = (userId: UserId, ids: readonly number[]): Promise<api.document[]> =>
    viewDocuments(store.read, ids, { place: { origin: 'inBox', at: userId }, dcId: settings.dcId })

  const byEmoji = (userId: UserId, kind: StickerKind, emoji: readonly string[]): Promise<number[]> =>
    store.read.stickerSets.searchInstalled(userId, { kind, emoji }, maxLooked)

  return {
    'messages.getStickers': userMethod({ rate }, async ({ userId }, { emoticon, hash: asked }) => {
      if (emoticon === '') throw badRequest('EMOTICON_EMPTY')
      const found = await byEmoji(userId, 'stickers', emojiOf(emoticon))
      const stickers = await view(userId, found.slice(0, maxFound))
      const hash = stickers.length === 0 ? 0n : listHash(stickers.map(({ id }) => id))
      if (asked !== 0n && asked === hash) return { _: 'messages.stickersNotModified' }
      return { _: 'messages.stickers', hash, stickers }
    }),

    'messages.searchStickers': userMethod({ rate }, async ({ userId }, request) => {
      const { q, emoticon, emojis, offset, limit, hash: asked } = request
      const kind = emojis ? 'emoji' : 'stickers'
      const keyword = q.trim().toLowerCase()
      if (keyword.length > maxQueryLength) throw badRequest('SEARCH_QUERY_EMPTY')
      const emoji = emojiOf(emoticon)
      const found = new Set([
        ...(emoji.length === 0 ? [] : await byEmoji(userId, kind, emoji)),
        ...(keyword === '' ? [] : await store.read.stickerSets.searchInstalled(userId, { kind, keyword }, maxLooked)),
      ])
      const from = Math.max(0, offset)
      const ids = [...found].slice(from, from + Math.max(0, Math.min(limit, maxFound)))
      const nextOffset = from + ids.length < found.size ? from + ids.length : undefined
      const hash = ids.length === 0 ? 0n : listHash(ids)
      if (asked !== 0n && asked === hash) return { _: 'messages.foundStickersNotModified', nextOffset }
      return { _: 'messages.foundStickers', nextOffset, hash, stickers: await view(userId, ids) }
    }),

    'messages.searchCustomEmoji': userMethod({ rate }, async ({ userId }, { emoticon, hash: asked }) => {
      const emoji = emojiOf(emoticon)
      if (emoji.length === 0) throw badRequest('EMOTICON_EMPTY')
      const own = await byEmoji(userId, 'emoji', emoji)
      const builtIn = builtInSet('inputStickerSetEmojiDefaultTopicIcons')
        .packs.filter(({ emoticon: of }) => emoji.includes(of))
        .flatMap(({ documents }) => documents)
      const documentId = [...new Set([...own.map(BigInt), ...builtIn])].slice(0, maxFound)
      const hash = documentId.length === 0 ? 0n : listHash(documentId)
      if (asked !== 0n && asked === hash) return { _: 'emojiListNotModified' }
      return { _: 'emojiList', hash, documentId }
    }),
  }
}

/** One or several emoji, one after the other, without selectors of their look. */
function emojiOf(text: string): string[] {
  const plain = text.slice(0, 8 * maxEmoji).replaceAll('\ufe0f', '')
  return graphemesOf(plain)
    .filter((one) => one.trim() !== '')
    .slice(0, maxEmoji)
}
