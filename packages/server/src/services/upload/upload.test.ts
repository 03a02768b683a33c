import { createHash } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { openGroup } from '../../testing/group.ts'
import { signUp, type TestClient } from '../../testing/test-server.ts'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close()
})

async function open(options: Parameters<typeof openChat>[0] = {}): Promise<ChatFixture> {
  const chat = await openChat(options)
  closing.push(chat.server)
  return chat
}

const KiB = 1_024
const oneDay = 86_400

/** Bytes that say where they are, other ones for each seed. */
function pattern(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8) * seed + seed) & 255)
}

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

let lastFile = 100n

async function upload(client: TestClient, content: Uint8Array, partSize = 64 * KiB): Promise<api.inputFile> {
  const fileId = ++lastFile
  const parts = Math.ceil(content.length / partSize)
  for (let filePart = 0; filePart < parts; filePart++) {
    const bytes = content.subarray(filePart * partSize, (filePart + 1) * partSize)
    expect(await client.call({ _: 'upload.saveFilePart', fileId, filePart, bytes })).toBe(true)
  }
  return { _: 'inputFile', id: fileId, parts, name: 'a.bin', md5Checksum: md5(content) }
}

function uploaded(file: api.InputFile, more: Partial<api.inputMediaUploadedDocument> = {}): api.InputMedia {
  const attributes: api.DocumentAttribute[] = [{ _: 'documentAttributeFilename', fileName: 'notes.txt' }]
  return { _: 'inputMediaUploadedDocument', file, mimeType: 'text/plain', attributes, ...more }
}

function documentIn(message: api.Message | undefined): api.document {
  const media = message?._ === 'message' ? message.media : undefined
  const document = media?._ === 'messageMediaDocument' ? media.document : undefined
  if (document?._ !== 'document') throw new Error('the message shows no document')
  return document
}

function messagesOf(updates: readonly api.Updates[]): api.Message[] {
  return updates.flatMap((one) =>
    one._ === 'updates'
      ? one.updates.flatMap((update) =>
          update._ === 'updateNewMessage' || update._ === 'updateNewChannelMessage' ? [update.message] : [],
        )
      : [],
  )
}

function locationOf({ id, accessHash, fileReference }: api.document): api.inputDocumentFileLocation {
  return { _: 'inputDocumentFileLocation', id, accessHash, fileReference, thumbSize: '' }
}

async function range(
  client: TestClient,
  location: api.InputFileLocation,
  offset: number,
  limit: number,
  precise?: true,
): Promise<Uint8Array> {
  const file = await client.call({ _: 'upload.getFile', location, offset: BigInt(offset), limit, precise })
  if (file._ !== 'upload.file') throw new Error('no bytes')
  return file.bytes
}

async function download(client: TestClient, document: api.document, limit = 128 * KiB): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (let offset = 0; ; offset += limit) {
    const bytes = await range(client, locationOf(document), offset, limit)
    parts.push(bytes)
    if (bytes.length < limit) return Buffer.concat(parts)
  }
}

/** Has all upkeep done after some time. */
async function pass(chat: Pick<ChatFixture, 'server'>, seconds: number): Promise<void> {
  chat.server.clock.now += seconds * 1000
  await chat.server.upkeep()
}

async function objectsOf({ server }: Pick<ChatFixture, 'server'>): Promise<number> {
  return (await server.store.read.fileObjects.page('', 1000)).length
}

