import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tinyFilm } from '../../testing/tiny-film.ts'
import { type Mp4Film, readMp4 } from './read-mp4.ts'

/** Also how much of it was read. */
async function readAll(bytes: Uint8Array): Promise<{ film: Mp4Film | undefined; read: number }> {
  let read = 0
  const film = await readMp4(async (at, length) => {
    const part = bytes.subarray(at, at + length)
    read += part.length
    return part
  }, bytes.length)
  return { film, read }
}

const film = tinyFilm({ w: 640, h: 480, seconds: 2.5 })

describe('the head of an MP4', () => {
  it('says how large and how long the film is', async () => {
    expect((await readAll(film)).film).toEqual({ w: 640, h: 480, seconds: 2.5 })
  })

  it('is found behind the film, which is not read', async () => {
    const at = film.length - 72
    const [head, mdat] = [film.subarray(0, at), film.subarray(at)]
    const ftyp = head.subarray(0, 24)
    const turned = Buffer.concat([ftyp, mdat, head.subarray(24)])
    const { film: found, read } = await readAll(turned)
    expect(found).toEqual({ w: 640, h: 480, seconds: 2.5 })
    expect(read).toBeLessThan(turned.length)
  })

  it('is nothing where there is none: pictures, what is cut off, and any other bytes', async () => {
    const mp3 = Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1')
    for (const bytes of [new Uint8Array(), mp3, film.subarray(8), film.subarray(0, 60)]) {
      expect((await readAll(bytes)).film).toBeUndefined()
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await readAll(bytes)).film).toBeUndefined()
      }),
    )
  })

  it('costs no more than it has, whatever was changed in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(film.length - 1), fc.nat(255), async (at, value) => {
        const changed = Uint8Array.from(film)
        changed[at] = value
        expect((await readAll(changed)).read).toBeLessThanOrEqual(film.length + 64 * 16)
      }),
    )
    // Boxes without end.
    const empty = Buffer.from('\0\0\0\x08free', 'latin1')
    const many = Buffer.concat([film.subarray(0, 24), ...Array.from({ length: 10_000 }, () => empty)])
    expect(await readAll(many)).toEqual({ film: undefined, read: 64 * 16 })
  })
})
