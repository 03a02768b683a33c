import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SelfDestruct, type TimedMessage } from './self-destruct.ts'

const timed = (randomId: bigint, ttl: number, of: Partial<TimedMessage> = {}): TimedMessage => {
  return { randomId, ttl, out: false, date: 0, whenOpened: false, deleteAt: undefined, ...of }
}

test('SC-9: a timer begins when the message is read, and not when it comes', () => {
  const timers = new SelfDestruct()
  timers.add(timed(1n, 10))
  timers.add(timed(2n, 0))
  expect(timers.deadline).toBeUndefined()
  expect(timers.takeDue(1e15)).toEqual([])
  expect(timers.read([1n, 2n, 3n], 5000)).toEqual([1n])
  expect(timers.deadline).toBe(15_000)
  expect(timers.takeDue(14_999)).toEqual([])
  expect(timers.takeDue(15_000)).toEqual([1n])
  expect(timers.deadline).toBeUndefined()
})

test('SC-9: reading again, or a second message with the number, makes no message live longer', () => {
  const timers = new SelfDestruct()
  timers.add(timed(1n, 10))
  timers.read([1n], 0)
  expect(timers.read([1n], 9000)).toEqual([])
  timers.add(timed(1n, 1000))
  expect(timers.takeDue(10_000)).toEqual([1n])
})

test('SC-9: both ends delete the same messages, each a lifetime after it was read there', () => {
  const message = fc.record({ ttl: fc.nat(100), readAt: fc.nat(1000), heardAfter: fc.nat(50) })
  fc.assert(
    fc.property(fc.array(message), (messages) => {
      const [receiver, sender] = [new SelfDestruct(), new SelfDestruct()]
      for (const [at, { ttl, readAt, heardAfter }] of messages.entries()) {
        for (const end of [receiver, sender]) end.add(timed(BigInt(at), ttl))
        for (const randomId of receiver.read([BigInt(at)], readAt * 1000))
          sender.read([randomId], (readAt + heardAfter) * 1000)
      }
      const expected = messages.flatMap(({ ttl }, at) => (ttl > 0 ? [BigInt(at)] : []))
      expect(receiver.takeDue(1100 * 1000)).toEqual(expected)
      expect(sender.takeDue(1150 * 1000)).toEqual(expected)
    }),
  )
})

test('SC-9: timers go on after a restart', () => {
  const timers = new SelfDestruct()
  timers.add(timed(1n, 10))
  timers.add(timed(2n, 10))
  timers.read([2n], 1000)
  const again = new SelfDestruct(timers.messages)
  expect(again.deadline).toBe(11_000)
  again.forget([2n])
  expect(again.messages).toEqual([timed(1n, 10)])
})

test('SC-9: what is seen in the chat is read up to a date, on one side; pictures are read when they are opened', () => {
  const timers = new SelfDestruct()
  timers.add(timed(1n, 10, { date: 100 }))
  timers.add(timed(2n, 10, { date: 101 }))
  timers.add(timed(3n, 10, { date: 100, out: true }))
  timers.add(timed(4n, 10, { date: 100, whenOpened: true }))
  expect(timers.readUpTo(100, false, 0)).toEqual([1n])
  expect(timers.readUpTo(101, false, 5000)).toEqual([2n])
  expect(timers.readUpTo(101, true, 5000)).toEqual([3n])
  expect(timers.takeDue(10_000)).toEqual([1n])
  expect(timers.get(4n)?.deleteAt).toBeUndefined()
})
