import type { api } from '@chappe/tl-codec/api'
import { builtInSet } from '../../built-in/sets.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { listHash } from '../../rules/list-hash.ts'
import { viewDocuments } from '../../views/listed-documents.ts'

/** In one request ("Custom emoji"). */
const maxDocuments = 200

type DefaultSet = Parameters<typeof builtInSet>[0]

/** Custom emoji by their numbers, and those that are offered beside names and on pictures ("Custom emoji"). */
export function createCustomEmoji(ports: ServicePorts): Methods {
  const { store, clock, settings } = ports

  const idsOf = (purpose: DefaultSet): bigint[] => builtInSet(purpose).documents.map(({ id }) => id)

  const statuses = (ids: readonly bigint[], asked: bigint): api.account.EmojiStatuses => {
    const hash = ids.length === 0 ? 0n : listHash(ids)
    if (asked !== 0n && asked === hash) return { _: 'account.emojiStatusesNotModified' }
    return {
      ...{ _: 'account.emojiStatuses', hash },
      statuses: ids.map((documentId) => ({ _: 'emojiStatus', documentId })),
    }
  }

  const emojiList =
    (purpose: DefaultSet) =>
    async (_context: unknown, { hash: asked }: { readonly hash: bigint }) => {
      const documentId = idsOf(purpose)
      const hash = listHash(documentId)
      if (asked === hash) return { _: 'emojiListNotModified' } as const
      return { _: 'emojiList', hash, documentId } as const
    }

  return {
    'messages.getCustomEmojiDocuments': userMethod(
      { rate: { burst: 500, secondsEach: 0.1 } },
      async ({ userId }, { documentId }) => {
        if (documentId.length > maxDocuments) throw badRequest('DOCUMENT_INVALID')
        const place = { origin: 'inBox', at: userId } as const
        const ids = [...new Set(documentId.map(Number))].filter(Number.isSafeInteger)
        const documents = await viewDocuments(store.read, ids, { place, dcId: settings.dcId })
        return documents.filter(({ attributes }) => attributes.some(({ _ }) => _ === 'documentAttributeCustomEmoji'))
      },
    ),

    async 'account.getDefaultEmojiStatuses'(_context, { hash }) {
      return statuses(idsOf('inputStickerSetEmojiDefaultStatuses'), hash)
    },
    async 'account.getChannelDefaultEmojiStatuses'(_context, { hash }) {
      return statuses(idsOf('inputStickerSetEmojiChannelDefaultStatuses'), hash)
    },
    async 'account.getRecentEmojiStatuses'({ userId }, { hash }) {
      const recent = await store.read.stickerLists.list(userId, 'status')
      return statuses(
        recent.map(({ document }) => BigInt(document)),
        hash,
      )
    },
    async 'account.clearRecentEmojiStatuses'({ userId, caller }) {
      await store.transaction(async (tx) => {
        await tx.stickerLists.clear(userId, 'status')
        const update: api.Update = { _: 'updateRecentEmojiStatuses' }
        const change = { userId, key: 'recent statuses', update, date: unixSeconds(clock) }
        await recordUnnumbered(tx, ports, { ...change, except: caller.session })
      })
      return true
    },
    'account.getDefaultProfilePhotoEmojis': emojiList('inputStickerSetEmojiDefaultTopicIcons'),
    'account.getDefaultGroupPhotoEmojis': emojiList('inputStickerSetEmojiDefaultTopicIcons'),
    'account.getDefaultBackgroundEmojis': emojiList('inputStickerSetEmojiChannelDefaultStatuses'),
  }
}
