import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

const place: api.InputGeoPoint = { _: 'inputGeoPoint', lat: 48.85, long: 2.35 }

async function lastMessage(of: 'alice' | 'bob'): Promise<api.message> {
  const [message] = await (of === 'alice' ? chat.history(chat.alice, chat.toBob) : chat.history(chat.bob, chat.toAlice))
  if (message?._ !== 'message') throw new TypeError('the last message has content')
  return message
}

describe('media without files', () => {
  it('is a place, a venue, a contact', async () => {
    const { alice, toBob } = chat
    await alice.call(chat.media(toBob, { _: 'inputMediaGeoPoint', geoPoint: place }, { message: ' here ' }))
    expect(await lastMessage('bob')).toMatchObject({
      message: 'here',
      media: { _: 'messageMediaGeo', geo: { lat: 48.85 } },
    })
    const venue: api.InputMedia = {
      _: 'inputMediaVenue',
      geoPoint: place,
      title: 'Louvre',
      address: 'Paris',
      provider: '',
      venueId: '',
      venueType: '',
    }
    await alice.call(chat.media(toBob, venue))
    expect(await lastMessage('bob')).toMatchObject({ media: { _: 'messageMediaVenue', title: 'Louvre' } })
    const contact: api.InputMedia = {
      _: 'inputMediaContact',
      phoneNumber: '+999 66 2 0002',
      firstName: 'Bob',
      lastName: '',
      vcard: '',
    }
    await alice.call(chat.media(toBob, contact))
    expect(await lastMessage('bob')).toMatchObject({ media: { phoneNumber: '9996620002', userId: toBob.userId } })
    const [me] = await alice.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    if (me?._ !== 'user') throw new TypeError('nobody is signed in')
    await alice.call(chat.media(toBob, { ...contact, phoneNumber: me.phone ?? '' }))
    expect(await lastMessage('bob')).toMatchObject({ media: { phoneNumber: me.phone, userId: me.id } })
    for (const [media, error] of [
      [{ _: 'inputMediaEmpty' }, 'MEDIA_EMPTY'],
      [{ _: 'inputMediaGeoPoint', geoPoint: { ...place, lat: 91 } }, 'GEO_POINT_INVALID'],
      [{ ...contact, phoneNumber: 'x' }, 'PHONE_NUMBER_INVALID'],
      [{ _: 'inputMediaDice', emoticon: 'x' }, 'EMOTICON_INVALID'],
      [{ _: 'inputMediaWebPage', url: 'https://example.com' }, 'WEBPAGE_NOT_FOUND'],
      [{ _: 'inputMediaPhotoExternal', url: 'https://example.com/x.png' }, 'WEBPAGE_CURL_FAILED'],
    ] satisfies [api.InputMedia, string][]) {
      await expect(alice.call(chat.media(toBob, media))).rejects.toThrow(error)
    }
  })

  it('is a live location that moves and stops', async () => {
    const { alice, bob, toBob, server } = chat
    await alice.call(chat.media(toBob, { _: 'inputMediaGeoLive', geoPoint: place, period: 900, heading: 90 }))
    server.clock.now += 60_000
    const edit = (media: api.InputMedia): api.messages.editMessage => ({
      _: 'messages.editMessage',
      peer: toBob,
      id: 1,
      media,
    })
    await alice.call(edit({ _: 'inputMediaGeoLive', geoPoint: { ...place, lat: 50 } }))
    expect((await lastMessage('bob')).media).toMatchObject({ geo: { lat: 50 }, period: 900 })
    expect(await bob.call({ _: 'messages.getRecentLocations', peer: chat.toAlice, limit: 10, hash: 0n })).toMatchObject(
      { messages: [{ id: 1 }] },
    )
    await expect(
      bob.call({ ...edit({ _: 'inputMediaGeoLive', geoPoint: place }), peer: chat.toAlice }),
    ).rejects.toThrow('MESSAGE_AUTHOR_REQUIRED')
    await alice.call(edit({ _: 'inputMediaGeoLive', stopped: true, geoPoint: { _: 'inputGeoPointEmpty' } }))
    expect((await lastMessage('bob')).media).toMatchObject({ geo: { lat: 50 }, period: 60 })
    await expect(alice.call(edit({ _: 'inputMediaGeoLive', geoPoint: place }))).rejects.toThrow(
      'MESSAGE_EDIT_TIME_EXPIRED',
    )
  })

  it('is dice that the server throws', async () => {
    const { alice, toBob } = chat
    const values = new Set<number>()
    for (let i = 0; i < 40; i++) {
      await alice.call(chat.media(toBob, { _: 'inputMediaDice', emoticon: '🎲' }))
      const { media } = await lastMessage('bob')
      if (media?._ === 'messageMediaDice') values.add(media.value)
    }
    expect([...values].sort()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('goes as an album: one push, one group, each under its own random id', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const single = (message: string): api.InputSingleMedia => ({
      _: 'inputSingleMedia',
      media: { _: 'inputMediaGeoPoint', geoPoint: place },
      randomId: chat.randomId(),
      message,
    })
    const request: api.messages.sendMultiMedia = {
      _: 'messages.sendMultiMedia',
      peer: toBob,
      multiMedia: [single('a'), single('b')],
    }
    const answer = await alice.call(request)
    expect(answer).toMatchObject({
      updates: [{ _: 'updateMessageID', id: 1 }, { _: 'updateMessageID', id: 2 }, { pts: 2 }, { pts: 3 }],
    })
    expect(await alice.call(request)).toEqual(answer)
    expect(bob.pushed).toMatchObject([{ updates: [{ message: { message: 'a' } }, { message: { message: 'b' } }] }])
    const groups = (await chat.history(bob, toAlice)).map((message) => message._ === 'message' && message.groupedId)
    expect(groups[0]).toBeTypeOf('bigint')
    expect(groups[1]).toBe(groups[0])

    const ids = { id: [1, 2], randomId: [chat.randomId(), chat.randomId()] }
    await alice.call({ _: 'messages.forwardMessages', fromPeer: toBob, toPeer: { _: 'inputPeerSelf' }, ...ids })
    const copies = await chat.history(alice, { _: 'inputPeerSelf' })
    const copied = copies.map((message) => message._ === 'message' && message.groupedId)
    expect(copied[0]).toBe(copied[1])
    expect(copied[0]).not.toBe(groups[0])
  })
})

describe('forwarding', () => {
  it('names the first author, unless asked not to', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await bob.call(chat.text(toAlice, 'said by Bob'))
    const forward = (id: number, more: Partial<api.messages.forwardMessages> = {}): api.messages.forwardMessages => ({
      _: 'messages.forwardMessages',
      fromPeer: toBob,
      toPeer: toBob,
      id: [id],
      randomId: [chat.randomId()],
      ...more,
    })
    await alice.call(forward(1))
    expect(await lastMessage('bob')).toMatchObject({
      message: 'said by Bob',
      fwdFrom: { fromId: { userId: toBob.userId } },
    })
    await alice.call(forward(2))
    expect((await lastMessage('bob')).fwdFrom).toMatchObject({ fromId: { userId: toBob.userId } })
    await alice.call(forward(1, { dropAuthor: true }))
    expect((await lastMessage('bob')).fwdFrom).toBeUndefined()
    await alice.call(forward(1, { toPeer: { _: 'inputPeerSelf' } }))
    expect((await chat.history(alice, { _: 'inputPeerSelf' }))[0]).toMatchObject({
      fwdFrom: { savedFromMsgId: 1, savedFromPeer: { userId: toBob.userId } },
      savedPeerId: { userId: toBob.userId },
    })
    await expect(alice.call({ _: 'messages.editMessage', peer: toBob, id: 2, message: 'x' })).rejects.toThrow(
      'MESSAGE_AUTHOR_REQUIRED',
    )
    await expect(alice.call(forward(99))).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(alice.call(forward(1, { id: [1, 2] }))).rejects.toThrow('RANDOM_ID_INVALID')
    await bob.call(chat.text(toAlice, 'secret', { noforwards: true }))
    await expect(alice.call(forward(6))).rejects.toThrow('CHAT_FORWARDS_RESTRICTED')
  })

  it('gives only a name of whoever wants no links to the account', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await bob.call(chat.text(toAlice, 'quote me'))
    await bob.call({
      _: 'account.setPrivacy',
      key: { _: 'inputPrivacyKeyForwards' },
      rules: [{ _: 'inputPrivacyValueDisallowAll' }],
    })
    await alice.call({
      _: 'messages.forwardMessages',
      fromPeer: toBob,
      toPeer: { _: 'inputPeerSelf' },
      id: [1],
      randomId: [77n],
    })
    const [copy] = await chat.history(alice, { _: 'inputPeerSelf' })
    expect(copy).toMatchObject({ fwdFrom: { fromName: 'Bob' } })
    expect(copy?._ === 'message' && copy.fwdFrom?.fromId).toBeUndefined()
  })
})

