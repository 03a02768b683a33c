import { type api, decode, encode } from '@chappe/tl-codec/api'
import type { InlineQueryResult } from '@grammyjs/types'
import { tdFileId } from '@mtcute/file-id'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInlineResult } from '../methods/inline-results.ts'
import { documentIds, sizeIds } from '../views/file-ids.ts'
import { aBot, fileReference, long, url, word } from './arbitraries.fixture.ts'

const { FileType } = tdFileId
const bot = aBot()

/** As it is offered, in the names that the compiler knows from its users. */
async function offered(result: InlineQueryResult): Promise<api.InputBotInlineResult> {
  return decode('InputBotInlineResult', encode(await readInlineResult(bot, result)))
}

const side = fc.integer({ min: 1, max: 5_000 })

/** Each kind of file by its address, and what is said of it. */
const byUrl = fc
  .record({ id: word, link: url, thumb: url, title: word, w: side, h: side, duration: side })
  .map(({ id, link, thumb, title, w, h, duration }) => {
    const video = { _: 'documentAttributeVideo' as const, duration, w, h }
    const sound = { _: 'documentAttributeAudio' as const, duration }
    const picture = { thumbnail_url: thumb, title }
    const kinds: readonly (readonly [InlineQueryResult, string, readonly object[]])[] = [
      [
        { type: 'photo', id, photo_url: link, photo_width: w, photo_height: h, ...picture },
        'photo',
        [{ _: 'documentAttributeImageSize', w, h }],
      ],
      [
        { type: 'gif', id, gif_url: link, gif_width: w, gif_height: h, gif_duration: duration, ...picture },
        'gif',
        [video],
      ],
      [
        {
          type: 'mpeg4_gif',
          id,
          mpeg4_url: link,
          mpeg4_width: w,
          mpeg4_height: h,
          mpeg4_duration: duration,
          ...picture,
        },
        'gif',
        [video],
      ],
      [
        {
          ...{ type: 'video', id, video_url: link, mime_type: 'video/mp4', ...picture },
          ...{ video_width: w, video_height: h, video_duration: duration },
        },
        'video',
        [video],
      ],
      [{ type: 'audio', id, audio_url: link, title, audio_duration: duration }, 'audio', [{ ...sound, title }]],
      [{ type: 'voice', id, voice_url: link, title, voice_duration: duration }, 'voice', [{ ...sound, voice: true }]],
      [{ type: 'document', id, document_url: link, title, mime_type: 'application/zip' }, 'file', []],
    ]
    return { id, link, kinds }
  })

const file = fc.record({ id: long, accessHash: long, fileReference })

/** Each kind by what is stored already. */
function cached(id: string, photo: string, other: string): readonly (readonly [InlineQueryResult, string])[] {
  return [
    [{ type: 'photo', id, photo_file_id: photo }, 'photo'],
    [{ type: 'gif', id, gif_file_id: other }, 'gif'],
    [{ type: 'mpeg4_gif', id, mpeg4_file_id: other }, 'gif'],
    [{ type: 'sticker', id, sticker_file_id: other }, 'sticker'],
    [{ type: 'document', id, title: 'x', document_file_id: other }, 'file'],
    [{ type: 'video', id, title: 'x', video_file_id: other }, 'video'],
    [{ type: 'voice', id, title: 'x', voice_file_id: other }, 'voice'],
    [{ type: 'audio', id, audio_file_id: other }, 'audio'],
  ]
}

describe('inline results', () => {
  it('by their address are what the bot says of them', async () => {
    await fc.assert(
      fc.asyncProperty(byUrl, async ({ id, link, kinds }) => {
        for (const [result, type, attributes] of kinds) {
          const content = { url: link, attributes: attributes.map((one) => expect.objectContaining(one)) }
          expect(await offered(result)).toMatchObject({ _: 'inputBotInlineResult', id, type, content })
        }
      }),
    )
  })

  it('by a file_id are the same files', async () => {
    await fc.assert(
      fc.asyncProperty(file, word, async (input, id) => {
        const stored = { ...input, dcId: 2, date: 1 }
        const photo = sizeIds({ _: 'photo', ...stored, sizes: [] }, 'x').file_id
        const document: api.document = { _: 'document', ...stored, mimeType: 'a/b', size: 1n, attributes: [] }
        const other = documentIds(document, FileType.Document).file_id
        for (const [result, type] of cached(id, photo, other)) {
          const named =
            type === 'photo' ? { photo: { _: 'inputPhoto', ...input } } : { document: { _: 'inputDocument', ...input } }
          expect(await offered(result)).toMatchObject({ id, type, ...named })
        }
      }),
    )
  })
})
