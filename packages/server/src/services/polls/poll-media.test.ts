import type { api } from '@chappe/tl-codec/api'
import { decode, encode as encodeIn } from '@chappe/tl-layers'
import { afterEach, describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { stillSticker } from '../../testing/sticker-files.ts'
import type { TestClient } from '../../testing/test-server.ts'
import { downloadAll, locationOf, testPicture, uploadBytes, uploadedPhoto } from '../../testing/uploads.ts'

let chat: ChatFixture
afterEach(() => chat?.server.close())

const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
const place: api.InputMedia = { _: 'inputMediaGeoPoint', geoPoint: { _: 'inputGeoPoint', lat: 52, long: 13 } }
const photo = async (client: TestClient, seed: number): Promise<api.InputMedia> =>
  uploadedPhoto(client, {}, await testPicture(64, 48, seed))

async function document(
  client: TestClient,
  mimeType: string,
  attributes: api.DocumentAttribute[],
  bytes: Uint8Array = Uint8Array.of(1, 2, 3),
): Promise<api.InputMedia> {
  return { _: 'inputMediaUploadedDocument', file: await uploadBytes(client, bytes), mimeType, attributes }
}

function ask(media: readonly (api.InputMedia | undefined)[], more: Partial<api.inputMediaPoll> = {}) {
  const answers = media.map(
    (one, at): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(`answer ${at}`), media: one }),
  )
  const poll: api.poll = { _: 'poll', id: 0n, question: plain('Which?'), answers, hash: 0n, publicVoters: true }
  return { _: 'inputMediaPoll', poll, ...more } satisfies api.inputMediaPoll
}

const sizeOf = ({ sizes }: api.photo): string => sizes.find((size) => size._ === 'photoSize')?.type ?? ''

/** The photos above a poll and beside its answers. */
function photosOf(media: Pick<api.messageMediaPoll, 'poll' | 'attachedMedia'>): api.photo[] {
  const shown = [media.attachedMedia, ...media.poll.answers.map((answer) => answer.media)]
  return shown.flatMap((one) => (one?._ === 'messageMediaPhoto' && one.photo?._ === 'photo' ? [one.photo] : []))
}

function pollIn(message: api.Message | undefined): api.messageMediaPoll {
  const media = message?._ === 'message' ? message.media : undefined
  if (media?._ !== 'messageMediaPoll') throw new TypeError('a poll was expected')
  return media
}