describe('a text', () => {
  it('has links, mentions, hashtags and the like marked by the server', async () => {
    const { alice, toBob } = chat
    const text = 'see https://example.com/a_(b). or mail me@example.org, @alice_x #tag $USD /start'
    await alice.call(chat.text(toBob, text))
    const { message, entities = [] } = await lastMessage('bob')
    expect(
      entities.map(({ _: kind, offset, length }) => [
        kind.slice('messageEntity'.length),
        message.slice(offset, offset + length),
      ]),
    ).toEqual([
      ['Url', 'https://example.com/a_(b)'],
      ['Email', 'me@example.org'],
      ['Mention', '@alice_x'],
      ['Hashtag', '#tag'],
      ['Cashtag', '$USD'],
      ['BotCommand', '/start'],
    ])
  })

  it('quotes a part of what it answers, as it stands there', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await chat.note(alice)
    await alice.call(chat.text(toBob, 'to be or not to be'))
    const reply = (quoteText: string): api.messages.sendMessage =>
      chat.text(toAlice, 'that', { replyTo: { _: 'inputReplyToMessage', replyToMsgId: 1, quoteText, quoteOffset: 10 } })
    await bob.call(reply('to be'))
    expect((await lastMessage('alice')).replyTo).toMatchObject({
      replyToMsgId: 2,
      quote: true,
      quoteText: 'to be',
      quoteOffset: 13,
    })
    await expect(bob.call(reply('nor'))).rejects.toThrow('QUOTE_TEXT_INVALID')
  })

  it('reaches nobody who has blocked its sender', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await bob.call({ _: 'contacts.block', id: toAlice })
    await expect(alice.call(chat.text(toBob, 'hello?'))).rejects.toThrow('USER_IS_BLOCKED')
    await expect(bob.call(chat.text(toAlice, 'hello?'))).rejects.toThrow('YOU_BLOCKED_USER')
  })

  it('is limited by time as well as by length', async () => {
    const { alice, toBob } = chat
    const typing: api.messages.setTyping = {
      _: 'messages.setTyping',
      peer: toBob,
      action: { _: 'sendMessageTypingAction' },
    }
    for (let i = 0; i < 100; i++) await alice.call(typing)
    await expect(alice.call(typing)).rejects.toMatchObject({ code: 420, message: 'FLOOD_WAIT_1' })
  })
})

