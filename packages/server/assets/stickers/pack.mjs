import { activate, appear, around, center, effect, select, sparks } from './motions.mjs'
import { dice } from './shapes/dice.mjs'
import { pictures } from './shapes.mjs'

/** Those that people may react with, in the order in which they are offered. */
const reactionNames = [
  ...['thumbs-up', 'heart', 'fire', 'in-love', 'clapping', 'grinning', 'rolling', 'party'],
  ...['thinking', 'screaming', 'crying', 'starry-eyed', 'heart-eyes', 'folded-hands', 'hundred', 'thumbs-down'],
]
const topicNames = [
  ...['talk', 'news', 'idea', 'important', 'question', 'pin', 'done', 'star', 'heart'],
  ...['fire', 'lightning', 'party', 'music', 'games', 'coffee', 'home', 'present', 'eyes'],
]
const statusNames = [
  'star',
  'heart',
  'fire',
  'lightning',
  'moon',
  'coffee',
  'music',
  'party',
  'cool',
  'sleeping',
  'done',
]
const channelStatusNames = ['plain-star', 'plain-bolt', 'plain-check']
/** How long premium is given for: clients look for the box by these. */
const boxes = { present: ['1️⃣', '2️⃣'], 'present-blue': ['3️⃣'], 'present-violet': ['4️⃣', '5️⃣'] }
const genericSparks = [
  ['#ffcf40', '#ff7a1a'],
  ['#58b4f2', '#7a5cd6'],
  ['#f2384b', '#ffcf40', '#2fa36b'],
]

const motions = { appear, activate, effect, around, center }

/** What is drawn: the scenes of animations and the pictures of still images, by the names of their files. */
export function scenes() {
  const all = new Map()
  const emoji = [...pictures.values()]
  for (const picture of emoji) all.set(`${picture.name}.tgs`, { name: picture.name, ...select(picture) })
  for (const picture of reactionNames.map(find)) {
    for (const [motion, of] of Object.entries(motions)) {
      all.set(`${picture.name}-${motion}.tgs`, { name: `${picture.name} ${motion}`, ...of(picture) })
    }
  }
  for (const [i, colours] of genericSparks.entries()) {
    all.set(`sparks-${i + 1}.tgs`, { name: 'sparks', ...sparks(colours, 14 + 4 * i) })
  }
  for (const { name, scenes: outcomes } of dice) {
    for (const [i, scene] of outcomes.entries()) all.set(`${name}-${i}.tgs`, { name: `${name} ${i}`, ...scene })
  }
  return all
}

export function stills() {
  return new Map(reactionNames.map((name) => [`${name}.webp`, find(name)]))
}

/** Which sets and reactions there are of it. */
export function index() {
  const document = (name, rest = {}) => ({ file: `${name}.tgs`, emoji: find(name).emoji, ...rest })
  const large = [...pictures.values()].filter((picture) => picture.sparks !== undefined)
  const sets = {
    inputStickerSetAnimatedEmoji: large.map(({ name }) => document(name)),
    inputStickerSetAnimatedEmojiAnimations: reactionNames.map((name) => ({
      ...{ file: `${name}-effect.tgs`, emoji: find(name).emoji, packs: [find(name).emoji, '1️⃣'] },
    })),
    inputStickerSetEmojiGenericAnimations: genericSparks.map((_, i) => ({ file: `sparks-${i + 1}.tgs`, emoji: '✨' })),
    inputStickerSetPremiumGifts: Object.entries(boxes).map(([name, packs]) => document(name, { packs })),
    inputStickerSetEmojiDefaultTopicIcons: topicNames.map((name) => document(name)),
    inputStickerSetEmojiDefaultStatuses: statusNames.map((name) => document(name)),
    inputStickerSetEmojiChannelDefaultStatuses: channelStatusNames.map((name) => document(name)),
    ...Object.fromEntries(
      dice.map(({ emoji, name, scenes: outcomes }) => [
        `inputStickerSetDice ${emoji}`,
        outcomes.map((_, i) => ({ file: `${name}-${i}.tgs`, emoji, packs: emoji === '🎰' ? [emoji] : [digit(i)] })),
      ]),
    ),
  }
  const reactions = reactionNames.map((name) => {
    const { emoji, title } = find(name)
    const moving = Object.fromEntries(Object.keys(motions).map((motion) => [motion, `${name}-${motion}.tgs`]))
    return { emoji, title, static: `${name}.webp`, select: `${name}.tgs`, ...moving }
  })
  return { sets, reactions }
}

/** How clients are told which outcome a picture of dice is of. */
const digit = (value) => `${value === 0 ? '#' : value}️⃣`

function find(name) {
  const picture = pictures.get(name)
  if (picture === undefined) throw new TypeError(`there is no picture ${name}`)
  return picture
}
