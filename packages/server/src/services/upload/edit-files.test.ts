import type { api } from '@chappe/tl-codec/api'
import { afterEach, describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import type { TestClient } from '../../testing/test-server.ts'
import { downloadAll, locationOf, photoIn, testPicture, uploadBytes, uploadedPhoto } from '../../testing/uploads.ts'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close()
})

async function open(): Promise<ChatFixture> {
  const chat = await openChat()
  closing.push(chat.server)
  return chat
}

const bytes = new TextEncoder().encode('what is in the file')

async function uploadedFile(client: TestClient): Promise<api.inputMediaUploadedDocument> {
  const file = await uploadBytes(client, bytes, 'a.txt')
  return { _: 'inputMediaUploadedDocument', file, mimeType: 'text/plain', attributes: [] }
}

async function uploadedVideo(client: TestClient): Promise<api.inputMediaUploadedDocument> {
  const attributes: api.DocumentAttribute[] = [{ _: 'documentAttributeVideo', duration: 1, w: 4, h: 3 }]
  return { ...(await uploadedFile(client)), mimeType: 'video/mp4', attributes }
}

const edit = (peer: api.InputPeer, id: number, more: Partial<api.messages.editMessage>): api.messages.editMessage => ({
  ...{ _: 'messages.editMessage', peer, id },
  ...more,
})

describe('a message', () => {
  it('gets another photo, a file in its place, and another caption, for both', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, await uploadedPhoto(alice), { message: 'first' }))
    const [sent] = await chat.history(alice, toBob)
    const id = sent?.id ?? 0
    await alice.call(edit(toBob, id, { media: await uploadedPhoto(alice, {}, await testPicture(80, 80, 2)) }))
    const [second] = await chat.history(bob, toAlice)
    expect(second).toMatchObject({ message: 'first' })
    expect(photoIn(second).id).not.toBe(photoIn(sent).id)
    expect(await downloadAll(bob, locationOf(photoIn(second), 's'))).not.toHaveLength(0)
    await alice.call(edit(toBob, id, { message: 'a file', media: await uploadedFile(alice) }))
    const shown = { message: 'a file', media: { _: 'messageMediaDocument', document: { mimeType: 'text/plain' } } }
    expect((await chat.history(bob, toAlice))[0]).toMatchObject(shown)
    await alice.call(edit(toBob, id, { message: '' }))
    expect((await chat.history(bob, toAlice))[0]).toMatchObject({ ...shown, message: '' })
    expect(await chat.found(bob, toAlice, { _: 'inputMessagesFilterPhotos' })).toEqual([])
    expect(await chat.found(bob, toAlice, { _: 'inputMessagesFilterDocument' })).toEqual([''])
    await expect(alice.call(edit(toBob, id, { media: { _: 'inputMediaEmpty' } }))).rejects.toThrow(
      'MESSAGE_NOT_MODIFIED',
    )
    const place: api.InputMedia = { _: 'inputMediaGeoPoint', geoPoint: { _: 'inputGeoPoint', lat: 1, long: 2 } }
    await expect(alice.call(edit(toBob, id, { media: place }))).rejects.toThrow('MEDIA_PREV_INVALID')
  })

  it('that is words becomes a photo with a caption', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.text(toBob, 'words'))
    const [sent] = await chat.history(alice, toBob)
    await alice.call(edit(toBob, sent?.id ?? 0, { media: await uploadedPhoto(alice) }))
    const [shown] = await chat.history(bob, toAlice)
    expect(shown).toMatchObject({ message: 'words' })
    expect(photoIn(shown).sizes.length).toBeGreaterThan(0)
  })

  it('of an album stays of its kind', async () => {
    const chat = await open()
    const { alice, toBob } = chat
    const multiMedia: api.inputSingleMedia[] = []
    for (const seed of [1, 2]) {
      const media = await uploadedPhoto(alice, {}, await testPicture(60, 40, seed))
      multiMedia.push({ _: 'inputSingleMedia', media, randomId: chat.randomId(), message: '' })
    }
    await alice.call({ _: 'messages.sendMultiMedia', peer: toBob, multiMedia })
    const [sent] = await chat.history(alice, toBob)
    const id = sent?.id ?? 0
    await expect(alice.call(edit(toBob, id, { media: await uploadedFile(alice) }))).rejects.toThrow(
      'MEDIA_GROUPED_INVALID',
    )
    await alice.call(edit(toBob, id, { media: await uploadedVideo(alice) }))
    expect((await chat.history(alice, toBob))[0]).toMatchObject({ media: { _: 'messageMediaDocument', video: true } })
  })

  it('that waits for its time gets another photo', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    const scheduleDate = chat.now() + 3_600
    await alice.call(chat.media(toBob, await uploadedPhoto(alice), { scheduleDate }))
    const scheduled = await alice.call({ _: 'messages.getScheduledHistory', peer: toBob, hash: 0n })
    if (scheduled._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
    const [waiting] = scheduled.messages
    const media = await uploadedPhoto(alice, {}, await testPicture(80, 80, 3))
    await alice.call(edit(toBob, waiting?.id ?? 0, { media, message: 'later', scheduleDate }))
    chat.server.clock.now += 4_000_000
    await chat.server.upkeep()
    const [sent] = await chat.history(bob, toAlice)
    expect(sent).toMatchObject({ message: 'later' })
    expect(photoIn(sent).id).not.toBe(photoIn(waiting).id)
    expect(await downloadAll(bob, locationOf(photoIn(sent), 's'))).not.toHaveLength(0)
  })

  it('of a channel gets another photo, and admins see both in the log', async () => {
    const channel = await openChannel('broadcast')
    closing.push(channel.server)
    const { alice, bob } = channel
    const peer = channel.peer(alice)
    const media = await uploadedPhoto(alice)
    const randomId = channel.randomId()
    await alice.call({ _: 'messages.sendMedia', peer, media, message: '', randomId })
    const [sent] = (await channel.history(alice)).messages
    await alice.call(edit(peer, sent?.id ?? 0, { media: await uploadedPhoto(alice, {}, await testPicture(70, 70, 4)) }))
    const [shown] = (await channel.history(bob)).messages
    expect(photoIn(shown).id).not.toBe(photoIn(sent).id)
    // What was replaced stays as long as the log does.
    for (const seconds of [60, 90_000, 60]) {
      channel.server.clock.now += seconds * 1000
      await channel.server.upkeep()
    }
    const log = await alice.call({
      ...{ _: 'channels.getAdminLog', channel: channel.named(alice), q: '', maxId: 0n, minId: 0n, limit: 10 },
    })
    const action = log.events
      .map((event) => event.action)
      .find((one) => one._ === 'channelAdminLogEventActionEditMessage')
    if (action?._ !== 'channelAdminLogEventActionEditMessage') throw new Error('the edit is logged')
    for (const message of [action.prevMessage, action.newMessage]) {
      expect(await downloadAll(alice, locationOf(photoIn(message), 's'))).not.toHaveLength(0)
    }
  })
})
