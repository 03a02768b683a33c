import type { api } from '@chappe/tl-codec/api'
import { hashOf } from '../built-in/hash-of.ts'
import type { UserId } from '../ids.ts'
import type { StickerOfSet, StoredStickerSet } from '../store/domain/files/sticker-sets.ts'
import type { InstalledSet } from '../store/domain/lists/installed-sets.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { viewDocuments } from './listed-documents.ts'

export type StickerSetReads = CommittedReads<'documents' | 'installedSets' | 'settings' | 'stickerSets'>

/** The letter under which a set's own thumbnail is told; it is asked for by `inputStickerSetThumb`. */
const thumbType = 's'

/** What a viewer is shown of a set beside its stickers. */
export interface ShownSet {
  readonly viewer: UserId
  readonly dcId: number
  readonly installed: InstalledSet | undefined
}

/** A set as somebody sees it. Its hash is never 0, with which clients ask for the whole. */
export async function viewStickerSet(
  read: StickerSetReads,
  set: StoredStickerSet,
  { viewer, dcId, installed }: ShownSet,
): Promise<api.stickerSet> {
  return {
    _: 'stickerSet',
    archived: installed?.archived || undefined,
    masks: set.kind === 'masks' || undefined,
    emojis: set.kind === 'emoji' || undefined,
    textColor: set.textColor || undefined,
    creator: set.owner === viewer || undefined,
    installedDate: installed?.date,
    ...{ id: BigInt(set.id), accessHash: set.accessHash, title: set.title, shortName: set.shortName },
    ...(set.thumb === undefined ? {} : await viewThumb(read, set, set.thumb, dcId)),
    ...{ count: set.count, hash: hashOf([set.id, set.version]) },
  }
}

async function viewThumb(
  read: StickerSetReads,
  set: StoredStickerSet,
  thumb: number,
  dcId: number,
): Promise<Partial<api.stickerSet>> {
  if (set.kind === 'emoji') return { thumbDocumentId: BigInt(thumb) }
  const stored = await read.documents.get(thumb)
  const document = stored && readStored('Document', stored.data, `document ${thumb}`)
  if (document?._ !== 'document') return {}
  const side = document.attributes.find((one) => one._ === 'documentAttributeImageSize')
  const size: api.photoSize = {
    ...{ _: 'photoSize', type: thumbType, w: side?.w ?? 100, h: side?.h ?? 100, size: Number(document.size) },
  }
  return { thumbs: [size], thumbDcId: dcId, thumbVersion: set.version }
}

/** A set with all that is in it. */
export async function viewWholeSet(
  read: StickerSetReads,
  set: StoredStickerSet,
  shown: ShownSet,
): Promise<api.messages.stickerSet> {
  const stickers = await read.stickerSets.stickers(set.id)
  const place = { origin: 'inStickerSet', at: set.id } as const
  const [view, documents] = await Promise.all([
    viewStickerSet(read, set, shown),
    viewDocuments(
      read,
      stickers.map(({ document }) => document),
      { place, dcId: shown.dcId },
    ),
  ])
  const keywords = stickers.flatMap(({ document, keywords: keyword }): api.stickerKeyword[] =>
    keyword.length === 0 ? [] : [{ _: 'stickerKeyword', documentId: BigInt(document), keyword: [...keyword] }],
  )
  return { _: 'messages.stickerSet', set: view, packs: packsOf(stickers), keywords, documents }
}

/** Which stickers are found by which emoji. */
export function packsOf(stickers: readonly Pick<StickerOfSet, 'document' | 'emoji'>[]): api.stickerPack[] {
  const packs = new Map<string, bigint[]>()
  for (const { document, emoji } of stickers) {
    for (const one of new Set(emoji)) packs.set(one, [...(packs.get(one) ?? []), BigInt(document)])
  }
  return [...packs].map(([emoticon, documents]) => ({ _: 'stickerPack', emoticon, documents }))
}

/** Sets as they stand in lists, each with its first sticker. */
export async function viewCovered(
  read: StickerSetReads,
  sets: readonly StoredStickerSet[],
  viewer: UserId,
  dcId: number,
): Promise<api.StickerSetCovered[]> {
  const covers = await read.stickerSets.covers(sets.map(({ id }) => id))
  return Promise.all(
    sets.map(async (set): Promise<api.StickerSetCovered> => {
      const installed = await read.installedSets.get(viewer, set.id)
      const view = await viewStickerSet(read, set, { viewer, dcId, installed })
      const first = covers.get(set.id)
      const place = { origin: 'inStickerSet', at: set.id } as const
      const [cover] = first === undefined ? [] : await viewDocuments(read, [first], { place, dcId })
      if (cover === undefined) return { _: 'stickerSetNoCovered', set: view }
      return { _: 'stickerSetCovered', set: view, cover }
    }),
  )
}
