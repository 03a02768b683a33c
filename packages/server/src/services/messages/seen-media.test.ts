import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { documentOf, downloadDocument, inputDocument, uploadContent } from '../../testing/files.ts'
import { openGroup } from '../../testing/group.ts'
import type { TestClient } from '../../testing/test-server.ts'
import { downloadAll, locationOf, photoIn, uploadedPhoto } from '../../testing/uploads.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
})
afterEach(() => chat.server.close())

const once = 0x7fff_ffff

async function film(client: TestClient, ttlSeconds: number | undefined): Promise<api.inputMediaUploadedDocument> {
  const file = await uploadContent(client, Buffer.from('what is seen'))
  const attributes: api.DocumentAttribute[] = [{ _: 'documentAttributeVideo', duration: 1, w: 4, h: 3 }]
  return { _: 'inputMediaUploadedDocument', file, mimeType: 'video/mp4', attributes, ttlSeconds }
}

const newest = async (client: TestClient, peer: api.InputPeer): Promise<api.message> => {
  const [message] = await chat.history(client, peer)
  if (message?._ !== 'message') throw new TypeError('there is no message')
  return message
}

async function pass(seconds: number): Promise<void> {
  chat.server.clock.now += seconds * 1_000
  await chat.server.upkeep()
}

const opening = async (client: TestClient, peer: api.InputPeer): Promise<api.messages.readMessageContents> => ({
  ...{ _: 'messages.readMessageContents', id: [(await newest(client, peer)).id] },
})

describe('media that destroys itself', () => {
  it.each([
    ['a few seconds', 10, 10],
    ['a minute for what is to be seen once', once, 60],
  ])('is there until it was opened and %s have passed, and then for nobody', async (_, ttl, seconds) => {
    const { alice, bob, toAlice, toBob } = chat
    await chat.note(bob)
    await alice.call(chat.media(toBob, await film(alice, ttl), { message: 'look' }))
    await pass(86_400)
    const shown = await newest(bob, toAlice)
    expect(shown).toMatchObject({ mediaUnread: true, media: { ttlSeconds: ttl } })
    // Its sender looks at it as often as he likes.
    await alice.call(await opening(alice, toBob))
    await pass(100)
    const document = documentOf(await newest(bob, toAlice))
    for (const one of [alice, bob]) one.pushed.length = 0
    await bob.call(await opening(bob, toAlice))
    expect((await downloadDocument(bob, document)).toString()).toBe('what is seen')
    await pass(seconds - 1)
    expect((await downloadDocument(bob, document)).toString()).toBe('what is seen')
    await pass(1)
    for (const [one, peer] of [
      [alice, toBob],
      [bob, toAlice],
    ] as const) {
      const { media, message, mediaUnread } = await newest(one, peer)
      expect({ media, message, mediaUnread }).toEqual({
        ...{
          media: { _: 'messageMediaDocument', video: true, ttlSeconds: ttl },
          message: 'look',
          mediaUnread: undefined,
        },
      })
      const told = one.pushed.flatMap((updates) => (updates._ === 'updates' ? updates.updates : []))
      expect(told.some((update) => update._ === 'updateEditMessage')).toBe(true)
      await expect(downloadDocument(one, document)).rejects.toThrow('LOCATION_INVALID')
    }
    expect(await chat.server.store.read.expiringMedia.expired(2 ** 40, 9)).toEqual([])
  })

  it('goes likewise if it is a photo, and is in no list of media', async () => {
    const { alice, bob, toAlice, toBob } = chat
    await alice.call(chat.media(toBob, await uploadedPhoto(alice, { ttlSeconds: 5 })))
    const photo = photoIn(await newest(bob, toAlice))
    expect(await chat.found(bob, toAlice, { _: 'inputMessagesFilterPhotos' })).toEqual([])
    await bob.call(await opening(bob, toAlice))
    expect((await downloadAll(bob, locationOf(photo, 's'))).length).toBeGreaterThan(0)
    await pass(5)
    expect((await newest(bob, toAlice)).media).toEqual({ _: 'messageMediaPhoto', ttlSeconds: 5 })
    await expect(downloadAll(bob, locationOf(photo, 's'))).rejects.toThrow('LOCATION_INVALID')
  })

  it('takes nothing away that something else shows', async () => {
    const { alice, bob, toAlice, toBob } = chat
    const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
    await alice.call(chat.media(self, await film(alice, undefined)))
    const kept = documentOf(await newest(alice, self))
    await alice.call(chat.media(toBob, { _: 'inputMediaDocument', id: inputDocument(kept), ttlSeconds: 5 }))
    await bob.call(await opening(bob, toAlice))
    await pass(5)
    expect((await newest(bob, toAlice)).media).toEqual({ _: 'messageMediaDocument', video: true, ttlSeconds: 5 })
    const again = documentOf(await newest(alice, self))
    expect((await downloadDocument(alice, again)).toString()).toBe('what is seen')
  })

  it('is passed on to nobody, and is sent to one other alone, now, and for a time that there is', async () => {
    const { alice, bob, toAlice, toBob } = chat
    await alice.call(chat.media(toBob, await film(alice, 5)))
    const { id } = await newest(bob, toAlice)
    const randomId = [chat.randomId()]
    const forward: api.Method = {
      _: 'messages.forwardMessages',
      fromPeer: toAlice,
      toPeer: toAlice,
      id: [id],
      randomId,
    }
    await expect(bob.call(forward)).rejects.toThrow('CHAT_FORWARDS_RESTRICTED')
    const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
    for (const ttl of [0, -1, 61, once - 1]) {
      await expect(alice.call(chat.media(toBob, await film(alice, ttl)))).rejects.toThrow('TTL_MEDIA_INVALID')
    }
    await expect(alice.call(chat.media(self, await film(alice, 5)))).rejects.toThrow('TTL_MEDIA_INVALID')
    const later = chat.media(toBob, await film(alice, 5), { scheduleDate: chat.now() + 1_000 })
    await expect(alice.call(later)).rejects.toThrow('TTL_MEDIA_INVALID')
    const single = async (ttl: number | undefined): Promise<api.inputSingleMedia> => ({
      ...{ _: 'inputSingleMedia', media: await film(alice, ttl), randomId: chat.randomId(), message: '' },
    })
    const multiMedia = [await single(5), await single(undefined)]
    await expect(alice.call({ _: 'messages.sendMultiMedia', peer: toBob, multiMedia })).rejects.toThrow(
      'TTL_MEDIA_INVALID',
    )
    const media = await film(alice, 5)
    const edit: api.Method = { _: 'messages.editMessage', peer: toBob, id: (await newest(alice, toBob)).id, media }
    await expect(alice.call(edit)).rejects.toThrow('MEDIA_NEW_INVALID')
  })

  it('is not for groups', async () => {
    const group = await openGroup()
    const media = await film(group.alice, 5)
    await expect(group.alice.call(group.media(group.group, media))).rejects.toThrow('TTL_MEDIA_INVALID')
    await group.server.close()
  })
})
