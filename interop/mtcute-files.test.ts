import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'

describe('files between two users of unmodified mtcute', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610001', 'Alice')
    bob = await signUpMtcute(server, '9996620002', 'Bob')
    await bob.client.setMyUsername('bob_files')
    await alice.client.sendText('bob_files', 'a file is coming')
  }, 120_000)

  afterAll(async () => {
    await alice?.client.destroy()
    await bob?.client.destroy()
    await server?.dispose()
  })

  /** The newest message that Bob has of Alice, and the file in it. */
  const received = async () => {
    const [message] = await bob.client.getHistory(alice.id, { limit: 1 })
    const media = message?.media
    if (media?.type !== 'document') throw new Error(`no document came: ${media?.type}`)
    return media
  }

  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

  test('arrive byte for byte, small ones and those of many parts, and are downloaded as streams', async () => {
    for (const length of [1, 100_000, 12 * 1_048_576 + 77]) {
      const content = new Uint8Array(randomBytes(length))
      await alice.client.sendMedia(bob.id, { type: 'document', file: content, fileName: `of ${length}.bin` })
      const document = await received()
      expect(document).toMatchObject({ fileName: `of ${length}.bin`, fileSize: length })
      const bytes = await bob.client.downloadAsBuffer(document)
      expect(bytes.length).toBe(length)
      expect(sha256(bytes)).toBe(sha256(content))
    }
    const parts: Uint8Array[] = []
    for await (const part of bob.client.downloadAsIterable(await received())) parts.push(part)
    expect(Buffer.concat(parts).length).toBe(12 * 1_048_576 + 77)
  })

  test('are there after the server was killed, and an upload goes on where it was cut', async () => {
    const content = new Uint8Array(randomBytes(700_000))
    const partSize = 131_072
    const parts = Math.ceil(content.length / partSize)
    const { Long } = await import('@mtcute/node')
    const fileId = Long.fromNumber(4711)
    const save = (filePart: number) =>
      alice.client.call({
        ...{ _: 'upload.saveFilePart', fileId, filePart },
        bytes: content.subarray(filePart * partSize, (filePart + 1) * partSize),
      })
    for (const part of [0, 3, 1]) expect(await save(part)).toBe(true)
    await server.kill()
    await server.start()
    for (const part of [2, 4, 5]) expect(await save(part)).toBe(true)
    const file = { _: 'inputFile', id: fileId, parts, name: 'cut.bin', md5Checksum: '' } as const
    await alice.client.sendMedia(bob.id, { type: 'document', file, fileName: 'cut.bin' })
    expect(sha256(await bob.client.downloadAsBuffer(await received()))).toBe(sha256(content))
    await server.kill()
    await server.start()
    expect(sha256(await bob.client.downloadAsBuffer(await received()))).toBe(sha256(content))
  })

  test('are passed on, and sent again by what was shown', async () => {
    const [message] = await bob.client.getHistory(alice.id, { limit: 1 })
    if (message === undefined) throw new Error('there is no message')
    await bob.client.forwardMessages({ messages: [message], toChatId: 'me' })
    const [saved] = await bob.client.getHistory('me', { limit: 1 })
    const media = saved?.media
    if (media?.type !== 'document') throw new Error('no document was passed on')
    expect((await bob.client.downloadAsBuffer(media)).length).toBe(700_000)
    await bob.client.sendMedia('me', media.inputMedia, {})
    const [again] = await bob.client.getHistory('me', { limit: 1 })
    expect(again?.media).toMatchObject({ type: 'document', fileSize: 700_000 })
  })
})
