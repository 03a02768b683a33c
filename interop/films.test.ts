import { readdirSync, readFileSync } from 'node:fs'
import type { api } from '@chappe/tl-codec/api'
import { decode, encode } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChatFixture, openChat } from '../packages/server/src/testing/chat.ts'
import { documentOf, downloadDocument, uploadContent } from '../packages/server/src/testing/files.ts'
import { findFfmpeg, makeFilm } from './support/find-ffmpeg.ts'

const ffmpeg = await findFfmpeg()
if ('missing' in ffmpeg) process.stderr.write(`\n!!! NOT TESTED: films. ${ffmpeg.missing}.\n\n`)

const SMALL = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=5:duration=2']
const STREAMED = ['-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4']

describe.skipIf('missing' in ffmpeg)('what is uploaded is looked into by ffmpeg', { timeout: 60_000 }, () => {
  let chat: ChatFixture
  beforeAll(async () => {
    chat = await openChat({ rateLimits: {} })
  })
  afterAll(() => chat?.server.close())

  const send = async (
    content: Uint8Array,
    mimeType: string,
    more: Partial<api.inputMediaUploadedDocument> = {},
  ): Promise<api.messageMediaDocument> => {
    const file = await uploadContent(chat.alice, content)
    const attributes: api.DocumentAttribute[] = [{ _: 'documentAttributeFilename', fileName: 'a.file' }]
    const media: api.InputMedia = { _: 'inputMediaUploadedDocument', file, mimeType, attributes, ...more }
    await chat.alice.call(chat.media(chat.toBob, media))
    const [message] = await chat.history(chat.bob, chat.toAlice)
    const shown = message?._ === 'message' ? message.media : undefined
    if (shown?._ !== 'messageMediaDocument') throw new TypeError('no document came')
    return shown
  }

  const videoIn = (media: api.messageMediaDocument): api.documentAttributeVideo | undefined =>
    documentOf(media).attributes.find((one) => one._ === 'documentAttributeVideo')

  const thumbOf = (media: api.messageMediaDocument): api.PhotoSize | undefined =>
    documentOf(media).thumbs?.find((one) => one._ === 'photoSize')

  test('a film that its sender says nothing of has its sides, its length and a thumbnail', async () => {
    const sound = ['-f', 'lavfi', '-i', 'sine=duration=2', '-shortest']
    const film = await makeFilm([...SMALL, ...sound, '-pix_fmt', 'yuv420p', ...STREAMED])
    const media = await send(film, 'video/mp4')
    expect(videoIn(media)).toMatchObject({ w: 64, h: 48 })
    expect(videoIn(media)?.duration).toBeCloseTo(2, 0)
    expect(media.video).toBe(true)
    expect(thumbOf(media)).toMatchObject({ type: 'm', w: 64, h: 48 })
    expect(documentOf(media).thumbs?.some(({ _ }) => _ === 'photoStrippedSize')).toBe(true)
    const thumb = await downloadDocument(chat.bob, documentOf(media), 'm')
    expect(thumb.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    expect((await downloadDocument(chat.bob, documentOf(media))).equals(film)).toBe(true)
  })

  test('a GIF becomes an MP4 that plays by itself, and stays a file where its sender wants that', async () => {
    const gif = await makeFilm([...SMALL, '-f', 'gif'])
    const media = await send(gif, 'image/gif')
    const document = documentOf(media)
    expect(document.mimeType).toBe('video/mp4')
    expect(document.attributes).toMatchObject([
      { _: 'documentAttributeVideo', w: 64, h: 48, nosound: true },
      { _: 'documentAttributeFilename', fileName: 'a.file.mp4' },
      { _: 'documentAttributeAnimated' },
    ])
    expect(thumbOf(media)).toMatchObject({ w: 64, h: 48 })
    const film = await downloadDocument(chat.bob, document)
    expect(film.toString('latin1', 4, 8)).toBe('ftyp')
    expect(BigInt(film.length)).toBe(document.size)
    expect(await chat.found(chat.bob, chat.toAlice, { _: 'inputMessagesFilterGif' })).toHaveLength(1)
    const kept = documentOf(await send(gif, 'image/gif', { forceFile: true }))
    expect(kept.mimeType).toBe('image/gif')
    expect((await downloadDocument(chat.bob, kept)).equals(gif)).toBe(true)
  })

  test('music has the names that are written in it', async () => {
    const tags = ['-metadata', 'title=A tone', '-metadata', 'artist=Nobody']
    const music = await makeFilm(['-f', 'lavfi', '-i', 'sine=duration=3', ...tags, '-c:a', 'libopus', '-f', 'ogg'])
    const media = await send(music, 'audio/ogg')
    expect(documentOf(media).attributes[0]).toMatchObject({
      ...{ _: 'documentAttributeAudio', duration: 3, title: 'A tone', performer: 'Nobody' },
    })
    expect(await chat.found(chat.bob, chat.toAlice, { _: 'inputMessagesFilterMusic' }, 'nobody')).toHaveLength(1)
  })

  test('what is broken, or lists other files, is sent as it is, and leaves no program behind', async () => {
    const film = await makeFilm([...SMALL, '-pix_fmt', 'yuv420p', ...STREAMED])
    const broken = film.slice()
    broken.fill(0, 40)
    const list = Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n')
    const named = Buffer.from("ffconcat version 1.0\nfile '/etc/passwd'\n")
    for (const content of [broken, film.subarray(0, 600), list, named]) {
      const media = await send(content, 'video/mp4')
      expect(thumbOf(media)).toBeUndefined()
      expect((await downloadDocument(chat.bob, documentOf(media))).equals(content)).toBe(true)
    }
    const running = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isOurs(pid))
    expect(running).toEqual([])
  })

  test('what the store holds of it can be read', async () => {
    const media = await send(await makeFilm([...SMALL, '-f', 'gif']), 'image/gif')
    expect(decode('MessageMedia', encode(media))).toEqual(media)
  })
})

/** An ffmpeg that reads from this process, whose children are gone when it has ended. */
function isOurs(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('ffmpeg\0') && parentOf(pid) === process.pid
  } catch {
    return false
  }
}

function parentOf(pid: string): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}
