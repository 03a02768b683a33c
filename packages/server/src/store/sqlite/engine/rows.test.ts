import { expect, it } from 'vitest'
import { StoreError } from '../../errors.ts'
import { boxIdOf, peerIdOf, userIdOf, userIdsOf } from './rows.ts'

it('takes the id of a user, a box or a peer from a column that holds one, and nothing else for one', () => {
  expect([userIdOf(5), userIdOf(5n), boxIdOf(777_000), peerIdOf(-7), peerIdOf(-(10 ** 12) - 7)]).toEqual([
    5,
    5,
    777_000,
    -7,
    -(10 ** 12) - 7,
  ])
  const refused = [
    ...[0, -7, 10 ** 12, null, '5'].map((value) => () => userIdOf(value)),
    ...[0, 10 ** 12, -(10 ** 12), null].map((value) => () => peerIdOf(value)),
    () => boxIdOf(-7),
  ]
  for (const read of refused) expect(read).toThrow(StoreError)
})

it('leaves out of a list what earlier servers put there unseen', () => {
  expect(userIdsOf(`[1, 0, -5, "7", null, ${2 ** 52}, 2]`)).toEqual([1, 2])
  expect(userIdsOf('{}')).toEqual([])
})
