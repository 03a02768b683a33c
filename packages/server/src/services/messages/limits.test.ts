import { type api, encode } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxAnswerBytes } from '../../rules/answer-bounds.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { asUser } from '../../testing/ids.ts'
import type { TestClient } from '../../testing/test-server.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
})
afterEach(() => chat.server.close())

/** One character of two code units. */
const emoji = '🎈'
const styled = (text: string, entities: api.MessageEntity[] = []): api.textWithEntities => ({
  _: 'textWithEntities',
  text,
  entities,
})
const link = (url: string, length = 1): api.messageEntityTextUrl => ({
  _: 'messageEntityTextUrl',
  offset: 0,
  length,
  url,
})

function poll(question: string, answer = 'a', solution?: string, entities?: api.MessageEntity[]): api.inputMediaPoll {
  return {
    _: 'inputMediaPoll',
    poll: {
      _: 'poll',
      id: 1n,
      quiz: true,
      question: styled(question),
      answers: [
        { _: 'pollAnswer', text: styled(answer), option: Uint8Array.of(1) },
        { _: 'pollAnswer', text: styled('b'), option: Uint8Array.of(2) },
      ],
      hash: 0n,
    },
    correctAnswers: [0],
    solution,
    solutionEntities: solution === undefined ? undefined : (entities ?? []),
  }
}

function todo(title: string, item: string): api.inputMediaTodo {
  return {
    _: 'inputMediaTodo',
    todo: { _: 'todoList', title: styled(title), list: [{ _: 'todoItem', id: 1, title: styled(item) }] },
  }
}

type Send = (text: string) => Promise<unknown>

