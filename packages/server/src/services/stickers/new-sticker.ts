import { type api, encode } from '@chappe/tl-codec/api'
import type { WrittenObject } from '../../blobs/blob-store.ts'
import { findBuiltIn } from '../../built-in/documents.ts'
import { newFileId } from '../../chats/files/new-file-id.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { fileSecretBytes } from '../../rules/file-reference.ts'
import { parseKeywords, parseStickerEmoji } from '../../rules/sticker-sets.ts'
import type { StickerKind, StickerOfSet, StoredStickerSet } from '../../store/domain/files/sticker-sets.ts'
import type { Transaction } from '../../store/store.ts'
import { createReadStickerFile } from './sticker-file.ts'

/** To which set a sticker will belong. */
export type SetOfSticker = Pick<StoredStickerSet, 'id' | 'accessHash' | 'kind' | 'textColor'>

/** A sticker that was checked and whose content is written, to be stored with its set. */
export interface NewSticker extends StickerOfSet {
  /** Within a unit: stores its document. */
  addTo(tx: Transaction): Promise<void>
}

export type MakeSticker = (
  userId: UserId,
  set: SetOfSticker,
  item: Omit<api.inputStickerSetItem, '_'>,
) => Promise<NewSticker>

/**
 * Makes a sticker of a document that somebody was shown: a document of its own with the same content, so that what messages
 * show stays as it was. Throws the public errors for what cannot be a sticker.
 */
export function createMakeSticker(ports: ServicePorts): MakeSticker {
  const { blobs, clock, random, settings, documents } = ports
  const readStickerFile = createReadStickerFile(ports)

  return async (userId, set, { document: input, emoji: given, keywords: words, maskCoords }) => {
    const emoji = parseStickerEmoji(given)
    const keywords = parseKeywords(words)
    if (input._ !== 'inputDocument' || findBuiltIn(input) !== undefined) throw badRequest('STICKER_FILE_INVALID')
    const source = await documents.findDocument(userId, input, 'STICKER_FILE_INVALID')
    const file = await readStickerFile(userId, source, set.kind)
    const id = newFileId(random)
    const written = file.bytes && (await blobs.write(once(file.bytes)))
    const size = written?.size ?? source.size
    const document: api.document = {
      ...{ _: 'document', id: BigInt(id), accessHash: 0n, fileReference: new Uint8Array() },
      ...{ date: unixSeconds(clock), mimeType: file.mimeType, size: BigInt(size), dcId: settings.dcId },
      attributes: [...file.attributes, stickerAttribute(set, emoji, maskCoords)],
    }
    return {
      ...{ document: id, emoji, keywords },
      async addTo(tx) {
        await useContent(tx, source.hash, written)
        await tx.documents.add({
          ...{ id, owner: userId, date: document.date, hash: written?.hash ?? source.hash, size },
          ...{ secret: random(fileSecretBytes), data: encode(document) },
        })
      },
    }
  }

  async function useContent(tx: Transaction, hash: Uint8Array, written: WrittenObject | undefined): Promise<void> {
    if (written !== undefined) return blobs.claimBlob(tx, written)
    // What it is made of may be gone since it was looked at.
    if ((await tx.blobs.get(hash)) === undefined) throw badRequest('STICKER_FILE_INVALID')
    await tx.blobs.use(hash)
  }
}

/** What makes a document one of a set. */
export function stickerAttribute(
  { id, accessHash, kind, textColor }: SetOfSticker,
  emoji: readonly string[],
  maskCoords: api.MaskCoords | undefined,
): api.DocumentAttribute {
  const stickerset: api.inputStickerSetID = { _: 'inputStickerSetID', id: BigInt(id), accessHash }
  const [alt = ''] = emoji
  // There is no premium here, so everybody may use them all.
  if (kind === 'emoji') {
    return { _: 'documentAttributeCustomEmoji', free: true, textColor: textColor || undefined, alt, stickerset }
  }
  const mask = kind === 'masks' ? ({ mask: true, maskCoords: maskCoords && checked(maskCoords) } as const) : {}
  return { _: 'documentAttributeSticker', ...mask, alt, stickerset }
}

/** Where a mask sits on a face. */
function checked(coords: api.MaskCoords): api.MaskCoords {
  const { n, x, y, zoom } = coords
  const isNear = [x, y, zoom].every((value) => Math.abs(value) <= 1_000)
  if (!Number.isInteger(n) || n < 0 || n > 3 || !isNear) throw badRequest('STICKER_INVALID')
  return coords
}

export function kindOfSet({
  masks,
  emojis,
}: {
  readonly masks?: boolean | undefined
  readonly emojis?: boolean | undefined
}): StickerKind {
  if (masks && emojis) throw badRequest('PACK_TYPE_INVALID')
  return emojis ? 'emoji' : masks ? 'masks' : 'stickers'
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
