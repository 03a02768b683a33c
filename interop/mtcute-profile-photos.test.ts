import { Long } from '@mtcute/node'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFfmpeg, makeFilm } from './support/find-ffmpeg.ts'
import { type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { notServed } from './support/not-served.ts'
import { ServerProcess } from './support/server-process.ts'
import { jpegSides, squarePng } from './support/square-png.ts'
import { until } from './support/until.ts'

const ffmpeg = await findFfmpeg()
if ('missing' in ffmpeg) process.stderr.write(`\n!!! NOT TESTED: profile videos. ${ffmpeg.missing}.\n\n`)

/** Photos of people, a group and a channel, by the methods that mtcute offers for them; none may be found not served. */
describe('photos on profiles of unmodified mtcute clients', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610035', 'Alice')
    bob = await signUpMtcute(server, '9996620035', 'Bob')
    await alice.client.setMyUsername('alice_photos')
    await bob.client.setMyUsername('bob_photos')
    await bob.client.sendText('alice_photos', 'hello')
  }, 60_000)

  afterAll(async () => {
    await alice?.client.call({ _: 'phone.getCallConfig' }, { maxRetryCount: 0 }).catch(() => {})
    const unserved = server === undefined ? [] : await notServed(server, 'phone.getCallConfig')
    for (const user of [alice, bob]) await user?.client.destroy()
    await server?.dispose()
    expect(unserved).toEqual([])
  })

  /** Alice as Bob is told of her now. */
  const seen = async () => {
    const user = await bob.client.getUser(alice.id)
    if (user === null) throw new Error('Alice is gone')
    return user
  }

  test('are set, seen and downloaded in all sizes, gone through, and deleted one by one', async () => {
    expect((await seen()).photo).toBeNull()
    const first = await alice.client.setMyProfilePhoto({ type: 'photo', media: squarePng(700) })
    const second = await alice.client.setMyProfilePhoto({ type: 'photo', media: squarePng(200) })
    const { photo } = await seen()
    if (photo === null) throw new Error('there is no photo')
    expect(jpegSides(await bob.client.downloadAsBuffer(photo.small))).toEqual([160, 160])
    expect(jpegSides(await bob.client.downloadAsBuffer(photo.big))).toEqual([200, 200])
    // mtcute puts the header before what a stripped thumbnail has.
    expect(jpegSides(photo.thumb ?? new Uint8Array())).toEqual([40, 40])
    const all = await bob.client.getProfilePhotos(alice.id)
    expect(all.map(({ id }) => id.toString())).toEqual([second.id.toString(), first.id.toString()])
    for (const [size, side] of [
      ['a', 160],
      ['b', 320],
      ['c', 640],
    ] as const) {
      const thumbnail = all[1]?.getThumbnail(size)
      if (!thumbnail) throw new Error(`there is no size ${size}`)
      expect(jpegSides(await bob.client.downloadAsBuffer(thumbnail))).toEqual([side, side])
    }
    expect((await bob.client.getProfilePhoto(alice.id, first.id))?.id.toString()).toBe(first.id.toString())
    await alice.client.setMyProfilePhoto({ type: 'photo', media: first.inputPhoto })
    expect((await seen()).photo?.raw.photoId.toString()).toBe(first.id.toString())
    await alice.client.deleteProfilePhotos([first.inputPhoto])
    expect((await seen()).photo?.raw.photoId.toString()).toBe(second.id.toString())
    await alice.client.deleteProfilePhotos([second.inputPhoto])
    expect((await seen()).photo).toBeNull()
    expect(await bob.client.getProfilePhotos(alice.id)).toHaveLength(0)
  })

  test('of a group and a channel are set, told of, shown to who is invited, and taken away', async () => {
    const { chat: group } = await alice.client.createGroup({ title: 'Painters', users: 'bob_photos' })
    const channel = await alice.client.createChannel({ title: 'Paintings' })
    for (const { id } of [group, channel]) {
      await alice.client.setChatPhoto({ chatId: id, type: 'photo', media: squarePng(320) })
      const { photo } = id === group.id ? await bob.client.getChat(id) : await join(id)
      if (photo === null) throw new Error('there is no photo')
      expect(jpegSides(await bob.client.downloadAsBuffer(photo.big))).toEqual([320, 320])
      const [told] = await alice.client.getHistory(id, { limit: 1 })
      expect(told?.action?.type).toBe('photo_changed')
      const full = await bob.client.getFullChat(id)
      expect(full.fullPhoto?.id.toString()).toBe(photo.raw.photoId.toString())
      await alice.client.deleteChatPhoto(id)
      expect((await bob.client.getChat(id)).photo).toBeNull()
      const [gone] = await alice.client.getHistory(id, { limit: 1 })
      expect(gone?.action?.type).toBe('photo_deleted')
    }
  })

  /** Bob looks where a link leads, and goes there. */
  const join = async (id: number) => {
    const { link } = await alice.client.createInviteLink(id)
    const preview = await bob.client.getChatPreview(link)
    const size = preview.photo?.getThumbnail('b')
    if (!size) throw new Error('the preview has no photo')
    expect(jpegSides(await bob.client.downloadAsBuffer(size))).toEqual([320, 320])
    const joined = await bob.client.joinChat(link)
    if (joined.status !== 'ok') throw new Error('Bob has not come in')
    await until(
      () =>
        bob.client.resolvePeer(id).then(
          () => true,
          () => false,
        ),
      () => 'mtcute does not know the channel',
    )
    return joined.chat
  }

  test.skipIf('missing' in ffmpeg)('may be a film alone: one of its frames stands for it', async () => {
    const half = (color: string): string[] => ['-f', 'lavfi', '-i', `color=${color}:size=160x160:rate=5:duration=1`]
    const form = ['-pix_fmt', 'yuv420p', '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4']
    const media = await makeFilm([...half('red'), ...half('blue'), '-filter_complex', 'concat=n=2', ...form])
    const photo = await alice.client.setMyProfilePhoto({ type: 'video', media, previewSec: 1.5 })
    expect((await seen()).photo?.raw.hasVideo).toBe(true)
    const [shown] = await bob.client.getProfilePhotos(alice.id, { limit: 1 })
    expect(shown?.id.toString()).toBe(photo.id.toString())
    const [still, moving] = [shown?.getThumbnail('a'), shown?.getThumbnail('u')]
    if (!still || !moving) throw new Error('it stands still and moves')
    const { channels } = await sharp(await bob.client.downloadAsBuffer(still)).stats()
    expect(channels.map(({ mean }) => Math.round(mean / 255))).toEqual([0, 0, 1])
    expect(Buffer.from(await bob.client.downloadAsBuffer(moving)).equals(media)).toBe(true)
  })

  test('of others are not to be had by guessing', async () => {
    await alice.client.setMyProfilePhoto({ type: 'photo', media: squarePng(160) })
    const { photo } = await seen()
    if (photo === null) throw new Error('there is no photo')
    const peer = await bob.client.resolvePeer(alice.id)
    const photoId = photo.raw.photoId.add(Long.ONE)
    const location = { _: 'inputPeerPhotoFileLocation', peer, photoId } as const
    const guessed = bob.client.call({ _: 'upload.getFile', location, offset: 0, limit: 4096 })
    await expect(guessed).rejects.toThrow('LOCATION_INVALID')
  })
})
