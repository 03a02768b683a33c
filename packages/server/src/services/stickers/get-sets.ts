import type { api } from '@chappe/tl-codec/api'
import { allBuiltInSets, type BuiltInSet } from '../../built-in/sets.ts'
import { type FoundSet, findSet } from '../../chats/files/find-set.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { listHash } from '../../rules/list-hash.ts'
import { viewCovered, viewStickerSet, viewWholeSet } from '../../views/sticker-set-view.ts'

const maxPage = 100
const maxFound = 50
const maxQueryLength = 64
const rate = { burst: 200, secondsEach: 0.2 }

/** Sets, whole and in lists ("Stickers"). */
export function createGetSets({ store, settings }: ServicePorts): Methods {
  const { dcId } = settings

  const search = async (
    viewer: UserId,
    kind: 'stickers' | 'emoji',
    { q, hash: asked }: { readonly q: string; readonly hash: bigint },
  ): Promise<api.messages.FoundStickerSets> => {
    const beginning = q.trim().toLowerCase()
    if (beginning.length > maxQueryLength) throw badRequest('SEARCH_QUERY_EMPTY')
    const found = beginning === '' ? [] : await store.read.stickerSets.search(kind, beginning, maxFound)
    const sets = [
      ...allBuiltInSets.filter(({ set }) => isFound(set, kind, beginning)).map(coveredBuiltIn(dcId)),
      ...(await viewCovered(store.read, found, viewer, dcId)),
    ]
    const hash = listHash(sets.map(({ set }) => set.id))
    if (asked !== 0n && asked === hash) return { _: 'messages.foundStickerSetsNotModified' }
    return { _: 'messages.foundStickerSets', hash, sets }
  }

  return {
    'messages.getStickerSet': userMethod(
      { rate: { burst: 500, secondsEach: 0.1 } },
      async ({ userId }, { stickerset, hash }) => {
        const found = await findSet(store.read, stickerset)
        const shown = await viewFound(found, userId)
        if (hash === shown.hash) return { _: 'messages.stickerSetNotModified' }
        if ('builtIn' in found) return wholeBuiltIn(found.builtIn, shown, dcId)
        const installed = await store.read.installedSets.get(userId, found.id)
        return viewWholeSet(store.read, found.stored, { viewer: userId, dcId, installed })
      },
    ),

    'messages.getMyStickers': userMethod({ rate }, async ({ userId }, { offsetId, limit }) => {
      const page = Math.max(0, Math.min(limit, maxPage))
      const after = offsetId === 0n ? undefined : Number(offsetId)
      const made = await store.read.stickerSets.madeBy(userId, after, page)
      const sets = await viewCovered(store.read, made, userId, dcId)
      return { _: 'messages.myStickers', count: await store.read.stickerSets.countMadeBy(userId), sets }
    }),

    'messages.searchStickerSets': userMethod({ rate }, ({ userId }, request) => search(userId, 'stickers', request)),
    'messages.searchEmojiStickerSets': userMethod({ rate }, ({ userId }, request) => search(userId, 'emoji', request)),
  }

  async function viewFound(found: FoundSet, viewer: UserId): Promise<api.stickerSet> {
    const installed = await store.read.installedSets.get(viewer, found.id)
    if ('stored' in found) return viewStickerSet(store.read, found.stored, { viewer, dcId, installed })
    return {
      ...found.builtIn.set,
      archived: installed?.archived || undefined,
      installedDate: installed?.date,
    }
  }
}

export function wholeBuiltIn(
  { packs, documents }: BuiltInSet,
  set: api.stickerSet,
  dcId: number,
): api.messages.stickerSet {
  return {
    ...{ _: 'messages.stickerSet', set, packs: [...packs], keywords: [] },
    documents: documents.map((document) => ({ ...document, dcId })),
  }
}

export function coveredBuiltIn(dcId: number): (builtIn: BuiltInSet) => api.StickerSetCovered {
  return ({ set, documents: [cover] }) =>
    cover === undefined ? { _: 'stickerSetNoCovered', set } : { _: 'stickerSetCovered', set, cover: { ...cover, dcId } }
}

/** Only of emoji: what else comes with the server is for machines to find. */
function isFound({ title, shortName, emojis }: api.stickerSet, kind: string, beginning: string): boolean {
  if (beginning === '' || kind !== 'emoji' || emojis !== true) return false
  return [title, shortName].some((name) => name.toLowerCase().startsWith(beginning))
}
