import { expect, test } from 'vitest'
import { exchange, give, kindsOf, pair, say, settle } from '../../test/pair.ts'
import { ASK_AGAIN_AFTER_MS, MAX_VAIN_RESENDS } from './gap.ts'
import { SecretChat } from './secret-chat.ts'
import { MAX_RESENDS } from './sent-messages.ts'

test('SC-4: what came too early waits, is asked for once, and is shown in order', () => {
  const chat = pair()
  for (const text of ['a', 'b', 'c', 'd']) say(chat.creator, text)
  const [a, b, c, d] = chat.creator.out.splice(0)
  give(chat.invited, a)
  give(chat.invited, d)
  give(chat.invited, c)
  expect(chat.invited.got).toEqual(['a'])
  expect(chat.invited.out).toHaveLength(1)
  exchange(chat)
  expect(chat.invited.got).toEqual(['a', 'b', 'c', 'd'])
  give(chat.invited, b)
  expect(chat.invited.effects.at(-1)).toEqual({ kind: 'ignored', reason: 'repeated' })
  expect(chat.invited.got).toHaveLength(4)
})

test('SC-4: two ends that both miss something help each other out of it', () => {
  const chat = pair()
  for (const end of [chat.creator, chat.invited]) {
    say(end, 'lost')
    say(end, 'kept')
    end.out.shift()
  }
  exchange(chat)
  expect([chat.creator.got, chat.invited.got]).toEqual([
    ['lost', 'kept'],
    ['lost', 'kept'],
  ])
})

test('SC-4: a request to send again that comes twice is served once', () => {
  const chat = pair()
  say(chat.creator, 'lost')
  say(chat.creator, 'kept')
  chat.creator.out.shift()
  // The request itself waits for its turn behind something that is missing.
  say(chat.invited, 'also lost')
  chat.invited.out.shift()
  give(chat.invited, chat.creator.out.shift())
  const [request] = chat.invited.out.splice(0)
  give(chat.creator, request)
  const served = chat.creator.out.length
  give(chat.creator, request)
  expect(chat.creator.out).toHaveLength(served)
  exchange(chat)
  give(chat.creator, request)
  expect(chat.creator.out).toHaveLength(0)
  expect(chat.invited.got).toEqual(['lost', 'kept'])
})

test('SC-4: what does not come is asked for again, more and more seldom', () => {
  const chat = pair()
  say(chat.creator, 'lost')
  say(chat.creator, 'kept')
  give(chat.invited, chat.creator.out[1])
  chat.invited.out.splice(0)
  let waited = ASK_AGAIN_AFTER_MS
  for (let times = 0; times < 5; times++, waited *= 2) {
    expect(chat.invited.chat.deadline).toBe(chat.clock.ms + waited)
    chat.clock.ms += waited - 1
    chat.invited.chat.tick()
    settle(chat.invited)
    expect(chat.invited.out).toHaveLength(0)
    chat.clock.ms += 1
    chat.invited.chat.tick()
    settle(chat.invited)
    expect(chat.invited.out.splice(0)).toHaveLength(1)
  }
})

test('SC-4: when what is sent again never arrives, the chat ends', () => {
  // The server drops what is sent again, and passes on all that is new.
  const chat = pair()
  say(chat.creator, 'lost')
  chat.creator.out.shift()
  for (let times = 0; times <= MAX_VAIN_RESENDS + 1; times++) {
    say(chat.creator, `kept ${times}`)
    for (const packet of chat.creator.out.splice(0)) give(chat.invited, packet)
    for (const packet of chat.invited.out.splice(0)) give(chat.creator, packet)
    chat.creator.out.splice(0)
    // Says that it has served the request.
    say(chat.creator, `served ${times}`)
    for (const packet of chat.creator.out.splice(0)) give(chat.invited, packet)
    chat.clock.ms += 3 * 24 * 3_600_000
    chat.invited.chat.tick()
    settle(chat.invited)
  }
  expect(chat.invited.chat.ended).toBe('GAP_NOT_FILLED')
  expect(chat.invited.got).toEqual([])
})

test('SC-4: an end that asks for the same again and again is served so often and no more', () => {
  const chat = pair()
  say(chat.creator, 'lost')
  say(chat.creator, 'kept')
  chat.creator.out.shift()
  give(chat.invited, chat.creator.out.shift())
  for (let times = 0; times <= MAX_RESENDS; times++) {
    for (const packet of chat.invited.out.splice(0)) give(chat.creator, packet)
    expect(chat.creator.chat.ended).toBe(times < MAX_RESENDS ? undefined : 'RESEND_TOO_OFTEN')
    chat.creator.out.splice(0)
    chat.clock.ms += 10 * 24 * 3_600_000
    chat.invited.chat.tick()
    settle(chat.invited)
  }
})

