import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { downloadPeerPhoto, downloadPhoto, uploadedSquare, wholePhoto } from '../../testing/profile-photos.ts'
import type { TestClient } from '../../testing/test-server.ts'

let fixture: ChannelFixture

beforeEach(async () => {
  fixture = await openChannel('broadcast')
})
afterEach(() => fixture.server.close())

async function edit(client: TestClient, photo?: api.InputChatPhoto): Promise<api.Updates> {
  const uploaded: api.InputChatPhoto = { _: 'inputChatUploadedPhoto', file: await uploadedSquare(client) }
  return client.call({ _: 'channels.editPhoto', channel: fixture.named(client), photo: photo ?? uploaded })
}

const full = async (client: TestClient): Promise<api.channelFull> => {
  const { fullChat } = await client.call({ _: 'channels.getFullChannel', channel: fixture.named(client) })
  if (fullChat._ !== 'channelFull') throw new TypeError('a channel was expected')
  return fullChat
}

describe('the photo of a channel', () => {
  it('is told of there, shown beside the title and as a whole, and written down for its admins', async () => {
    const { alice, bob } = fixture
    fixture.taken(bob)
    await edit(alice)
    const first = wholePhoto((await full(bob)).chatPhoto)
    expect((await downloadPeerPhoto(bob, fixture.peer(bob), first.id)).length).toBeGreaterThan(100)
    expect((await downloadPhoto(bob, first, 'a')).length).toBeGreaterThan(100)
    const pushed = bob.pushed.flatMap((one) => (one._ === 'updates' ? one.chats : []))
    expect(pushed.some((one) => one._ === 'channel' && one.photo._ === 'chatPhoto')).toBe(true)
    expect(fixture.taken(bob)).toContainEqual(
      expect.objectContaining({
        message: expect.objectContaining({
          action: { _: 'messageActionChatEditPhoto', photo: expect.objectContaining({ id: first.id }) },
        }),
      }),
    )
    const all = { q: '', minDate: 0, maxDate: 0, offsetId: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0, hash: 0n }
    const filter: api.MessagesFilter = { _: 'inputMessagesFilterChatPhotos' }
    const found = await bob.call({ _: 'messages.search', peer: fixture.peer(bob), filter, ...all })
    expect(found).toMatchObject({ messages: [{ action: { photo: { id: first.id } } }] })
    await edit(alice)
    const second = wholePhoto((await full(alice)).chatPhoto)
    await edit(alice, { _: 'inputChatPhotoEmpty' })
    await expect(edit(alice, { _: 'inputChatPhotoEmpty' })).rejects.toThrow('CHAT_NOT_MODIFIED')
    expect((await full(bob)).chatPhoto).toEqual({ _: 'photoEmpty', id: 0n })
    await expect(downloadPeerPhoto(bob, fixture.peer(bob), second.id)).rejects.toThrow('LOCATION_INVALID')
    const log = { channel: fixture.named(alice), q: '', maxId: 0n, minId: 0n, limit: 10 }
    const { events } = await alice.call({ _: 'channels.getAdminLog', ...log })
    const changes = events.flatMap(({ action }) =>
      action._ === 'channelAdminLogEventActionChangePhoto' ? [[action.prevPhoto, action.newPhoto]] : [],
    )
    expect(changes.map((pair) => pair.map(({ id }) => id))).toEqual([
      [second.id, 0n],
      [first.id, second.id],
      [0n, first.id],
    ])
    const before = changes[1]?.[0]
    if (before === undefined) throw new TypeError('there was one before')
    expect((await downloadPhoto(alice, before, 'a')).length).toBeGreaterThan(100)
  })

  it('is for admins to change, and for nobody to see who may not look', async () => {
    const { alice, bob, carol } = fixture
    await edit(alice)
    const { id } = wholePhoto((await full(alice)).chatPhoto)
    const missing: api.InputFile = { _: 'inputFile', id: 9n, parts: 1, name: '', md5Checksum: '' }
    await expect(edit(bob, { _: 'inputChatUploadedPhoto', file: missing })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    const peer = fixture.peer(bob)
    await expect(downloadPeerPhoto(carol, peer, id)).rejects.toThrow(/CHANNEL_INVALID|PEER_ID_INVALID|LOCATION_INVALID/)
    const shown = wholePhoto((await full(bob)).chatPhoto)
    await bob.call({ _: 'channels.leaveChannel', channel: fixture.named(bob) })
    await expect(downloadPeerPhoto(bob, peer, id)).rejects.toThrow('LOCATION_INVALID')
    await expect(downloadPhoto(bob, shown, 'a')).rejects.toThrow('FILE_REFERENCE_INVALID')
  })
})
