import { apiArbitraries } from '@chappe/tl-codec/arbitrary'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../ports/log.ts'
import { asChannel, asUser } from '../testing/ids.ts'
import type { BusMessage } from './bus.ts'
import { BusMessageError, decodeBusMessage, encodeBusMessage } from './bus-message.ts'
import { createBytesBus } from './bytes-bus.ts'

const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const userId = fc.integer({ min: 1, max: 10 ** 12 - 1 }).map(asUser)
/** Compared strictly: what is decoded are plain objects. */
const plain = { noNullPrototype: true }
const session = fc.record({ authKeyId: long, sessionId: long }, plain)
const api = apiArbitraries({ depth: 2 })
const [update, short] = [api.type('Update'), api.named('updateShortMessage')]
const version = fc.maxSafeNat()
const date = fc.nat(2 ** 31 - 1)
const type = <const Type extends string>(name: Type): fc.Arbitrary<Type> => fc.constant(name)

/** What may be missing is missing in some, and the flag is there or not. */
const told = { box: userId, date, except: session }
const needed = { ...plain, requiredKeys: ['type', 'box', 'date'] as const }

const advanced = fc.tuple(fc.nat(1000), fc.nat(1000)).chain(([from, length]) =>
  fc.record(
    {
      ...{ type: type('advanced'), ...told, from: fc.constant(from), to: fc.constant(from + length) },
      ...{ reactions: fc.constant(true), events: fc.array(update, { maxLength: 3 }), short },
    },
    { ...plain, requiredKeys: [...needed.requiredKeys, 'from', 'to'] },
  ),
)

/** What is ready-made of it does not leave the process. */
const changes = fc
  .tuple(fc.nat(1000), fc.nat(1000))
  .chain(([from, length]) =>
    fc.record(
      { type: type('unnumbered'), ...told, from: fc.constant(from), to: fc.constant(from + length) },
      { ...plain, requiredKeys: [...needed.requiredKeys, 'from', 'to'] },
    ),
  )

const channel = fc.integer({ min: -(2 ** 53 - 1), max: -(10 ** 12) - 1 }).map(asChannel)
const inChannels = fc
  .tuple(fc.nat(1000), fc.nat(1000))
  .chain(([from, length]) =>
    fc.record(
      { type: type('channel'), ...told, box: channel, from: fc.constant(from), to: fc.constant(from + length) },
      { ...plain, requiredKeys: [...needed.requiredKeys, 'from', 'to'] },
    ),
  )

const ofDevices = fc.tuple(fc.nat(1000), fc.nat(1000)).chain(([from, length]) =>
  fc.record(
    {
      ...{ type: type('device'), userId, authKeyId: long, date, update },
      ...{ from: fc.constant(from), to: fc.constant(from + length) },
    },
    { ...plain, requiredKeys: ['type', 'userId', 'authKeyId', 'from', 'to', 'date'] },
  ),
)

const messages: fc.Arbitrary<BusMessage> = fc.oneof(
  advanced,
  changes,
  fc.record({ type: type('passing'), ...told, update }, { ...plain, requiredKeys: [...needed.requiredKeys, 'update'] }),
  fc.record({ type: fc.constantFrom('user' as const, 'status' as const), userId, date }, plain),
  fc.record({ type: fc.constantFrom('key' as const, 'deviceTold' as const), authKeyId: long, update, date }, plain),
  ofDevices,
  fc.record(
    { type: type('authorization'), authKeyId: long, version, userId, by: session },
    { ...plain, requiredKeys: ['type', 'authKeyId', 'version'] },
  ),
  fc.record({ type: type('bound'), temporary: long, permanent: long, requestId: fc.string() }, plain),
  fc.record({ type: type('keyDestroyed'), authKeyId: long }, plain),
  fc.record({ type: type('botAnswered'), queryId: long }, plain),
  inChannels,
  fc.record(
    { type: type('channelChanged'), ...told, box: channel },
    { ...plain, requiredKeys: [...needed.requiredKeys] },
  ),
  fc.record(
    { type: type('channelTold'), ...told, box: channel, update, by: userId },
    { ...plain, requiredKeys: [...needed.requiredKeys, 'update'] },
  ),
  fc.record({ type: type('membership'), channel, userId }, plain),
)

describe('a message of the bus', () => {
  it('is what it was when it has been bytes', () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(decodeBusMessage(encodeBusMessage(message))).toStrictEqual(message)
      }),
      { numRuns: 500 },
    )
  })

  it('is read from nothing but exactly its bytes', () => {
    fc.assert(
      fc.property(messages, fc.nat(), fc.integer({ min: 1, max: 255 }), (message, place, flip) => {
        const bytes = encodeBusMessage(message)
        const cut = bytes.slice(0, place % bytes.length)
        expect(() => decodeBusMessage(cut)).toThrow(BusMessageError)
        expect(() => decodeBusMessage(Uint8Array.of(...bytes, 0, 0, 0, 0))).toThrow(BusMessageError)
        const changed = bytes.slice()
        changed[place % bytes.length] = (changed[place % bytes.length] ?? 0) ^ flip
        expectReadOrRefused(changed)
      }),
      { numRuns: 300 },
    )
  })

  it('is never made of any bytes without being one', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), expectReadOrRefused), { numRuns: 1000 })
  })

  it('of another version of the program says so', () => {
    const bytes = encodeBusMessage({ type: 'keyDestroyed', authKeyId: 1n })
    bytes[0] = 99
    expect(() => decodeBusMessage(bytes)).toThrow(expect.objectContaining({ code: 'OTHER_VERSION' }))
  })
})

/** Bytes are a message that is written as the same bytes again, or refused by the one error there is. */
function expectReadOrRefused(bytes: Uint8Array): void {
  let message: BusMessage
  try {
    message = decodeBusMessage(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(BusMessageError)
    return
  }
  expect(decodeBusMessage(encodeBusMessage(message))).toStrictEqual(message)
}

describe('a bus between processes', () => {
  it('reaches its own listeners at once with the very object, and all others with what its bytes say', () => {
    const sent: Uint8Array[] = []
    const warnings: unknown[] = []
    const bus = createBytesBus({
      send: (bytes) => sent.push(bytes),
      log: { ...silentLog, warn: (fields) => warnings.push(fields) },
    })
    const heard: BusMessage[] = []
    bus.subscribe((message) => heard.push(message))
    const message: BusMessage = { type: 'keyDestroyed', authKeyId: -5n }
    bus.publish(message)
    expect(heard[0]).toBe(message)
    bus.receive(sent[0] ?? new Uint8Array())
    expect(heard).toStrictEqual([message, message])
    bus.receive(new Uint8Array(7))
    expect(heard).toHaveLength(2)
    expect(warnings).toEqual([{ code: 'OTHER_VERSION', bytes: 7 }])
  })
})
