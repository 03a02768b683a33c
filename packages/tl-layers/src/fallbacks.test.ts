import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layerArbitraries } from '../test/layer-arbitraries.ts'
import * as layers from './index.ts'

const files = loadStrict(['api.tl', 'history/api.tl'])
const strictOf = new Map(layers.knownLayers.map((layer) => [layer, new StrictSchema(files, layer)]))
const schemaOf = (layer: number): StrictSchema => strictOf.get(layer) ?? new StrictSchema(files, layer)
const today = schemaOf(layers.LAYER)
const arbitraries = layerArbitraries(layers.LAYER, { depth: 1 })

/** Constructors of today that a row speaks of, each with the layers that have the type but not the constructor. */
function lacking(of: string): { name: string; type: string; layer: number }[] {
  return today.definitions
    .filter(({ name, result, isMethod }) => !isMethod && (result === of || name === of))
    .flatMap(({ name, result }) => {
      const without = layers.knownLayers.findLast((layer) => {
        const schema = schemaOf(layer)
        return !schema.has(name) && schema.definitions.some((one) => one.result === result && !one.isMethod)
      })
      return without === undefined ? [] : [{ name, type: result, layer: without }]
    })
}

/** What a peer of that layer sees in place of a value: the first item of a list of one, or undefined if it is left out. */
function seen(value: unknown, type: string, layer: number): unknown {
  const list = layers.downgradeTo(`Vector<${type}>`, [value], layer)
  return Array.isArray(list) ? list[0] : undefined
}

describe('In a layer that lacks a constructor', () => {
  for (const { of, note, instead } of layers.fallbacks) {
    test(`${of}: ${note}`, () => {
      const cases = lacking(of)
      expect(cases.length).toBeGreaterThan(0)
      for (const { name, type, layer } of cases) {
        fc.assert(
          fc.property(arbitraries.ofName(name), (value) => {
            const shown = seen(value, type, layer)
            const wanted = instead(Object.assign({ _: name }, value))
            if (wanted === undefined || !schemaOf(layer).has(wanted._)) expect(shown).toBeUndefined()
            else expect(shown).toMatchObject({ _: wanted._ })
          }),
          { numRuns: 3 },
        )
      }
    })
  }
})

describe('An object with a field that cannot be expressed', () => {
  const channel = { _: 'peerChannel', channelId: 1n }
  const paidReaction = { _: 'reactionPaid' }
  const examples: Readonly<Record<string, { value: unknown; type: string; layer: number; shown: unknown }>> = {
    'updateShort.update': {
      value: {
        _: 'updateShort',
        update: { _: 'updateStarsBalance', balance: { _: 'starsAmount', amount: 1n, nanos: 0 } },
        date: 7,
      },
      type: 'Updates',
      layer: 133,
      shown: { _: 'updates', updates: [], users: [], chats: [], date: 7, seq: 0 },
    },
    'reactionCount.reaction': {
      value: { _: 'reactionCount', reaction: paidReaction, count: 2 },
      type: 'ReactionCount',
      layer: 145,
      shown: undefined,
    },
    'messagePeerReaction.reaction': {
      value: { _: 'messagePeerReaction', peerId: { _: 'peerUser', userId: 1n }, date: 1, reaction: paidReaction },
      type: 'MessagePeerReaction',
      layer: 145,
      shown: undefined,
    },
    'channelAdminLogEvent.action': {
      value: {
        _: 'channelAdminLogEvent',
        id: 1n,
        date: 1,
        userId: 1n,
        action: { _: 'channelAdminLogEventActionToggleForum', newValue: true },
      },
      type: 'ChannelAdminLogEvent',
      layer: 133,
      shown: undefined,
    },
    ...Object.fromEntries(
      [
        { _: 'updateStory', peer: channel, story: { _: 'storyItemDeleted', id: 1 } },
        { _: 'updateReadStories', peer: channel, maxId: 1 },
        { _: 'updateSentStoryReaction', peer: channel, storyId: 1, reaction: { _: 'reactionEmpty' } },
        { _: 'updateMessagePollVote', peer: channel, pollId: 1n, options: [], positions: [], qts: 1 },
      ].map((value) => [
        `${value._}.userId`,
        { value, type: 'Update', layer: value._ === 'updateMessagePollVote' ? 133 : 162, shown: undefined },
      ]),
    ),
    'updateGroupCall.chatId': {
      value: { _: 'updateGroupCall', call: { _: 'groupCallDiscarded', id: 1n, accessHash: 1n, duration: 1 } },
      type: 'Update',
      layer: 133,
      shown: undefined,
    },
    'messageMediaStory.userId': {
      value: { _: 'messageMediaStory', peer: channel, id: 1 },
      type: 'MessageMedia',
      layer: 160,
      shown: { _: 'messageMediaUnsupported' },
    },
    'messageReplyStoryHeader.userId': {
      value: { _: 'messageReplyStoryHeader', peer: channel, storyId: 1 },
      type: 'MessageReplyHeader',
      layer: 160,
      shown: undefined,
    },
    'webPageAttributeStory.userId': {
      value: { _: 'webPageAttributeStory', peer: channel, id: 1 },
      type: 'WebPageAttribute',
      layer: 160,
      shown: undefined,
    },
    'messageReplyHeader.replyToMsgId': {
      value: { _: 'messageReplyHeader', replyFrom: { _: 'messageFwdHeader', date: 1 } },
      type: 'MessageReplyHeader',
      layer: 165,
      shown: undefined,
    },
    'messageMediaGiveaway.months': {
      value: { _: 'messageMediaGiveaway', channels: [], quantity: 1, stars: 5n, untilDate: 1 },
      type: 'MessageMedia',
      layer: 186,
      shown: { _: 'messageMediaUnsupported' },
    },
    'messageMediaGiveawayResults.months': {
      value: {
        _: 'messageMediaGiveawayResults',
        channelId: 1n,
        launchMsgId: 1,
        winnersCount: 0,
        unclaimedCount: 0,
        winners: [],
        stars: 5n,
        untilDate: 1,
      },
      type: 'MessageMedia',
      layer: 186,
      shown: { _: 'messageMediaUnsupported' },
    },
    'messageActionSetChatTheme.emoticon': {
      value: {
        _: 'messageActionSetChatTheme',
        theme: { _: 'chatThemeUniqueGift', gift: { _: 'starGift' }, themeSettings: [] },
      },
      type: 'MessageAction',
      layer: 212,
      shown: { _: 'messageActionEmpty' },
    },
    'messageActionBotAllowed.domain': {
      value: { _: 'messageActionBotAllowed', attachMenu: true },
      type: 'MessageAction',
      layer: 152,
      shown: { _: 'messageActionEmpty' },
    },
    'help.promoData.peer': {
      value: {
        _: 'help.promoData',
        expires: 9,
        pendingSuggestions: [],
        dismissedSuggestions: [],
        chats: [],
        users: [],
      },
      type: 'help.PromoData',
      layer: 202,
      shown: { _: 'help.promoDataEmpty', expires: 9 },
    },
    'urlAuthResultAccepted.url': {
      value: { _: 'urlAuthResultAccepted' },
      type: 'UrlAuthResult',
      layer: 221,
      shown: { _: 'urlAuthResultDefault' },
    },
    'todoCompletion.completedBy': {
      value: { _: 'todoCompletion', id: 1, completedBy: channel, date: 1 },
      type: 'TodoCompletion',
      layer: 205,
      shown: undefined,
    },
    'starGiftAttributeOriginalDetails.recipientId': {
      value: { _: 'starGiftAttributeOriginalDetails', recipientId: channel, date: 1 },
      type: 'StarGiftAttribute',
      layer: 196,
      shown: undefined,
    },
    'sponsoredMessage.fromId': {
      value: { _: 'sponsoredMessage', randomId: Uint8Array.of(1), url: '', title: '', message: '', buttonText: '' },
      type: 'SponsoredMessage',
      layer: 133,
      shown: undefined,
    },
    'updatePrivacy.key': {
      value: { _: 'updatePrivacy', key: { _: 'privacyKeyBirthday' }, rules: [] },
      type: 'Update',
      layer: 133,
      shown: undefined,
    },
  }

  for (const { of, note } of layers.insideFallbacks) {
    test(`${of}: ${note}`, () => {
      const example = examples[of]
      if (example === undefined) throw new Error(`There is no example for ${of}`)
      const { value, type, layer, shown } = example
      if (shown === undefined) expect(seen(value, type, layer)).toBeUndefined()
      else expect(seen(value, type, layer)).toEqual(shown)
    })
  }
})

