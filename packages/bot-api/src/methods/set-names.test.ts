import type { api } from '@chappe/tl-codec/api'
import { expect, test } from 'vitest'
import { BotApiError } from '../bot-api-error.ts'
import { createSeenPeers } from '../peers/seen-peers.ts'
import { learnSetNames } from './set-names.ts'

const document: api.document = {
  ...{ _: 'document', id: 1n, accessHash: 2n, fileReference: new Uint8Array(), date: 0, mimeType: 'image/webp' },
  ...{ size: 1n, dcId: 1 },
  attributes: [
    { _: 'documentAttributeSticker', alt: '', stickerset: { _: 'inputStickerSetID', id: 7n, accessHash: 8n } },
  ],
}
const sticker: api.message = {
  ...{ _: 'message', id: 1, peerId: { _: 'peerUser', userId: 5n }, date: 0, message: '' },
  media: { _: 'messageMediaDocument', document },
}

test.each([
  ['is not there any more', new BotApiError(400, 'Bad Request: STICKERSET_INVALID'), ''],
  ['cannot be asked for now', new BotApiError(500, 'Internal Server Error'), undefined],
  ['is asked for as the connection ends', new Error('the client is closed'), undefined],
])('a message whose set %s is not lost', async (_, error, known) => {
  const seen = createSeenPeers(5n)
  await learnSetNames({ seen, call: () => Promise.reject(error) }, [sticker])
  expect(seen.setName(7n)).toBe(known)
})
