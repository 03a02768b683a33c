import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { documentOf, inputDocument, uploadContent } from '../../testing/files.ts'
import { animatedSticker, stickerItem } from '../../testing/sticker-files.ts'
import type { TestClient } from '../../testing/test-server.ts'
import { photoIn, uploadedPhoto } from '../../testing/uploads.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
})
afterEach(() => chat.server.close())

interface MadeSet {
  readonly named: api.inputStickerSetID
  readonly stickers: api.inputDocument[]
}

async function makeSet(client: TestClient, shortName: string, count = 1): Promise<MadeSet> {
  const stickers: api.inputStickerSetItem[] = []
  for (let at = 0; at < count; at++) stickers.push(await stickerItem(client, animatedSticker({ op: 30 + at })))
  const made = await client.call({
    ...{ _: 'stickers.createStickerSet', userId: { _: 'inputUserSelf' }, title: shortName, shortName, stickers },
  })
  if (made._ !== 'messages.stickerSet') throw new TypeError('no hash was given')
  const { id, accessHash } = made.set
  const documents = made.documents.flatMap((one) => (one._ === 'document' ? [inputDocument(one)] : []))
  return { named: { _: 'inputStickerSetID', id, accessHash }, stickers: documents }
}

const onPhoto = ({ id, accessHash, fileReference }: api.photo): api.inputStickeredMediaPhoto => ({
  _: 'inputStickeredMediaPhoto',
  id: { _: 'inputPhoto', id, accessHash, fileReference },
})

const attached = (client: TestClient, media: api.InputStickeredMedia): Promise<api.StickerSetCovered[]> =>
  client.call({ _: 'messages.getAttachedStickers', media })

const namesOf = (sets: readonly api.StickerSetCovered[]): string[] => sets.map(({ set }) => set.shortName)

async function sentPhoto(stickers?: api.InputDocument[]): Promise<api.photo> {
  const { alice, bob, toBob, toAlice } = chat
  await alice.call(chat.media(toBob, await uploadedPhoto(alice, stickers === undefined ? {} : { stickers })))
  return photoIn((await chat.history(bob, toAlice))[0])
}

async function topicIcon(client: TestClient): Promise<api.inputDocument> {
  const stickerset = { _: 'inputStickerSetShortName', shortName: 'TopicIcons' } as const
  const icons = await client.call({ _: 'messages.getStickerSet', stickerset, hash: 0 })
  const [icon] = icons._ === 'messages.stickerSet' ? icons.documents : []
  if (icon?._ !== 'document') throw new TypeError('there are icons')
  return inputDocument(icon)
}

