import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { animatedSticker, lottie, stillSticker } from '../../testing/sticker-files.ts'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'
import { uploadBytes } from '../../testing/uploads.ts'

let server: TestServer
let alice: TestClient

beforeEach(async () => {
  server = await createTestServer()
  alice = await signUp(server, '9996610001', 'Alice')
})
afterEach(() => server.close())

const sticker: api.DocumentAttribute = {
  ...{ _: 'documentAttributeSticker', alt: '🍏', mask: true },
  stickerset: { _: 'inputStickerSetShortName', shortName: 'not_of_hers' },
}

async function sent(bytes: Uint8Array, mimeType: string): Promise<api.DocumentAttribute[]> {
  const file = await uploadBytes(alice, bytes)
  const media = await alice.call({
    ...{ _: 'messages.uploadMedia', peer: { _: 'inputPeerSelf' } },
    media: { _: 'inputMediaUploadedDocument', file, mimeType, attributes: [sticker] },
  })
  if (media._ !== 'messageMediaDocument' || media.document?._ !== 'document') throw new TypeError(media._)
  return media.document.attributes
}

describe('a sticker that is sent by its bytes', () => {
  it('is one, in no set and as large as the picture is', async () => {
    expect(await sent(await stillSticker(512, 300, 1, 'webp'), 'image/webp')).toEqual([
      { _: 'documentAttributeImageSize', w: 512, h: 300 },
      { _: 'documentAttributeSticker', alt: '🍏', stickerset: { _: 'inputStickerSetEmpty' } },
    ])
    expect(await sent(animatedSticker({ fr: 60, op: 180 }), 'application/x-tgsticker')).toEqual([
      { _: 'documentAttributeImageSize', w: 512, h: 512 },
      { _: 'documentAttributeSticker', alt: '🍏', stickerset: { _: 'inputStickerSetEmpty' } },
    ])
  })

  it.each([
    ['a larger picture', () => stillSticker(513, 300, 1, 'webp'), 'image/webp'],
    ['what is no picture', async () => Uint8Array.of(1, 2, 3), 'image/webp'],
    ['a picture of another type', () => stillSticker(512, 512, 1, 'png'), 'image/png'],
    ['an animation without its mark', async () => animatedSticker({ tgs: undefined }), 'application/x-tgsticker'],
    ['an animation of another size', async () => animatedSticker({ w: 511 }), 'application/x-tgsticker'],
    ['an animation at another speed', async () => animatedSticker({ fr: 25 }), 'application/x-tgsticker'],
    ['an animation of more than three seconds', async () => animatedSticker({ op: 91 }), 'application/x-tgsticker'],
    [
      'an animation of more bytes',
      async () => animatedSticker({ noise: randomBytes(80_000).toString('hex') }),
      'application/x-tgsticker',
    ],
    ['an animation that is not packed', async () => Buffer.from(JSON.stringify(lottie())), 'application/x-tgsticker'],
    ['an animation by another name', async () => animatedSticker(), 'application/gzip'],
    ['words that are packed', async () => gzipSync('no animation'), 'application/x-tgsticker'],
    ['a film of unknown sides', async () => Uint8Array.of(1, 2, 3), 'video/webm'],
  ])('is a file if it is %s', async (_, bytes, mimeType) => {
    expect((await sent(await bytes(), mimeType)).map((one) => one._)).not.toContain('documentAttributeSticker')
  })

  it('is a file if it unpacks to more than a megabyte, of which no more is unpacked', async () => {
    const padded = async (spaces: number): Promise<string[]> => {
      const packed = gzipSync(JSON.stringify(lottie()).padEnd(spaces))
      expect(packed.length).toBeLessThan(65_536)
      return (await sent(packed, 'application/x-tgsticker')).map((one) => one._)
    }
    expect(await padded(1_048_576)).toContain('documentAttributeSticker')
    // What is beyond the megabyte changes nothing of what it says.
    for (const spaces of [1_048_577, 40_000_000]) expect(await padded(spaces)).toEqual([])
  })
})