test("a message stands after those of one's own that its sender knew", () => {
  const chat = pair()
  for (const text of ['1', '2', '3']) say(chat.creator, text)
  const [one, two] = chat.creator.out
  give(chat.invited, one)
  give(chat.invited, two)
  say(chat.invited, 'yes')
  give(chat.creator, chat.invited.out.shift())
  expect(chat.creator.effects.find(({ kind }) => kind === 'message')).toMatchObject({ content: 'yes', afterOwn: 2 })
  expect(chat.creator.effects.find(({ kind }) => kind === 'acknowledged')).toMatchObject({
    randomIds: [1n, 2n].map(() => expect.anything()),
  })
})

test('SC-4: a message that was deleted before it arrived arrives as its deletion, under its numbers', () => {
  const chat = pair()
  const randomId = say(chat.creator, 'regretted')
  say(chat.creator, 'kept')
  expect(chat.creator.chat.replace(randomId, 'deleted')).toBe(true)
  chat.creator.out.shift()
  exchange(chat)
  expect(chat.invited.got).toEqual(['deleted', 'kept'])
  expect(kindsOf(chat.creator)).not.toContain('ended')
  // Once it is acknowledged there is nothing to replace.
  say(chat.invited, 'seen')
  exchange(chat)
  expect(chat.creator.chat.replace(randomId, 'deleted')).toBe(false)
})

test('what the server did not confirm leaves again after a restart, under the same numbers', () => {
  const chat = pair()
  const [first, second] = [say(chat.creator, 'a'), say(chat.creator, 'b')]
  chat.creator.chat.confirm(first)
  const again = new SecretChat(chat.creator.chat.save(), chat.creator.ports)
  expect(again.resume().map(({ randomId, packet }) => [randomId, packet])).toEqual([[second, chat.creator.out[1]]])
})

test("damage, other chats and one's own packets leave a chat as it was", () => {
  const [chat, foreign] = [pair(), pair()]
  foreign.creator.chat.close()
  say(chat.creator, 'a')
  const before = chat.creator.chat.save()
  const [own] = chat.creator.out
  const damaged = (own ?? new Uint8Array()).slice()
  damaged[40] = (damaged[40] ?? 0) ^ 1
  for (const packet of [own, damaged, new Uint8Array(), new Uint8Array(24), new Uint8Array(100)])
    give(chat.creator, packet)
  expect(chat.creator.chat.save()).toEqual(before)
  expect(chat.creator.effects.slice(1).map((effect) => ('reason' in effect ? effect.reason : effect.kind))).toEqual([
    ...['invalid', 'invalid', 'unknownKey', 'unknownKey', 'unknownKey'],
  ])
})

test('a chat that is closed keeps no key, takes nothing and sends nothing', () => {
  const chat = pair()
  say(chat.creator, 'a')
  chat.invited.chat.close()
  give(chat.invited, chat.creator.out[0])
  say(chat.invited, 'b')
  expect([chat.invited.effects, chat.invited.chat.ended, chat.invited.chat.deadline]).toEqual([[], 'closed', undefined])
  expect(chat.invited.chat.save().keys.current.every((byte) => byte === 0)).toBe(true)
})

test('a content that cannot be written uses up no number, and the chat goes on', () => {
  const chat = pair()
  const { codec } = chat.creator.ports
  const picky = {
    ...chat.creator.ports,
    codec: {
      decode: codec.decode,
      encode: (...[payload, randomBytes]: Parameters<typeof codec.encode>) => {
        if (payload.action.kind === 'content' && payload.action.content === 'bad')
          throw new TypeError('no such content')
        return codec.encode(payload, randomBytes)
      },
    },
  }
  const one = new SecretChat(chat.creator.chat.save(), picky)
  const before = one.save()
  expect(() => one.send(5n, 'bad')).toThrow('no such content')
  expect([one.save(), one.takeEffects()]).toEqual([before, []])
  one.send(6n, 'good')
  for (const effect of one.takeEffects()) if (effect.kind === 'transmit') give(chat.invited, effect.packet)
  expect(chat.invited.got).toEqual(['good'])
})
