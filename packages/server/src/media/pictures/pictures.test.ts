import sharp, { type Sharp } from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../ports/log.ts'
import { photoSizes, profilePhotoSizes } from '../../rules/photo-sizes.ts'
import { asUser } from '../../testing/ids.ts'
import { createPictures } from './pictures.ts'
import { readPictureHeader } from './read-header.ts'

const pictures = createPictures({ log: silentLog })
afterAll(() => pictures.close())

const alice = asUser(1)

/** Half red, half blue, so that one can see how it was turned. */
function halves(w: number, h: number): Sharp {
  const red = { create: { width: w, height: h, channels: 3, background: '#d02020' } } as const
  const blue = { create: { width: Math.floor(w / 2), height: h, channels: 3, background: '#2020d0' } } as const
  return sharp(red).composite([{ input: blue, left: Math.ceil(w / 2), top: 0 }])
}

async function render(picture: Buffer, square = false): ReturnType<typeof pictures.render> {
  return pictures.render(
    alice,
    async () => new Uint8Array(picture),
    (w, h) => ({
      sizes: (square ? profilePhotoSizes : photoSizes)(w, h),
      stripped: true,
    }),
  )
}

async function pixel(picture: Uint8Array, left: number, top: number): Promise<'red' | 'blue' | 'white' | 'other'> {
  const { data } = await sharp(picture)
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const [r = 0, g = 0, b = 0] = data
  if (r > 200 && g > 200 && b > 200) return 'white'
  return r > 150 && b < 90 ? 'red' : b > 150 && r < 90 ? 'blue' : 'other'
}

describe('a picture', () => {
  it('gets the sizes of the ladder up to its own, each of them a JPEG that is as large as is said', async () => {
    const { w, h, sizes } = await render(await halves(1000, 500).jpeg().toBuffer())
    expect([w, h]).toEqual([1000, 500])
    expect(sizes.map(({ type, w, h }) => [type, w, h])).toEqual([
      ['s', 100, 50],
      ['m', 320, 160],
      ['x', 800, 400],
      ['y', 1000, 500],
    ])
    for (const { bytes, w: width, h: height, steps } of sizes) {
      expect(await sharp(bytes).metadata()).toMatchObject({
        format: 'jpeg',
        width,
        height,
        isProgressive: width === 1_000,
      })
      if (width < 1_000) expect(steps).toEqual([])
      else {
        expect(steps.length).toBeGreaterThan(2)
        expect(steps).toEqual([...steps].sort((a, b) => a - b))
        expect(steps.at(-1)).toBe(bytes.length)
        // Each form shows the whole of it, though not exactly.
        const first = bytes.subarray(0, steps[0])
        const shown = await sharp(first, { failOn: 'none' }).jpeg().toBuffer()
        expect(await pixel(shown, 10, height - 10)).toBe('red')
        expect(await pixel(shown, width - 10, height - 10)).toBe('blue')
      }
    }
  })

  it('is turned as its maker said, and everything else that was in the file is gone', async () => {
    // Orientation 6: the right side of what is stored is the top of what is looked at, and so on.
    const exif = { IFD0: { Orientation: '6', Copyright: 'secret maker' }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } }
    const stored = await halves(200, 100)
      .withExif(exif)
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .jpeg()
      .toBuffer()
    expect(stored.includes('secret maker')).toBe(true)
    const { w, h, sizes } = await render(await sharp(stored).withMetadata({ orientation: 6 }).jpeg().toBuffer())
    expect([w, h]).toEqual([100, 200])
    const last = sizes.at(-1)
    expect(last).toMatchObject({ type: 'm', w: 100, h: 200 })
    const bytes = last?.bytes ?? new Uint8Array()
    expect([await pixel(bytes, 50, 10), await pixel(bytes, 50, 190)]).toEqual(['red', 'blue'])
    for (const { bytes } of sizes) {
      const { exif, xmp, icc, iptc, orientation } = await sharp(bytes).metadata()
      expect([exif, xmp, icc, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined])
      expect(Buffer.from(bytes).includes('secret maker')).toBe(false)
    }
  })

  it.each([
    ['a wide one', 300, 60],
    ['a tall one', 31, 500],
    ['one without colours', 64, 64],
  ])('has a stripped form that clients put together: %s', async (what, w, h) => {
    const source = halves(w, h)
    const { stripped = new Uint8Array() } = await render(
      await (what === 'one without colours' ? source.greyscale() : source).png().toBuffer(),
    )
    expect(stripped.length).toBeGreaterThan(10)
    expect(stripped.length).toBeLessThan(900)
    const { width, height } = await sharp(putTogether(stripped)).metadata()
    expect(Math.max(width, height)).toBe(40)
    if (w >= h && what !== 'one without colours') {
      expect(await pixel(putTogether(stripped), 2, 2)).toBe('red')
      expect(await pixel(putTogether(stripped), width - 3, 2)).toBe('blue')
    }
  })

  it('of any kind that is taken becomes a JPEG, white where it lets look through; of a film the first frame', async () => {
    const clear = await sharp({ create: { width: 40, height: 40, channels: 4, background: '#0000' } })
      .png()
      .toBuffer()
    const { sizes } = await render(clear)
    expect(await pixel(sizes[0]?.bytes ?? new Uint8Array(), 5, 5)).toBe('white')
    for (const made of [halves(40, 40).webp(), halves(40, 40).gif()]) {
      const [one] = (await render(await made.toBuffer())).sizes
      expect(await sharp(one?.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 40, height: 40 })
    }
  })

  it('of a person is cut to squares', async () => {
    const { sizes } = await render(await halves(500, 300).jpeg().toBuffer(), true)
    expect(sizes.map(({ type, w, h }) => [type, w, h])).toEqual([
      ['a', 160, 160],
      ['b', 300, 300],
    ])
  })
})

