import type { api } from '@chappe/tl-codec/api'
import { decode, encode as encodeIn } from '@chappe/tl-layers'
import { afterEach, describe, expect, it } from 'vitest'
import { botInput, makeBot } from '../../testing/bots.ts'
import { openChannel } from '../../testing/channel.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import type { TestClient } from '../../testing/test-server.ts'
import { testPicture, uploadedPhoto } from '../../testing/uploads.ts'

let chat: ChatFixture
afterEach(() => chat.server.close())

const html = (text: string): api.InputRichMessage => ({ _: 'inputRichMessageHTML', html: text })

const rich = (richMessage: api.InputRichMessage, more: Partial<api.messages.sendMessage> = {}) =>
  chat.alice.call({ ...chat.text(chat.toBob, '', { richMessage }), ...more })

async function last(of: 'alice' | 'bob'): Promise<api.message> {
  const [message] = await chat.history(chat[of], of === 'alice' ? chat.toBob : chat.toAlice)
  if (message?._ !== 'message') throw new TypeError('a message was expected')
  return message
}

describe('a rich message', () => {
  it('is sent, shown to both, told whole, and found by all that it says', async () => {
    chat = await openChat()
    const long = 'word '.repeat(2_000)
    const sent = await rich(html(`<h1>Title</h1><p>${long}</p><ul><li>needle</li></ul>`))
    expect(sent).toMatchObject({ _: 'updates' })
    for (const of of ['alice', 'bob'] as const) {
      const message = await last(of)
      expect(message.richMessage).toMatchObject({
        blocks: [{ _: 'pageBlockHeading1' }, { _: 'pageBlockParagraph' }, { _: 'pageBlockList' }],
      })
      expect(message.message.startsWith('Title\nword')).toBe(true)
      expect(message.message.length).toBeLessThanOrEqual(4096)
    }
    await chat.server.upkeep()
    expect(await chat.found(chat.bob, chat.toAlice, { _: 'inputMessagesFilterEmpty' }, 'needle')).toHaveLength(1)
    const { id } = await last('bob')
    const whole = await chat.bob.call({ _: 'messages.getRichMessage', peer: chat.toAlice, id })
    expect(whole).toMatchObject({ messages: [{ id, richMessage: { blocks: [{}, {}, {}] } }] })
    await chat.alice.call(chat.text(chat.toBob, 'plain'))
    const plain = { _: 'messages.getRichMessage', peer: chat.toAlice, id: (await last('bob')).id } as const
    await expect(chat.bob.call(plain)).rejects.toThrow('MESSAGE_ID_INVALID')
  })

  it('can be changed, into one of words as well, and passed on', async () => {
    chat = await openChat()
    await rich({ _: 'inputRichMessageMarkdown', markdown: '# One' })
    const { id } = await last('alice')
    const edit = { _: 'messages.editMessage', peer: chat.toBob, id } as const
    await expect(chat.alice.call({ ...edit, richMessage: html('<h1>One</h1>') })).rejects.toThrow(
      'MESSAGE_NOT_MODIFIED',
    )
    await chat.alice.call({ ...edit, richMessage: html('<h1>Two</h1>') })
    expect(await last('bob')).toMatchObject({ message: 'Two', richMessage: { blocks: [{ _: 'pageBlockHeading1' }] } })
    await chat.alice.call({
      ...{ _: 'messages.forwardMessages', fromPeer: chat.toBob, toPeer: chat.toBob, id: [id] },
      randomId: [chat.randomId()],
    })
    expect(await last('bob')).toMatchObject({ fwdFrom: {}, richMessage: { blocks: [{}] } })
    await chat.alice.call({ ...edit, message: 'three' })
    const [, changed] = await chat.history(chat.bob, chat.toAlice)
    if (changed?._ !== 'message') throw new TypeError('a message was expected')
    expect([changed.message, changed.richMessage]).toEqual(['three', undefined])
  })

  it('shows photos, which both can download and which stay as long as it does', async () => {
    chat = await openChat()
    const photos = [await uploadPhoto(chat.alice, 1), await uploadPhoto(chat.alice, 2)]
    const files = photos.map((photo, at): api.InputRichFile => ({ _: 'inputRichFilePhoto', id: `p${at}`, photo }))
    const text =
      '<img src="tg://photo?id=p0"/><figure><img src="tg://photo?id=p1"/><figcaption>two</figcaption></figure>'
    await rich({ _: 'inputRichMessageHTML', html: text, files })
    chat.server.clock.now += 10 * 86_400_000
    for (let turn = 0; turn < 3; turn++) {
      await chat.server.upkeep()
      chat.server.clock.now += 2 * 86_400_000
    }
    const { richMessage } = await last('bob')
    const shown = richMessage?.photos.map(({ _: kind }) => kind)
    expect(shown).toEqual(['photo', 'photo'])
    for (const photo of richMessage?.photos ?? []) {
      if (photo._ !== 'photo') continue
      const { id, accessHash, fileReference, sizes } = photo
      const thumbSize = sizes.find((size) => size._ === 'photoSize')?.type ?? ''
      const location: api.InputFileLocation = {
        ...{ _: 'inputPhotoFileLocation', id, accessHash, fileReference, thumbSize },
      }
      expect(await chat.bob.call({ _: 'upload.getFile', location, offset: 0n, limit: 4096 })).toMatchObject({
        _: 'upload.file',
      })
    }
    const strange = photos.slice(0, 1).map((photo) => ({ ...photo, accessHash: 1n }))
    await expect(
      rich({ _: 'inputRichMessage', blocks: [{ _: 'pageBlockDivider' }], photos: strange }),
    ).rejects.toThrow()
  })

  it.each<[api.InputRichMessage, string]>([
    [html(''), 'RICH_MESSAGE_EMPTY'],
    [
      { _: 'inputRichMessage', blocks: [{ _: 'pageBlockTitle', text: { _: 'textPlain', text: 'x' } }] },
      'RICH_VALIDATE_CTOR_NOT_ALLOWED',
    ],
    [
      { _: 'inputRichMessage', blocks: [{ _: 'pageBlockThinking', text: { _: 'textPlain', text: 'x' } }] },
      'RICH_VALIDATE_CTOR_NOT_ALLOWED',
    ],
    [{ _: 'inputRichMessage', blocks: [photoBlock(5n)] }, 'RICH_MESSAGE_MEDIA_INVALID'],
  ])('is refused with what it may not be', async (input, error) => {
    chat = await openChat()
    await expect(rich(input)).rejects.toThrow(error)
  })

  it('is words alone to clients of layers that know of none', async () => {
    chat = await openChat()
    await rich(html('<h1>Title</h1>x'))
    const shown = decode('Message', encodeIn(await last('bob'), 200))
    if (shown._ !== 'message') throw new TypeError('a message was expected')
    expect([shown.message, shown.richMessage]).toEqual(['Title\nx', undefined])
  })

  it('is streamed to one person before it is sent, and may say that it thinks', async () => {
    chat = await openChat()
    const bot = await makeBot(chat.server, 'writer_bot', 'Writer')
    const named = await botInput(chat.alice, 'writer_bot')
    await chat.alice.call(chat.text(named, '/start'))
    chat.alice.pushed.length = 0
    const peer: api.InputPeer = { _: 'inputPeerUser', userId: BigInt(chat.alice.key.userId ?? 0), accessHash: 0n }
    const richMessage = html('<tg-thinking>hm</tg-thinking><p>so far</p>')
    const action = { _: 'inputSendMessageRichMessageDraftAction', randomId: 5n, richMessage } as const
    await bot.call({ _: 'messages.setTyping', peer, action })
    expect(chat.alice.pushed).toMatchObject([
      {
        update: {
          _: 'updateUserTyping',
          action: {
            _: 'sendMessageRichMessageDraftAction',
            randomId: 5n,
            richMessage: { blocks: [{ _: 'pageBlockThinking' }, {}] },
          },
        },
      },
    ])
  })
})