describe('mentions', () => {
  it('are counted until they are read, and found again', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await bob.call({ _: 'account.updateUsername', username: 'bobby' })
    await alice.call(chat.text(toBob, 'hey @Bobby'))
    await alice.call(
      chat.text(toBob, 'you', {
        entities: [{ _: 'inputMessageEntityMentionName', offset: 0, length: 3, userId: { ...toBob, _: 'inputUser' } }],
      }),
    )
    await alice.call(chat.text(toBob, 'and @else'))
    expect(await chat.dialog(bob)).toMatchObject({ unreadMentionsCount: 2 })
    const page = { offsetId: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0 }
    expect(await bob.call({ _: 'messages.getUnreadMentions', peer: toAlice, ...page })).toMatchObject({
      count: 2,
      messages: [{ id: 2, mentioned: true, mediaUnread: true }, { id: 1 }],
    })
    expect(await bob.call({ _: 'messages.readMessageContents', id: [1] })).toMatchObject({ ptsCount: 1 })
    expect(await bob.call({ _: 'messages.readMentions', peer: toAlice })).toMatchObject({ ptsCount: 1, offset: 0 })
    expect(await chat.dialog(bob)).toMatchObject({ unreadMentionsCount: 0 })
    expect(await chat.found(bob, toAlice, { _: 'inputMessagesFilterMyMentions' })).toEqual(['you', 'hey @Bobby'])
  })
})

