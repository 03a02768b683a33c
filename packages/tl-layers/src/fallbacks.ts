/**
 * What a peer of an earlier layer gets in place of a constructor that its layer does not have. Where no row applies:
 *
 * - an item of a list is left out of the list,
 * - a field that may be absent is left out,
 * - a field that must be there gets the emptiest constructor of its type (`…Empty`, or the one with the fewest fields).
 *
 * A row names a type, or one constructor of it, and gives the value to write instead, itself in today's shape (and
 * subject to this table again); undefined is "treat as no value", with the consequences above. `inside` rows are for an
 * object of which a field that must be there could not be expressed: then the whole object is replaced.
 */
import { buttonTypeOf } from './keyboards.ts'
import { isTlObject, type TlObject } from './tl-object.ts'

export interface Fallback {
  /** A type (`MessageMedia`) or a constructor (`emojiStatusCollectible`). */
  readonly of: string
  /** One sentence: what the peer sees. */
  readonly note: string
  instead(value: TlObject): TlObject | undefined
}

export interface InsideFallback {
  /** `constructor.field`: the field that could not be expressed. */
  readonly of: string
  readonly note: string
  instead(value: TlObject): TlObject | undefined
}

const always = (name: string) => (): TlObject => ({ _: name })
const nothing = (): undefined => undefined

export const fallbacks: readonly Fallback[] = [
  { of: 'Update', note: 'an unknown update is left out of the list', instead: nothing },
  {
    of: 'MessageMedia',
    note: 'unknown media becomes messageMediaUnsupported, which clients show as "update your app"',
    instead: always('messageMediaUnsupported'),
  },
  { of: 'MessageAction', note: 'an unknown service message is an empty one', instead: always('messageActionEmpty') },
  { of: 'MessageEntity', note: 'unknown formatting is plain text', instead: nothing },
  {
    of: 'PageBlock',
    note: 'an unknown block of an article is pageBlockUnsupported',
    instead: always('pageBlockUnsupported'),
  },
  { of: 'RichText', note: 'unknown rich text is the text inside it, or nothing', instead: innerText },
  {
    of: 'SendMessageAction',
    note: 'an unknown activity is shown as typing',
    instead: always('sendMessageTypingAction'),
  },
  {
    of: 'KeyboardButton',
    note: 'an unknown button is one with its text only, and with its kind where that is a field of it',
    instead: (button) => ({
      _: 'keyboardButton',
      text: button['text'],
      style: button['style'],
      type: buttonTypeOf(button),
    }),
  },
  {
    of: 'emojiStatusCollectible',
    note: 'a collectible status is its plain emoji',
    instead: ({ documentId, until }) => ({ _: 'emojiStatus', documentId, until }),
  },
  {
    of: 'auth.SentCodeType',
    note: 'an unknown way to receive a code is "in the app", with its length if it has one',
    instead: ({ length }) => ({ _: 'auth.sentCodeTypeApp', length: typeof length === 'number' ? length : 5 }),
  },
  { of: 'DocumentAttribute', note: 'an unknown attribute of a file is left out', instead: nothing },
  { of: 'Reaction', note: 'an unknown kind of reaction is left out with its counter', instead: nothing },
]

export const insideFallbacks: readonly InsideFallback[] = [
  {
    of: 'updateShort.update',
    note: 'a push that is only an unknown update is an empty list of updates',
    instead: ({ date }) => ({ _: 'updates', updates: [], users: [], chats: [], date, seq: 0 }),
  },
  { of: 'reactionCount.reaction', note: 'the counter of an unknown reaction is left out', instead: nothing },
  { of: 'messagePeerReaction.reaction', note: 'who chose an unknown reaction is left out', instead: nothing },
  {
    of: 'channelAdminLogEvent.action',
    note: 'an unknown administrative action is left out of the log',
    instead: nothing,
  },
  ...['updateStory', 'updateReadStories', 'updateSentStoryReaction', 'updateMessagePollVote'].map((name) => ({
    of: `${name}.userId`,
    note: 'an update of a channel is left out where only people could be in it',
    instead: nothing,
  })),
  { of: 'updateGroupCall.chatId', note: 'a call that is in no chat is left out', instead: nothing },
  {
    of: 'messageMediaStory.userId',
    note: 'the story of a channel is media that the client cannot show',
    instead: always('messageMediaUnsupported'),
  },
  { of: 'messageReplyStoryHeader.userId', note: 'a reply to the story of a channel is no reply', instead: nothing },
  { of: 'webPageAttributeStory.userId', note: 'the story of a channel is left out of the preview', instead: nothing },
  { of: 'messageReplyHeader.replyToMsgId', note: 'a reply to what has no number is no reply', instead: nothing },
  ...['messageMediaGiveaway', 'messageMediaGiveawayResults'].map((name) => ({
    of: `${name}.months`,
    note: 'a prize in stars is media that the client cannot show',
    instead: always('messageMediaUnsupported'),
  })),
  {
    of: 'messageActionSetChatTheme.emoticon',
    note: 'a theme that is no emoji is an empty service message, since no emoji would mean that the theme is gone',
    instead: always('messageActionEmpty'),
  },
  {
    of: 'messageActionBotAllowed.domain',
    note: 'a permission that did not come from a site is an empty service message',
    instead: always('messageActionEmpty'),
  },
  {
    of: 'help.promoData.peer',
    note: 'a promotion of nobody is none',
    instead: ({ expires }) => ({ _: 'help.promoDataEmpty', expires }),
  },
  {
    of: 'urlAuthResultAccepted.url',
    note: 'a sign-in that leads nowhere opens the link as it is',
    instead: always('urlAuthResultDefault'),
  },
  { of: 'todoCompletion.completedBy', note: 'what a channel did of a list is not told', instead: nothing },
  {
    of: 'starGiftAttributeOriginalDetails.recipientId',
    note: 'that a gift was first a channel’s is not told',
    instead: nothing,
  },
  { of: 'sponsoredMessage.fromId', note: 'an advertisement of nobody in the API is left out', instead: nothing },
  { of: 'updatePrivacy.key', note: 'a change of an unknown privacy setting is left out', instead: nothing },
]

function innerText(value: TlObject): TlObject {
  const text = value['text']
  if (isTlObject(text)) return text
  return { _: 'textPlain', text: typeof text === 'string' ? text : '' }
}
