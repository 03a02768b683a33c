import type { api } from '@chappe/tl-codec/api'
import type { RandomBytes } from '../ports/random.ts'
import { invalid } from './refusal.ts'

/** How many outcomes each has ("Dice"). */
const outcomes: ReadonlyMap<string, number> = new Map([
  ['🎲', 6],
  ['🎯', 6],
  ['🎳', 6],
  ['🏀', 5],
  ['⚽', 5],
  ['🎰', 64],
])

export const diceEmoji: readonly string[] = [...outcomes.keys()]

/** Drawn here, so that nobody can choose what comes out. */
export function rollDice(random: RandomBytes, input: string): api.messageMediaDice {
  const emoticon = input.replaceAll('\ufe0f', '')
  const count = outcomes.get(emoticon)
  if (count === undefined) throw invalid('EMOTICON_INVALID')
  return { _: 'messageMediaDice', value: 1 + drawBelow(random, count), emoticon }
}

/** Each number equally likely: bytes beyond the last whole multiple are drawn again. */
function drawBelow(random: RandomBytes, count: number): number {
  for (;;) {
    const [byte = 0] = random(1)
    if (byte < 256 - (256 % count)) return byte % count
  }
}
