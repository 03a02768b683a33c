/**
 * Rules (see field-rules.ts) for fields whose content went into another object, became a list, or changed its meaning
 * together with another field.
 */
import type { FieldRule } from './field-rule.ts'
import { buttonTypeOf } from './keyboards.ts'
import { isTlObject, type TlObject } from './tl-object.ts'

const get = (value: unknown, field: string): unknown => (isTlObject(value) ? value[field] : undefined)
const is = (value: unknown, name: string): value is TlObject => isTlObject(value) && value._ === name
const array = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A price in stars that became an amount in any currency. */
const starsAmount = (amount: unknown): TlObject => ({ _: 'starsAmount', amount, nanos: 0 })
const starsOf = (value: unknown): unknown => (is(value, 'starsAmount') ? value['amount'] : undefined)

/** The one right of a bot that was a flag, and became one of many. */
const canReply = (owner: string, isRequired: boolean): FieldRule => ({
  field: `${owner}.canReply`,
  up: ({ canReply }) =>
    canReply === true || isRequired
      ? { rights: { _: 'businessBotRights', reply: canReply === true || undefined } }
      : {},
  down: ({ rights }) => (get(rights, 'reply') === true ? true : undefined),
})

/** A colour and the emoji behind it, which became one object. */
const color = (owner: string): readonly FieldRule[] => {
  const up = ({ color, backgroundEmojiId }: TlObject): { readonly [field: string]: unknown } =>
    color === undefined && backgroundEmojiId === undefined
      ? {}
      : { color: { _: 'peerColor', color, backgroundEmojiId } }
  return [
    { field: `${owner}.color`, up, down: (value) => get(value['color'], 'color') },
    { field: `${owner}.backgroundEmojiId`, up, down: (value) => get(value['color'], 'backgroundEmojiId') },
  ]
}

/** A colour of a gift's background, which became part of the gift. */
const giftColor = (field: string): FieldRule => ({
  field: `webPageAttributeStarGiftAuction.${field}`,
  up: () => ({}),
  down: (value) => value[field] ?? get(get(value['gift'], 'background'), field),
})

/** What servers call an answer that its asker did not name: the digit of its place. */
const optionAt = (at: number): Uint8Array => Uint8Array.of(0x30 + at)

/** The answers of a poll, with the options that layers before `inputPollAnswer` want to be named. */
const namedAnswers = (poll: unknown): readonly unknown[] =>
  array(get(poll, 'answers')).map((answer, at) =>
    is(answer, 'inputPollAnswer') ? { _: 'pollAnswer', text: answer['text'], option: optionAt(at) } : answer,
  )

const sameBytes = (a: unknown, b: unknown): boolean =>
  a instanceof Uint8Array && b instanceof Uint8Array && a.length === b.length && a.every((byte, at) => byte === b[at])

/** The right answers of a quiz: options until layer 223, places since. A place of −1 is an option that no answer has. */
const quiz: readonly FieldRule[] = [
  {
    field: 'inputMediaPoll.correctAnswers',
    up: ({ poll, correctAnswers }) => {
      if (correctAnswers === undefined) return {}
      const options = array(get(poll, 'answers')).map((answer) => get(answer, 'option'))
      return {
        correctAnswers: array(correctAnswers).map((right) => options.findIndex((option) => sameBytes(option, right))),
      }
    },
    down: ({ poll, correctAnswers }) => {
      if (correctAnswers === undefined) return undefined
      const options = namedAnswers(poll).map((answer) => get(answer, 'option'))
      return array(correctAnswers).flatMap((at) => options[Number(at)] ?? [])
    },
  },
  {
    field: 'inputMediaPoll.poll',
    evenIfSame: true,
    up: () => ({}),
    down: ({ poll }) => (isTlObject(poll) ? { ...poll, answers: namedAnswers(poll) } : poll),
  },
]

/** Conference calls had their messages spelt out in the update at first. */
const groupCallMessage: readonly FieldRule[] = [
  {
    field: 'updateGroupCallMessage.message',
    up: ({ fromId, message }) => ({ message: { _: 'groupCallMessage', id: 0, fromId, date: 0, message } }),
    down: ({ message }) => get(message, 'message'),
  },
  { field: 'updateGroupCallMessage.fromId', up: () => ({}), down: ({ message }) => get(message, 'fromId') },
  {
    field: 'updateGroupCallMessage.randomId',
    up: () => ({}),
    down: ({ randomId, message }) => randomId ?? BigInt(Number(get(message, 'id') ?? 0)),
  },
]

/** The price of a month, which became a list of periods with a price each. */
const premiumPrice: readonly FieldRule[] = (['currency', 'monthlyAmount'] as const).map((field) => ({
  field: `help.premiumPromo.${field}`,
  up: ({ currency, monthlyAmount }) => ({
    periodOptions: [{ _: 'premiumSubscriptionOption', months: 1, currency, amount: monthlyAmount, botUrl: '' }],
  }),
  down: ({ periodOptions }) => {
    const options = array(periodOptions)
    const option = options.find((one) => get(one, 'months') === 1) ?? options[0]
    if (field === 'currency') return get(option, 'currency')
    const [amount, months] = [get(option, 'amount'), Number(get(option, 'months'))]
    return typeof amount === 'bigint' && months > 0 ? amount / BigInt(months) : undefined
  },
}))

/** Items of an ordered list had to carry their numbers. */
const orderedList: FieldRule = {
  field: 'pageBlockOrderedList.items',
  evenIfSame: true,
  up: () => ({}),
  down: ({ items, start, reversed }) => {
    const all = array(items)
    const first = typeof start === 'number' ? start : reversed === true ? all.length : 1
    return all.map((item, at) =>
      isTlObject(item)
        ? { ...item, num: item['num'] ?? String(item['value'] ?? (reversed === true ? first - at : first + at)) }
        : item,
    )
  },
}

