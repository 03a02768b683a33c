import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { PhotoList } from '../../store/domain/people/peer-photos.ts'
import { viewPhotos } from '../../views/peer-photo-view.ts'
import { standingOf } from '../../views/standing.ts'

const maxPage = 100

/** What somebody shows and has shown, the newest first, for who may see it. */
export function createUserPhotos({ store, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store
  return {
    'photos.getUserPhotos': userMethod(
      { rate: { burst: 300, secondsEach: 0.2 } },
      async ({ userId }, { userId: input, offset, maxId, limit }) => {
        const id = await inputPeers.user(userId, input)
        if (id === undefined) throw badRequest('USER_ID_INVALID')
        const [users, standing] = await Promise.all([userViews.of(read, userId, [id]), standingOf(read, userId, [id])])
        if (!standing.mayAsk(id, 'privacyKeyProfilePhoto')) return { _: 'photos.photos', photos: [], users }
        const list: PhotoList = { peer: id, kind: 'shown' }
        const count = await read.peerPhotos.count(list)
        const after = maxId === 0n ? 0 : await placeAfter(list, Number(maxId))
        // With an offset of -1 Telegram Desktop and TDLib ask for the one that they name.
        const from = Math.max(0, (after ?? 0) + offset)
        const ids =
          limit <= 0 || after === undefined ? [] : await read.peerPhotos.page(list, from, Math.min(limit, maxPage))
        const photos = await viewPhotos(read, ids, { origin: 'inProfile', at: id })
        if (photos.length === count) return { _: 'photos.photos', photos, users }
        return { _: 'photos.photosSlice', count, photos, users }
      },
    ),
  }

  async function placeAfter(list: PhotoList, photo: number): Promise<number | undefined> {
    const place = Number.isSafeInteger(photo) ? await read.peerPhotos.placeOf(list, photo) : undefined
    return place === undefined ? undefined : place + 1
  }
}
