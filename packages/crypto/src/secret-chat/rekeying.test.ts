import { expect, test } from 'vitest'
import { seededRandom } from '../../test/arbitraries.ts'
import { bytesOf, fingerprintOf, numberOf, power } from '../../test/independent.ts'
import { exchange, GROUP, give, kindsOf, type Pair, pair, say, settle, type TestEnd } from '../../test/pair.ts'
import { bigIntToBytes, toHex } from '../bytes.ts'
import { DH_PRIME } from '../dh.ts'
import { REKEYING_LIMITS, Rekeying, type RekeyingAction, type RekeyingState } from './rekeying.ts'

const LIMITS = { messages: 10, ms: 7 * 24 * 3_600_000 }

const keysOf = (chat: Pair): string[] =>
  [chat.creator, chat.invited].map(({ chat: { keyFingerprint } }) => String(keyFingerprint))

/** All arrays of bytes within a value. */
function bytesIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(bytesIn) : []
}

function talk(chat: Pair, one: TestEnd, count: number): void {
  for (let at = 0; at < count; at++) {
    say(one, `message ${at}`)
    exchange(chat)
  }
}

test('SC-6: the limits are those that the documentation gives for official clients', () => {
  expect(REKEYING_LIMITS).toEqual({ messages: 100, ms: 604_800_000 })
})

test('SC-6: after so many messages both ends have another key, and neither keeps the one before', () => {
  const chat = pair(LIMITS)
  const first = toHex(chat.creator.chat.save().keys.current)
  const before = keysOf(chat)
  talk(chat, chat.creator, LIMITS.messages)
  expect(keysOf(chat)).toEqual(before)
  talk(chat, chat.creator, 1)
  const [one, other] = keysOf(chat)
  expect(one).toBe(other)
  expect(one).not.toBe(before[0])
  for (const { chat: end } of [chat.creator, chat.invited]) {
    expect(end.save().keys.phase).toEqual({ kind: 'idle' })
    expect(bytesIn(end.save()).some((bytes) => toHex(bytes).includes(first))).toBe(false)
  }
  expect(kindsOf(chat.creator).filter((kind) => kind === 'rekeyed')).toHaveLength(1)
  expect(kindsOf(chat.invited).filter((kind) => kind === 'rekeyed')).toHaveLength(1)
})

test('SC-6: after a week, but only if the key has encrypted something', () => {
  const chat = pair(LIMITS)
  const before = keysOf(chat)
  chat.clock.ms += LIMITS.ms
  for (const end of [chat.creator, chat.invited]) {
    end.chat.tick()
    settle(end)
  }
  exchange(chat)
  expect(keysOf(chat)).toEqual(before)
  talk(chat, chat.creator, 1)
  expect(keysOf(chat)).not.toEqual(before)
})

test('SC-6: when both begin at once, one exchange is carried out', () => {
  const chat = pair({ messages: 4, ms: LIMITS.ms })
  const before = keysOf(chat)
  for (let at = 0; at < 5; at++) for (const end of [chat.creator, chat.invited]) say(end, `${at}`)
  for (const end of [chat.creator, chat.invited]) expect(end.chat.save().keys.phase.kind).toBe('requested')
  exchange(chat)
  const [one, other] = keysOf(chat)
  expect(one).toBe(other)
  expect(one).not.toBe(before[0])
  expect(chat.creator.got).toEqual(['0', '1', '2', '3', '4'])
  expect(chat.invited.got).toEqual(['0', '1', '2', '3', '4'])
})

test('SC-6: what was on its way under the previous key is still read, and afterwards nothing is', () => {
  const chat = pair(LIMITS)
  talk(chat, chat.creator, LIMITS.messages)
  say(chat.creator, 'the last before the request')
  const late = say(chat.invited, 'under the old key')
  const [old] = chat.invited.out
  expect(late).toBeTypeOf('bigint')
  exchange(chat)
  expect(chat.creator.got).toEqual(['under the old key'])
  give(chat.creator, old)
  expect(chat.creator.effects.at(-1)).toEqual({ kind: 'ignored', reason: 'unknownKey' })
})

test('SC-6: a lost commitment is seen by the new key, and both go on under it', () => {
  const chat = pair(LIMITS)
  talk(chat, chat.creator, LIMITS.messages)
  const before = keysOf(chat)
  say(chat.creator, 'begins')
  for (const packet of chat.creator.out.splice(0)) give(chat.invited, packet)
  for (const packet of chat.invited.out.splice(0)) give(chat.creator, packet)
  // The commitment gets lost; what follows is under the new key.
  expect(chat.creator.out.splice(0)).toHaveLength(1)
  say(chat.creator, 'under the new key')
  give(chat.invited, chat.creator.out.shift())
  expect(chat.invited.got).toHaveLength(LIMITS.messages + 1)
  const [one, other] = keysOf(chat)
  expect([one === other, one === before[0]]).toEqual([true, false])
  exchange(chat)
  expect(chat.invited.got.at(-1)).toBe('under the new key')
  for (const { chat: end } of [chat.creator, chat.invited]) expect(end.save().keys.phase).toEqual({ kind: 'idle' })
})

