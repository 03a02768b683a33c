/**
 * What becomes of a field that kept its name but changed its type. `up` makes a value of today's type from one of the
 * earlier type (of a later one, for layers after today's); `down` the other way, or undefined where the other type cannot
 * say it: the field is then left out or, if it must be there, empty. Fields whose names changed too are in field-rules.ts.
 */
import { inlineRowsOf, rowsOfToday } from './keyboards.ts'
import { isTlObject, type TlObject } from './tl-object.ts'

export interface Conversion {
  readonly from: string
  readonly to: string
  up(value: unknown): unknown
  down(value: unknown): unknown
}

const MAX_INT = 2_147_483_647

const clampInt = (value: unknown): number => Math.max(-MAX_INT - 1, Math.min(MAX_INT, Math.trunc(Number(value))))
const toLong = (value: unknown): bigint => (typeof value === 'number' ? BigInt(value) : 0n)
const array = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const get = (value: unknown, field: string): unknown => (isTlObject(value) ? value[field] : undefined)
const is = (value: unknown, name: string): value is TlObject => isTlObject(value) && value._ === name

const textWithEntities = (value: unknown): TlObject => ({ _: 'textWithEntities', text: value, entities: [] })
const starsAmount = (value: unknown): TlObject => ({ _: 'starsAmount', amount: value, nanos: 0 })
const peerUser = (value: unknown): TlObject => ({ _: 'peerUser', userId: value })
const reactionEmoji = (value: unknown): TlObject => ({ _: 'reactionEmoji', emoticon: value })
const emoticonOf = (value: unknown): unknown => (is(value, 'reactionEmoji') ? value['emoticon'] : undefined)
const userIdOf = (value: unknown): unknown => (is(value, 'peerUser') ? value['userId'] : undefined)
const present = (value: unknown): boolean => value !== undefined

export const conversions: readonly Conversion[] = [
  { from: 'int', to: 'long', up: toLong, down: clampInt },
  { from: 'int', to: 'double', up: (value) => value, down: clampInt },
  { from: 'int', to: 'string', up: String, down: intOfText },
  { from: 'Bool', to: 'true', up: (value) => value === true, down: (value) => value === true },
  { from: 'string', to: 'TextWithEntities', up: textWithEntities, down: (value) => get(value, 'text') },
  { from: 'long', to: 'StarsAmount', up: starsAmount, down: (value) => get(value, 'amount') },
  { from: 'long', to: 'Peer', up: peerUser, down: userIdOf },
  {
    from: 'Vector<long>',
    to: 'Vector<Peer>',
    up: (value) => array(value).map(peerUser),
    down: (value) => array(value).map(userIdOf).filter(present),
  },
  {
    from: 'Vector<Peer>',
    to: 'Vector<SendAsPeer>',
    up: (value) => array(value).map((peer) => ({ _: 'sendAsPeer', peer })),
    down: (value) => array(value).map((one) => get(one, 'peer')),
  },
  { from: 'int', to: 'PeerColor', up: (color) => ({ _: 'peerColor', color }), down: (value) => get(value, 'color') },
  {
    from: 'int',
    to: 'RecentStory',
    up: (maxId) => ({ _: 'recentStory', maxId }),
    down: (value) => get(value, 'maxId'),
  },
  { from: 'string', to: 'Reaction', up: reactionEmoji, down: emoticonOf },
  {
    from: 'string',
    to: 'Vector<Reaction>',
    up: (value) => [reactionEmoji(value)],
    down: (value) => emoticonOf(array(value)[0]),
  },
  {
    from: 'Vector<string>',
    to: 'ChatReactions',
    up: (value) => ({ _: 'chatReactionsSome', reactions: array(value).map(reactionEmoji) }),
    down: (value) => array(get(value, 'reactions')).map(emoticonOf).filter(present),
  },
  {
    from: 'string',
    to: 'NotificationSound',
    up: (data) => ({ _: 'notificationSoundLocal', title: data, data }),
    down: (value) => (is(value, 'notificationSoundLocal') ? value['data'] : 'default'),
  },
  {
    from: 'string',
    to: 'Vector<TextWithEntities>',
    up: (value) => [textWithEntities(value)],
    down: (value) => get(array(value)[0], 'text'),
  },
  ...['PaymentSavedCredentials', 'ThemeSettings', 'InputThemeSettings', 'MessageExtendedMedia'].map((type) => ({
    from: type,
    to: `Vector<${type}>`,
    up: (value: unknown): unknown => [value],
    down: (value: unknown): unknown => array(value)[0],
  })),
  {
    from: 'Bool',
    to: 'PaidReactionPrivacy',
    up: (value) => ({ _: value === true ? 'paidReactionPrivacyAnonymous' : 'paidReactionPrivacyDefault' }),
    down: (value) => is(value, 'paidReactionPrivacyAnonymous'),
  },
  {
    from: 'true',
    to: 'PaidReactionPrivacy',
    up: () => ({ _: 'paidReactionPrivacyAnonymous' }),
    down: (value) => (is(value, 'paidReactionPrivacyAnonymous') ? true : undefined),
  },
  {
    from: 'InputUser',
    to: 'InputPeer',
    up: inputPeerOf,
    down: inputUserOf,
  },
  {
    from: 'BusinessRecipients',
    to: 'BusinessBotRecipients',
    up: (value) => rename(value, 'businessBotRecipients'),
    down: (value) => rename(value, 'businessRecipients'),
  },
  {
    from: 'InputBusinessRecipients',
    to: 'InputBusinessBotRecipients',
    up: (value) => rename(value, 'inputBusinessBotRecipients'),
    down: (value) => rename(value, 'inputBusinessRecipients'),
  },
  {
    from: 'Vector<KeyboardInlineButtonRow>',
    to: 'Vector<KeyboardButtonRow>',
    up: rowsOfToday,
    down: inlineRowsOf,
  },
  { from: 'UserStories', to: 'PeerStories', up: peerStoriesOf, down: userStoriesOf },
  {
    from: 'Vector<MessageUserReaction>',
    to: 'Vector<MessagePeerReaction>',
    up: (value) =>
      array(value).map((one) => ({
        _: 'messagePeerReaction',
        peerId: peerUser(get(one, 'userId')),
        date: 0,
        reaction: reactionEmoji(get(one, 'reaction')),
      })),
    down: (value) =>
      array(value)
        .map((one) => ({
          _: 'messageUserReaction',
          userId: userIdOf(get(one, 'peerId')),
          reaction: emoticonOf(get(one, 'reaction')),
        }))
        .filter(({ userId, reaction }) => present(userId) && present(reaction)),
  },
  {
    from: 'Vector<MessageUserVote>',
    to: 'Vector<MessagePeerVote>',
    up: (value) => array(value).map((one) => voteOf(one, 'messagePeerVote', 'peer', peerUser(get(one, 'userId')))),
    down: (value) =>
      array(value)
        .map((one) => voteOf(one, 'messageUserVote', 'userId', userIdOf(get(one, 'peer'))))
        .filter((one) => present(one['userId'])),
  },
]

