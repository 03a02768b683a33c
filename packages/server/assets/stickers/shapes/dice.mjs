import { basketballScenes } from './dice/basketball.mjs'
import { bowlingScenes } from './dice/bowling.mjs'
import { dartScenes } from './dice/dart.mjs'
import { dieScenes } from './dice/die.mjs'
import { footballScenes } from './dice/football.mjs'
import { slotScenes } from './dice/slots.mjs'

/**
 * By its emoji: the beginning of the files' names, and the scenes in the order in which clients count them. First comes what
 * goes round before the outcome is known, then each outcome; the slot machine is put together of layers.
 */
export const dice = [
  { emoji: '🎲', name: 'die', scenes: dieScenes },
  { emoji: '🎯', name: 'dart', scenes: dartScenes },
  { emoji: '🎳', name: 'bowling', scenes: bowlingScenes },
  { emoji: '🏀', name: 'basketball', scenes: basketballScenes },
  { emoji: '⚽', name: 'football', scenes: footballScenes },
  { emoji: '🎰', name: 'slots', scenes: slotScenes },
]