/** The keys of one end alone. */
function alone(seed: number): { keys: Rekeying; state: RekeyingState } {
  const state: RekeyingState = {
    current: seededRandom(7)(256),
    phase: { kind: 'idle' },
    sent: 1,
    received: 0,
    since: 0,
  }
  return { keys: new Rekeying(GROUP, LIMITS, seededRandom(seed), state), state }
}

const only = <K extends RekeyingAction['kind']>(
  kind: K,
  action: RekeyingAction | undefined,
): RekeyingAction & { kind: K } => {
  expect(action?.kind).toBe(kind)
  return action as RekeyingAction & { kind: K }
}

const reason = (value: string) => expect.objectContaining({ reason: value })

test('SC-6: the new key is what a second computation gives', () => {
  const [a, b] = [alone(1), alone(2)]
  const request = only('requestKey', a.keys.request())
  const secret = a.state.phase.kind === 'requested' ? a.state.phase.half.secret.slice() : new Uint8Array()
  const accept = only('acceptKey', b.keys.handle(request, 1))
  const commit = only('commitKey', a.keys.handle(accept, 1))
  a.keys.noteCommitted(1)
  only('noop', b.keys.handle(commit, 1))
  const expected = bytesOf(power(numberOf(accept.gB), numberOf(secret), DH_PRIME))
  expect(Buffer.from(a.state.current)).toEqual(expected)
  expect(Buffer.from(b.state.current)).toEqual(expected)
  expect([accept.keyFingerprint, commit.keyFingerprint]).toEqual([fingerprintOf(expected), fingerprintOf(expected)])
  expect(a.state.phase.kind).toBe('committed')
  a.keys.noteReceived(a.keys.current.id)
  expect(a.state.phase.kind).toBe('idle')
})

test('SC-6: of two that begin at once the larger exchange is carried out, compared as signed numbers', () => {
  const { keys, state } = alone(1)
  keys.request()
  const own = state.phase.kind === 'requested' ? state.phase.exchangeId : 0n
  const gA = only('requestKey', alone(2).keys.request()).gA
  expect(keys.handle({ kind: 'requestKey', exchangeId: -(2n ** 63n), gA }, 1)).toBeUndefined()
  expect(state.phase.kind).toBe('requested')
  only('acceptKey', keys.handle({ kind: 'requestKey', exchangeId: 2n ** 63n - 1n, gA }, 1))
  const equal = alone(1)
  equal.keys.request()
  expect(equal.keys.handle({ kind: 'requestKey', exchangeId: own, gA }, 1)).toBeUndefined()
  expect(equal.state.phase.kind).toBe('idle')
})

test('SC-6: an exchange that is given up leaves nothing behind, at either end', () => {
  const [a, b] = [alone(1), alone(2)]
  const request = only('requestKey', a.keys.request())
  const half = a.state.phase.kind === 'requested' ? a.state.phase.half : undefined
  const accept = only('acceptKey', b.keys.handle(request, 1))
  const next = b.state.phase.kind === 'accepted' ? b.state.phase.next : undefined
  a.keys.handle({ kind: 'abortKey', exchangeId: request.exchangeId + 1n }, 1)
  expect(a.state.phase.kind).toBe('requested')
  a.keys.handle({ kind: 'abortKey', exchangeId: request.exchangeId }, 1)
  expect([a.state.phase.kind, half?.secret.every((byte) => byte === 0)]).toEqual(['idle', true])
  // The acceptance crosses the abort: the other end is told, and does not wait for ever.
  const abort = only('abortKey', a.keys.handle(accept, 1))
  b.keys.handle(abort, 1)
  expect([b.state.phase.kind, next?.every((byte) => byte === 0)]).toEqual(['idle', true])
})

test('SC-6: another request while one is under way is declined', () => {
  const [a, b] = [alone(1), alone(2)]
  const request = only('requestKey', a.keys.request())
  b.keys.handle(request, 1)
  expect(b.keys.handle({ ...request, exchangeId: 5n }, 1)).toEqual({ kind: 'abortKey', exchangeId: 5n })
  expect(b.state.phase.kind).toBe('accepted')
})

test('SC-6: values and fingerprints that are wrong end the chat', () => {
  const request = only('requestKey', alone(1).keys.request())
  for (const gA of [bigIntToBytes(1n, 256), bigIntToBytes(DH_PRIME - 1n, 256), new Uint8Array(300).fill(9)])
    expect(() => alone(2).keys.handle({ ...request, gA }, 1)).toThrow(reason('REKEY_PUBLIC_VALUE'))
  const [a, b] = [alone(1), alone(2)]
  const accept = only('acceptKey', b.keys.handle(a.keys.request(), 1))
  expect(() => a.keys.handle({ ...accept, keyFingerprint: 1n }, 1)).toThrow(reason('REKEY_FINGERPRINT'))
  const commit = { kind: 'commitKey', exchangeId: accept.exchangeId, keyFingerprint: 1n } as const
  expect(() => b.keys.handle(commit, 1)).toThrow(reason('REKEY_FINGERPRINT'))
  expect(() => b.keys.handle({ ...commit, exchangeId: 9n }, 1)).toThrow(reason('REKEY_UNEXPECTED'))
  expect(() => alone(3).keys.handle(commit, 1)).toThrow(reason('REKEY_UNEXPECTED'))
})
