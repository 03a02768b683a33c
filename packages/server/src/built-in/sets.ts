import type { api } from '@chappe/tl-codec/api'
import { diceEmoji } from '../rules/dice.ts'
import { art, type DrawnDocument } from './art.ts'
import { addBuiltIn } from './documents.ts'
import { hashOf } from './hash-of.ts'

/**
 * The sticker sets that a client names by what they are for, to draw large emoji, dice and the like. An error for one would have
 * clients ask again: Desktop with each frame of a dice, TDLib every few minutes. So each of them is there, if empty.
 */
export interface BuiltInSet {
  readonly set: api.stickerSet
  readonly documents: readonly api.document[]
  readonly packs: readonly api.stickerPack[]
}

type Purpose = Exclude<
  api.InputStickerSet['_'],
  'inputStickerSetEmpty' | 'inputStickerSetID' | 'inputStickerSetShortName' | 'inputStickerSetDice'
>

type Described = Pick<api.stickerSet, 'title' | 'shortName' | 'emojis' | 'channelEmojiStatus' | 'textColor'>

/** The order gives the numbers, so new ones go to the end. */
const described: Readonly<Record<Purpose, Described>> = {
  inputStickerSetAnimatedEmoji: { title: 'Animated Emoji', shortName: 'AnimatedEmojies' },
  inputStickerSetAnimatedEmojiAnimations: { title: 'Emoji Effects', shortName: 'EmojiEffects' },
  inputStickerSetEmojiGenericAnimations: { title: 'Reaction Effects', shortName: 'ReactionEffects' },
  inputStickerSetPremiumGifts: { title: 'Gifts', shortName: 'Gifts' },
  inputStickerSetTonGifts: { title: 'Toncoin Gifts', shortName: 'ToncoinGifts' },
  inputStickerSetEmojiDefaultStatuses: { title: 'Statuses', shortName: 'Statuses', emojis: true },
  inputStickerSetEmojiDefaultTopicIcons: { title: 'Topic Icons', shortName: 'TopicIcons', emojis: true },
  inputStickerSetEmojiChannelDefaultStatuses: {
    ...{ title: 'Channel Statuses', shortName: 'ChannelStatuses', emojis: true, channelEmojiStatus: true },
    textColor: true,
  },
}

const firstDiceId = 100

/** TDLib asks for large emoji by the number that it knows the set by, and by another one of test data centres. */
const animatedEmoji = { id: 1_258_816_259_751_983n, accessHash: 5_100_237_018_658_464_041n }
const animatedEmojiOfTests = { id: 1_258_816_259_751_954n, accessHash: 4_879_754_868_529_595_811n }

/** All of them, by what a client may ask by: the constructor, with a dice's emoji after it. */
const sets: ReadonlyMap<string, BuiltInSet> = new Map([
  ...Object.entries(described).map(([purpose, set], i) => {
    const name = purpose === 'inputStickerSetAnimatedEmoji' ? animatedEmoji : nameOf(1 + i)
    return [purpose, makeSet(purpose, name, set)] as const
  }),
  ...diceEmoji.map((emoji, i) => {
    const key = diceKey(emoji)
    const set = { title: `Dice ${emoji}`, shortName: `Dice${1 + i}` }
    return [key, makeSet(key, nameOf(firstDiceId + i), set)] as const
  }),
])

type Name = Pick<api.inputStickerSetID, 'id' | 'accessHash'>

/** Everybody may have these sets, so their access hash keeps nobody out and may be the same everywhere. */
function nameOf(number: number): Name {
  return { id: BigInt(number), accessHash: BigInt(number) }
}

function makeSet(key: string, name: Name, described: Described): BuiltInSet {
  const drawn = art.sets[key] ?? []
  const stickerset: api.inputStickerSetID = { _: 'inputStickerSetID', ...name }
  const documents = drawn.map(({ file, emoji: alt }) => {
    const attribute: api.DocumentAttribute = described.emojis
      ? { _: 'documentAttributeCustomEmoji', free: true, textColor: described.textColor, alt, stickerset }
      : { _: 'documentAttributeSticker', alt, stickerset }
    return addBuiltIn({ of: described.shortName, file }, [attribute])
  })
  const set: api.stickerSet = {
    ...{ _: 'stickerSet', official: true, ...described, ...name, count: documents.length },
    hash: hashOf([drawn, drawn.map(({ file }) => art.sizes[file])]),
  }
  return { set, documents, packs: packsOf(drawn, documents) }
}

function packsOf(drawn: readonly DrawnDocument[], documents: readonly api.document[]): api.stickerPack[] {
  const packs = new Map<string, bigint[]>()
  for (const [i, { emoji, packs: names = [emoji] }] of drawn.entries()) {
    const id = documents[i]?.id
    if (id !== undefined) for (const name of names) packs.set(name, [...(packs.get(name) ?? []), id])
  }
  return [...packs].map(([emoticon, ids]) => ({ _: 'stickerPack', emoticon, documents: ids }))
}

function diceKey(emoji: string): string {
  return `inputStickerSetDice ${emoji.replaceAll('\ufe0f', '')}`
}

export function findBuiltInSet(input: api.InputStickerSet): BuiltInSet | undefined {
  switch (input._) {
    case 'inputStickerSetEmpty':
      return undefined
    case 'inputStickerSetID': {
      if (isNamed(input, animatedEmojiOfTests)) {
        const { set, ...rest } = builtInSet('inputStickerSetAnimatedEmoji')
        return { ...rest, set: { ...set, ...animatedEmojiOfTests } }
      }
      return [...sets.values()].find(({ set }) => isNamed(input, set))
    }
    case 'inputStickerSetShortName':
      return findByShortName(input.shortName)
    case 'inputStickerSetDice':
      return sets.get(diceKey(input.emoticon))
    default:
      return sets.get(input._)
  }
}

function isNamed(input: Name, { id, accessHash }: Name): boolean {
  return input.id === id && input.accessHash === accessHash
}

export function findByShortName(shortName: string): BuiltInSet | undefined {
  return [...sets.values()].find(({ set }) => set.shortName.toLowerCase() === shortName.toLowerCase())
}

export function builtInSet(purpose: Purpose): BuiltInSet {
  const found = sets.get(purpose)
  if (found === undefined) throw new TypeError(`${purpose} is described`)
  return found
}

/** All that clients may have on their lists, as they may any other set. */
export function builtInSetById(id: number): BuiltInSet | undefined {
  return [...sets.values()].find(({ set }) => set.id === BigInt(id))
}

export const allBuiltInSets: readonly BuiltInSet[] = [...sets.values()]
