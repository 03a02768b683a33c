import type { api } from '@chappe/tl-codec/api'
import { afterEach, describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { openGroup } from '../../testing/group.ts'
import { downloadAll, locationOf, photoIn, testPicture, uploadBytes, uploadedPhoto } from '../../testing/uploads.ts'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close()
})

async function open(options: Parameters<typeof openChat>[0] = {}): Promise<ChatFixture> {
  const chat = await openChat(options)
  closing.push(chat.server)
  return chat
}

const oneDay = 86_400

async function pass({ server }: Pick<ChatFixture, 'server'>, seconds: number): Promise<void> {
  server.clock.now += seconds * 1000
  await server.upkeep()
}

async function counts({ server }: Pick<ChatFixture, 'server'>): Promise<{ blobs: number; objects: number }> {
  const [blobs, objects] = await Promise.all([
    server.store.read.blobs.page(new Uint8Array(), 1000),
    server.store.read.fileObjects.page('', 1000),
  ])
  return { blobs: blobs.length, objects: objects.length }
}

describe('a photo', () => {
  it('is uploaded, sent with a caption and a spoiler, shown to both, and each size is downloaded', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    const media = await uploadedPhoto(alice, { spoiler: true }, await testPicture(400, 300))
    await alice.call(chat.media(toBob, media, { message: 'look' }))
    const [message] = await chat.history(bob, toAlice)
    expect(message).toMatchObject({ message: 'look', media: { _: 'messageMediaPhoto', spoiler: true } })
    const photo = photoIn(message)
    const shown = photo.sizes.map((size) => ('w' in size ? [size.type, size.w, size.h] : [size.type]))
    expect(shown).toEqual([['i'], ['s', 100, 75], ['m', 320, 240], ['x', 400, 300]])
    for (const size of photo.sizes) {
      if (size._ !== 'photoSize') continue
      expect(await downloadAll(bob, locationOf(photo, size.type))).toHaveLength(size.size)
    }
    for (const type of ['i', 'w', '', 'constructor']) {
      await expect(downloadAll(bob, locationOf(photo, type))).rejects.toThrow('LOCATION_INVALID')
    }
    expect(await chat.found(bob, toAlice, { _: 'inputMessagesFilterPhotos' })).toEqual(['look'])
  })

  it('is shown again by who was shown it, forwarded, and gone when nothing shows it any more', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, await uploadedPhoto(alice)))
    const [first] = await chat.history(bob, toAlice)
    const photo = photoIn(first)
    await bob.call(chat.media(toAlice, { _: 'inputMediaPhoto', id: { ...photo, _: 'inputPhoto' } }))
    await bob.call({
      ...{ _: 'messages.forwardMessages', fromPeer: toAlice, toPeer: { _: 'inputPeerSelf' } },
      ...{ id: [first?.id ?? 0], randomId: [chat.randomId()] },
    })
    const [kept] = await chat.history(bob, { _: 'inputPeerSelf' })
    expect(photoIn(kept).id).toBe(photo.id)
    const both = (await chat.history(bob, toAlice)).map(({ id }) => id)
    await bob.call({ _: 'messages.deleteMessages', id: both, revoke: true })
    await pass(chat, 3 * oneDay)
    await pass(chat, 3 * oneDay)
    const [still] = await chat.history(bob, { _: 'inputPeerSelf' })
    expect((await downloadAll(bob, locationOf(photoIn(still), 's'))).length).toBeGreaterThan(100)
    await bob.call({ _: 'messages.deleteMessages', id: [still?.id ?? 0], revoke: true })
    for (let day = 0; day < 4; day++) await pass(chat, 2 * oneDay)
    expect(await counts(chat)).toEqual({ blobs: 0, objects: 0 })
    expect(await chat.server.store.read.photos.secrets([Number(photo.id)])).toEqual(new Map())
  })

  it('cannot be had by who guesses, forges, or was not shown it', async () => {
    const chat = await open()
    const { alice, bob, toBob } = chat
    await alice.call(chat.media(toBob, await uploadedPhoto(alice)))
    const photo = photoIn((await chat.history(alice, toBob))[0])
    const location = locationOf(photo, 's')
    const refused = async (more: Partial<api.inputPhotoFileLocation>, error: string): Promise<void> => {
      await expect(downloadAll(bob, { ...location, ...more })).rejects.toThrow(error)
    }
    await refused({ id: photo.id + 1n }, 'LOCATION_INVALID')
    await refused({ accessHash: photo.accessHash ^ 1n }, 'LOCATION_INVALID')
    await refused({ fileReference: new Uint8Array() }, 'FILE_REFERENCE_EMPTY')
    await refused({ fileReference: photo.fileReference.map((byte) => byte ^ 1) }, 'FILE_REFERENCE_INVALID')
    // It was given to Alice.
    await refused({}, 'FILE_REFERENCE_INVALID')
    await pass(chat, 2 * oneDay)
    await expect(downloadAll(alice, location)).rejects.toThrow('FILE_REFERENCE_EXPIRED')
  })

  it('goes into groups and channels, and is stored once where it is the same picture', async () => {
    const group = await openGroup()
    closing.push(group.server)
    const { alice, bob } = group
    const picture = await testPicture(90, 90)
    await alice.call(group.media(group.group, await uploadedPhoto(alice, {}, picture)))
    const before = await counts(group)
    await alice.call(group.media(group.group, await uploadedPhoto(alice, {}, picture)))
    expect(await counts(group)).toEqual(before)
    const [message] = await group.history(bob, group.group)
    expect(await downloadAll(bob, locationOf(photoIn(message), 's'))).not.toHaveLength(0)
  })

  it('in a channel is for whoever may look into it', async () => {
    const channel = await openChannel('broadcast')
    closing.push(channel.server)
    const { alice, bob, carol } = channel
    const media = await uploadedPhoto(alice)
    await alice.call({
      ...{ _: 'messages.sendMedia', peer: channel.peer(alice), media, message: '', randomId: channel.randomId() },
    })
    const location = locationOf(photoIn((await channel.history(bob)).messages[0]), 's')
    expect(await downloadAll(bob, location)).not.toHaveLength(0)
    await expect(downloadAll(carol, location)).rejects.toThrow('FILE_REFERENCE_INVALID')
  })

  it('is scheduled, and sent when its time comes', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, await uploadedPhoto(alice), { scheduleDate: chat.now() + 3_600 }))
    const scheduled = await alice.call({ _: 'messages.getScheduledHistory', peer: toBob, hash: 0n })
    if (scheduled._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
    expect(await downloadAll(alice, locationOf(photoIn(scheduled.messages[0]), 's'))).not.toHaveLength(0)
    await pass(chat, 2 * oneDay)
    await pass(chat, 2 * oneDay)
    const [sent] = await chat.history(bob, toAlice)
    expect(await downloadAll(bob, locationOf(photoIn(sent), 's'))).not.toHaveLength(0)
  })

  it('moves, where it has a video beside it', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    const bytes = new TextEncoder().encode('what moves')
    const upload = async (attributes: api.DocumentAttribute[]): Promise<api.inputDocument> => {
      const file = await uploadBytes(alice, bytes, 'a.mp4')
      const media: api.InputMedia = { _: 'inputMediaUploadedDocument', file, mimeType: 'video/mp4', attributes }
      const answer = await alice.call({ _: 'messages.uploadMedia', peer: toBob, media })
      const document = answer._ === 'messageMediaDocument' ? answer.document : undefined
      if (document?._ !== 'document') throw new Error('no document')
      return { ...document, _: 'inputDocument' }
    }
    const video = await upload([{ _: 'documentAttributeVideo', duration: 1, w: 4, h: 3 }])
    await alice.call(chat.media(toBob, await uploadedPhoto(alice, { livePhoto: true, video })))
    const [message] = await chat.history(bob, toAlice)
    const media = message?._ === 'message' ? message.media : undefined
    if (media?._ !== 'messageMediaPhoto' || media.video?._ !== 'document') throw new Error('it is a live photo')
    expect(media.livePhoto).toBe(true)
    expect(await downloadAll(bob, locationOf(photoIn(message), 's'))).not.toHaveLength(0)
    const location = { ...media.video, _: 'inputDocumentFileLocation', thumbSize: '' } as const
    expect(await downloadAll(bob, location)).toEqual(bytes)
    await pass(chat, 3 * oneDay)
    await pass(chat, 3 * oneDay)
    const ids = { documents: [Number(media.video.id)], photos: [Number(photoIn(message).id)] }
    const { read } = chat.server.store
    expect([(await read.documents.secrets(ids.documents)).size, (await read.photos.secrets(ids.photos)).size]).toEqual([
      1, 1,
    ])
    const still = await uploadedPhoto(alice, { livePhoto: true, video: await upload([]) })
    await expect(alice.call(chat.media(toBob, still))).rejects.toThrow('MEDIA_INVALID')
  })

  it('is uploaded first, and then sent with others as an album', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    const ready = await Promise.all(
      [1, 2, 3].map(async (seed): Promise<api.inputSingleMedia> => {
        const media = await uploadedPhoto(alice, {}, await testPicture(60, 40, seed))
        const answer = await alice.call({ _: 'messages.uploadMedia', peer: toBob, media })
        const photo = answer._ === 'messageMediaPhoto' ? answer.photo : undefined
        if (photo?._ !== 'photo') throw new Error('no photo')
        const id: api.inputPhoto = { ...photo, _: 'inputPhoto' }
        const sent = { _: 'inputMediaPhoto', id } as const
        return { _: 'inputSingleMedia', media: sent, randomId: chat.randomId(), message: `${seed}` }
      }),
    )
    await alice.call({ _: 'messages.sendMultiMedia', peer: toBob, multiMedia: ready })
    const messages = await chat.history(bob, toAlice)
    expect(messages.map((message) => message._ === 'message' && message.message)).toEqual(['3', '2', '1'])
    const groups = new Set(messages.map((message) => (message._ === 'message' ? message.groupedId : undefined)))
    expect([groups.size, groups.has(undefined)]).toEqual([1, false])
    expect(new Set(messages.map((message) => photoIn(message).id)).size).toBe(3)
  })
})