/** The kind of a button in place of the letters; `successors.ts` reads it. */
const buttonType: FieldRule = {
  field: 'keyboardButton.type',
  up: () => ({}),
  down: (button) => button['type'] ?? buttonTypeOf(button),
}

export const movedFields: readonly FieldRule[] = [
  buttonType,
  ...quiz,
  ...groupCallMessage,
  ...premiumPrice,
  orderedList,
  canReply('botBusinessConnection', false),
  canReply('connectedBot', true),
  canReply('account.updateConnectedBot', false),
  ...['channel', 'user', 'account.updateColor'].flatMap(color),
  ...['centerColor', 'edgeColor', 'textColor'].map(giftColor),
  {
    field: 'reactionCount.chosen',
    up: ({ chosen }) => (chosen === true ? { chosenOrder: 0 } : {}),
    down: ({ chosenOrder }) => (chosenOrder === undefined ? undefined : true),
  },
  {
    field: 'messageActionStarGiftUnique.resaleStars',
    up: ({ resaleStars }) => (resaleStars === undefined ? {} : { resaleAmount: starsAmount(resaleStars) }),
    down: ({ resaleAmount }) => starsOf(resaleAmount),
  },
  {
    field: 'starGiftUnique.resellStars',
    up: ({ resellStars }) => (resellStars === undefined ? {} : { resellAmount: [starsAmount(resellStars)] }),
    down: ({ resellAmount }) =>
      array(resellAmount)
        .map(starsOf)
        .find((stars) => stars !== undefined),
  },
  {
    field: 'payments.updateStarGiftPrice.resellStars',
    up: ({ resellStars }) => ({ resellAmount: starsAmount(resellStars) }),
    down: ({ resellAmount }) => starsOf(resellAmount),
  },
  {
    field: 'messageMediaDocument.altDocument',
    up: ({ altDocument }) => (altDocument === undefined ? {} : { altDocuments: [altDocument] }),
    down: ({ altDocuments }) => array(altDocuments)[0],
  },
  {
    field: 'userFull.themeEmoticon',
    up: ({ themeEmoticon }) =>
      themeEmoticon === undefined ? {} : { theme: { _: 'chatTheme', emoticon: themeEmoticon } },
    down: ({ theme }) => (is(theme, 'chatTheme') ? theme['emoticon'] : undefined),
  },
  {
    // A basic group or a channel, and it did not say which; so today's peer cannot be told from it.
    field: 'updateGroupCall.chatId',
    up: () => ({}),
    down: ({ peer, chatId }) => get(peer, 'chatId') ?? get(peer, 'channelId') ?? chatId,
  },
  {
    field: 'invoice.recurringTermsUrl',
    up: ({ recurringTermsUrl }) => (recurringTermsUrl === undefined ? {} : { termsUrl: recurringTermsUrl }),
    down: ({ recurring, termsUrl }) => (recurring === true ? termsUrl : undefined),
  },
  {
    field: 'inputInvoiceStars.option',
    up: ({ option }) => ({
      purpose: {
        _: 'inputStorePaymentStarsTopup',
        stars: get(option, 'stars'),
        currency: get(option, 'currency'),
        amount: get(option, 'amount'),
      },
    }),
    down: ({ purpose, option }) => {
      if (!is(purpose, 'inputStorePaymentStarsTopup')) return undefined
      const { stars, currency, amount } = purpose
      const isItsOwn = get(option, 'stars') === stars && get(option, 'amount') === amount
      return isItsOwn ? option : { _: 'starsTopupOption', stars, currency, amount }
    },
  },
  {
    field: 'stats.broadcastStats.recentMessageInteractions',
    up: ({ recentMessageInteractions }) => ({
      recentPostsInteractions: array(recentMessageInteractions).map((one) => ({
        ...(isTlObject(one) ? one : {}),
        _: 'postInteractionCountersMessage',
        reactions: 0,
      })),
    }),
    down: ({ recentPostsInteractions }) =>
      array(recentPostsInteractions)
        .filter((one) => is(one, 'postInteractionCountersMessage'))
        .map((one) => ({ ...one, _: 'messageInteractionCounters' })),
  },
  {
    field: 'account.verifyEmail.code',
    up: ({ code }) => ({ verification: { _: 'emailVerificationCode', code } }),
    down: ({ verification }) => (is(verification, 'emailVerificationCode') ? verification['code'] : undefined),
  },
  {
    field: 'messages.composeMessageWithAI.changeTone',
    up: ({ changeTone }) =>
      changeTone === undefined ? {} : { tone: { _: 'inputAiComposeToneDefault', tone: changeTone } },
    down: ({ tone }) => (is(tone, 'inputAiComposeToneDefault') ? tone['tone'] : undefined),
  },
  {
    field: 'messages.translateText.msgId',
    up: ({ msgId }) => (msgId === undefined ? {} : { id: [msgId] }),
    down: ({ id }) => array(id)[0],
  },
  {
    field: 'payments.getSavedStarGifts.excludeLimited',
    up: ({ excludeLimited }) => (excludeLimited === true ? { excludeUpgradable: true, excludeUnupgradable: true } : {}),
    down: ({ excludeUpgradable, excludeUnupgradable }) =>
      excludeUpgradable === true && excludeUnupgradable === true ? true : undefined,
  },
  {
    field: 'payments.getStarsRevenueWithdrawalUrl.stars',
    up: ({ stars }) => ({ amount: stars }),
    down: ({ amount }) => amount,
  },
]
