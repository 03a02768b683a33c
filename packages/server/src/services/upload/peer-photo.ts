import type { api } from '@chappe/tl-codec/api'
import { maySeePhoto } from '../../chats/photos/may-see-photo.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { FileSize } from '../../store/domain/files/file-sizes.ts'

/** The sizes of a photo that stands beside a name, the smallest first. */
const letters = ['a', 'b', 'c']

/** What is asked for of a photo as it is shown beside a name: there it has neither access hash nor reference. */
export async function findPeerPhoto(
  { store, clock, inputPeers }: Pick<ServicePorts, 'store' | 'clock' | 'inputPeers'>,
  viewer: UserId,
  { peer: input, photoId, big }: api.inputPeerPhotoFileLocation,
): Promise<FileSize | undefined> {
  const photo = Number(photoId)
  if (!Number.isSafeInteger(photo) || photo <= 0) return undefined
  const { peer } = await inputPeers.chat(viewer, input)
  if (!(await maySeePhoto(store.read, peer, { viewer, photo, now: unixSeconds(clock) }))) return undefined
  const sizes = await store.read.fileSizes.of({ kind: 'photo', id: photo })
  const squares = letters.flatMap((letter) => sizes.find(({ type }) => type === letter) ?? [])
  return big === true ? squares.at(-1) : squares[0]
}
