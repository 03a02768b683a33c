/**
 * What became of a field under another name, or under the same name with another type that needs the rest of the value
 * to be converted. For `constructor.field` of an earlier layer, `up` gives today's fields from
 * the decoded value, and `down` gives the earlier field from a value of today, or undefined where it cannot be had.
 * Earlier fields without a rule stay in the decoded value under their own names and are written from there.
 */
import { conversions, inputPeerOf, inputUserOf } from './conversions.ts'
import type { FieldRule } from './field-rule.ts'
import { movedFields } from './moved-fields.ts'
import { isTlObject, type TlObject } from './tl-object.ts'

const get = (value: unknown, field: string): unknown => (isTlObject(value) ? value[field] : undefined)
const is = (value: unknown, name: string): value is TlObject => isTlObject(value) && value._ === name

const DAYS_IN_MONTH = 30

const daysOf = (months: unknown): number =>
  Math.max(-2_147_483_648, Math.min(2_147_483_647, Number(months) * DAYS_IN_MONTH))

/** A user id that became a peer. */
const peerFromUser = (owner: string): FieldRule => ({
  field: `${owner}.userId`,
  up: ({ userId }) => ({ peer: { _: 'peerUser', userId } }),
  down: ({ peer }) => (is(peer, 'peerUser') ? peer['userId'] : undefined),
})

/** An InputUser that became an InputPeer. */
const inputPeerFromUser = (owner: string): FieldRule => ({
  field: `${owner}.userId`,
  up: ({ userId }) => ({ peer: inputPeerOf(userId) }),
  down: ({ peer }) => inputUserOf(peer),
})

/** The number of the message replied to, and of its thread, that became an InputReplyTo. */
const replyTo = (owner: string): FieldRule => ({
  field: `${owner}.replyToMsgId`,
  up: ({ replyToMsgId, topMsgId }) =>
    replyToMsgId === undefined ? {} : { replyTo: { _: 'inputReplyToMessage', replyToMsgId, topMsgId } },
  down: ({ replyTo }) => (is(replyTo, 'inputReplyToMessage') ? replyTo['replyToMsgId'] : undefined),
})

const replyTopic = (owner: string): FieldRule => ({
  field: `${owner}.topMsgId`,
  up: () => ({}),
  down: ({ replyTo, topMsgId }) => (is(replyTo, 'inputReplyToMessage') ? replyTo['topMsgId'] : topMsgId),
})

/** A period in months that became one in days. */
const days = (owner: string): FieldRule => ({
  field: `${owner}.months`,
  up: ({ months }) => ({ days: daysOf(months) }),
  // The months it was decoded from, unless the days were changed since.
  down: ({ days, months }) => (days === daysOf(months) ? months : Math.round(Number(days) / DAYS_IN_MONTH)),
})

/** The message of a gift that became an InputSavedStarGift. */
const savedStarGift = (owner: string): FieldRule => ({
  field: `${owner}.msgId`,
  up: ({ msgId }) => ({ stargift: { _: 'inputSavedStarGiftUser', msgId } }),
  down: ({ stargift }) => (is(stargift, 'inputSavedStarGiftUser') ? stargift['msgId'] : undefined),
})

/** The message with an invoice that became an InputInvoice. */
const invoice = (owner: string): readonly FieldRule[] =>
  ['peer', 'msgId'].map((field) => ({
    field: `${owner}.${field}`,
    up: ({ peer, msgId }: TlObject) => ({ invoice: { _: 'inputInvoiceMessage', peer, msgId } }),
    down: (value: TlObject) => get(value['invoice'], field),
  }))

/** A share in thousandths that became a rarity. */
const rarity = (owner: string): FieldRule => ({
  field: `${owner}.rarityPermille`,
  up: ({ rarityPermille }) => ({ rarity: { _: 'starGiftAttributeRarity', permille: rarityPermille } }),
  down: (value) => get(value['rarity'], 'permille'),
})

const reportReasons: ReadonlySet<string> = new Set([
  'inputReportReasonChildAbuse',
  'inputReportReasonCopyright',
  'inputReportReasonFake',
  'inputReportReasonGeoIrrelevant',
  'inputReportReasonIllegalDrugs',
  'inputReportReasonOther',
  'inputReportReasonPersonalDetails',
  'inputReportReasonPornography',
  'inputReportReasonSpam',
  'inputReportReasonViolence',
])

/** Why a message is reported, which became an option that servers name as they like: ours, as the reason was named. */
const reasonOf = (option: unknown): TlObject => {
  const name = option instanceof Uint8Array ? new TextDecoder().decode(option) : ''
  return { _: reportReasons.has(name) ? name : 'inputReportReasonOther' }
}

const peerReactions = conversions.find(({ to }) => to === 'Vector<MessagePeerReaction>')

