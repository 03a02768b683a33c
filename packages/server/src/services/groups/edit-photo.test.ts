import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GroupFixture, openGroup } from '../../testing/group.ts'
import {
  downloadPeerPhoto,
  downloadPhoto,
  inputPhoto,
  uploadedSquare,
  wholePhoto,
} from '../../testing/profile-photos.ts'
import type { TestClient } from '../../testing/test-server.ts'

let fixture: GroupFixture

beforeEach(async () => {
  fixture = await openGroup()
})
afterEach(() => fixture.server.close())

async function edit(client: TestClient, photo?: api.InputChatPhoto): Promise<api.Updates> {
  const uploaded: api.InputChatPhoto = { _: 'inputChatUploadedPhoto', file: await uploadedSquare(client) }
  return client.call({ _: 'messages.editChatPhoto', chatId: fixture.group.chatId, photo: photo ?? uploaded })
}

const shownTo = async (client: TestClient): Promise<api.ChatPhoto | undefined> => {
  const chat = await fixture.shown(client)
  return chat?._ === 'chat' ? chat.photo : undefined
}

const full = async (client: TestClient): Promise<api.chatFull> => {
  const { fullChat } = await client.call({ _: 'messages.getFullChat', chatId: fixture.group.chatId })
  if (fullChat._ !== 'chatFull') throw new TypeError('a group was expected')
  return fullChat
}

function whole(updates: api.Updates): api.updates {
  if (updates._ !== 'updates') throw new TypeError('all of it was expected')
  return updates
}

/** The photo of which the newest message tells. */
const told = async (client: TestClient): Promise<api.Photo | undefined> => {
  const [message] = await fixture.history(client, fixture.group)
  const action = message?._ === 'messageService' ? message.action : undefined
  return action?._ === 'messageActionChatEditPhoto' ? action.photo : undefined
}

describe('the photo of a group', () => {
  it('is told of in the chat, shown to its members, and to nobody else', async () => {
    const { alice, bob, carol, dave, group } = fixture
    const { chats, updates } = whole(await edit(alice))
    expect(updates.map(({ _: name }) => name)).toContain('updateNewMessage')
    const [chat] = chats
    if (chat?._ !== 'chat' || chat.photo._ !== 'chatPhoto') throw new TypeError('a photo was expected')
    const { photoId } = chat.photo
    expect(chat.photo.strippedThumb?.length).toBeGreaterThan(10)
    for (const client of [alice, bob, carol]) {
      expect(await shownTo(client)).toEqual(chat.photo)
      const photo = wholePhoto(await told(client))
      expect(photo.id).toBe(photoId)
      const [small, again] = [await downloadPhoto(client, photo, 'a'), await downloadPeerPhoto(client, group, photoId)]
      expect(small).toEqual(again)
      expect((await full(client)).chatPhoto?.id).toBe(photoId)
    }
    // As Android looks through the photos that there were.
    const all = { q: '', minDate: 0, maxDate: 0, offsetId: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0, hash: 0n }
    const filter: api.MessagesFilter = { _: 'inputMessagesFilterChatPhotos' }
    const found = await bob.call({ _: 'messages.search', peer: group, filter, ...all })
    const [only] = 'messages' in found ? found.messages : []
    expect(only).toMatchObject({ action: { _: 'messageActionChatEditPhoto', photo: { id: photoId } } })
    expect(fixture.news(bob)).toContainEqual(expect.objectContaining({ _: 'updateNewMessage' }))
    await expect(downloadPeerPhoto(dave, group, photoId)).rejects.toThrow(/PEER_ID_INVALID|LOCATION_INVALID/)
    const photo = wholePhoto((await full(bob)).chatPhoto)
    await bob.call({ _: 'messages.deleteChatUser', chatId: group.chatId, userId: { _: 'inputUserSelf' } })
    expect(await shownTo(bob)).toEqual({ _: 'chatPhotoEmpty' })
    await expect(downloadPeerPhoto(bob, group, photoId)).rejects.toThrow('LOCATION_INVALID')
    await expect(downloadPhoto(bob, photo, 'a')).rejects.toThrow('FILE_REFERENCE_INVALID')
  })

  it('is another one, one of before, or none; whoever may not change it has no picture made of anything', async () => {
    const { alice, bob, carol, group } = fixture
    await edit(alice)
    const first = wholePhoto(await told(alice))
    await edit(alice)
    await edit(alice, { _: 'inputChatPhoto', id: inputPhoto(first) })
    expect((await full(bob)).chatPhoto?.id).toBe(first.id)
    await expect(edit(alice, { _: 'inputChatPhoto', id: inputPhoto(first) })).rejects.toThrow('CHAT_NOT_MODIFIED')
    await edit(alice, { _: 'inputChatPhotoEmpty' })
    expect(await shownTo(carol)).toEqual({ _: 'chatPhotoEmpty' })
    expect((await full(carol)).chatPhoto).toBeUndefined()
    const [message] = await fixture.history(carol, group)
    expect(message).toMatchObject({ action: { _: 'messageActionChatDeletePhoto' } })
    await expect(edit(alice, { _: 'inputChatPhotoEmpty' })).rejects.toThrow('CHAT_NOT_MODIFIED')
    const closed: api.chatBannedRights = { _: 'chatBannedRights', changeInfo: true, untilDate: 0 }
    await alice.call({ _: 'messages.editChatDefaultBannedRights', peer: group, bannedRights: closed })
    const missing: api.InputFile = { _: 'inputFile', id: 9n, parts: 1, name: '', md5Checksum: '' }
    await expect(edit(bob, { _: 'inputChatUploadedPhoto', file: missing })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
  })

  it('is shown to whoever has a link, and goes along when the group becomes a supergroup', async () => {
    const { alice, dave, group } = fixture
    await edit(alice)
    const { id } = wholePhoto(await told(alice))
    const link = await alice.call({ _: 'messages.exportChatInvite', peer: group })
    const hash = link._ === 'chatInviteExported' ? (link.link.split('+')[1] ?? '') : ''
    const preview = await dave.call({ _: 'messages.checkChatInvite', hash })
    if (preview._ !== 'chatInvite') throw new TypeError('a preview was expected')
    expect(preview.photo.id).toBe(id)
    expect((await downloadPhoto(dave, preview.photo, 'a')).length).toBeGreaterThan(100)
    const { chats } = whole(await alice.call({ _: 'messages.migrateChat', chatId: group.chatId }))
    const channel = chats.find((one) => one._ === 'channel')
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('a supergroup was expected')
    expect(channel.photo).toMatchObject({ photoId: id })
    const peer: api.inputPeerChannel = {
      ...{ _: 'inputPeerChannel', channelId: channel.id, accessHash: channel.accessHash },
    }
    expect((await downloadPeerPhoto(alice, peer, id)).length).toBeGreaterThan(100)
  })
})
