import { loadStrict, StrictSchema, type Value } from '@chappe/strict-schema'
import { describe, expect, test } from 'vitest'
import * as layers from './index.ts'

const files = loadStrict(['api.tl', 'history/api.tl'])
const strict = (layer: number): StrictSchema => new StrictSchema(files, layer)
const text = (value: string): Value => ({ _: 'textWithEntities', text: value, entities: [] })
const bytes = (...values: number[]): Uint8Array => Uint8Array.of(...values)

interface Case {
  readonly what: string
  readonly layer: number
  /** The type that it is read as, or `!X` for a request. */
  readonly type: string
  readonly before: Value
  /** What today has instead; the fields that have not changed are those of `before`. */
  readonly now: Value
  /** Fields that today does not have any more. */
  readonly gone?: readonly string[]
}

const quiz = {
  id: 1n,
  quiz: true,
  question: 'Well?',
  answers: [
    { _: 'pollAnswer', text: 'yes', option: bytes(7) },
    { _: 'pollAnswer', text: 'no', option: bytes(8, 9) },
    { _: 'pollAnswer', text: 'maybe', option: bytes(8) },
  ],
}
const gift = {
  _: 'starGiftUnique',
  id: 1n,
  title: '',
  num: 1,
  attributes: [],
  availabilityIssued: 1,
  availabilityTotal: 1,
}
const graph = { _: 'statsGraphError', error: '' }
const value = { _: 'statsAbsValueAndPrev', current: 1, previous: 1 }

const cases: readonly Case[] = [
  {
    what: 'the right answers of a quiz: options, then places',
    layer: 177,
    type: 'InputMedia',
    before: { _: 'inputMediaPoll', poll: { _: 'poll', ...quiz }, correctAnswers: [bytes(8), bytes(7)] },
    now: {
      poll: {
        ...quiz,
        _: 'poll',
        question: text('Well?'),
        answers: quiz.answers.map((one) => ({ ...one, text: text(one.text) })),
        hash: 0n,
      },
      correctAnswers: [2, 0],
    },
  },
  {
    what: 'a reaction that was chosen: a flag, then its place among those chosen',
    layer: 144,
    type: 'ReactionCount',
    before: { _: 'reactionCount', chosen: true, reaction: '👍', count: 3 },
    now: { chosenOrder: 0, reaction: { _: 'reactionEmoji', emoticon: '👍' } },
    gone: ['chosen'],
  },
  {
    what: 'who reacted lately: a misspelt list of users, then of peers',
    layer: 137,
    type: 'MessageReactions',
    before: {
      _: 'messageReactions',
      results: [],
      recentReactons: [{ _: 'messageUserReaction', userId: 5n, reaction: '👍' }],
    },
    now: {
      recentReactions: [
        {
          _: 'messagePeerReaction',
          peerId: { _: 'peerUser', userId: 5n },
          date: 0,
          reaction: { _: 'reactionEmoji', emoticon: '👍' },
        },
      ],
    },
    gone: ['recentReactons'],
  },
  {
    what: 'a colour: a number, and the emoji behind it',
    layer: 166,
    type: '!X',
    before: { _: 'account.updateColor', color: 4, backgroundEmojiId: 9n },
    now: { color: { _: 'peerColor', color: 4, backgroundEmojiId: 9n } },
    gone: ['backgroundEmojiId'],
  },
  {
    what: 'a bot that may reply: a flag, then one right of many',
    layer: 177,
    type: 'BotBusinessConnection',
    before: { _: 'botBusinessConnection', canReply: true, connectionId: 'c', userId: 1n, dcId: 2, date: 3 },
    now: { rights: { _: 'businessBotRights', reply: true } },
    gone: ['canReply'],
  },
  {
    what: 'the theme of a chat with a person: an emoji, then an object',
    layer: 133,
    type: 'UserFull',
    before: {
      _: 'userFull',
      user: { _: 'userEmpty', id: 5n },
      settings: { _: 'peerSettings' },
      notifySettings: { _: 'peerNotifySettings' },
      commonChatsCount: 0,
      themeEmoticon: '🌈',
    },
    now: { id: 5n, theme: { _: 'chatTheme', emoticon: '🌈' } },
    gone: ['user', 'themeEmoticon'],
  },
  {
    what: 'the price of a gift for sale: stars, then amounts',
    layer: 203,
    type: 'StarGift',
    before: { ...gift, slug: 's', resellStars: 12n },
    now: { resellAmount: [{ _: 'starsAmount', amount: 12n, nanos: 0 }], giftId: 0n },
    gone: ['resellStars'],
  },
  {
    what: 'the terms of a payment that recurs',
    layer: 143,
    type: 'Invoice',
    before: { _: 'invoice', recurring: true, currency: 'EUR', prices: [], recurringTermsUrl: 'https://example.org' },
    now: { termsUrl: 'https://example.org' },
    gone: ['recurringTermsUrl'],
  },
  {
    what: 'the price of a subscription: of a month, then of each period',
    layer: 143,
    type: 'help.PremiumPromo',
    before: {
      _: 'help.premiumPromo',
      statusText: '',
      statusEntities: [],
      videoSections: [],
      videos: [],
      currency: 'EUR',
      monthlyAmount: 499n,
      users: [],
    },
    now: { periodOptions: [{ _: 'premiumSubscriptionOption', months: 1, currency: 'EUR', amount: 499n, botUrl: '' }] },
    gone: ['currency', 'monthlyAmount'],
  },
  {
    what: 'how often messages of a channel were seen',
    layer: 166,
    type: 'stats.BroadcastStats',
    before: {
      _: 'stats.broadcastStats',
      period: { _: 'statsDateRangeDays', minDate: 1, maxDate: 2 },
      followers: value,
      viewsPerPost: value,
      sharesPerPost: value,
      enabledNotifications: { _: 'statsPercentValue', part: 1, total: 2 },
      growthGraph: graph,
      followersGraph: graph,
      muteGraph: graph,
      topHoursGraph: graph,
      interactionsGraph: graph,
      ivInteractionsGraph: graph,
      viewsBySourceGraph: graph,
      newFollowersBySourceGraph: graph,
      languagesGraph: graph,
      recentMessageInteractions: [{ _: 'messageInteractionCounters', msgId: 1, views: 2, forwards: 3 }],
    },
    now: {
      recentPostsInteractions: [{ _: 'postInteractionCountersMessage', msgId: 1, views: 2, forwards: 3, reactions: 0 }],
    },
    gone: ['recentMessageInteractions'],
  },
  {
    what: 'a message in a call: spelt out, then an object',
    layer: 216,
    type: 'Update',
    before: {
      _: 'updateGroupCallMessage',
      call: { _: 'inputGroupCall', id: 1n, accessHash: 2n },
      fromId: { _: 'peerUser', userId: 5n },
      randomId: 0n,
      message: text('hi'),
    },
    now: {
      message: {
        _: 'groupCallMessage',
        id: 0,
        fromId: { _: 'peerUser', userId: 5n },
        date: 0,
        message: text('hi'),
      },
    },
    gone: ['fromId', 'randomId'],
  },
  {
    what: 'an address that is verified by a code',
    layer: 144,
    type: '!X',
    before: { _: 'account.verifyEmail', email: '', code: '12345' },
    now: {
      purpose: { _: 'emailVerifyPurposePassport' },
      verification: { _: 'emailVerificationCode', code: '12345' },
    },
    gone: ['email', 'code'],
  },
  {
    what: 'a text that is translated',
    layer: 151,
    type: '!X',
    before: { _: 'messages.translateText', peer: { _: 'inputPeerSelf' }, msgId: 4, toLang: 'de' },
    now: { id: [4] },
    gone: ['msgId'],
  },
  {
    what: 'the reason of a story’s report',
    layer: 164,
    type: '!X',
    before: {
      _: 'stories.report',
      peer: { _: 'inputPeerSelf' },
      id: [1],
      reason: { _: 'inputReportReasonSpam' },
      message: 'm',
    },
    now: { option: new TextEncoder().encode('inputReportReasonSpam') },
    gone: ['reason'],
  },
  {
    what: 'gifts of which only some are wanted',
    layer: 198,
    type: '!X',
    before: {
      _: 'payments.getSavedStarGifts',
      excludeLimited: true,
      peer: { _: 'inputPeerSelf' },
      offset: '',
      limit: 9,
    },
    now: { excludeUpgradable: true, excludeUnupgradable: true },
    gone: ['excludeLimited'],
  },
]

