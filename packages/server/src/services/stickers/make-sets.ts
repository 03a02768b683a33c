import type { api } from '@chappe/tl-codec/api'
import { findByShortName } from '../../built-in/sets.ts'
import { findOwnSet } from '../../chats/files/find-set.ts'
import { newFileId } from '../../chats/files/new-file-id.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isShortName, maxSetsOfOwner, maxStickersOf, nameFromTitle, parseSetTitle } from '../../rules/sticker-sets.ts'
import type { StoredStickerSet } from '../../store/domain/files/sticker-sets.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { createChangeSet } from './change-set.ts'
import { createMakeSticker, kindOfSet, type NewSticker, type SetOfSticker } from './new-sticker.ts'

const rate = { burst: 50, secondsEach: 5 }
const names = { burst: 100, secondsEach: 1 }
/** Numbers that are tried after a name that somebody has. */
const triedNames = 20

/** Sets of stickers that people make: they come, change their names, and go ("Stickers"). */
export function createMakeSets(ports: ServicePorts): Methods {
  const { store, clock, random, inputPeers } = ports
  const makeSticker = createMakeSticker(ports)
  const sets = createChangeSet(ports)

  const isTaken = async (read: Pick<Reads | Transaction, 'stickerSets'>, name: string): Promise<boolean> =>
    findByShortName(name) !== undefined || (await read.stickerSets.named(name)) !== undefined

  /** Oneself; a bot makes sets for people, under names that end with its own. */
  const ownerOf = async (userId: UserId, input: api.InputUser): Promise<{ owner: UserId; ending: string }> => {
    const owner = await inputPeers.user(userId, input)
    const caller = await store.read.users.get(userId)
    if (owner === undefined || (owner !== userId && caller?.bot === undefined)) throw badRequest('USER_ID_INVALID')
    return { owner, ending: caller?.bot === undefined ? '' : `_by_${caller.username ?? ''}` }
  }

  const freeName = async (title: string): Promise<string> => {
    const base = nameFromTitle(title)
    if (!(await isTaken(store.read, base))) return base
    for (let number = 1; number <= triedNames; number++) {
      const name = `${base}_${number}`
      if (!(await isTaken(store.read, name))) return name
    }
    return `${base}_${random(4).reduce((value, byte) => value * 256 + byte, 0)}`
  }

  /** A thumbnail has the size of a custom emoji ("Stickers"); those of custom emoji are one of the set. */
  const makeThumb = async (
    userId: UserId,
    set: SetOfSticker,
    document: api.InputDocument | undefined,
  ): Promise<NewSticker | undefined> => {
    if (document === undefined || document._ === 'inputDocumentEmpty' || set.kind === 'emoji') return undefined
    return makeSticker(userId, { ...set, kind: 'emoji' }, { document, emoji: '🖼' })
  }

  return {
    'stickers.checkShortName': userMethod({ rate: names }, async (_context, { shortName }) => {
      if (!isShortName(shortName)) throw badRequest('SHORT_NAME_INVALID')
      if (await isTaken(store.read, shortName)) throw badRequest('SHORT_NAME_OCCUPIED')
      return true
    }),

    'stickers.suggestShortName': userMethod({ rate: names }, async (_context, { title }) => {
      if (title.trim() === '' || title.length > 256) throw badRequest('TITLE_INVALID')
      return { _: 'stickers.suggestedShortName', shortName: await freeName(title) }
    }),

    'stickers.createStickerSet': userMethod({ rate }, async ({ userId, caller }, request) => {
      const { owner, ending } = await ownerOf(userId, request.userId)
      const title = parseSetTitle(request.title)
      const kind = kindOfSet(request)
      const shortName = request.shortName === '' ? await freeName(title) : request.shortName
      if (!isShortName(shortName) || !shortName.toLowerCase().endsWith(ending.toLowerCase())) {
        throw badRequest('PACK_SHORT_NAME_INVALID')
      }
      if (await isTaken(store.read, shortName)) throw badRequest('PACK_SHORT_NAME_OCCUPIED')
      if ((await store.read.stickerSets.countMadeBy(owner)) >= maxSetsOfOwner) throw badRequest('STICKERSETS_TOO_MUCH')
      const { stickers: items } = request
      if (items.length === 0) throw badRequest('STICKERS_EMPTY')
      if (items.length > maxStickersOf(kind)) throw badRequest('STICKERS_TOO_MUCH')
      const date = unixSeconds(clock)
      const id = newFileId(random)
      const accessHash = Buffer.from(random(8)).readBigInt64LE(0)
      const textColor = kind === 'emoji' && request.textColor === true
      const set = { id, owner, maker: userId, accessHash, shortName, title, kind, textColor, date, thumb: undefined }
      const made: NewSticker[] = []
      for (const item of items) made.push(await makeSticker(userId, set, item))
      const thumb = await makeThumb(userId, set, request.thumb)
      await store.transaction(async (tx) => {
        if (await isTaken(tx, shortName)) throw badRequest('PACK_SHORT_NAME_OCCUPIED')
        if ((await tx.stickerSets.countMadeBy(owner)) >= maxSetsOfOwner) throw badRequest('STICKERSETS_TOO_MUCH')
        await tx.stickerSets.add(set)
        for (const sticker of made) await sticker.addTo(tx)
        await tx.stickerSets.putStickers(id, made)
        await thumb?.addTo(tx)
        if (thumb !== undefined) await tx.stickerSets.change(id, { thumb: thumb.document })
        // Whose it is has it.
        await tx.installedSets.put(owner, { set: id, kind, archived: false, date })
        await sets.recordSets(tx, { userId: owner, caller }, kind)
      })
      return sets.wholeSet(userId, id)
    }),

    'stickers.renameStickerSet': userMethod({ rate: names }, async (context, { stickerset, title: given }) => {
      const title = parseSetTitle(given)
      return sets.changeStickerSet(context, named(context.userId, stickerset), (tx, { id }) =>
        tx.stickerSets.change(id, { title }),
      )
    }),

    'stickers.deleteStickerSet': userMethod({ rate: names }, async ({ userId, caller }, { stickerset }) => {
      await store.transaction(async (tx) => {
        const set = await findOwnSet(tx, userId, stickerset)
        await tx.stickerSets.remove(set.id)
        await tx.installedSets.remove(set.owner, set.id)
        await sets.recordSets(tx, { userId: set.owner, caller }, set.kind)
      })
      return true
    }),

    'stickers.setStickerSetThumb': userMethod({ rate }, async (context, request) => {
      const { userId } = context
      const find = named(userId, request.stickerset)
      const set = await find(store.read)
      const { thumb: input, thumbDocumentId } = request
      if (set.kind === 'emoji') {
        const thumb = thumbDocumentId === undefined ? undefined : Number(thumbDocumentId)
        return sets.changeStickerSet(context, find, async (tx, { id }) => {
          if (thumb !== undefined && (await tx.stickerSets.setOf(thumb)) !== id) throw badRequest('STICKER_ID_INVALID')
          await tx.stickerSets.change(id, { thumb })
        })
      }
      const made = await makeThumb(userId, set, input)
      return sets.changeStickerSet(context, find, async (tx, { id }) => {
        await made?.addTo(tx)
        await tx.stickerSets.change(id, { thumb: made?.document })
      })
    }),
  }
}

/** Finds the set that somebody names and has made. */
function named(userId: UserId, input: api.InputStickerSet): (read: SetReads) => Promise<StoredStickerSet> {
  return (read) => findOwnSet(read, userId, input)
}

type SetReads = Parameters<typeof findOwnSet>[0]
