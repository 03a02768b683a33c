import type { api } from '@chappe/tl-codec/api'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { diceEmoji } from '../../rules/dice.ts'

/**
 * The sticker sets that a client names by what they are for, to draw large emoji, dice and the like. They consist of
 * files, of which there are none here, so each is empty. An error instead would have clients ask again: Desktop with each
 * frame of a dice, TDLib every few minutes.
 */
type Purpose = Exclude<
  api.InputStickerSet['_'],
  'inputStickerSetEmpty' | 'inputStickerSetID' | 'inputStickerSetShortName' | 'inputStickerSetDice'
>

/** Grows when a set changes. */
const hash = 1

type Described = Pick<api.stickerSet, 'title' | 'shortName' | 'emojis' | 'channelEmojiStatus'>

/** The order gives the numbers, so new ones go to the end. */
const described: Readonly<Record<Purpose, Described>> = {
  inputStickerSetAnimatedEmoji: { title: 'Animated Emoji', shortName: 'AnimatedEmoji' },
  inputStickerSetAnimatedEmojiAnimations: { title: 'Emoji Effects', shortName: 'EmojiEffects' },
  inputStickerSetEmojiGenericAnimations: { title: 'Reaction Effects', shortName: 'ReactionEffects' },
  inputStickerSetPremiumGifts: { title: 'Gifts', shortName: 'Gifts' },
  inputStickerSetTonGifts: { title: 'Toncoin Gifts', shortName: 'ToncoinGifts' },
  inputStickerSetEmojiDefaultStatuses: { title: 'Statuses', shortName: 'Statuses', emojis: true },
  inputStickerSetEmojiDefaultTopicIcons: { title: 'Topic Icons', shortName: 'TopicIcons', emojis: true },
  inputStickerSetEmojiChannelDefaultStatuses: {
    ...{ title: 'Channel Statuses', shortName: 'ChannelStatuses', emojis: true, channelEmojiStatus: true },
  },
}

const firstDiceId = 100

/** All of them, by what a client may ask by: the constructor, with a dice's emoji after it. */
const sets: ReadonlyMap<string, api.stickerSet> = new Map([
  ...Object.entries(described).map(([purpose, set], i) => [purpose, emptySet(1 + i, set)] as const),
  ...diceEmoji.map((emoji, i) => {
    const set = { title: `Dice ${emoji}`, shortName: `Dice${1 + i}` }
    return [diceKey(emoji), emptySet(firstDiceId + i, set)] as const
  }),
])

/** Everybody may have these sets, so their access hash keeps nobody out and may be the same everywhere. */
function emptySet(id: number, set: Described): api.stickerSet {
  return { _: 'stickerSet', official: true, ...set, id: BigInt(id), accessHash: BigInt(id), count: 0, hash }
}

function diceKey(emoji: string): string {
  return `inputStickerSetDice ${emoji.replaceAll('\ufe0f', '')}`
}

function findSet(input: api.InputStickerSet): api.stickerSet | undefined {
  switch (input._) {
    case 'inputStickerSetEmpty':
      return undefined
    case 'inputStickerSetID':
      return [...sets.values()].find(({ id, accessHash }) => id === input.id && accessHash === input.accessHash)
    case 'inputStickerSetShortName':
      return [...sets.values()].find(({ shortName }) => shortName.toLowerCase() === input.shortName.toLowerCase())
    case 'inputStickerSetDice':
      return sets.get(diceKey(input.emoticon))
    default:
      return sets.get(input._)
  }
}

export function createSpecialSets(): Methods {
  return {
    async 'messages.getStickerSet'(_context, request) {
      const set = findSet(request.stickerset)
      if (set === undefined) throw badRequest('STICKERSET_INVALID')
      if (request.hash === set.hash) return { _: 'messages.stickerSetNotModified' }
      return { _: 'messages.stickerSet', set, packs: [], keywords: [], documents: [] }
    },
  }
}
