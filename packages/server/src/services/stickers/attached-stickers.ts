import type { api } from '@chappe/tl-codec/api'
import { findBuiltIn } from '../../built-in/documents.ts'
import { builtInSetById } from '../../built-in/sets.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { SizedFile } from '../../store/domain/files/file-sizes.ts'
import { viewCovered } from '../../views/sticker-set-view.ts'
import { coveredBuiltIn } from './get-sets.ts'

/** The sets of the stickers that somebody has put on a photo or a film ("Stickers", attached stickers). */
export function createAttachedStickers({ store, settings, photos, documents }: ServicePorts): Methods {
  const { dcId } = settings

  /** Undefined for what comes with the server: nothing is on it. */
  const fileOf = async (userId: UserId, media: api.InputStickeredMedia): Promise<SizedFile | undefined> => {
    if (media._ === 'inputStickeredMediaPhoto') {
      if (media.id._ !== 'inputPhoto') throw badRequest('MEDIA_EMPTY')
      return { kind: 'photo', id: (await photos.findPhoto(userId, media.id, 'MEDIA_EMPTY')).id }
    }
    if (media.id._ !== 'inputDocument') throw badRequest('MEDIA_EMPTY')
    if (findBuiltIn(media.id) !== undefined) return undefined
    return { kind: 'document', id: (await documents.findDocument(userId, media.id, 'MEDIA_EMPTY')).id }
  }

  return {
    'messages.getAttachedStickers': userMethod(
      { rate: { burst: 200, secondsEach: 0.2 } },
      async ({ userId }, { media }): Promise<api.StickerSetCovered[]> => {
        const file = await fileOf(userId, media)
        const ids = file === undefined ? [] : await store.read.attachedSets.of(file)
        const covered = await viewCovered(store.read, await store.read.stickerSets.many(ids), userId, dcId)
        const byId = new Map(covered.map((one) => [Number(one.set.id), one]))
        return ids.flatMap((id) => {
          const builtIn = builtInSetById(id)
          return (builtIn ? coveredBuiltIn(dcId)(builtIn) : byId.get(id)) ?? []
        })
      },
    ),
  }
}