describe('a file', () => {
  it('is uploaded, sent, shown to both and downloaded, byte for byte', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    const content = pattern(300_001)
    const file = await upload(alice, content)
    const answer = await alice.call(chat.media(toBob, uploaded(file), { message: 'look' }))
    const sent = documentIn(messagesOf([answer])[0])
    expect(sent).toMatchObject({ mimeType: 'text/plain', size: 300_001n, dcId: 2 })
    expect(sent.attributes).toEqual([{ _: 'documentAttributeFilename', fileName: 'notes.txt' }])
    const pushed = documentIn(messagesOf(bob.pushed).at(-1))
    const read = documentIn((await chat.history(bob, toAlice))[0])
    for (const document of [pushed, read]) expect(document.id).toBe(sent.id)
    expect(Buffer.from(content).equals(await download(alice, sent))).toBe(true)
    for (const document of [pushed, read]) expect(Buffer.from(content).equals(await download(bob, document))).toBe(true)
    expect(await chat.found(bob, toAlice, { _: 'inputMessagesFilterDocument' })).toEqual(['look'])
  })

  it('comes in parts of any order, again, and several at once, whatever their size', async () => {
    const chat = await open()
    const { alice, toBob } = chat
    const plan = fc.record({
      size: fc.integer({ min: 1, max: 40 * KiB }),
      partSize: fc.constantFrom(1, 2, 4, 8, 16, 32).map((size) => size * KiB),
      isBig: fc.boolean(),
      shuffle: fc.infiniteStream(fc.nat()),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ size, partSize, isBig, shuffle }) => {
        const content = pattern(size, size)
        const total = Math.ceil(size / partSize)
        const id = ++lastFile
        const order = Array.from({ length: total }, (_, at) => ({ at, by: shuffle.next().value }))
          .sort((a, b) => a.by - b.by)
          .map(({ at }) => at)
        const save = (filePart: number, bytes: Uint8Array): Promise<boolean> =>
          alice.call(
            isBig
              ? { _: 'upload.saveBigFilePart', fileId: id, filePart, fileTotalParts: total, bytes }
              : { _: 'upload.saveFilePart', fileId: id, filePart, bytes },
          )
        const part = (at: number): Uint8Array => content.subarray(at * partSize, (at + 1) * partSize)
        // One of them came wrong at first.
        const [again = 0] = order
        await save(
          again,
          part(again).map((byte) => byte ^ 1),
        )
        await Promise.all(order.map((at) => save(at, part(at))))
        const file: api.InputFile = isBig
          ? { _: 'inputFileBig', id, parts: total, name: '' }
          : { _: 'inputFile', id, parts: total, name: '', md5Checksum: md5(content) }
        const answer = await alice.call(chat.media(toBob, uploaded(file)))
        const document = documentIn(messagesOf([answer])[0])
        expect(Buffer.from(content).equals(await download(alice, document))).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('is refused for parts that are missing, of wrong sizes, of another, or not what their digest says', async () => {
    const chat = await open()
    const { alice, bob, toBob } = chat
    const save = (fileId: bigint, filePart: number, length: number) =>
      alice.call({ _: 'upload.saveFilePart', fileId, filePart, bytes: pattern(length) })
    const saveBig = (fileId: bigint, filePart: number, fileTotalParts: number, length: number) =>
      alice.call({ _: 'upload.saveBigFilePart', fileId, filePart, fileTotalParts, bytes: pattern(length) })
    await expect(save(1n, -1, KiB)).rejects.toThrow('FILE_PART_INVALID')
    await expect(save(1n, 4_000, KiB)).rejects.toThrow('FILE_PART_INVALID')
    await expect(save(1n, 0, 0)).rejects.toThrow('FILE_PART_EMPTY')
    await expect(save(1n, 0, 512 * KiB + 1)).rejects.toThrow('FILE_PART_TOO_BIG')
    await expect(saveBig(2n, 0, 3, 3 * KiB)).rejects.toThrow('FILE_PART_SIZE_INVALID')
    await expect(saveBig(2n, 0, 3, 1_000)).rejects.toThrow('FILE_PART_SIZE_INVALID')
    await expect(saveBig(2n, 3, 3, KiB)).rejects.toThrow('FILE_PART_INVALID')
    await expect(saveBig(2n, 0, 4_001, KiB)).rejects.toThrow('FILE_PARTS_INVALID')
    await saveBig(2n, 0, 3, 2 * KiB)
    await expect(saveBig(2n, 1, 3, KiB)).rejects.toThrow('FILE_PART_SIZE_CHANGED')
    await expect(saveBig(2n, 2, 3, 4 * KiB)).rejects.toThrow('FILE_PART_SIZE_CHANGED')
    await expect(saveBig(2n, 1, 4, 2 * KiB)).rejects.toThrow('FILE_PARTS_INVALID')
    await expect(save(2n, 1, 2 * KiB)).rejects.toThrow('FILE_ID_INVALID')

    const named = (id: bigint, parts: number, md5Checksum = ''): api.InputMedia =>
      uploaded({ _: 'inputFile', id, parts, name: '', md5Checksum })
    const send = (media: api.InputMedia, client = alice) => client.call(chat.media(toBob, media))
    await expect(send(uploaded({ _: 'inputFileBig', id: 2n, parts: 3, name: '' }))).rejects.toThrow(
      'FILE_PART_1_MISSING',
    )
    await expect(send(named(3n, 1))).rejects.toThrow('FILE_PART_0_MISSING')
    await expect(send(named(3n, 0))).rejects.toThrow('FILE_PARTS_INVALID')
    await expect(send(named(3n, 4_001))).rejects.toThrow('FILE_PARTS_INVALID')
    // Of which part is the last nothing is known before.
    for (const [part, length] of [2 * KiB, KiB, 2 * KiB].entries()) await save(4n, part, length)
    await expect(send(named(4n, 3))).rejects.toThrow('FILE_PART_SIZE_CHANGED')
    for (const [part, length] of [3 * KiB, KiB].entries()) await save(5n, part, length)
    await expect(send(named(5n, 2))).rejects.toThrow('FILE_PART_SIZE_INVALID')
    await save(6n, 0, 77)
    await expect(send(named(6n, 1, md5(pattern(78))))).rejects.toThrow('MD5_CHECKSUM_INVALID')
    // The parts of another are not there.
    const toAlice = chat.toAlice
    await expect(bob.call(chat.media(toAlice, named(6n, 1)))).rejects.toThrow('FILE_PART_0_MISSING')
    await send(named(6n, 1, md5(pattern(77)).toUpperCase()))
    // Nothing of what was refused stays.
    await pass(chat, 2 * oneDay)
    await pass(chat, 2 * oneDay)
    expect(await objectsOf(chat)).toBe(1)
  })

  it('may be named again by a client that got no answer, and equal ones are stored once', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice, server } = chat
    const content = pattern(100_000)
    const file = await upload(alice, content)
    const request = chat.media(toBob, uploaded(file))
    const ids = new Set<number>()
    for (let times = 0; times < 2; times++) ids.add(messagesOf([await alice.call(request)])[0]?.id ?? 0)
    expect(ids.size).toBe(1)
    expect(await chat.history(alice, toBob)).toHaveLength(1)
    await bob.call(chat.media(toAlice, uploaded(await upload(bob, content, 16 * KiB))))
    const hash = createHash('sha256').update(content).digest()
    await pass(chat, 60)
    expect(await objectsOf(chat)).toBe(1)
    // Two documents, and two uploads that may be named again.
    expect((await server.store.read.blobs.get(hash))?.uses).toBeGreaterThanOrEqual(4)
  })

  it('is kept as long as a message shows it, in every kind of chat, and goes after that', async () => {
    const chat = await openGroup()
    closing.push(chat.server)
    const { alice, bob, toBob, toAlice, group, carol } = chat
    const content = pattern(5_000)
    const answer = await alice.call(chat.media(group, uploaded(await upload(alice, content, 4 * KiB))))
    const id = messagesOf([answer])[0]?.id ?? 0
    const inGroup = documentIn((await chat.history(carol, group))[0])
    expect(Buffer.from(content).equals(await download(carol, inGroup))).toBe(true)
    await alice.call({
      ...{ _: 'messages.forwardMessages', fromPeer: group, toPeer: toBob, id: [id], randomId: [chat.randomId()] },
    })
    const scheduled = { scheduleDate: chat.now() + 10 * oneDay }
    const shown = documentIn((await chat.history(alice, toBob))[0])
    const again: api.InputMedia = { _: 'inputMediaDocument', id: { ...shown, _: 'inputDocument' } }
    await alice.call(chat.media(toBob, again, scheduled))
    await pass(chat, 2 * oneDay)
    await alice.call({ _: 'messages.deleteMessages', id: [id], revoke: true })
    for (let day = 0; day < 3; day++) await pass(chat, oneDay)
    // Bob was shown it by the copy that was passed on.
    const forwarded = (await chat.history(bob, toAlice))[0]
    expect(Buffer.from(content).equals(await download(bob, documentIn(forwarded)))).toBe(true)
    await bob.call({ _: 'messages.deleteMessages', id: [forwarded?.id ?? 0], revoke: true })
    for (let day = 0; day < 3; day++) await pass(chat, oneDay)
    // The scheduled one is left.
    expect(await objectsOf(chat)).toBe(1)
    await pass(chat, 5 * oneDay)
    const late = (await chat.history(bob, toAlice))[0]
    expect(Buffer.from(content).equals(await download(bob, documentIn(late)))).toBe(true)
    await bob.call({ _: 'messages.deleteHistory', peer: toAlice, maxId: 0, revoke: true })
    for (let day = 0; day < 6; day++) await pass(chat, oneDay)
    expect(await objectsOf(chat)).toBe(0)
    await expect(download(bob, documentIn(late))).rejects.toThrow('LOCATION_INVALID')
  })

  it('of which the parts are never used goes after a day', async () => {
    const chat = await open()
    const file = await upload(chat.alice, pattern(10 * KiB), KiB)
    expect(await objectsOf(chat)).toBe(10)
    await pass(chat, oneDay - 60)
    expect(await objectsOf(chat)).toBe(10)
    await pass(chat, 120)
    expect(await objectsOf(chat)).toBe(0)
    await expect(chat.alice.call(chat.media(chat.toBob, uploaded(file)))).rejects.toThrow('FILE_PART_0_MISSING')
  })

  it('has as many parts as the operator allows, and clients are told so', async () => {
    for (const [maxFileParts, most] of [
      [undefined, 4_000],
      [8_000, 8_000],
    ] as const) {
      const { alice } = await open(maxFileParts === undefined ? {} : { maxFileParts })
      const save = (filePart: number, fileTotalParts: number) => {
        const bytes = pattern(512 * KiB)
        return alice.call({ _: 'upload.saveBigFilePart', fileId: 1n, filePart, fileTotalParts, bytes })
      }
      expect(await save(most - 1, most)).toBe(true)
      await expect(save(most, -1)).rejects.toThrow('FILE_PART_INVALID')
      await expect(save(0, most + 1)).rejects.toThrow('FILE_PARTS_INVALID')
      const answer = await alice.call({ _: 'help.getAppConfig', hash: 0 })
      const told = { key: 'upload_max_fileparts_default', value: { _: 'jsonNumber', value: most } }
      expect(answer).toMatchObject({ config: { value: expect.arrayContaining([expect.objectContaining(told)]) } })
    }
  })

  it('takes of the room of its account, which comes back', async () => {
    const chat = await open({ fileQuota: 20 * KiB })
    const { alice, bob, toBob } = chat
    const file = await upload(alice, pattern(12 * KiB), 4 * KiB)
    const more = () => upload(alice, pattern(12 * KiB, 2), 4 * KiB)
    await expect(more()).rejects.toThrow('FILE_PARTS_INVALID')
    await upload(bob, pattern(12 * KiB, 3), 4 * KiB)
    await alice.call(chat.media(toBob, uploaded(file)))
    await expect(more()).rejects.toThrow('FILE_PARTS_INVALID')
    await alice.call({ _: 'messages.deleteHistory', peer: toBob, maxId: 0, revoke: true })
    for (let day = 0; day < 3; day++) await pass(chat, oneDay)
    await more()
  })
})

