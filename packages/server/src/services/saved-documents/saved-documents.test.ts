import { createHash } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { soundType } from '../../rules/sound-type.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { documentOf, downloadDocument, inputDocument, uploadContent } from '../../testing/files.ts'
import type { TestClient } from '../../testing/test-server.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
})
afterEach(() => chat.server.close())

const video: api.documentAttributeVideo = { _: 'documentAttributeVideo', duration: 1, w: 4, h: 3 }
const animated: api.documentAttributeAnimated = { _: 'documentAttributeAnimated' }

async function uploaded(
  client: TestClient,
  content: string | Uint8Array,
  more: Partial<api.inputMediaUploadedDocument> = {},
): Promise<api.inputMediaUploadedDocument> {
  const file = await uploadContent(client, typeof content === 'string' ? Buffer.from(content) : content)
  return { _: 'inputMediaUploadedDocument', file, mimeType: 'video/mp4', attributes: [video, animated], ...more }
}

const made = async (client: TestClient, media: api.InputMedia): Promise<api.document> =>
  documentOf(await client.call({ _: 'messages.uploadMedia', peer: { _: 'inputPeerSelf' }, media }))

async function gifs(client: TestClient, hash = 0n): Promise<api.document[] | 'the same'> {
  const answer = await client.call({ _: 'messages.getSavedGifs', hash })
  return answer._ === 'messages.savedGifs' ? answer.gifs.filter((one) => one._ === 'document') : 'the same'
}

const idsOf = (documents: readonly api.Document[] | string): unknown =>
  typeof documents === 'string' ? documents : documents.map(({ id }) => id)

const saved = (updates: readonly api.Updates[]): string[] =>
  updates
    .flatMap((one) => (one._ === 'updates' ? one.updates : one._ === 'updateShort' ? [one.update] : []))
    .map(({ _ }) => _)

describe('saved GIFs', () => {
  it('are kept in the order of their use, whatever is done with them, and told to the other devices', async () => {
    const { alice } = chat
    const device = await chat.otherDevice('alice')
    const all: api.document[] = []
    for (let at = 0; at < 4; at++) all.push(await made(alice, await uploaded(alice, `gif ${at}`)))
    let expected: bigint[] = []
    let lastHash = 0n
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.boolean(), async (at, unsave) => {
        const document = all[at]
        if (document === undefined) throw new RangeError('there are four')
        device.pushed.length = 0
        const before = expected
        await alice.call({ _: 'messages.saveGif', id: inputDocument(document), unsave })
        expected = [...(unsave ? [] : [document.id]), ...before.filter((id) => id !== document.id)]
        expect(idsOf(await gifs(alice))).toEqual(expected)
        const answer = await device.call({ _: 'messages.getSavedGifs', hash: 0n })
        const hash = answer._ === 'messages.savedGifs' ? answer.hash : -1n
        if (expected.length > 0) expect(await gifs(device, hash)).toBe('the same')
        const isChanged = before.join() !== expected.join()
        expect(saved(device.pushed)).toEqual(isChanged ? ['updateSavedGifs'] : [])
        if (isChanged) expect(hash).not.toBe(lastHash)
        lastHash = hash
      }),
      { numRuns: 30, seed: 15 },
    )
  })

  it('can be downloaded by what the list says of them, after the chat in which they came is gone', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, await uploaded(alice, 'a moving picture')))
    const [message] = await chat.history(bob, toAlice)
    await bob.call({ _: 'messages.saveGif', id: inputDocument(documentOf(message)), unsave: false })
    await bob.call({ _: 'messages.deleteHistory', peer: toAlice, maxId: 0, revoke: true })
    for (let day = 0; day < 3; day++) {
      chat.server.clock.now += 86_400_000
      await chat.server.upkeep()
    }
    const found = await gifs(bob)
    if (typeof found === 'string' || found[0] === undefined) throw new TypeError('it is in the list')
    expect((await downloadDocument(bob, found[0])).toString()).toBe('a moving picture')
  })

  it('come by being sent, and are no other files, and nobody else', async () => {
    const { alice, bob, toBob } = chat
    await alice.call(chat.media(toBob, await uploaded(alice, 'sent')))
    const found = await gifs(alice)
    if (typeof found === 'string' || found[0] === undefined) throw new TypeError('it is in the list')
    expect(found).toHaveLength(1)
    expect(await gifs(bob)).toEqual([])
    // Uploaded again, it is another document of the same content.
    await alice.call(chat.media(toBob, await uploaded(alice, 'sent')))
    expect(await gifs(alice)).toHaveLength(1)
    await alice.call(chat.media(toBob, await uploaded(alice, 'a film', { attributes: [video] })))
    expect(await gifs(alice)).toHaveLength(1)
    const film = await made(alice, await uploaded(alice, 'another', { attributes: [video] }))
    const save = (client: TestClient, id: api.InputDocument): Promise<boolean> =>
      client.call({ _: 'messages.saveGif', id, unsave: false })
    await expect(save(alice, inputDocument(film))).rejects.toThrow('GIF_ID_INVALID')
    await expect(save(alice, { _: 'inputDocumentEmpty' })).rejects.toThrow('GIF_ID_INVALID')
    await expect(save(alice, { ...inputDocument(found[0]), accessHash: 5n })).rejects.toThrow('GIF_ID_INVALID')
    await expect(save(bob, inputDocument(found[0]))).rejects.toThrow('FILE_REFERENCE_INVALID')
  })
})

