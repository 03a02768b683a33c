import type { api } from '@chappe/tl-codec/api'
import { expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'

type State = Pick<api.updates.getDifference, 'pts' | 'qts' | 'date'>

/** The channels of which Bob is told to ask, and the state after it. */
async function behind({ bob, server }: ChannelFixture, state: State) {
  const difference = await bob.call({ ...state, _: 'updates.getDifference' })
  // That it was told is noted after the answer.
  await server.store.transaction(async () => {})
  if (difference._ === 'updates.differenceEmpty') return { told: [], state: { ...state, date: difference.date } }
  if (difference._ !== 'updates.difference') throw new TypeError(`one answer has all of it: ${difference._}`)
  const told = difference.otherUpdates.filter((update) => update._ === 'updateChannelTooLong')
  return { told, state: difference.state }
}

it('a device that has moved its date on past a post that it was not told of is told to ask for it', async () => {
  const group = await openChannel('megagroup')
  const { server, alice, bob } = group
  const { state } = await behind(group, await bob.call({ _: 'updates.getState' }))
  bob.link.connected = false
  await group.send(alice, 'nobody hears this')
  // An hour later Bob hears of something else, and takes the date of that for how far all is known.
  server.clock.now += 3_600_000
  bob.link.connected = true
  const { channelId } = group.named(alice)
  const hasty = { ...state, date: Math.floor(server.clock.now / 1000) }
  const first = await behind(group, hasty)
  expect(first.told).toMatchObject([{ channelId, pts: expect.any(Number) }])
  // It is told once: the state that came with it vouches for what was before.
  server.clock.now += 3_600_000
  const second = await behind(group, first.state)
  expect(second.told).toEqual([])
  // A copy from before is told again.
  expect((await behind(group, hasty)).told).toHaveLength(1)
  await server.close()
})
