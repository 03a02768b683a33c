import { LOWEST_SECRET_LAYER, type SecretPayload } from '@chappe/crypto'
import { secretArbitraries } from '@chappe/tl-codec/arbitrary'
import { decode, decodeObject, encode } from '@chappe/tl-codec/secret'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SecretContent, SecretMedia } from './content.ts'
import { secretCodec } from './secret-codec.ts'

const LAYERS = [46, 66, 73, 101, 143, 144]
const RANDOM = new Uint8Array(15).fill(7)
const arbitraries = secretArbitraries({ depth: 2 })
const payload = (content: SecretContent, layer: number): SecretPayload<SecretContent> => ({
  layer,
  inSeqNo: 4,
  outSeqNo: 7,
  randomId: content.randomId,
  action: { kind: 'content', content },
})
const contentOf = (read: SecretPayload<SecretContent> | undefined): SecretContent => {
  if (read?.action.kind !== 'content') throw new TypeError('it is no content')
  return read.action.content
}

test('SC-5: what any layer sends is read, in the newest form, and can be written again', () => {
  for (const name of ['decryptedMessage8', 'decryptedMessage23', 'decryptedMessage46', 'decryptedMessage'] as const) {
    fc.assert(
      fc.property(arbitraries.named(name), (message) => {
        if (!('media' in message)) return
        const bytes = encode({
          _: 'decryptedMessageLayer',
          randomBytes: RANDOM,
          layer: 46,
          inSeqNo: 4,
          outSeqNo: 7,
          message,
        })
        const content = contentOf(secretCodec.decode(bytes))
        expect(content).toMatchObject({ _: 'decryptedMessage', randomId: message.randomId, message: message.message })
        expect(JSON.stringify(content, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(
          /"_":"[a-zA-Z]+\d+"/,
        )
        expect(contentOf(secretCodec.decode(secretCodec.encode(payload(content, 144), RANDOM)))).toEqual(content)
      }),
      { numRuns: 60 },
    )
  }
})

test('SC-5: what is written in a layer has no constructor that this layer does not know', () => {
  const text = arbitraries.named('decryptedMessage')
  fc.assert(
    fc.property(text, fc.constantFrom(...LAYERS), (message, layer) => {
      // Through the newest form first, as a message that is sent has it.
      const content = contentOf(secretCodec.decode(secretCodec.encode(payload(message as SecretContent, 144), RANDOM)))
      if (content._ === 'decryptedMessage' && content.media?._ === 'decryptedMessageMediaDocument')
        content.media.size &= 0x7fff_ffffn
      const bytes = secretCodec.encode(payload(content, layer), RANDOM)
      const written = namesIn(decode('DecryptedMessageLayer', bytes).message)
      for (const name of written) expect(firstLayerOf(name), `${name} in layer ${layer}`).toBeLessThanOrEqual(layer)
      if (layer < 73) expect(written).toContain('decryptedMessage46')
      expect(contentOf(secretCodec.decode(bytes))).toMatchObject({
        message: content._ === 'decryptedMessage' ? content.message : '',
      })
    }),
    { numRuns: 300 },
  )
})

/** The first layer of what is not as old as the oldest that anybody is written to in. */
function firstLayerOf(name: string): number {
  const since: Record<string, number> = {
    decryptedMessage: 73,
    decryptedMessageMediaDocument: 143,
    documentAttributeVideo: 66,
    messageEntityUnderline: 101,
    messageEntityStrike: 101,
    messageEntityBlockquote: 101,
    messageEntitySpoiler: 144,
    messageEntityCustomEmoji: 144,
    sendMessageRecordRoundAction: 66,
    sendMessageUploadRoundAction: 66,
  }
  return since[name] ?? LOWEST_SECRET_LAYER
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  const own = '_' in value && typeof value._ === 'string' ? [value._] : []
  return [...own, ...Object.values(value).flatMap(namesIn)]
}

test('SC-5: typing of round videos is that of videos before layer 66', () => {
  const content = {
    _: 'decryptedMessageService',
    randomId: 1n,
    action: { _: 'decryptedMessageActionTyping', action: { _: 'sendMessageRecordRoundAction' } },
  } as const
  expect(namesIn(contentOf(secretCodec.decode(secretCodec.encode(payload(content, 46), RANDOM))))).toContain(
    'sendMessageRecordVideoAction',
  )
})

test('SC-5: a file that is larger than the other layer can say is refused and not cut', () => {
  const size = { thumb: new Uint8Array(), thumbW: 0, thumbH: 0, size: 2n ** 31n }
  const file = { mimeType: 'video/mp4', caption: '', key: new Uint8Array(32), iv: new Uint8Array(32), attributes: [] }
  const media: SecretMedia = { _: 'decryptedMessageMediaDocument', ...size, ...file }
  const content: SecretContent = { _: 'decryptedMessage', randomId: 1n, ttl: 0, message: '', media }
  expect(() => secretCodec.encode(payload(content, 101), RANDOM)).toThrow(
    expect.objectContaining({ code: 'REQUEST_INVALID' }),
  )
  expect(contentOf(secretCodec.decode(secretCodec.encode(payload(content, 143), RANDOM)))).toEqual(content)
})

test('every action of the protocol is read as what was written', () => {
  const actions: SecretPayload<SecretContent>['action'][] = [
    { kind: 'resend', startSeqNo: 3, endSeqNo: 9 },
    { kind: 'notifyLayer', layer: 144 },
    { kind: 'requestKey', exchangeId: -5n, gA: new Uint8Array(256).fill(1) },
    { kind: 'acceptKey', exchangeId: 5n, gB: new Uint8Array(256).fill(2), keyFingerprint: -9n },
    { kind: 'abortKey', exchangeId: 5n },
    { kind: 'commitKey', exchangeId: 5n, keyFingerprint: -9n },
    { kind: 'noop' },
  ]
  for (const action of actions) {
    const written = { layer: 144, inSeqNo: 1, outSeqNo: 2, randomId: 3n, action }
    expect(secretCodec.decode(secretCodec.encode(written, RANDOM))).toEqual(written)
  }
})

test('a layer notice in the form of layer 8 is understood', () => {
  const action = { _: 'decryptedMessageActionNotifyLayer', layer: 101 } as const
  const message = { _: 'decryptedMessageService8', randomId: 4n, randomBytes: RANDOM, action } as const
  const bytes = encode({ _: 'decryptedMessageLayer', randomBytes: RANDOM, layer: 46, inSeqNo: 0, outSeqNo: 1, message })
  expect(secretCodec.decode(bytes)?.action).toEqual({ kind: 'notifyLayer', layer: 101 })
})

test('what a later layer sends keeps its place, and what is no message is none', () => {
  const content = { _: 'decryptedMessage', randomId: 1n, ttl: 0, message: 'of today' } as const
  const bytes = secretCodec.encode(payload(content, 144), RANDOM)
  const later = bytes.slice()
  const at = bytes.length - encode(content).length
  later.set([1, 2, 3, 4], at)
  expect(secretCodec.decode(later)).toMatchObject({ inSeqNo: 4, outSeqNo: 7, action: { kind: 'unsupported' } })
  expect(secretCodec.decode(bytes.subarray(0, 20))).toBeUndefined()
  expect(secretCodec.decode(encode(content))).toBeUndefined()
  expect(secretCodec.decode(secretCodec.encode(payload(content, 144), RANDOM.subarray(1)))).toBeUndefined()
  expect(decodeObject(bytes)._).toBe('decryptedMessageLayer')
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (any) => void secretCodec.decode(any)))
})