describe('a range of a file', () => {
  it('is asked for by the rules, and gives what is there', async () => {
    const chat = await open()
    const { alice, toBob } = chat
    const content = Buffer.from(pattern(1_500_000))
    const file = await upload(alice, content, 512 * KiB)
    const answer = await alice.call(chat.media(toBob, uploaded(file)))
    const location = locationOf(documentIn(messagesOf([answer])[0]))
    const unit = fc.nat(1_500).map((units) => units * KiB)
    await fc.assert(
      fc.asyncProperty(unit, fc.integer({ min: 1, max: 64 }), async (offset, units) => {
        const limit = Math.min(units * KiB, 1_048_576 - (offset % 1_048_576))
        const bytes = await range(alice, location, offset, limit, true)
        expect(content.subarray(offset, offset + limit).equals(bytes)).toBe(true)
      }),
      { numRuns: 25 },
    )
    const parallel = await Promise.all(
      Array.from({ length: 12 }, (_, at) => range(alice, location, at * 128 * KiB, 128 * KiB)),
    )
    expect(Buffer.concat(parallel).equals(content)).toBe(true)
    expect(await range(alice, location, 2_097_152, 4 * KiB)).toHaveLength(0)
    const refused: [number, number, true | undefined, string][] = [
      [0, 0, undefined, 'LIMIT_INVALID'],
      [0, 3 * 4 * KiB, undefined, 'LIMIT_INVALID'],
      [0, KiB, undefined, 'LIMIT_INVALID'],
      [0, 2_097_152, undefined, 'LIMIT_INVALID'],
      [KiB, 4 * KiB, undefined, 'OFFSET_INVALID'],
      [-4 * KiB, 4 * KiB, undefined, 'OFFSET_INVALID'],
      [512, KiB, true, 'OFFSET_INVALID'],
      [1_048_576 - KiB, 2 * KiB, true, 'LIMIT_INVALID'],
    ]
    for (const [offset, limit, precise, error] of refused) {
      await expect(range(alice, location, offset, limit, precise)).rejects.toThrow(error)
    }
    const hashes = await alice.call({ _: 'upload.getFileHashes', location, offset: 131_072n })
    expect(hashes).toHaveLength(8)
    for (const { offset, limit, hash } of hashes) {
      const bytes = content.subarray(Number(offset), Number(offset) + limit)
      expect(Buffer.from(hash).equals(createHash('sha256').update(bytes).digest())).toBe(true)
    }
    expect(hashes[0]).toMatchObject({ offset: 131_072n, limit: 131_072 })
  })

  it('is given only to who was shown the file, and not for ever', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice, server } = chat
    await pass(chat, 60)
    await alice.call(chat.media(toBob, uploaded(await upload(alice, pattern(5_000), 4 * KiB))))
    const location = locationOf(documentIn((await chat.history(alice, toBob))[0]))
    const ask = (client: TestClient, more: Partial<api.inputDocumentFileLocation>) =>
      range(client, { ...location, ...more }, 0, 4 * KiB)
    expect(await ask(alice, {})).toHaveLength(4 * KiB)
    await expect(ask(bob, {})).rejects.toThrow('FILE_REFERENCE_INVALID')
    await expect(ask(alice, { fileReference: new Uint8Array() })).rejects.toThrow('FILE_REFERENCE_EMPTY')
    for (let at = 0; at < location.fileReference.length; at++) {
      const fileReference = location.fileReference.map((byte, place) => (place === at ? byte ^ 1 : byte))
      await expect(ask(alice, { fileReference })).rejects.toThrow('FILE_REFERENCE_INVALID')
    }
    await expect(ask(alice, { accessHash: location.accessHash + 1n })).rejects.toThrow('LOCATION_INVALID')
    await expect(ask(alice, { id: location.id + 1n })).rejects.toThrow('LOCATION_INVALID')
    await expect(ask(alice, { id: -1n })).rejects.toThrow('LOCATION_INVALID')
    await expect(ask(alice, { thumbSize: 'm' })).rejects.toThrow('LOCATION_INVALID')
    const other = await signUp(server, '9996630003', 'Carol')
    await expect(ask(other, {})).rejects.toThrow('FILE_REFERENCE_INVALID')

    await pass(chat, oneDay - 3_600)
    expect(await ask(alice, {})).toHaveLength(4 * KiB)
    await pass(chat, 8 * 3_600)
    await expect(ask(alice, {})).rejects.toThrow('FILE_REFERENCE_EXPIRED')
    const fresh = locationOf(documentIn((await chat.history(alice, toBob))[0]))
    expect(await range(alice, fresh, 0, 4 * KiB)).toHaveLength(4 * KiB)
    expect(await range(bob, locationOf(documentIn((await chat.history(bob, toAlice))[0])), 0, 4 * KiB)).toHaveLength(
      4 * KiB,
    )
  })

  it('of a channel is given to its members, who share one file reference, and to nobody else', async () => {
    const channel = await openChannel('broadcast')
    closing.push(channel.server)
    const { alice, bob, carol, server } = channel
    await pass(channel, 60)
    const content = pattern(9_000)
    const media = uploaded(await upload(alice, content, 4 * KiB))
    bob.pushed.length = 0
    await alice.call({
      ...{ _: 'messages.sendMedia', peer: channel.peer(alice), media, message: '', randomId: channel.randomId() },
    })
    await server.told()
    const pushed = documentIn(messagesOf(bob.pushed)[0])
    expect(Buffer.from(content).equals(await download(bob, pushed))).toBe(true)
    expect(documentIn((await channel.history(bob)).messages[0]).fileReference).toEqual(pushed.fileReference)
    await expect(download(carol, pushed)).rejects.toThrow('FILE_REFERENCE_INVALID')
    await bob.call({ _: 'channels.leaveChannel', channel: channel.named(bob) })
    await expect(download(bob, pushed)).rejects.toThrow('FILE_REFERENCE_INVALID')
  })
})

