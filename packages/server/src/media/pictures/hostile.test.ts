import fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../ports/log.ts'
import { photoSizes } from '../../rules/photo-sizes.ts'
import { asUser } from '../../testing/ids.ts'
import { createPictures } from './pictures.ts'

const pictures = createPictures({ log: silentLog })
afterAll(() => pictures.close())

const render = (bytes: Uint8Array): ReturnType<typeof pictures.render> =>
  pictures.render(
    asUser(1),
    async () => bytes,
    (w, h) => ({ sizes: photoSizes(w, h), stripped: true }),
  )

const plain = (w: number, h: number): Sharp =>
  sharp({ create: { width: w, height: h, channels: 3, background: '#123456' } })

const formats = await Promise.all(
  (['jpeg', 'png', 'webp', 'gif'] as const).map(async (format) => plain(40, 30).toFormat(format).toBuffer()),
)

describe('a picture by somebody who means no good', () => {
  it('is made into sizes or refused, whatever its bytes are, and the thread goes on', async () => {
    const damage = fc.record({
      format: fc.constantFrom(...formats.keys()),
      flips: fc.array(fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) }), { maxLength: 8 }),
      cut: fc.option(fc.nat(), { nil: undefined }),
      more: fc.uint8Array({ maxLength: 64 }),
    })
    await fc.assert(
      fc.asyncProperty(damage, async ({ format, flips, cut, more }) => {
        const bytes = Uint8Array.from(formats[format] ?? [])
        for (const { at, to } of flips) bytes[at % bytes.length] = to
        const some = cut === undefined ? bytes : bytes.subarray(0, cut % (bytes.length + 1))
        const outcome = await render(Uint8Array.from([...some, ...more])).then(
          ({ sizes }) => sizes.map(({ type }) => type),
          (error: unknown) => (error instanceof Error ? error.message : error),
        )
        if (typeof outcome === 'string') expect(outcome).toMatch(/^(IMAGE_PROCESS_FAILED|PHOTO_INVALID_DIMENSIONS)$/)
        else expect(outcome).not.toEqual([])
      }),
      { numRuns: 150 },
    )
    expect((await render(new Uint8Array(formats[0] ?? []))).sizes).toHaveLength(1)
  })

  it('has no endless scans: each of them would cost as much as the whole', async () => {
    const jpeg = await plain(1_200, 1_000).jpeg({ progressive: true }).toBuffer()
    const start = Buffer.from('ffda', 'hex')
    const last = jpeg.lastIndexOf(start)
    const scans = Array.from({ length: 2_000 }, () => jpeg.subarray(last, -2))
    const bomb = Buffer.concat([jpeg.subarray(0, last), ...scans, jpeg.subarray(-2)])
    await expect(render(new Uint8Array(bomb))).rejects.toThrow('IMAGE_PROCESS_FAILED')
  })

  it('has no frames but the first', async () => {
    const [w, h, frames] = [100, 80, 100]
    const raw = { width: w, height: h * frames, channels: 3, pageHeight: h } as const
    const pixels = Buffer.alloc(w * h * frames * 3, 7)
    const film = await sharp(pixels, { raw }).gif().toBuffer()
    const { w: width, h: height } = await render(new Uint8Array(film))
    expect([width, height]).toEqual([w, h])
  })

  it('that is a drawing with entities, a script or a packed file is not looked at', async () => {
    const lines = [
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
      '%PDF-1.7 1 0 obj << /Type /Catalog >> endobj and so on and on',
      'push graphic-context viewbox 0 0 640 480 image over 0,0 0,0 "https://127.0.0.1/x"',
      '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03 and what is in it, whatever that is',
    ]
    for (const line of lines) {
      await expect(render(new Uint8Array(Buffer.from(line, 'latin1')))).rejects.toThrow('IMAGE_PROCESS_FAILED')
    }
  })

  it('that is being made when the server stops fails, and nothing is left running', async () => {
    const own = createPictures({ log: silentLog })
    const large = new Uint8Array(await plain(3_000, 2_000).png().toBuffer())
    const making = own.render(asUser(1), async () => large, { sizes: photoSizes(3_000, 2_000), stripped: true })
    const outcome = making.then(
      () => 'made',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    )
    await new Promise((resolve) => setTimeout(resolve, 1))
    await own.close()
    expect(await outcome).toBe('IMAGE_PROCESS_FAILED')
  })
})