describe('what is no photo', () => {
  it('is refused, and nothing of it stays', async () => {
    const chat = await open()
    const { alice, toBob } = chat
    const send = async (bytes: Uint8Array): Promise<unknown> =>
      alice.call(chat.media(toBob, { _: 'inputMediaUploadedPhoto', file: await uploadBytes(alice, bytes) }))
    await expect(send(new TextEncoder().encode('a text that says it is a picture'))).rejects.toThrow(
      'IMAGE_PROCESS_FAILED',
    )
    await expect(send((await testPicture(100, 100)).subarray(0, 300))).rejects.toThrow('IMAGE_PROCESS_FAILED')
    await expect(send(await testPicture(500, 10))).rejects.toThrow('PHOTO_INVALID_DIMENSIONS')
    const missing: api.inputFile = { _: 'inputFile', id: 5n, parts: 1, name: '', md5Checksum: '' }
    const media: api.InputMedia = { _: 'inputMediaUploadedPhoto', file: missing }
    await expect(alice.call(chat.media(toBob, media))).rejects.toThrow('FILE_PART_0_MISSING')
    expect(await chat.history(alice, toBob)).toEqual([])
    for (let day = 0; day < 4; day++) await pass(chat, 2 * oneDay)
    expect(await counts(chat)).toEqual({ blobs: 0, objects: 0 })
  })
})
