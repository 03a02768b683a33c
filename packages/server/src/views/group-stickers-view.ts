import type { api } from '@chappe/tl-codec/api'
import { builtInSetById } from '../built-in/sets.ts'
import type { UserId } from '../ids.ts'
import { type StickerSetReads, viewStickerSet } from './sticker-set-view.ts'

/** The set that a supergroup offers, as somebody sees it; undefined if it has none, or one that is no more. */
export async function viewGroupStickers(
  read: StickerSetReads,
  set: number | undefined,
  viewer: UserId,
  dcId: number,
): Promise<api.StickerSet | undefined> {
  if (set === undefined) return undefined
  const installed = await read.installedSets.get(viewer, set)
  const builtIn = builtInSetById(set)
  if (builtIn !== undefined) {
    return { ...builtIn.set, archived: installed?.archived || undefined, installedDate: installed?.date }
  }
  const stored = await read.stickerSets.get(set)
  return stored && viewStickerSet(read, stored, { viewer, dcId, installed })
}

/** As the admin log names it. */
export async function nameGroupStickers(
  read: Pick<StickerSetReads, 'stickerSets'>,
  set: number | undefined,
): Promise<api.InputStickerSet> {
  const named = set === undefined ? undefined : (builtInSetById(set)?.set ?? (await read.stickerSets.get(set)))
  if (named === undefined) return { _: 'inputStickerSetEmpty' }
  return { _: 'inputStickerSetID', id: BigInt(named.id), accessHash: named.accessHash }
}
