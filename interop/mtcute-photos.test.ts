import { InputMedia, Photo } from '@mtcute/node'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

/** A picture with a red left and a blue right half. */
function halves(w: number, h: number): Promise<Buffer> {
  const blue = { create: { width: Math.floor(w / 2), height: h, channels: 3, background: '#2020d0' } } as const
  return sharp({ create: { width: w, height: h, channels: 3, background: '#d02020' } })
    .composite([{ input: blue, left: Math.ceil(w / 2), top: 0 }])
    .jpeg()
    .toBuffer()
}

/** How red and how blue a picture is at its left and its right side. */
async function sidesOf(picture: Uint8Array): Promise<('red' | 'blue' | 'other')[]> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true })
  return [2, info.width - 3].map((x) => {
    const at = (Math.floor(info.height / 2) * info.width + x) * info.channels
    const [r = 0, b = 0] = [data[at], data[at + 2]]
    return r > 150 && b < 100 ? 'red' : b > 150 && r < 100 ? 'blue' : 'other'
  })
}

describe('photos between two users of unmodified mtcute', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610001', 'Alice')
    bob = await signUpMtcute(server, '9996620002', 'Bob')
    await bob.client.setMyUsername('bob_photos')
    await alice.client.sendText('bob_photos', 'photos are coming')
  }, 120_000)

  afterAll(async () => {
    await alice?.client.destroy()
    await bob?.client.destroy()
    await server?.dispose()
  })

  const newest = async (user: MtcuteUser, chat: number | 'me') => {
    const [message] = await user.client.getHistory(chat, { limit: 1 })
    if (message === undefined) throw new Error('there is no message')
    return message
  }

  const photoOf = (media: unknown): Photo => {
    if (media instanceof Photo) return media
    throw new Error('the message shows no photo')
  }

  test('come with caption and spoiler, in each size, with a stripped form that mtcute puts together', async () => {
    const file = await halves(1_000, 600)
    await alice.client.sendMedia(bob.id, InputMedia.photo(file, { caption: 'look', spoiler: true }))
    const message = await newest(bob, alice.id)
    expect(message.text).toBe('look')
    const photo = photoOf(message.media)
    expect([photo.width, photo.height, photo.hasSpoiler]).toEqual([1_000, 600, true])
    const sizes = photo.thumbnails.map(({ type }) => type)
    expect(sizes.sort()).toEqual(['i', 'm', 's', 'x', 'y'])
    for (const thumbnail of photo.thumbnails) {
      const bytes = await bob.client.downloadAsBuffer(thumbnail)
      const { width, height } = await sharp(bytes).metadata()
      if (thumbnail.type === 'i') expect([width, height]).toEqual([40, 24])
      else {
        expect(bytes.length).toBe(thumbnail.fileSize)
        expect([width, height]).toEqual([thumbnail.width, thumbnail.height])
      }
      expect(await sidesOf(bytes)).toEqual(['red', 'blue'])
    }
  })

  test('are sent as an album with a video and a live photo among them, and searched for', async () => {
    const video = InputMedia.video(Buffer.from('not much of a video'), {
      ...{ width: 4, height: 3, duration: 1, fileName: 'a.mp4', fileMime: 'video/mp4' },
    })
    await alice.client.sendMediaGroup(bob.id, [
      InputMedia.photo(await halves(60, 40), { caption: 'first' }),
      video,
      InputMedia.photo(await halves(80, 40), { livePhotoVideo: video }),
    ])
    const messages = (await bob.client.getHistory(alice.id, { limit: 3 })).reverse()
    expect(messages.map(({ media }) => media?.type)).toEqual(['photo', 'video', 'photo'])
    expect(new Set(messages.map(({ groupedId }) => String(groupedId))).size).toBe(1)
    const live = photoOf(messages[2]?.media).livePhotoVideo
    if (live === null) throw new Error('the photo has a video')
    expect(Buffer.from(await bob.client.downloadAsBuffer(live)).toString()).toBe('not much of a video')
    const found = await bob.client.searchMessages({
      ...{ chatId: alice.id, filter: { _: 'inputMessagesFilterPhotoVideo' } },
    })
    expect(found.length).toBe(4)
  })

  test('are passed on, sent again by what was shown, and replaced by editing', async () => {
    const message = await newest(bob, alice.id)
    await bob.client.forwardMessages({ messages: [message], toChatId: 'me' })
    expect(photoOf((await newest(bob, 'me')).media).id.toString()).toBe(photoOf(message.media).id.toString())
    await bob.client.sendMedia('me', photoOf(message.media).inputMedia)
    const again = await newest(bob, 'me')
    expect((await bob.client.downloadAsBuffer(photoOf(again.media))).length).toBeGreaterThan(100)
    const edited = await bob.client.editMessage({
      ...{ message: again, media: InputMedia.photo(await halves(120, 90), { caption: 'another' }) },
    })
    expect(edited.text).toBe('another')
    expect(photoOf((await newest(bob, 'me')).media).width).toBe(120)
  })

  test('are whole after the server was killed', async () => {
    const photo = photoOf((await newest(bob, 'me')).media)
    const before = await bob.client.downloadAsBuffer(photo)
    await server.kill()
    await server.start()
    await until(
      async () => Buffer.from(await bob.client.downloadAsBuffer(photo)).equals(Buffer.from(before)),
      () => 'the photo is another',
    )
  })

  test('that are none are refused', async () => {
    const text = Buffer.from('this is no picture, whatever its name says')
    const sent = alice.client.sendMedia(bob.id, InputMedia.photo(text, { fileName: 'a.jpg', fileMime: 'image/jpeg' }))
    await expect(sent).rejects.toThrow('IMAGE_PROCESS_FAILED')
  })
})