describe('stickers on a picture', () => {
  it('lead whoever is shown a photo to their sets, each once, in order, as long as these are there', async () => {
    const { alice, bob } = chat
    const cats = await makeSet(alice, 'cats', 2)
    const dogs = await makeSet(bob, 'dogs')
    const photo = await sentPhoto([...dogs.stickers, ...cats.stickers, await topicIcon(alice), ...dogs.stickers])
    expect(photo.hasStickers).toBe(true)
    const sets = await attached(bob, onPhoto(photo))
    expect(namesOf(sets)).toEqual(['dogs', 'cats', 'TopicIcons'])
    expect(sets[1]).toMatchObject({ _: 'stickerSetCovered', set: { count: 2 }, cover: { id: cats.stickers[0]?.id } })
    await bob.call({ _: 'stickers.deleteStickerSet', stickerset: dogs.named })
    expect(namesOf(await attached(bob, onPhoto(photo)))).toEqual(['cats', 'TopicIcons'])

    // Sent on, it is the same photo.
    const input = onPhoto(photo).id
    await bob.call(chat.media({ _: 'inputPeerSelf' }, { _: 'inputMediaPhoto', id: input }))
    const again = photoIn((await chat.history(bob, { _: 'inputPeerSelf' }))[0])
    expect(namesOf(await attached(bob, onPhoto(again)))).toEqual(['cats', 'TopicIcons'])
  })

  it('are known of documents, which say that they have some', async () => {
    const { alice } = chat
    const { stickers } = await makeSet(alice, 'cats')
    const upload = async (more: Partial<api.inputMediaUploadedDocument>): Promise<api.document> => {
      const file = await uploadContent(alice, Buffer.from('a film'))
      const said: api.DocumentAttribute[] = [{ _: 'documentAttributeHasStickers' }]
      const media = { _: 'inputMediaUploadedDocument', file, mimeType: 'video/mp4', attributes: said, ...more } as const
      return documentOf(await alice.call({ _: 'messages.uploadMedia', peer: { _: 'inputPeerSelf' }, media }))
    }
    const film = await upload({ stickers })
    expect(film.attributes).toContainEqual({ _: 'documentAttributeHasStickers' })
    const media = (document: api.document): api.InputStickeredMedia => ({
      ...{ _: 'inputStickeredMediaDocument', id: inputDocument(document) },
    })
    expect(namesOf(await attached(alice, media(film)))).toEqual(['cats'])
    // Whatever a client says of it.
    const bare = await upload({})
    expect(bare.attributes).not.toContainEqual({ _: 'documentAttributeHasStickers' })
    expect(await attached(alice, media(bare))).toEqual([])
    expect(await attached(alice, { _: 'inputStickeredMediaDocument', id: await topicIcon(alice) })).toEqual([])
  })

  it('are left out where nothing of a set is named, and looked at in a bounded number', async () => {
    const { alice, bob } = chat
    const cats = await makeSet(alice, 'cats')
    const dogs = await makeSet(alice, 'dogs')
    const [cat] = cats.stickers
    if (cat === undefined) throw new TypeError('there is one')
    const guessed = { ...cat, accessHash: cat.accessHash + 1n }
    const wrong: api.InputDocument[] = [guessed, { ...cat, id: 77n }, { ...cat, id: -1n }, { _: 'inputDocumentEmpty' }]
    const without = await sentPhoto(wrong)
    expect(without.hasStickers).toBeUndefined()
    expect(await attached(bob, onPhoto(without))).toEqual([])
    const many = await sentPhoto([...new Array<api.inputDocument>(50).fill(cat), ...dogs.stickers])
    expect(namesOf(await attached(bob, onPhoto(many)))).toEqual(['cats'])
  })

  it('are told to nobody who guesses', async () => {
    const { alice, bob } = chat
    const photo = await sentPhoto((await makeSet(alice, 'cats')).stickers)
    const asked: [Partial<api.photo>, string][] = [
      [{ accessHash: photo.accessHash + 1n }, 'MEDIA_EMPTY'],
      [{ id: photo.id + 1n }, 'MEDIA_EMPTY'],
      [{ fileReference: new Uint8Array() }, 'FILE_REFERENCE_EMPTY'],
      [{ fileReference: photo.fileReference.map((byte) => byte ^ 1) }, 'FILE_REFERENCE_INVALID'],
    ]
    for (const [more, error] of asked) {
      await expect(attached(bob, onPhoto({ ...photo, ...more })), error).rejects.toThrow(error)
    }
    const empty = { _: 'inputStickeredMediaPhoto', id: { _: 'inputPhotoEmpty' } } as const
    await expect(attached(bob, empty)).rejects.toThrow('MEDIA_EMPTY')
  })
})

for (const layer of [133, 144, 177, 228]) {
  it(`the sets of stickers on a photo are shown in layer ${layer}`, async () => {
    const schema = new StrictSchema(loadStrict(['api.tl', 'history/api.tl']), layer)
    const answers: unknown[] = []
    const own = await openChat({
      layer,
      onAnswer: (request, bytes) =>
        void (
          request._ === 'messages.getAttachedStickers' &&
          answers.push(schema.decode(bytes, schema.find(request._).result))
        ),
    })
    const { stickers } = await makeSet(own.alice, 'cats')
    await own.alice.call(own.media(own.toBob, await uploadedPhoto(own.alice, { stickers })))
    const photo = photoIn((await own.history(own.bob, own.toAlice))[0])
    await attached(own.bob, onPhoto(photo))
    await own.server.close()
    expect(answers).toEqual([[expect.objectContaining({ _: 'stickerSetCovered' })]])
  })
}
