import { type api, encode } from '@chappe/tl-codec/api'
import { findOwnSet, mayChange } from '../../chats/files/find-set.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { maxStickersOf, parseKeywords, parseStickerEmoji } from '../../rules/sticker-sets.ts'
import type { StickerOfSet, StoredStickerSet } from '../../store/domain/files/sticker-sets.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { createChangeSet } from './change-set.ts'
import { createMakeSticker, stickerAttribute } from './new-sticker.ts'

const rate = { burst: 300, secondsEach: 1 }

/** What is in the sets that people make: stickers come, change, move, and go ("Stickers"). */
export function createEditStickers(ports: ServicePorts): Methods {
  const { store, documents } = ports
  const makeSticker = createMakeSticker(ports)
  const sets = createChangeSet(ports)

  /** The sticker of the own set that a client names. Throws `STICKER_INVALID`. */
  const findSticker = async (userId: UserId, input: api.InputDocument): Promise<number> => {
    if (input._ !== 'inputDocument') throw badRequest('STICKER_INVALID')
    return (await documents.findDocument(userId, input, 'STICKER_INVALID')).id
  }

  const setOf = async (
    read: Pick<Reads | Transaction, 'stickerSets'>,
    userId: UserId,
    document: number,
  ): Promise<StoredStickerSet> => {
    const id = await read.stickerSets.setOf(document)
    const set = id === undefined ? undefined : await read.stickerSets.get(id)
    if (set === undefined || !mayChange(set, userId)) throw badRequest('STICKER_INVALID')
    return set
  }

  return {
    'stickers.addStickerToSet': userMethod({ rate }, async (context, { stickerset, sticker: item }) => {
      const { userId } = context
      const before = await findOwnSet(store.read, userId, stickerset)
      checkRoom(before)
      const made = await makeSticker(userId, before, item)
      return sets.changeStickerSet(
        context,
        (tx) => findOwnSet(tx, userId, stickerset),
        async (tx, set) => {
          checkRoom(set)
          await made.addTo(tx)
          await tx.stickerSets.putStickers(set.id, [...(await tx.stickerSets.stickers(set.id)), made])
        },
      )
    }),

    'stickers.removeStickerFromSet': userMethod({ rate }, async (context, { sticker }) => {
      const document = await findSticker(context.userId, sticker)
      return sets.changeStickerSet(
        context,
        (tx) => setOf(tx, context.userId, document),
        async (tx, set) => {
          const left = (await tx.stickerSets.stickers(set.id)).filter((one) => one.document !== document)
          if (set.kind === 'emoji' && set.thumb === document) await tx.stickerSets.change(set.id, { thumb: undefined })
          await tx.stickerSets.putStickers(set.id, left)
        },
      )
    }),

    'stickers.changeStickerPosition': userMethod({ rate }, async (context, { sticker, position }) => {
      const document = await findSticker(context.userId, sticker)
      if (position < 0) throw badRequest('STICKER_INVALID')
      return sets.changeStickerSet(
        context,
        (tx) => setOf(tx, context.userId, document),
        async (tx, set) => {
          const all = await tx.stickerSets.stickers(set.id)
          const moved = all.filter((one) => one.document === document)
          const others = all.filter((one) => one.document !== document)
          await tx.stickerSets.putStickers(set.id, others.toSpliced(position, 0, ...moved))
        },
      )
    }),

    'stickers.changeSticker': userMethod({ rate }, async (context, request) => {
      const document = await findSticker(context.userId, request.sticker)
      const emoji = request.emoji === undefined ? undefined : parseStickerEmoji(request.emoji)
      const keywords = request.keywords === undefined ? undefined : parseKeywords(request.keywords)
      return sets.changeStickerSet(
        context,
        (tx) => setOf(tx, context.userId, document),
        async (tx, set) => {
          const changed = (one: StickerOfSet): StickerOfSet =>
            one.document === document
              ? { document, emoji: emoji ?? one.emoji, keywords: keywords ?? one.keywords }
              : one
          const all = (await tx.stickerSets.stickers(set.id)).map(changed)
          await tx.stickerSets.putStickers(set.id, all)
          const now = all.find((one) => one.document === document)
          await renameDocument(tx, set, { document, emoji: now?.emoji ?? [], maskCoords: request.maskCoords })
        },
      )
    }),

    'stickers.replaceSticker': userMethod({ rate }, async (context, { sticker, newSticker }) => {
      const { userId } = context
      const document = await findSticker(userId, sticker)
      const made = await makeSticker(userId, await setOf(store.read, userId, document), newSticker)
      return sets.changeStickerSet(
        context,
        (tx) => setOf(tx, userId, document),
        async (tx, set) => {
          await made.addTo(tx)
          const all = await tx.stickerSets.stickers(set.id)
          if (set.kind === 'emoji' && set.thumb === document) {
            await tx.stickerSets.change(set.id, { thumb: made.document })
          }
          await tx.stickerSets.putStickers(
            set.id,
            all.map((one) => (one.document === document ? made : one)),
          )
        },
      )
    }),
  }
}

function checkRoom({ kind, count }: StoredStickerSet): void {
  if (count >= maxStickersOf(kind)) throw badRequest('STICKERS_TOO_MUCH')
}

/** Within a unit: writes into a document by which emoji it is found, and where a mask sits. */
async function renameDocument(
  tx: Transaction,
  set: StoredStickerSet,
  {
    document: id,
    emoji,
    maskCoords,
  }: { readonly document: number; readonly emoji: readonly string[]; readonly maskCoords: api.MaskCoords | undefined },
): Promise<void> {
  const stored = await tx.documents.get(id)
  const document = stored && readStored('Document', stored.data, `document ${id}`)
  if (document?._ !== 'document') return
  const attributes = document.attributes.map((attribute) => {
    if (attribute._ === 'documentAttributeCustomEmoji') return stickerAttribute(set, emoji, undefined)
    if (attribute._ !== 'documentAttributeSticker') return attribute
    return stickerAttribute(set, emoji, maskCoords ?? attribute.maskCoords)
  })
  await tx.documents.setData(id, encode({ ...document, attributes }))
}
