import type { api } from '@chappe/tl-codec/api'
import { findBuiltIn } from '../../built-in/documents.ts'
import type { SessionName } from '../../bus/bus.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { listHash } from '../../rules/list-hash.ts'
import { maxFavedStickers, maxRecentStickers } from '../../rules/sticker-sets.ts'
import type { StickerList } from '../../store/domain/lists/sticker-lists.ts'
import { readStored } from '../../tl/stored.ts'
import { viewDocuments } from '../../views/listed-documents.ts'

const rate = { burst: 200, secondsEach: 0.5 }

const limits = { recent: maxRecentStickers, attached: maxRecentStickers, faved: maxFavedStickers } as const

/** Stickers that somebody has used lately, or likes most ("Stickers"). */
export function createStickerLists(ports: ServicePorts): Methods {
  const { store, clock, settings, documents: files } = ports

  const show = async (userId: UserId, list: StickerList) => {
    const listed = await store.read.stickerLists.list(userId, list)
    const ids = listed.map(({ document }) => document)
    const place = { origin: 'inBox', at: userId } as const
    const stickers = await viewDocuments(store.read, ids, { place, dcId: settings.dcId })
    const dates = new Map(listed.map(({ document, date }) => [BigInt(document), date]))
    const hash = stickers.length === 0 ? 0n : listHash(stickers.map(({ id }) => id))
    return { stickers, hash, packs: packsOf(stickers), dates: stickers.map(({ id }) => dates.get(id) ?? 0) }
  }

  /** The sticker that a client names. Throws `STICKER_ID_INVALID` for what is none. */
  const stickerOf = async (userId: UserId, input: api.InputDocument): Promise<number> => {
    if (input._ !== 'inputDocument') throw badRequest('STICKER_ID_INVALID')
    const builtIn = findBuiltIn(input)
    const stored = builtIn === undefined ? await files.findDocument(userId, input, 'STICKER_ID_INVALID') : undefined
    const document = stored ? readStored('Document', stored.data, `document ${stored.id}`) : builtIn?.document
    const isSticker =
      document?._ === 'document' && document.attributes.some(({ _ }) => _ === 'documentAttributeSticker')
    if (!isSticker) throw badRequest('STICKER_ID_INVALID')
    return Number(input.id)
  }

  const change = async (
    userId: UserId,
    list: keyof typeof limits,
    { document, isRemoved, except }: { document: number | undefined; isRemoved: boolean; except: SessionName },
  ): Promise<void> => {
    const date = unixSeconds(clock)
    const update: api.Update = list === 'faved' ? { _: 'updateFavedStickers' } : { _: 'updateRecentStickers' }
    await store.transaction(async (tx) => {
      if (document === undefined) await tx.stickerLists.clear(userId, list)
      else if (isRemoved) await tx.stickerLists.remove(userId, list, document)
      else await tx.stickerLists.put(userId, list, { document, date }, limits[list])
      await recordUnnumbered(tx, ports, { userId, key: `${list} stickers`, update, date, except })
    })
  }

  return {
    'messages.getRecentStickers': userMethod({ rate }, async ({ userId }, { attached, hash: asked }) => {
      const { stickers, hash, packs, dates } = await show(userId, attached ? 'attached' : 'recent')
      if (asked !== 0n && asked === hash) return { _: 'messages.recentStickersNotModified' }
      return { _: 'messages.recentStickers', hash, packs, stickers, dates }
    }),

    'messages.saveRecentSticker': userMethod({ rate }, async ({ userId, caller }, { attached, id, unsave }) => {
      const document = await stickerOf(userId, id)
      const list = attached ? 'attached' : 'recent'
      await change(userId, list, { document, isRemoved: unsave, except: caller.session })
      return true
    }),

    'messages.clearRecentStickers': userMethod({ rate }, async ({ userId, caller }, { attached }) => {
      const list = attached ? 'attached' : 'recent'
      await change(userId, list, { document: undefined, isRemoved: true, except: caller.session })
      return true
    }),

    'messages.getFavedStickers': userMethod({ rate }, async ({ userId }, { hash: asked }) => {
      const { stickers, hash, packs } = await show(userId, 'faved')
      if (asked !== 0n && asked === hash) return { _: 'messages.favedStickersNotModified' }
      return { _: 'messages.favedStickers', hash, packs, stickers }
    }),

    'messages.faveSticker': userMethod({ rate }, async ({ userId, caller }, { id, unfave }) => {
      const document = await stickerOf(userId, id)
      await change(userId, 'faved', { document, isRemoved: unfave, except: caller.session })
      return true
    }),
  }
}

function packsOf(stickers: readonly api.document[]): api.stickerPack[] {
  const packs = new Map<string, bigint[]>()
  for (const { id, attributes } of stickers) {
    const alt = attributes.find((one) => one._ === 'documentAttributeSticker')?.alt
    if (alt !== undefined && alt !== '') packs.set(alt, [...(packs.get(alt) ?? []), id])
  }
  return [...packs].map(([emoticon, documents]) => ({ _: 'stickerPack', emoticon, documents }))
}