export const fieldRules: readonly FieldRule[] = [
  ...movedFields,
  ...[
    'messages.sendMessage',
    'messages.sendMedia',
    'messages.sendMultiMedia',
    'messages.sendInlineBotResult',
    'messages.saveDraft',
    'messages.requestWebView',
    'messages.prolongWebView',
  ].flatMap((owner) => [replyTo(owner), replyTopic(owner)]),
  ...['messages.sendScreenshotNotification', 'draftMessage'].map(replyTo),
  ...['updateStory', 'updateReadStories', 'updateSentStoryReaction', 'updateMessagePollVote'].map(peerFromUser),
  ...['messageMediaStory', 'messageReplyStoryHeader', 'webPageAttributeStory'].map(peerFromUser),
  ...['inputMediaStory', 'inputReplyToStory', 'inputInvoiceStarGift'].map(inputPeerFromUser),
  ...[
    'stories.exportStoryLink',
    'stories.getPinnedStories',
    'stories.getStoriesByID',
    'stories.incrementStoryViews',
    'stories.readStories',
    'stories.report',
    'stories.sendReaction',
  ].map(inputPeerFromUser),
  ...['messageActionGiftCode', 'messageActionGiftPremium', 'payments.checkedGiftCode'].map(days),
  ...[
    'inputInvoiceStarGiftTransfer',
    'inputInvoiceStarGiftUpgrade',
    'payments.convertStarGift',
    'payments.saveStarGift',
    'payments.transferStarGift',
    'payments.upgradeStarGift',
  ].map(savedStarGift),
  ...['payments.getPaymentForm', 'payments.sendPaymentForm', 'payments.validateRequestedInfo'].flatMap(invoice),
  ...['starGiftAttributeModel', 'starGiftAttributePattern', 'starGiftAttributeBackdrop'].map(rarity),
  {
    field: 'starsTransaction.stars',
    up: ({ stars }) => ({ amount: typeof stars === 'bigint' ? { _: 'starsAmount', amount: stars, nanos: 0 } : stars }),
    down: ({ amount }, type) => (type === 'long' ? get(amount, 'amount') : amount),
  },
  {
    field: 'messageActionRequestedPeer.peer',
    up: ({ peer }) => ({ peers: [peer] }),
    down: ({ peers }) => (Array.isArray(peers) ? peers[0] : undefined),
  },
  {
    field: 'messages.sendBotRequestedPeer.requestedPeer',
    up: ({ requestedPeer }) => ({ requestedPeers: [requestedPeer] }),
    down: ({ requestedPeers }) => (Array.isArray(requestedPeers) ? requestedPeers[0] : undefined),
  },
  {
    field: 'messageActionSetChatTheme.emoticon',
    up: ({ emoticon }) => ({ theme: { _: 'chatTheme', emoticon } }),
    down: ({ theme }) => get(theme, 'emoticon'),
  },
  {
    field: 'messages.setChatTheme.emoticon',
    up: ({ emoticon }) => ({ theme: { _: 'inputChatTheme', emoticon } }),
    down: ({ theme }) => get(theme, 'emoticon'),
  },
  ...['messages.report', 'stories.report'].map(
    (owner): FieldRule => ({
      field: `${owner}.reason`,
      up: ({ reason }) => ({ option: new TextEncoder().encode(String(get(reason, '_'))) }),
      down: ({ option }) => reasonOf(option),
    }),
  ),
  {
    // Spelt so.
    field: 'messageReactions.recentReactons',
    up: ({ recentReactons }) =>
      recentReactons === undefined ? {} : { recentReactions: peerReactions?.up(recentReactons) },
    down: ({ recentReactions }) => (recentReactions === undefined ? undefined : peerReactions?.down(recentReactions)),
  },
  {
    field: 'channels.reportSpam.userId',
    up: ({ userId }) => ({ participant: inputPeerOf(userId) }),
    down: ({ participant }) => inputUserOf(participant),
  },
  {
    field: 'channels.toggleSignatures.enabled',
    up: ({ enabled }) => ({ signaturesEnabled: enabled === true ? true : undefined }),
    down: ({ signaturesEnabled }) => signaturesEnabled === true,
  },
  {
    field: 'updateUserName.username',
    up: ({ username }) => ({ usernames: username === '' ? [] : [{ _: 'username', active: true, username }] }),
    down: ({ usernames }) => get(Array.isArray(usernames) ? usernames[0] : undefined, 'username'),
  },
  {
    field: 'userFull.user',
    up: ({ user }) => ({ id: get(user, 'id') }),
    down: ({ user, id }) => (get(user, 'id') === id ? user : { _: 'userEmpty', id }),
  },
  {
    field: 'stories.allStories.userStories',
    up: ({ userStories }) => ({
      peerStories: (Array.isArray(userStories) ? userStories : []).map((one: TlObject) => {
        const { userId, ...rest } = one
        return { ...rest, _: 'peerStories', peer: { _: 'peerUser', userId } }
      }),
    }),
    down: ({ peerStories }) =>
      (Array.isArray(peerStories) ? peerStories : []).flatMap((one: TlObject) => {
        const { peer, ...rest } = one
        return is(peer, 'peerUser') ? [{ ...rest, _: 'userStories', userId: peer['userId'] }] : []
      }),
  },
  {
    field: 'peerNotifySettings.sound',
    up: ({ sound }) => {
      const other = { _: 'notificationSoundLocal', title: sound, data: sound }
      return sound === undefined ? {} : { iosSound: other, androidSound: other, otherSound: other }
    },
    down: (value) => {
      const sound = value['otherSound'] ?? value['iosSound']
      return is(sound, 'notificationSoundLocal') ? sound['data'] : undefined
    },
  },
]