describe('what a poll shows', () => {
  it('stands above it and beside its answers, and is downloaded by all who see it, for as long as it is there', async () => {
    chat = await openChat()
    const { alice, bob, toBob, toAlice, server } = chat
    const answers = [await photo(alice, 2), place, await photo(alice, 3), undefined]
    await alice.call(chat.media(toBob, ask(answers, { attachedMedia: await photo(alice, 1) })))
    server.clock.now += 10 * 86_400_000
    for (let turn = 0; turn < 3; turn++) {
      await server.upkeep()
      server.clock.now += 2 * 86_400_000
    }
    for (const [client, peer] of [
      [alice, toBob],
      [bob, toAlice],
    ] as const) {
      const shown = pollIn((await chat.history(client, peer))[0])
      expect(shown.poll.answers).toMatchObject([
        { media: { _: 'messageMediaPhoto' } },
        { media: { _: 'messageMediaGeo' } },
        { media: { _: 'messageMediaPhoto' } },
        { media: undefined },
      ])
      const photos = photosOf(shown)
      expect(photos).toHaveLength(3)
      for (const one of photos) expect(await downloadAll(client, locationOf(one, sizeOf(one)))).not.toHaveLength(0)
    }
  })

  it('comes with what is told of votes, and with what was passed on', async () => {
    chat = await openChat()
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, ask([await photo(alice, 1), undefined])))
    alice.pushed.length = 0
    const option = Uint8Array.of(0x30)
    const voted = await bob.call({ _: 'messages.sendVote', peer: toAlice, msgId: 1, options: [option] })
    for (const [client, updates] of [
      [bob, voted],
      [alice, alice.pushed[0]],
    ] as const) {
      const [update] = updates?._ === 'updates' ? updates.updates : []
      const poll = update?._ === 'updateMessagePoll' ? update.poll : undefined
      const [shown] = poll === undefined ? [] : photosOf({ poll })
      if (shown === undefined) throw new TypeError('a photo was expected')
      expect(await downloadAll(client, locationOf(shown, sizeOf(shown)))).not.toHaveLength(0)
    }
    const self: api.InputPeer = { _: 'inputPeerSelf' }
    const passedOn = { id: [1], randomId: [chat.randomId()] }
    await bob.call({ _: 'messages.forwardMessages', fromPeer: toAlice, toPeer: self, ...passedOn })
    const [copy] = photosOf(pollIn((await chat.history(bob, self))[0]))
    if (copy === undefined) throw new TypeError('a photo was expected')
    expect(await downloadAll(bob, locationOf(copy, sizeOf(copy)))).not.toHaveLength(0)
  })

  it('is left out for clients of layers that know of none', async () => {
    chat = await openChat()
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, ask([place, undefined], { attachedMedia: await photo(alice, 1) })))
    const [message] = await chat.history(bob, toAlice)
    if (message === undefined) throw new TypeError('a message was expected')
    const shown = pollIn(decode('Message', encodeIn(message, 200)))
    expect(shown.poll).toMatchObject({ question: { text: 'Which?' }, answers: [{ text: { text: 'answer 0' } }, {}] })
    expect(shown).not.toHaveProperty('attachedMedia')
    for (const answer of shown.poll.answers) expect(answer).not.toHaveProperty('media')
  })

  it('may be a sticker beside an answer, and no sound or mere file there', async () => {
    chat = await openChat()
    const { alice, bob, toBob, toAlice } = chat
    const sticker: api.DocumentAttribute = {
      ...{ _: 'documentAttributeSticker', alt: '🙂', stickerset: { _: 'inputStickerSetEmpty' } },
    }
    const still = await stillSticker(512, 512, 1, 'webp')
    const asSticker = () => document(alice, 'image/webp', [sticker], still)
    const asFile = () => document(alice, 'application/pdf', [])
    const asSound = () => document(alice, 'audio/mpeg', [{ _: 'documentAttributeAudio', duration: 1 }])
    await alice.call(chat.media(toBob, ask([await asSticker(), place], { attachedMedia: await asFile() })))
    expect(pollIn((await chat.history(bob, toAlice))[0])).toMatchObject({
      attachedMedia: { _: 'messageMediaDocument' },
      poll: { answers: [{ media: { document: { mimeType: 'image/webp' } } }, {}] },
    })
    const dice: api.InputMedia = { _: 'inputMediaDice', emoticon: '🎲' }
    const expiring = await uploadedPhoto(alice, { ttlSeconds: 5 })
    for (const wrong of [
      ask([await asFile(), place]),
      ask([await asSound(), place]),
      ask([dice, place]),
      ask([ask([place, place]), place]),
      ask([expiring, place]),
      ask([place, place], { attachedMedia: await asSticker() }),
      ask([place, place], { attachedMedia: dice }),
    ]) {
      await expect(alice.call(chat.media(toBob, wrong))).rejects.toThrow('MEDIA_INVALID')
    }
    const explained = ask([place, place], { solutionMedia: await photo(alice, 1) })
    await expect(alice.call(chat.media(toBob, explained))).rejects.toThrow('METHOD_NOT_IMPLEMENTED')
  })

  it('needs the right to it in groups, and is told in channels to all alike', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const send = (client: TestClient, media: api.InputMedia) =>
      client.call({
        ...{ _: 'messages.sendMedia', peer: group.peer(client), media, message: '', randomId: group.randomId() },
      })
    try {
      await send(bob, ask([await photo(bob, 1), undefined]))
      const { messages } = await group.history(alice)
      const [shown] = photosOf(pollIn(messages[0]))
      if (shown === undefined) throw new TypeError('a photo was expected')
      expect(await downloadAll(alice, locationOf(shown, sizeOf(shown)))).not.toHaveLength(0)
      const bannedRights: api.ChatBannedRights = { _: 'chatBannedRights', sendPhotos: true, untilDate: 0 }
      await alice.call({ _: 'messages.editChatDefaultBannedRights', peer: group.peer(alice), bannedRights })
      await expect(send(bob, ask([await photo(bob, 2), undefined]))).rejects.toThrow('CHAT_SEND_PHOTOS_FORBIDDEN')
      await send(bob, ask([place, undefined]))
    } finally {
      await server.close()
    }
  })
})