describe('A method whose result was of another type', () => {
  for (const { from, to, note } of layers.resultFallbacks) {
    test(`${from} as ${to}: ${note}`, () => {
      const methods = today.definitions.flatMap(({ name, result, isMethod }) => {
        const layer = layers.knownLayers.findLast(
          (one) => isMethod && result === from && schemaOf(one).has(name) && schemaOf(one).find(name).result === to,
        )
        return layer === undefined ? [] : [{ name, layer }]
      })
      expect(methods.length).toBeGreaterThan(0)
      for (const { name, layer } of methods) {
        fc.assert(
          fc.property(arbitraries.ofName(name), arbitraries.ofType(from), (request, result) => {
            schemaOf(layer).decode(layers.encodeResultUntyped(request, result, layer), to)
          }),
          { numRuns: 3 },
        )
      }
    })
  }
})

test('Where no row applies, an item is left out of its list, and an optional field is left out', () => {
  const unknownAttribute = { _: 'documentAttributeCustomEmoji', alt: '', stickerset: { _: 'inputStickerSetEmpty' } }
  expect(seen(unknownAttribute, 'DocumentAttribute', 133)).toBeUndefined()
  const story = { _: 'inputReplyToStory', peer: { _: 'inputPeerSelf' }, storyId: 1 }
  const request = {
    _: 'messages.sendMessage',
    peer: { _: 'inputPeerSelf' },
    replyTo: story,
    message: 'text',
    randomId: 1n,
  }
  const bytes = layers.encodeUntyped(request, 133)
  expect(schemaOf(133).decode(bytes, '!X')).toEqual({
    _: 'messages.sendMessage',
    peer: { _: 'inputPeerSelf' },
    message: 'text',
    randomId: 1n,
  })
})

test('A reply is one number in the layers before InputReplyTo, and InputReplyTo when read', () => {
  const request = {
    _: 'messages.sendMessage',
    peer: { _: 'inputPeerSelf' },
    replyToMsgId: 5,
    message: 'text',
    randomId: 1n,
  }
  const today = layers.decodeMethod(schemaOf(144).encode(request))
  expect(today).toMatchObject({ replyTo: { _: 'inputReplyToMessage', replyToMsgId: 5 } })
  expect(schemaOf(144).decode(layers.encodeUntyped(today, 144), '!X')).toEqual(request)
})

test('Layers in a gap are their next lower known one, and layers below the first are refused', () => {
  expect(layers.knownLayer(141)).toBe(140)
  expect(layers.knownLayer(10_000)).toBe(layers.knownLayers.at(-1))
  expect(() => layers.encode({ _: 'peerUser', userId: 1n }, 100)).toThrow(/Layer 100 is not known/)
})
