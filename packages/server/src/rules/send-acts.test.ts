import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { actsOfSaying } from './send-acts.ts'

const file = (...attributes: api.DocumentAttribute[]): api.messageMediaDocument => ({
  _: 'messageMediaDocument',
  document: {
    ...{ _: 'document', id: 1n, accessHash: 1n, fileReference: new Uint8Array(), date: 1 },
    ...{ mimeType: 'a/b', size: 1n, dcId: 1, attributes },
  },
})
const video: api.documentAttributeVideo = { _: 'documentAttributeVideo', duration: 1, w: 1, h: 1 }
const audio: api.documentAttributeAudio = { _: 'documentAttributeAudio', duration: 1 }
const sticker: api.documentAttributeSticker = {
  ...{ _: 'documentAttributeSticker', alt: '', stickerset: { _: 'inputStickerSetEmpty' } },
}

describe('what somebody does by saying something', () => {
  it.each([
    ['words', undefined, ['send text']],
    ['words with a page', { _: 'messageMediaWebPage', webpage: { _: 'webPageEmpty', id: 1n } }, ['send text']],
    ['a place', { _: 'messageMediaGeo', geo: { _: 'geoPointEmpty' } }, ['send text']],
    ['a photo', { _: 'messageMediaPhoto' }, ['send photos']],
    ['a die', { _: 'messageMediaDice', emoticon: '🎲', value: 1 }, ['send stickers']],
    ['a file', file({ _: 'documentAttributeFilename', fileName: 'a' }), ['send documents']],
    ['a video', file(video), ['send videos']],
    ['a round video', file({ ...video, roundMessage: true }), ['send round videos']],
    ['a GIF', file(video, { _: 'documentAttributeAnimated' }), ['send gifs']],
    ['a sticker that moves', file(video, sticker), ['send stickers']],
    ['music', file(audio), ['send audios']],
    ['a voice', file({ ...audio, voice: true }), ['send voices']],
    ['a voice that is gone', { _: 'messageMediaDocument', voice: true }, ['send voices']],
  ] as const)('%s', (_, media, acts) => {
    expect(actsOfSaying(media)).toEqual(acts)
  })
})