describe('messages.getDocumentByHash', () => {
  it('finds what somebody has uploaded, by content, size and type, and nothing of others', async () => {
    const { alice, bob } = chat
    const content = Buffer.from('the content')
    const document = await made(alice, await uploaded(alice, content))
    const sha256 = new Uint8Array(createHash('sha256').update(content).digest())
    const find = (client: TestClient, more: Partial<api.messages.getDocumentByHash> = {}): Promise<api.Document> =>
      client.call({
        ...{ _: 'messages.getDocumentByHash', sha256, size: BigInt(content.length), mimeType: 'video/mp4' },
        ...more,
      })
    const found = await find(alice)
    expect(found).toMatchObject({ _: 'document', id: document.id })
    if (found._ === 'document') expect((await downloadDocument(alice, found)).equals(content)).toBe(true)
    const none = { _: 'documentEmpty' }
    expect(await find(bob)).toMatchObject(none)
    expect(await find(alice, { size: 5n })).toMatchObject(none)
    expect(await find(alice, { mimeType: 'image/gif' })).toMatchObject(none)
    expect(await find(alice, { sha256: new Uint8Array(32) })).toMatchObject(none)
    await expect(find(alice, { sha256: new Uint8Array(31) })).rejects.toThrow('SHA256_HASH_INVALID')
  })
})

describe('notification sounds', () => {
  const mp3 = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(200)])
  const opus = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead'), Buffer.alloc(100)])

  const uploadSound = async (client: TestClient, content: Uint8Array): Promise<api.Document> =>
    client.call({
      ...{ _: 'account.uploadRingtone', file: await uploadContent(client, content) },
      ...{ fileName: 'bell.mp3', mimeType: 'audio/mpeg' },
    })
  const sounds = async (client: TestClient): Promise<bigint[]> => {
    const answer = await client.call({ _: 'account.getSavedRingtones', hash: 0n })
    return answer._ === 'account.savedRingtones' ? answer.ringtones.map(({ id }) => id) : []
  }

  it('are uploaded, saved, told to the other devices, downloaded and taken away', async () => {
    const { alice } = chat
    const device = await chat.otherDevice('alice')
    const sound = await uploadSound(alice, mp3)
    if (sound._ !== 'document') throw new TypeError('a document is made of it')
    expect(sound.attributes).toMatchObject([
      { _: 'documentAttributeAudio', title: 'bell' },
      { _: 'documentAttributeFilename', fileName: 'bell.mp3' },
    ])
    expect(await sounds(alice)).toEqual([])
    const save = (unsave: boolean): Promise<api.account.SavedRingtone> =>
      alice.call({ _: 'account.saveRingtone', id: inputDocument(sound), unsave })
    expect(await save(false)).toEqual({ _: 'account.savedRingtone' })
    expect(saved(device.pushed)).toContain('updateSavedRingtones')
    expect(await sounds(device)).toEqual([sound.id])
    expect((await downloadDocument(device, sound)).equals(mp3)).toBe(true)
    expect(await save(true)).toEqual({ _: 'account.savedRingtone' })
    expect(await sounds(device)).toEqual([])
  })

  it('are made of voice messages, as documents of their own', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const voice: api.documentAttributeAudio = {
      ...{ _: 'documentAttributeAudio', voice: true, duration: 3, waveform: new Uint8Array(63) },
    }
    await alice.call(chat.media(toBob, await uploaded(alice, opus, { mimeType: 'audio/ogg', attributes: [voice] })))
    const [message] = await chat.history(bob, toAlice)
    const id = inputDocument(documentOf(message))
    const answer = await bob.call({ _: 'account.saveRingtone', id, unsave: false })
    if (answer._ !== 'account.savedRingtoneConverted' || answer.document._ !== 'document') throw new TypeError(answer._)
    expect(answer.document.id).not.toBe(id.id)
    expect(answer.document.attributes).toEqual([{ _: 'documentAttributeAudio', duration: 3 }])
    expect(await sounds(bob)).toEqual([answer.document.id])
    expect((await downloadDocument(bob, answer.document)).equals(opus)).toBe(true)
  })

  it('are neither too large, nor too long, nor anything but sounds', async () => {
    const { alice } = chat
    await expect(uploadSound(alice, Buffer.from('a text'))).rejects.toThrow('RINGTONE_MIME_INVALID')
    await expect(uploadSound(alice, Buffer.concat([mp3, Buffer.alloc(102_400)]))).rejects.toThrow('RINGTONE_INVALID')
    const save = async (content: Uint8Array, duration: number | undefined): Promise<unknown> => {
      const attributes: api.DocumentAttribute[] =
        duration === undefined ? [] : [{ _: 'documentAttributeAudio', duration }]
      const document = await made(alice, await uploaded(alice, content, { mimeType: 'audio/mpeg', attributes }))
      return alice.call({ _: 'account.saveRingtone', id: inputDocument(document), unsave: false })
    }
    expect(await save(mp3, 5)).toEqual({ _: 'account.savedRingtone' })
    await expect(save(mp3, 6)).rejects.toThrow('RINGTONE_INVALID')
    await expect(save(mp3, undefined)).rejects.toThrow('RINGTONE_INVALID')
    await expect(save(Buffer.from('no sound'), 1)).rejects.toThrow('RINGTONE_INVALID')
  })

  it('are told by their first bytes', () => {
    expect(soundType(Buffer.from('ID3\u0004'))).toBe('audio/mpeg')
    expect(soundType(opus)).toBe('audio/ogg')
    // Vorbis, which clients do not play as a sound.
    expect(
      soundType(Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('\u0001vorbis')])),
    ).toBeUndefined()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const type = soundType(bytes)
        if (type === 'audio/mpeg') expect(bytes[0] === 0xff || bytes[0] === 0x49).toBe(true)
        else if (type === 'audio/ogg') expect(bytes[0]).toBe(0x4f)
      }),
    )
  })
})
