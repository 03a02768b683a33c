import type { api } from '@chappe/tl-codec/api'
import { type BuiltInSet, findBuiltInSet } from '../../built-in/sets.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { StickerKind, StoredStickerSet } from '../../store/domain/files/sticker-sets.ts'
import type { Reads, Transaction } from '../../store/store.ts'

/** A set that comes with the server, or one that somebody has made. */
export type FoundSet =
  | { readonly kind: StickerKind; readonly id: number; readonly builtIn: BuiltInSet }
  | { readonly kind: StickerKind; readonly id: number; readonly stored: StoredStickerSet }

type SetReads = Pick<Reads | Transaction, 'stickerSets'>

/** The set that a client names. Throws `STICKERSET_INVALID`. */
export async function findSet(read: SetReads, input: api.InputStickerSet): Promise<FoundSet> {
  const builtIn = findBuiltInSet(input)
  if (builtIn !== undefined) {
    const { id, emojis } = builtIn.set
    return { kind: emojis ? 'emoji' : 'stickers', id: Number(id), builtIn }
  }
  const stored = await findStored(read, input)
  if (stored === undefined) throw badRequest('STICKERSET_INVALID')
  return { kind: stored.kind, id: stored.id, stored }
}

async function findStored(read: SetReads, input: api.InputStickerSet): Promise<StoredStickerSet | undefined> {
  switch (input._) {
    case 'inputStickerSetID': {
      const id = Number(input.id)
      const set = Number.isSafeInteger(id) && id > 0 ? await read.stickerSets.get(id) : undefined
      return set?.accessHash === input.accessHash ? set : undefined
    }
    case 'inputStickerSetShortName':
      return read.stickerSets.named(input.shortName.slice(0, 128))
    default:
      return undefined
  }
}

/** A set that this person has made and may change. Throws `STICKERSET_INVALID`, also for those of others. */
export async function findOwnSet(
  read: SetReads,
  userId: UserId,
  input: api.InputStickerSet,
): Promise<StoredStickerSet> {
  const set = await findStored(read, input)
  if (set === undefined || !mayChange(set, userId)) throw badRequest('STICKERSET_INVALID')
  return set
}

/** Its owner, and the bot that has made it for its owner. */
export function mayChange({ owner, maker }: StoredStickerSet, userId: UserId): boolean {
  return userId === owner || userId === maker
}
