import { expect, test } from 'vitest'
import { seededRandom } from '../../test/arbitraries.ts'
import { packetOfV1 } from '../../test/independent.ts'
import { exchange, give, pair, say, settle } from '../../test/pair.ts'
import { SecretChat } from './secret-chat.ts'

const random = seededRandom(61)

test('SC-5: both ends write in the older of their layers, as soon as they know of each other', () => {
  for (const [mine, theirs] of [
    [144, 144],
    [144, 101],
    [73, 144],
    [144, 46],
  ] as const) {
    const chat = pair(undefined, [mine, theirs])
    expect(chat.creator.chat.layer).toBe(Math.min(mine, 73))
    chat.creator.chat.notifyLayer()
    chat.invited.chat.notifyLayer()
    settle(chat.creator)
    settle(chat.invited)
    exchange(chat)
    say(chat.creator, 'hello')
    exchange(chat)
    expect([chat.creator.chat.layer, chat.invited.chat.layer]).toEqual([Math.min(mine, theirs), Math.min(mine, theirs)])
    expect(chat.invited.got).toEqual(['hello'])
  }
})

test('SC-3, SC-5: MTProto 1.0 is refused, and who speaks it is told of the layer, a few times', () => {
  const chat = pair()
  const secret = chat.creator.chat.save().keys.current
  for (let times = 0; times < 6; times++) give(chat.creator, packetOfV1(secret, random(28), new Uint8Array()))
  expect(chat.creator.effects.filter(({ kind }) => kind === 'ignored')).toEqual(
    Array.from({ length: 6 }, () => ({ kind: 'ignored', reason: 'mtproto1' })),
  )
  expect(chat.creator.out).toHaveLength(3)
  exchange(chat)
  expect(chat.invited.effects.find(({ kind }) => kind === 'peerLayer')).toEqual({ kind: 'peerLayer', layer: 73 })
  expect(chat.invited.chat.layer).toBe(144)
})

test('SC-5: the layers of one end never fall along its numbers, also where a message was replaced', () => {
  const chat = pair()
  const randomId = say(chat.creator, 'early')
  say(chat.creator, 'also early')
  chat.invited.chat.notifyLayer()
  settle(chat.invited)
  const [, second] = chat.creator.out.splice(0)
  give(chat.creator, chat.invited.out.shift())
  expect(chat.creator.chat.layer).toBe(144)
  chat.creator.chat.replace(randomId, 'deleted')
  say(chat.creator, 'late')
  const layers: number[] = []
  const { codec } = chat.invited.ports
  const watching = {
    ...chat.invited.ports,
    codec: {
      encode: codec.encode,
      decode: (bytes: Uint8Array) => {
        const payload = codec.decode(bytes)
        if (payload !== undefined) layers[(payload.outSeqNo - 1) / 2] = payload.layer
        return payload
      },
    },
  }
  const reader = new SecretChat(chat.invited.chat.save(), watching)
  const replaced = chat.creator.chat.resume().map(({ packet }) => packet)
  for (const packet of [second, ...replaced]) if (packet !== undefined) reader.receive(packet)
  expect(layers).toEqual([73, 73, 144])
})
