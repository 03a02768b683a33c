import { expect, test } from 'vitest'
import { messageIdAt } from '../message-id.ts'
import { RefusedAhead } from './refused-ahead.ts'

const START_S = 1_790_000_000

test('MS-6: what was refused as ahead of time is remembered for its key until it is too old, within bounds', () => {
  const refused = new RefusedAhead()
  const ahead = messageIdAt(START_S + 1200)
  refused.of(1n).add(ahead, START_S)
  expect([refused.of(1n).has(ahead), refused.of(2n).has(ahead), refused.of(1n).has(ahead + 4n)]).toEqual([
    true,
    false,
    false,
  ])
  for (let i = 1n; i <= 100n; i++) refused.of(2n).add(ahead + i * 4n, START_S)
  expect([refused.of(2n).has(ahead + 4n), refused.of(2n).has(ahead + 400n), refused.size]).toEqual([false, true, 2])
  // Nobody has a salt for that day.
  refused.of(3n).add(messageIdAt(START_S + 600 * 86_400), START_S)
  expect(refused.size).toBe(2)
  for (let key = 10n; key < 70_000n; key++) refused.of(key).add(ahead, START_S)
  expect(refused.size).toBe(65_536)
  refused.of(1n).add(messageIdAt(START_S + 9000), START_S + 2000)
  expect(refused.size).toBe(1)
})
