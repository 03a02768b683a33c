import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { documentOf, inputDocument } from '../../testing/files.ts'
import type { TestClient } from '../../testing/test-server.ts'
import { downloadAll, locationOf, photoIn, uploadBytes, uploadedPhoto } from '../../testing/uploads.ts'

const oneDay = 86_400_000
const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
const video: api.DocumentAttribute = { _: 'documentAttributeVideo', duration: 1, w: 4, h: 3 }

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

/** A photo of one's own, as something that a client may name. */
async function coverOf(client: TestClient): Promise<api.inputPhoto> {
  await client.call(chat.media(self, await uploadedPhoto(client)))
  const { id, accessHash, fileReference } = photoIn((await chat.history(client, self))[0])
  return { _: 'inputPhoto', id, accessHash, fileReference }
}

async function film(more: Partial<api.inputMediaUploadedDocument>): Promise<api.inputMediaUploadedDocument> {
  const file = await uploadBytes(chat.alice, Buffer.from('a film'), 'film.mp4')
  return { _: 'inputMediaUploadedDocument', file, mimeType: 'video/mp4', attributes: [video], ...more }
}

async function newest(client: TestClient, peer: api.InputPeer): Promise<api.messageMediaDocument> {
  const [message] = await chat.history(client, peer)
  const media = message?._ === 'message' ? message.media : undefined
  if (media?._ !== 'messageMediaDocument') throw new Error('the message shows a document')
  return media
}

function shownCover({ videoCover }: api.messageMediaDocument): api.photo {
  if (videoCover?._ !== 'photo') throw new Error('the video has a cover')
  return videoCover
}

it('a video has the cover that its sender chose, as long as it is shown', async () => {
  const { alice, bob, toBob, toAlice, server } = chat
  const videoCover = await coverOf(alice)
  await alice.call(chat.media(toBob, await film({ videoCover, videoTimestamp: 3 })))
  expect(await newest(bob, toAlice)).toMatchObject({
    video: true,
    videoCover: { id: videoCover.id },
    videoTimestamp: 3,
  })
  // The message with the photo goes; the cover needs it still.
  await alice.call({ _: 'messages.deleteHistory', peer: self, maxId: 0 })
  for (let day = 0; day < 4; day++) {
    server.clock.now += oneDay
    await server.upkeep()
  }
  const shown = shownCover(await newest(bob, toAlice))
  expect((await downloadAll(bob, locationOf(shown, 's'))).length).toBeGreaterThan(0)

  await bob.call({ _: 'messages.deleteHistory', peer: toAlice, maxId: 0, revoke: true })
  for (let day = 0; day < 4; day++) {
    server.clock.now += oneDay
    await server.upkeep()
  }
  expect(await server.store.read.photos.get(Number(videoCover.id))).toBeUndefined()
})

it('a video that is sent again has another cover, or none', async () => {
  const { alice, bob, toBob, toAlice } = chat
  await alice.call(chat.media(toBob, await film({ videoCover: await coverOf(alice) })))
  const id = inputDocument(documentOf(await newest(alice, toBob)))
  const other = await coverOf(alice)
  await alice.call(chat.media(toBob, { _: 'inputMediaDocument', id, videoCover: other }))
  expect(shownCover(await newest(bob, toAlice)).id).toBe(other.id)
  await alice.call(chat.media(toBob, { _: 'inputMediaDocument', id }))
  expect(await newest(bob, toAlice)).toMatchObject({ video: true, videoCover: undefined })
})

it('a cover is a photo that its sender was shown, and of nothing but a video', async () => {
  const { alice, bob, toBob } = chat
  const own = await coverOf(alice)
  const strange = await coverOf(bob)
  for (const [videoCover, error] of [
    [{ ...own, accessHash: own.accessHash + 1n }, 'MEDIA_INVALID'],
    [{ ...own, id: own.id + 1n }, 'MEDIA_INVALID'],
    [{ _: 'inputPhotoEmpty' }, 'MEDIA_INVALID'],
    [strange, 'FILE_REFERENCE_INVALID'],
  ] as const) {
    await expect(alice.call(chat.media(toBob, await film({ videoCover })))).rejects.toThrow(error)
  }
  expect(await chat.history(alice, toBob)).toEqual([])
  await alice.call(chat.media(toBob, await film({ videoCover: own, attributes: [], forceFile: true })))
  expect(await newest(alice, toBob)).toMatchObject({ video: undefined, videoCover: undefined })
})
