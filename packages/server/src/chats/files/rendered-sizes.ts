import type { api } from '@chappe/tl-codec/api'
import type { BlobStore, WrittenObject } from '../../blobs/blob-store.ts'
import type { RenderedPicture, RenderedSize } from '../../media/pictures/order.ts'

export interface WrittenSize {
  readonly type: string
  readonly written: WrittenObject
}

/** Writes what was made of a picture. Whatever of it is not claimed goes within a day. */
export async function writeSizes(
  blobs: Pick<BlobStore, 'write'>,
  sizes: readonly RenderedSize[],
): Promise<WrittenSize[]> {
  const all: WrittenSize[] = []
  for (const { type, bytes } of sizes) {
    const written = await blobs.write(
      (async function* () {
        yield bytes
      })(),
    )
    all.push({ type, written })
  }
  return all
}

/** How clients are told of it. */
export function shownSizes({ sizes, stripped }: RenderedPicture): api.PhotoSize[] {
  const shown = sizes.map(({ type, w, h, bytes, steps }): api.PhotoSize => {
    if (steps.length > 1) return { _: 'photoSizeProgressive', type, w, h, sizes: [...steps] }
    return { _: 'photoSize', type, w, h, size: bytes.length }
  })
  return stripped === undefined ? shown : [{ _: 'photoStrippedSize', type: 'i', bytes: stripped }, ...shown]
}
