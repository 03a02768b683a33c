import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
const option = (at: number): Uint8Array => Uint8Array.of(0x30 + at)

function ask(more: Partial<api.poll> = {}, rest: Partial<api.inputMediaPoll> = {}): api.inputMediaPoll {
  const answers = ['yes', 'no', 'maybe'].map((text): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(text) }))
  return {
    _: 'inputMediaPoll',
    poll: { _: 'poll', id: 0n, question: plain('Well?'), answers, hash: 0n, ...more },
    ...rest,
  }
}

async function poll(of: 'alice' | 'bob'): Promise<api.messageMediaPoll> {
  const [message] = await (of === 'alice' ? chat.history(chat.alice, chat.toBob) : chat.history(chat.bob, chat.toAlice))
  if (message?._ !== 'message' || message.media?._ !== 'messageMediaPoll')
    throw new TypeError('the last message is a poll')
  return message.media
}

function vote(peer: api.InputPeer, ...options: Uint8Array[]): api.messages.sendVote {
  return { _: 'messages.sendVote', peer, msgId: 1, options }
}

describe('a poll', () => {
  it('tells how it stands to whoever asks', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, ask()))
    await bob.call(vote(toAlice, option(2)))
    const results = await alice.call({ _: 'messages.getPollResults', peer: toBob, msgId: 1, pollHash: 0n })
    expect(results).toMatchObject({ updates: [{ _: 'updateMessagePoll', results: { totalVoters: 1 } }] })
    await alice.call(chat.text(toBob, 'no poll'))
    const none = alice.call({ _: 'messages.getPollResults', peer: toBob, msgId: 2, pollHash: 0n })
    await expect(none).rejects.toThrow('MESSAGE_ID_INVALID')
  })

  it('shows its results to who has voted, and tells everyone of votes', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, ask({ publicVoters: true })))
    expect((await poll('alice')).poll).toMatchObject({ creator: true })
    expect((await poll('bob')).results).toMatchObject({ totalVoters: 0 })
    alice.pushed.length = 0
    expect(await bob.call(vote(toAlice, option(1)))).toMatchObject({
      updates: [
        {
          _: 'updateMessagePoll',
          results: { totalVoters: 1, results: [{ voters: 0 }, { voters: 1, chosen: true }, {}] },
        },
      ],
    })
    expect(alice.pushed).toMatchObject([{ updates: [{ _: 'updateMessagePoll', results: { totalVoters: 1 } }] }])
    const hidden = (await poll('alice')).results
    expect(hidden.results).toBeUndefined()
    await expect(alice.call({ _: 'messages.getPollVotes', peer: toBob, id: 1, limit: 10 })).rejects.toThrow(
      'POLL_VOTE_REQUIRED',
    )
    await alice.call(vote(toBob, option(1)))
    expect(
      await alice.call({ _: 'messages.getPollVotes', peer: toBob, id: 1, option: option(1), limit: 1 }),
    ).toMatchObject({
      count: 2,
      votes: [{ _: 'messagePeerVoteInputOption' }],
      nextOffset: '1',
    })
    await bob.call(vote(toAlice))
    expect((await poll('alice')).results).toMatchObject({ totalVoters: 1 })
    await expect(bob.call(vote(toAlice, option(7)))).rejects.toThrow('OPTION_INVALID')
    await expect(bob.call(vote(toAlice, option(0), option(1)))).rejects.toThrow('OPTIONS_TOO_MUCH')
  })

  it('as a quiz tells what was right only afterwards, and takes one answer for good', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const quiz = ask({ quiz: true }, { correctAnswers: [2], solution: 'since it is so', solutionEntities: [] })
    await alice.call(chat.media(toBob, quiz))
    expect(JSON.stringify((await poll('bob')).results)).not.toMatch(/correct":true|since/)
    await bob.call(vote(toAlice, option(0)))
    expect((await poll('bob')).results).toMatchObject({
      solution: 'since it is so',
      results: [{ chosen: true }, {}, { correct: true }],
    })
    await expect(bob.call(vote(toAlice, option(2)))).rejects.toThrow('REVOTE_NOT_ALLOWED')
    await expect(bob.call(vote(toAlice))).rejects.toThrow('REVOTE_NOT_ALLOWED')
  })

  it.each([
    ['a quiz', ask({ quiz: true, publicVoters: true }, { correctAnswers: [2] })],
    ['a poll in which nobody votes anew', ask({ revotingDisabled: true })],
  ])('as %s answers as it stands whoever asks for the same vote again, and tells nobody', async (_, media) => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, media))
    const first = await bob.call(vote(toAlice, option(1)))
    const other = await chat.otherDevice('bob')
    alice.pushed.length = 0
    const state = await alice.call({ _: 'updates.getState' })
    const again = await bob.call(vote(toAlice, option(1)))
    expect(again).toMatchObject({ updates: first._ === 'updates' ? first.updates : [] })
    expect([alice.pushed, other.pushed]).toEqual([[], []])
    expect(await alice.call({ _: 'updates.getState' })).toEqual(state)
    await alice.call({ _: 'messages.editMessage', peer: toBob, id: 1, media: ask({ closed: true }) })
    expect(await bob.call(vote(toAlice, option(1)))).toMatchObject({
      updates: [{ _: 'updateMessagePoll', poll: { closed: true }, results: { totalVoters: 1 } }],
    })
    await expect(alice.call(vote(toBob, option(1)))).rejects.toThrow('MESSAGE_POLL_CLOSED')
  })

  it('is told as it is now to a device that was away, by the difference and in the history', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, ask({ publicVoters: true })))
    const away = await chat.otherDevice('bob')
    away.link.connected = false
    const { pts, qts, date } = await bob.call({ _: 'updates.getState' })
    await bob.call(vote(toAlice, option(1)))
    await alice.call(vote(toBob, option(0)))
    const missed = await away.call({ _: 'updates.getDifference', pts, qts, date })
    const results = { totalVoters: 2, results: [{ voters: 1 }, { voters: 1, chosen: true }, { voters: 0 }] }
    expect(missed).toMatchObject({ newMessages: [], otherUpdates: [{ _: 'updateMessagePoll', results }] })
    expect(await chat.history(away, toAlice)).toMatchObject([{ media: { results } }])

    // One that missed the message, too, has all of it at once.
    const fresh = await away.call({ _: 'updates.getDifference', pts: pts - 1, qts, date })
    expect(fresh).toMatchObject({ newMessages: [{ media: { results } }] })

    const close = { _: 'messages.editMessage', peer: toBob, id: 1, media: ask({ closed: true }) } as const
    await alice.call(close)
    expect(await away.call({ _: 'updates.getDifference', pts, qts, date })).toMatchObject({
      otherUpdates: [{ _: 'updateMessagePoll', poll: { closed: true }, results: { totalVoters: 2 } }],
    })
  })

  it('has votes that its author has not seen, until they are read', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const other = await chat.otherDevice('alice')
    const unread = async (): Promise<number[]> => {
      const all = { offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0 }
      const found = await alice.call({ _: 'messages.getUnreadPollVotes', peer: toBob, ...all })
      return found._ === 'messages.messagesNotModified' ? [] : found.messages.map(({ id }) => id)
    }
    await alice.call(chat.media(toBob, ask({ publicVoters: true })))
    await alice.call(chat.media(toBob, ask()))
    other.pushed.length = 0
    await bob.call(vote(toAlice, option(1)))
    await bob.call({ ...vote(toAlice, option(1)), msgId: 2 })
    await alice.call(vote(toBob, option(1)))
    expect(await unread()).toEqual([1])
    expect(await chat.dialog(alice)).toMatchObject({ unreadPollVotesCount: 1 })
    expect(await chat.dialog(bob)).toMatchObject({ unreadPollVotesCount: 0 })
    expect(other.pushed[0]).toMatchObject({
      updates: [{ _: 'updateMessagePoll', results: { hasUnreadVotes: true, totalVoters: 1 } }],
    })
    expect((await chat.history(bob, toAlice))[1]).toMatchObject({ media: { results: { hasUnreadVotes: undefined } } })
    expect((await chat.history(alice, toBob))[1]).toMatchObject({ media: { results: { hasUnreadVotes: true } } })

    other.pushed.length = 0
    const { pts } = await alice.call({ _: 'updates.getState' })
    expect(await alice.call({ _: 'messages.readPollVotes', peer: toBob })).toEqual({
      _: 'messages.affectedHistory',
      pts: pts + 1,
      ptsCount: 1,
      offset: 0,
    })
    expect(other.pushed).toMatchObject([
      { updates: [{ _: 'updateReadMessagesContents', messages: [1], pts: pts + 1, ptsCount: 1 }] },
    ])
    expect(await unread()).toEqual([])
    expect((await chat.history(alice, toBob))[1]).toMatchObject({ media: { results: { hasUnreadVotes: undefined } } })

    await bob.call(vote(toAlice, option(0)))
    expect(await unread()).toEqual([1])
    await alice.call({ _: 'messages.readMessageContents', id: [1] })
    expect(await unread()).toEqual([])
    expect(await chat.dialog(alice)).toMatchObject({ unreadPollVotesCount: 0 })
    const stranger: api.inputPeerUser = { ...toBob, accessHash: 1n }
    await expect(alice.call({ _: 'messages.readPollVotes', peer: stranger })).rejects.toThrow('PEER_ID_INVALID')
  })

  it('is closed by its author, or by itself', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    await alice.call(chat.media(toBob, ask()))
    const close: api.messages.editMessage = {
      _: 'messages.editMessage',
      peer: toBob,
      id: 1,
      media: ask({ closed: true }),
    }
    await expect(bob.call({ ...close, peer: toAlice })).rejects.toThrow('MESSAGE_AUTHOR_REQUIRED')
    await alice.call(close)
    await expect(bob.call(vote(toAlice, option(0)))).rejects.toThrow('MESSAGE_POLL_CLOSED')
    expect(bob.pushed.at(-1)).toMatchObject({ updates: [{ _: 'updateMessagePoll', poll: { closed: true } }] })

    await alice.call(chat.media(toBob, ask({ closePeriod: 30 })))
    server.clock.now += 30_000
    await server.upkeep()
    expect((await poll('bob')).poll).toMatchObject({ closed: true })
  })

  it('asks something that can be answered', async () => {
    const { alice, toBob } = chat
    for (const [media, error] of [
      [ask({ question: plain(' ') }), 'POLL_QUESTION_INVALID'],
      [ask({ answers: [] }), 'POLL_ANSWERS_INVALID'],
      [ask({ quiz: true }), 'QUIZ_CORRECT_ANSWERS_EMPTY'],
      [ask({ quiz: true }, { correctAnswers: [9] }), 'QUIZ_CORRECT_ANSWER_INVALID'],
      [ask({ closePeriod: 1 }), 'POLL_CLOSE_PERIOD_INVALID'],
    ] satisfies [api.InputMedia, string][]) {
      await expect(alice.call(chat.media(toBob, media))).rejects.toThrow(error)
    }
  })

  it('is forgotten once no message shows it any more', async () => {
    const { alice, bob, toBob, server } = chat
    await alice.call(chat.media(toBob, ask()))
    await alice.call(chat.media(toBob, ask()))
    const ids = (await chat.history(alice, toBob)).map((message) =>
      message._ === 'message' && message.media?._ === 'messageMediaPoll' ? message.media.poll.id : 0n,
    )
    const year = 367 * 86_400
    const kept = async (): Promise<boolean[]> =>
      (await Promise.all(ids.map((id) => server.store.read.polls.get(id)))).map((poll) => poll !== undefined)
    await alice.call({ _: 'messages.deleteMessages', id: [2], revoke: true })
    await server.upkeep()
    expect(await kept()).toEqual([true, true])
    server.clock.now += year * 1000
    await alice.call({ _: 'help.getConfig' })
    for (const client of [alice, bob]) await client.call({ _: 'updates.getState' })
    await server.upkeep()
    expect(await kept()).toEqual([false, true])
  })
})
