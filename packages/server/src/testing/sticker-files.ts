import { gzipSync } from 'node:zlib'
import type { api } from '@chappe/tl-codec/api'
import sharp from 'sharp'
import type { TestClient } from './test-server.ts'
import { uploadBytes } from './uploads.ts'

/** A still picture of these sides, another one for each seed. */
export async function stillSticker(w = 512, h = 512, seed = 1, format: 'png' | 'webp' = 'png'): Promise<Uint8Array> {
  const background = { r: (seed * 67) % 256, g: (seed * 31) % 256, b: (seed * 101) % 256, alpha: 0.5 }
  const picture = sharp({ create: { width: w, height: h, channels: 4, background } })
  return new Uint8Array(await picture[format]().toBuffer())
}

/** An animation, of which some parts may be other ones. */
export function lottie(more: Record<string, unknown> = {}): object {
  const layers = [{ ty: 4, shapes: [] }]
  return { tgs: 1, v: '5.5.2', fr: 30, ip: 0, op: 60, w: 512, h: 512, assets: [], layers, ...more }
}

export function animatedSticker(more: Record<string, unknown> = {}): Uint8Array {
  return new Uint8Array(gzipSync(JSON.stringify(lottie(more))))
}

/** An EBML element. */
function element(id: readonly number[], content: Uint8Array | readonly Uint8Array[]): Uint8Array {
  const bytes = content instanceof Uint8Array ? content : Buffer.concat(content)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(0x1000_0000 | bytes.length)
  return new Uint8Array(Buffer.concat([Uint8Array.from(id), size, bytes]))
}

const number = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff)
const word = (value: string): Uint8Array => new TextEncoder().encode(value)

export interface FilmFacts {
  readonly w?: number
  readonly h?: number
  readonly seconds?: number
  readonly codec?: string
  readonly docType?: string
}

/** The header of a film, and no frames. */
export function filmSticker(facts: FilmFacts = {}): Uint8Array {
  const { w = 512, h = 512, seconds = 2, codec = 'V_VP9', docType = 'webm' } = facts
  const duration = Buffer.alloc(8)
  duration.writeDoubleBE(seconds * 1000)
  const video = element([0xe0], [element([0xb0], number(w)), element([0xba], number(h))])
  const track = element([0xae], [element([0x83], Uint8Array.of(1)), element([0x86], word(codec)), video])
  const info = element([0x15, 0x49, 0xa9, 0x66], [element([0x44, 0x89], duration)])
  const tracks = element([0x16, 0x54, 0xae, 0x6b], [track])
  return new Uint8Array(
    Buffer.concat([
      element([0x1a, 0x45, 0xdf, 0xa3], [element([0x42, 0x82], word(docType))]),
      element([0x18, 0x53, 0x80, 0x67], [info, tracks]),
    ]),
  )
}

/** A file as clients upload one that is to be a sticker: named as a picture, whatever it is. */
export async function uploadedSticker(client: TestClient, bytes: Uint8Array): Promise<api.inputDocument> {
  const media = await client.call({
    _: 'messages.uploadMedia',
    peer: { _: 'inputPeerSelf' },
    media: {
      ...{ _: 'inputMediaUploadedDocument', file: await uploadBytes(client, bytes, 'sticker.png') },
      ...{ mimeType: 'image/png', attributes: [] },
    },
  })
  const document = media._ === 'messageMediaDocument' ? media.document : undefined
  if (document?._ !== 'document') throw new TypeError('a document was uploaded')
  return { _: 'inputDocument', id: document.id, accessHash: document.accessHash, fileReference: document.fileReference }
}

export async function stickerItem(
  client: TestClient,
  bytes: Uint8Array,
  more: Partial<api.inputStickerSetItem> = {},
): Promise<api.inputStickerSetItem> {
  return { _: 'inputStickerSetItem', document: await uploadedSticker(client, bytes), emoji: '🙂', ...more }
}