describe('what is no picture', () => {
  const refused = async (bytes: Buffer): Promise<void> => {
    await expect(render(bytes)).rejects.toThrow(/^(IMAGE_PROCESS_FAILED|PHOTO_INVALID_DIMENSIONS)$/)
  }

  it('is refused: text, SVG, a cut one, a damaged one, one of another kind', async () => {
    const whole = await halves(100, 100).jpeg().toBuffer()
    await refused(Buffer.from('not a picture at all, but long enough to have a header'))
    await refused(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))
    await refused(whole.subarray(0, whole.length / 2))
    await refused(Buffer.concat([whole.subarray(0, 200), Buffer.alloc(whole.length)]))
    await refused(await halves(100, 100).tiff().toBuffer())
    await refused(Buffer.alloc(0))
  })

  it('is refused by its header alone when it claims to be huge', async () => {
    const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    png.writeUInt32BE(60_000, 16)
    png.writeUInt32BE(60_000, 20)
    const began = process.cpuUsage()
    await refused(png)
    expect(process.cpuUsage(began).user).toBeLessThan(200_000)
  })
})

describe('a header', () => {
  it.each(['jpeg', 'png', 'webp', 'gif'] as const)('of %s says how large it is', async (format) => {
    for (const options of format === 'webp' ? [{}, { lossless: true }] : [{}]) {
      const bytes = await halves(123, 45).toFormat(format, options).toBuffer()
      expect(readPictureHeader(bytes)).toEqual({ format, w: 123, h: 45 })
      for (let length = 0; length < Math.min(64, bytes.length); length++) {
        expect(() => readPictureHeader(bytes.subarray(0, length))).not.toThrow()
      }
    }
  })
})

/** As mtcute, Telethon and others do it, whose header is the public one; here of a JPEG with the same tables. */
function putTogether(stripped: Uint8Array): Buffer {
  const [version, h = 0, w = 0] = stripped
  expect(version).toBe(1)
  const header = Buffer.from(publicHeader)
  header[164] = h
  header[166] = w
  return Buffer.concat([header, stripped.subarray(3), Buffer.from('ffd9', 'hex')])
}

const publicHeader = await plainHeader()

/** libjpeg's tables of quality 20 are those of the header; its sides are put in by `putTogether`. */
async function plainHeader(): Promise<Buffer> {
  const jpeg = await halves(40, 40).jpeg({ quality: 20, optimiseCoding: false, chromaSubsampling: '4:2:0' }).toBuffer()
  const start = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')
  return Buffer.concat([start, jpeg.subarray(2, 605)])
}