describe('a text', () => {
  /** What may be how long, and what sends it. */
  const texts = (): Readonly<Record<string, readonly [max: number, error: string, send: Send]>> => {
    const { alice, toBob } = chat
    const point: api.InputMedia = {
      _: 'inputMediaGeoPoint',
      geoPoint: { _: 'inputGeoPoint', lat: 1, long: 2 },
    }
    const media = (input: api.InputMedia, message = '') => alice.call(chat.media(toBob, input, { message }))
    const profile = (change: Partial<api.account.updateProfile>) =>
      alice.call({ _: 'account.updateProfile', ...change })
    return {
      message: [4096, 'MESSAGE_TOO_LONG', (text) => alice.call(chat.text(toBob, text))],
      'scheduled message': [
        4096,
        'MESSAGE_TOO_LONG',
        (text) => alice.call(chat.text(toBob, text, { scheduleDate: chat.now() + 1000 })),
      ],
      edit: [
        4096,
        'MESSAGE_TOO_LONG',
        (message) => alice.call({ _: 'messages.editMessage', peer: toBob, id: 1, message }),
      ],
      draft: [4096, 'MESSAGE_TOO_LONG', (message) => alice.call({ _: 'messages.saveDraft', peer: toBob, message })],
      'text that is being written': [
        4096,
        'MESSAGE_TOO_LONG',
        (text) =>
          alice.call({
            _: 'messages.setTyping',
            peer: toBob,
            action: { _: 'sendMessageTextDraftAction', randomId: 1n, text: styled(text) },
          }),
      ],
      caption: [1024, 'MESSAGE_TOO_LONG', (text) => media(point, text)],
      'edited caption': [
        1024,
        'MESSAGE_TOO_LONG',
        (message) => alice.call({ _: 'messages.editMessage', peer: toBob, id: 2, message }),
      ],
      quote: [
        1024,
        'QUOTE_TEXT_INVALID',
        (quoteText) =>
          alice.call(
            chat.text(toBob, 'x', {
              replyTo: { _: 'inputReplyToMessage', replyToMsgId: 3, quoteText, quoteOffset: 0 },
            }),
          ),
      ],
      'poll question': [255, 'POLL_QUESTION_INVALID', (text) => media(poll(text))],
      'poll answer': [100, 'POLL_ANSWER_INVALID', (text) => media(poll('q', text))],
      'poll solution': [200, 'POLL_SOLUTION_INVALID', (text) => media(poll('q', 'a', text))],
      'to-do list title': [255, 'MESSAGE_TOO_LONG', (text) => media(todo(text, 'x'))],
      'to-do item': [200, 'MESSAGE_TOO_LONG', (text) => media(todo('x', text))],
      'first name': [64, 'FIRSTNAME_INVALID', (firstName) => profile({ firstName })],
      'last name': [64, 'LASTNAME_INVALID', (lastName) => profile({ lastName })],
      about: [70, 'ABOUT_TOO_LONG', (about) => profile({ about })],
    }
  }

  it('is as long as it may be in characters of Unicode, wherever it stands', async () => {
    const { alice, toBob } = chat
    await alice.call(chat.text(toBob, 'to be edited'))
    const point: api.InputGeoPoint = { _: 'inputGeoPoint', lat: 1, long: 2 }
    await alice.call(chat.media(toBob, { _: 'inputMediaGeoPoint', geoPoint: point }, { message: 'to be edited' }))
    await alice.call(chat.text(toBob, emoji.repeat(1100)))
    for (const [name, [max, error, send]] of Object.entries(texts())) {
      for (const sign of [emoji, 'x', 'ж']) {
        // A quote must stand in what is answered.
        if (name === 'quote' && sign !== emoji) continue
        await expect(send(sign.repeat(max + 1)), `${name} of ${sign}, too long`).rejects.toThrow(error)
        await send(sign.repeat(max)).catch((failure: unknown) => {
          throw new Error(`${name} of ${max} ${sign}`, { cause: failure })
        })
      }
    }
  }, 60_000)

  it('has entities whose strings are bounded, each and together, wherever it stands', async () => {
    const { alice, toBob } = chat
    const long = [link(`https://example.com/${'x'.repeat(2029)}`)]
    const many = Array.from({ length: 40 }, () => link(`https://example.com/${'x'.repeat(1000)}`))
    const pre: api.MessageEntity[] = [{ _: 'messageEntityPre', offset: 0, length: 1, language: 'x'.repeat(65) }]
    const hundred = Array.from({ length: 101 }, () => link('https://a.de'))
    await alice.call(chat.text(toBob, 'first'))
    const draft: api.SendMessageAction = { _: 'sendMessageTextDraftAction', randomId: 1n, text: styled('x') }
    const schedule = { scheduleDate: chat.now() + 1000 }
    for (const entities of [long, many, pre, hundred]) {
      const requests: api.Method[] = [
        chat.text(toBob, 'x', { entities }),
        chat.text(toBob, 'x', { entities, ...schedule }),
        chat.media(toBob, { _: 'inputMediaEmpty' }, { message: 'x', entities }),
        chat.media(toBob, poll('q', 'a', 'x', entities)),
        { _: 'messages.editMessage', peer: toBob, id: 1, message: 'x', entities },
        { _: 'messages.saveDraft', peer: toBob, message: 'x', entities },
        { _: 'messages.setTyping', peer: toBob, action: { ...draft, text: styled('x', entities) } },
        { _: 'messages.getWebPagePreview', message: 'x', entities },
        chat.text(toBob, 'x', {
          replyTo: { _: 'inputReplyToMessage', replyToMsgId: 1, quoteText: 'f', quoteEntities: entities },
        }),
      ]
      for (const request of requests) {
        // Media is looked at first: any refusal will do there, but none may be stored.
        const refusal = request._ === 'messages.sendMedia' ? /ENTITIES_TOO_LONG|MEDIA_EMPTY/ : 'ENTITIES_TOO_LONG'
        await expect(alice.call(request), request._).rejects.toThrow(refusal)
      }
    }
  })

  it('passes on no link that nobody should open', async () => {
    const { alice, bob, toBob, toAlice } = chat
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '', 'example.com']) {
      await alice.call(chat.text(toBob, 'words', { entities: [link(url, 5)] }))
    }
    const messages = await chat.history(bob, toAlice)
    const links = messages.flatMap((message) => (message._ === 'message' ? (message.entities ?? []) : []))
    expect(links).toEqual([link('http://example.com', 5)])
    await bob.call({ _: 'updates.getState' })
    const text = styled('words', [link('javascript:alert(1)', 5), link('tg://resolve?domain=x', 5)])
    const action: api.SendMessageAction = { _: 'sendMessageTextDraftAction', randomId: 1n, text }
    await alice.call({ _: 'messages.setTyping', peer: toBob, action })
    expect(bob.pushed.at(-1)).toMatchObject({
      update: { action: { text: styled('words', [link('tg://resolve?domain=x', 5)]) } },
    })
  })
})