/** The user of an InputUser as an InputPeer. */
export function inputPeerOf(value: unknown): TlObject {
  if (!isTlObject(value)) return { _: 'inputPeerEmpty' }
  switch (value._) {
    case 'inputUser':
      return { ...value, _: 'inputPeerUser' }
    case 'inputUserSelf':
      return { _: 'inputPeerSelf' }
    case 'inputUserFromMessage':
      return { ...value, _: 'inputPeerUserFromMessage' }
    default:
      return { _: 'inputPeerEmpty' }
  }
}

/** The user of an InputPeer as an InputUser; other peers have none. */
export function inputUserOf(value: unknown): TlObject | undefined {
  if (!isTlObject(value)) return undefined
  switch (value._) {
    case 'inputPeerUser':
      return { ...value, _: 'inputUser' }
    case 'inputPeerSelf':
      return { _: 'inputUserSelf' }
    case 'inputPeerUserFromMessage':
      return { ...value, _: 'inputUserFromMessage' }
    case 'inputPeerEmpty':
      return { _: 'inputUserEmpty' }
    default:
      return undefined
  }
}

function intOfText(value: unknown): number | undefined {
  const number = Number(value)
  return /^-?\d+$/.test(String(value)) && (number | 0) === number ? number : undefined
}

function peerStoriesOf(value: unknown): unknown {
  if (!isTlObject(value)) return undefined
  const { userId, ...rest } = value
  return { ...rest, _: 'peerStories', peer: peerUser(userId) }
}

function userStoriesOf(value: unknown): unknown {
  const userId = userIdOf(get(value, 'peer'))
  if (!isTlObject(value) || userId === undefined) return undefined
  const { peer, ...rest } = value
  void peer
  return { ...rest, _: 'userStories', userId }
}

function rename(value: unknown, name: string): unknown {
  return isTlObject(value) ? { ...value, _: name } : undefined
}

/** `messageUserVote`, `messageUserVoteInputOption` and `messageUserVoteMultiple`, and the same of a peer. */
function voteOf(value: unknown, prefix: string, field: string, owner: unknown): TlObject {
  if (!isTlObject(value)) return { _: prefix, [field]: undefined }
  const suffix = value._.replace(/^message(User|Peer)Vote/, '')
  return { ...value, _: `${prefix}${suffix}`, [field]: owner }
}