describe('small things', () => {
  it('tells the other side of typing, and nobody else', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call({
      _: 'messages.setTyping',
      peer: toBob,
      action: { _: 'sendMessageUploadPhotoAction', progress: 5 },
    })
    expect(bob.pushed).toMatchObject([
      { update: { _: 'updateUserTyping', userId: toAlice.userId, action: { progress: 5 } } },
    ])
    expect(alice.pushed).toEqual([])
  })

  it('tells when something was read, for a week', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    await alice.call(chat.text(toBob, 'hello'))
    const ask: api.messages.getOutboxReadDate = { _: 'messages.getOutboxReadDate', peer: toBob, msgId: 1 }
    await expect(alice.call(ask)).rejects.toThrow('MESSAGE_NOT_READ_YET')
    server.clock.now += 5_000
    await bob.call({ _: 'messages.readHistory', peer: toAlice, maxId: 0 })
    expect(await alice.call(ask)).toEqual({ _: 'outboxReadDate', date: chat.now() })
    server.clock.now += 8 * 86_400_000
    await expect(alice.call(ask)).rejects.toThrow('MESSAGE_TOO_OLD')
  })

  it('answers what there is nothing to say to', async () => {
    const { alice, toBob } = chat
    await expect(alice.call({ _: 'messages.translateText', toLang: 'en' })).rejects.toMatchObject({
      code: 406,
      message: 'TRANSLATIONS_DISABLED',
    })
    expect(
      await alice.call({ _: 'messages.getMessagesViews', peer: toBob, id: [1, 2], increment: true }),
    ).toMatchObject({ views: [{}, {}] })
    expect(await alice.call({ _: 'messages.receivedMessages', maxId: 5 })).toEqual([])
    expect(await alice.call({ _: 'messages.getWebPagePreview', message: 'https://example.com' })).toMatchObject({
      media: { _: 'messageMediaEmpty' },
    })
    expect(await alice.call({ _: 'messages.getWebPage', url: 'https://example.com', hash: 0 })).toMatchObject({
      webpage: { _: 'webPageEmpty' },
    })
  })

  it('keeps drafts on all devices until the message is sent', async () => {
    const { alice, toBob } = chat
    const other = await chat.otherDevice('alice')
    other.pushed.length = 0
    await alice.call({ _: 'messages.saveDraft', peer: toBob, message: 'dear ' })
    expect(other.pushed.at(-1)).toMatchObject({ updates: [{ _: 'updateDraftMessage', draft: { message: 'dear ' } }] })
    expect(await other.call({ _: 'messages.getAllDrafts' })).toMatchObject({
      updates: [{ draft: { message: 'dear ' } }],
    })
    await alice.call(chat.text(toBob, 'dear Bob', { clearDraft: true }))
    expect(other.pushed).toContainEqual(
      expect.objectContaining({
        updates: [expect.objectContaining({ draft: expect.objectContaining({ _: 'draftMessageEmpty' }) })],
      }),
    )
    await alice.call({ _: 'messages.saveDraft', peer: toBob, message: 'next' })
    expect(await chat.dialog(alice)).toMatchObject({ draft: { message: 'next' } })
    await alice.call({ _: 'messages.clearAllDrafts' })
    expect(await alice.call({ _: 'messages.getAllDrafts' })).toMatchObject({ updates: [] })
    await expect(alice.call({ _: 'messages.saveDraft', peer: toBob, message: 'x'.repeat(4097) })).rejects.toThrow(
      'MESSAGE_TOO_LONG',
    )
    const replyTo: api.InputReplyTo = { _: 'inputReplyToMessage', replyToMsgId: 1, quoteText: 'x'.repeat(1025) }
    await expect(alice.call({ _: 'messages.saveDraft', peer: toBob, message: '', replyTo })).rejects.toThrow(
      'QUOTE_TEXT_INVALID',
    )
    const media: api.InputMedia = { _: 'inputMediaWebPage', url: `https://${'x'.repeat(4097)}` }
    await expect(alice.call({ _: 'messages.saveDraft', peer: toBob, message: '', media })).rejects.toThrow(
      'MEDIA_INVALID',
    )
  })
})