describe('media that is uploaded for later', () => {
  it('is sent as a document, also several as an album', async () => {
    const chat = await open()
    const { alice, bob, toBob, toAlice } = chat
    const contents = [pattern(2_000, 1), pattern(3_000, 2)]
    const multiMedia: api.inputSingleMedia[] = []
    for (const content of contents) {
      const media = uploaded(await upload(alice, content, KiB), {
        mimeType: 'video/mp4',
        attributes: [{ _: 'documentAttributeVideo', duration: 1.5, w: 640, h: 360 }],
      })
      const made = await alice.call({ _: 'messages.uploadMedia', peer: toBob, media })
      const document = made._ === 'messageMediaDocument' ? made.document : undefined
      if (document?._ !== 'document') throw new Error('no document came back')
      expect(made).toMatchObject({ video: true })
      const again: api.InputMedia = { _: 'inputMediaDocument', id: { ...document, _: 'inputDocument' } }
      multiMedia.push({ _: 'inputSingleMedia', media: again, randomId: chat.randomId(), message: '' })
    }
    await alice.call({ _: 'messages.sendMultiMedia', peer: toBob, multiMedia })
    const shown = await chat.history(bob, toAlice)
    const bytes = await Promise.all(shown.reverse().map((message) => download(bob, documentIn(message))))
    expect(bytes.map((one) => one.length)).toEqual([2_000, 3_000])
    const forged = { _: 'inputDocument', id: 5n, accessHash: 1n, fileReference: Uint8Array.of(1) } as const
    await expect(alice.call(chat.media(toBob, { _: 'inputMediaDocument', id: forged }))).rejects.toThrow(
      'MEDIA_INVALID',
    )
  })

  it('says of itself no more than is of use, and nothing that misleads', async () => {
    const chat = await open()
    const { alice, toBob } = chat
    const send = async (more: Partial<api.inputMediaUploadedDocument>) => {
      const answer = await alice.call(chat.media(toBob, uploaded(await upload(alice, pattern(100), KiB), more)))
      return messagesOf([answer])[0]
    }
    const named = (fileName: string): api.DocumentAttribute[] => [{ _: 'documentAttributeFilename', fileName }]
    const misleading = await send({ attributes: named('..\\..\\etc/photo\u202egpj.exe') })
    expect(documentIn(misleading).attributes).toEqual(named('photogpj.exe'))
    expect(documentIn(await send({ mimeType: 'text/html; <script>' })).mimeType).toBe('application/octet-stream')
    const voice = await send({ attributes: [{ _: 'documentAttributeAudio', voice: true, duration: 3 }] })
    expect(voice).toMatchObject({ media: { voice: true, video: undefined } })
    const round = await send({
      attributes: [{ _: 'documentAttributeVideo', roundMessage: true, duration: 1, w: 9, h: 9 }],
    })
    expect(round).toMatchObject({ media: { round: true, video: undefined } })
    const silent: api.DocumentAttribute = { _: 'documentAttributeVideo', nosound: true, duration: 1, w: 9, h: 9 }
    const animation = documentIn(await send({ attributes: [silent], mimeType: 'video/mp4' }))
    expect(animation.attributes).toContainEqual({ _: 'documentAttributeAnimated' })
    await expect(send({ attributes: [{ _: 'documentAttributeImageSize', w: -1, h: 1 }] })).rejects.toThrow(
      'MEDIA_INVALID',
    )
    await expect(send({ ttlSeconds: 61 })).rejects.toThrow('TTL_MEDIA_INVALID')
  })
})