describe('What moved between the layers', () => {
  for (const { what, layer, type, before, now, gone = [] } of cases) {
    test(`${what}: read as today has it, and written as layer ${layer} has it`, () => {
      const schema = strict(layer)
      const read = type === '!X' ? layers.decodeMethod(schema.encode(before)) : decodeObject(schema.encode(before))
      expect(read).toMatchObject({ _: before['_'], ...now })
      // A value of today that never was of the earlier layer.
      const fresh: Value = { ...before, ...now }
      for (const field of gone) delete fresh[field]
      expect(schema.decode(layers.encodeUntyped(fresh, layer), type)).toEqual(before)
    })
  }
})

const decodeObject = (body: Uint8Array): unknown => layers.decodeObject(body)

test('An option that no answer has is a place that no answer has', () => {
  const body = strict(223).encode({
    _: 'inputMediaPoll',
    poll: { _: 'poll', ...quiz, question: text('Well?'), answers: [] },
    correctAnswers: [bytes(1)],
  })
  expect(decodeObject(body)).toMatchObject({ correctAnswers: [-1] })
})

test('Answers of which today’s client leaves the naming to the server are named by their places before', () => {
  const answers = ['yes', 'no'].map((one) => ({ _: 'inputPollAnswer', text: text(one) }))
  const poll = { _: 'poll', id: 1n, quiz: true, question: text('Well?'), answers, hash: 0n }
  const written = layers.encodeUntyped({ _: 'inputMediaPoll', poll, correctAnswers: [1] }, 223)
  expect(strict(223).decode(written, 'InputMedia')).toMatchObject({
    poll: { answers: [{ option: bytes(0x30) }, { option: bytes(0x31) }] },
    correctAnswers: [bytes(0x31)],
  })
})

test('Items of a list that today numbers itself carry their numbers', () => {
  const items = ['a', 'b'].map((one) => ({ _: 'pageListOrderedItemText', text: { _: 'textPlain', text: one } }))
  const numbers = (more: Value): unknown[] => {
    const block = layers.encodeUntyped({ _: 'pageBlockOrderedList', items, ...more }, 225)
    const read = strict(225).decode(block, 'PageBlock')
    const found: unknown = Object.assign({ items: [] }, read).items
    return Array.isArray(found) ? found.map((one: Value) => one['num']) : []
  }
  expect(numbers({})).toEqual(['1', '2'])
  expect(numbers({ start: 4 })).toEqual(['4', '5'])
  expect(numbers({ reversed: true })).toEqual(['2', '1'])
})