it('needs the rights to what it shows', async () => {
  const group = await openChannel('megagroup')
  chat = await openChat()
  try {
    const bannedRights: api.ChatBannedRights = { _: 'chatBannedRights', sendPhotos: true, untilDate: 0 }
    await group.alice.call({ _: 'messages.editChatDefaultBannedRights', peer: group.peer(group.alice), bannedRights })
    const photo = await uploadPhoto(group.bob, 1)
    const files: api.InputRichFile[] = [{ _: 'inputRichFilePhoto', id: 'p', photo }]
    const input: api.InputRichMessage = { _: 'inputRichMessageHTML', html: '<img src="tg://photo?id=p"/>', files }
    await expect(group.send(group.bob, '', { richMessage: input })).rejects.toThrow('CHAT_SEND_PHOTOS_FORBIDDEN')
    await group.send(group.bob, '', { richMessage: html('<h1>words</h1>') })
    const [post] = (await group.history(group.alice)).messages
    expect(post).toMatchObject({ message: 'words', richMessage: { blocks: [{ _: 'pageBlockHeading1' }] } })
    const whole = { _: 'messages.getRichMessage', peer: group.peer(group.bob), id: post?.id ?? 0 } as const
    expect(await group.bob.call(whole)).toMatchObject({
      _: 'messages.channelMessages',
      messages: [{ richMessage: {} }],
    })
  } finally {
    await group.server.close()
  }
})

/** A photo that is there and in no message. */
async function uploadPhoto(client: TestClient, seed: number): Promise<api.inputPhoto> {
  const media = await uploadedPhoto(client, {}, await testPicture(64, 48, seed))
  const made = await client.call({ _: 'messages.uploadMedia', peer: { _: 'inputPeerSelf' }, media })
  const photo = made._ === 'messageMediaPhoto' ? made.photo : undefined
  if (photo?._ !== 'photo') throw new TypeError('a photo was expected')
  return { _: 'inputPhoto', id: photo.id, accessHash: photo.accessHash, fileReference: photo.fileReference }
}

function photoBlock(photoId: bigint): api.PageBlock {
  const empty: api.RichText = { _: 'textEmpty' }
  return { _: 'pageBlockPhoto', photoId, caption: { _: 'pageCaption', text: empty, credit: empty } }
}