describe('an answer', () => {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }

  /** Puts a link as it was once let in into messages of Bob's box. */
  async function swell(ids: readonly number[], bytes: number): Promise<void> {
    const { server, bob } = chat
    const box = asUser(bob.key.userId ?? 0)
    await server.store.transaction(async (tx) => {
      for (const stored of await tx.messages.many(box, ids)) {
        const message: api.message = {
          _: 'message',
          id: stored.id,
          fromId: { _: 'peerUser', userId: BigInt(stored.from) },
          peerId: { _: 'peerUser', userId: BigInt(stored.peer) },
          date: stored.date,
          message: `m${stored.id}`,
          entities: [link(`https://example.com/${'x'.repeat(bytes)}`)],
        }
        await tx.messages.replace(box, stored.id, encode(message))
      }
    })
  }

  async function ids(
    client: TestClient,
    peer: api.InputPeer,
    more: Partial<api.messages.getHistory>,
  ): Promise<number[]> {
    const answer = await client.call({ _: 'messages.getHistory', peer, ...page, ...more })
    if (answer._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
    expect(encode(answer).length).toBeLessThan(2 * maxAnswerBytes)
    return answer.messages.map(({ id }) => id)
  }

  it('opens also with what was stored before there were bounds, in every way to it', async () => {
    const { alice, bob, toBob, toAlice } = chat
    for (let i = 0; i < 40; i++) await alice.call(chat.text(toBob, `m ${i}`))
    const all = Array.from({ length: 40 }, (_, at) => 40 - at)
    await swell(all, 800_000)

    const seen: number[] = []
    for (let offsetId = 0; seen.length < 40; offsetId = seen.at(-1) ?? 0) {
      const next = await ids(bob, toAlice, { offsetId })
      expect(next.length).toBeGreaterThan(0)
      seen.push(...next)
    }
    expect(seen).toEqual(all)
    const newer: number[] = []
    for (let offsetId = 1; newer.length < 40; offsetId = (newer[0] ?? 0) + 1) {
      const next = await ids(bob, toAlice, { offsetId, addOffset: -100 })
      expect(next.at(-1)).toBe((newer[0] ?? 0) + 1)
      newer.unshift(...next)
    }
    expect(newer).toEqual(all)

    const [newest] = await chat.history(bob, toAlice)
    expect(newest).toMatchObject({ id: 40, message: 'm40', entities: [] })
    const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const
    expect(await bob.call({ _: 'messages.getDialogs', ...first })).toMatchObject({ messages: [{ id: 40 }] })
    const inputs = all.map((id): api.inputMessageID => ({ _: 'inputMessageID', id }))
    expect(await bob.call({ _: 'messages.getMessages', id: inputs })).toMatchObject({ messages: { length: 40 } })

    const told: number[] = []
    let state = { pts: 1, qts: 0, date: 1 }
    for (let more = true; more; ) {
      const difference = await bob.call({ _: 'updates.getDifference', ...state })
      if (difference._ !== 'updates.difference' && difference._ !== 'updates.differenceSlice') break
      expect(encode(difference).length).toBeLessThan(2 * maxAnswerBytes)
      told.push(...difference.newMessages.map(({ id }) => id))
      more = difference._ === 'updates.differenceSlice'
      const { pts, qts } = difference._ === 'updates.differenceSlice' ? difference.intermediateState : difference.state
      state = { pts, qts, date: 1 }
    }
    expect(told).toEqual(all.toReversed())
  })

  it('ends early where messages are large, and says so', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const entities = Array.from({ length: 16 }, () => link(`https://example.com/${'x'.repeat(2000)}`))
    for (let i = 0; i < 90; i++) await alice.call(chat.text(toBob, `find ${i}`, { entities }))
    const whole = { peer: toAlice, ...page }
    const search = { q: 'find', filter: { _: 'inputMessagesFilterEmpty' }, minDate: 0, maxDate: 0 } as const
    const requests = [
      { _: 'messages.getHistory', ...whole },
      { _: 'messages.search', ...whole, ...search },
    ] as const
    for (const request of requests) {
      const answer = await bob.call(request)
      expect(answer).toMatchObject({ _: 'messages.messagesSlice', count: 90 })
      if (answer._ !== 'messages.messagesSlice') throw new TypeError('a slice was expected')
      expect(answer.messages.length).toBeLessThan(90)
      expect(answer.messages.length).toBeGreaterThan(50)
    }
    expect(await bob.call({ _: 'updates.getDifference', pts: 1, qts: 0, date: 1 })).toMatchObject({
      _: 'updates.differenceSlice',
    })
  })
})
