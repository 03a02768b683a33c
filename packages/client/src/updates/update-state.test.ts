import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UpdateState } from './update-state.ts'
import type { UpdateAction, UpdatesState } from './update-types.ts'

const START: UpdatesState = { pts: 0, qts: 0, date: 0, seq: 0, channels: new Map() }

function deletion(pts: number, count = 1): api.Update {
  return { _: 'updateDeleteMessages', messages: [pts], pts, ptsCount: count }
}

function channelDeletion(channelId: bigint, pts: number): api.Update {
  return { _: 'updateDeleteChannelMessages', channelId, messages: [pts], pts, ptsCount: 1 }
}

function container(updates: api.Update[], seq = 0): api.updates {
  return { _: 'updates', updates, users: [], chats: [], date: 1, seq }
}

/** The pts of what was delivered; a message of a difference carries its own in its id. */
function delivered(actions: readonly UpdateAction[]): number[] {
  return actions.flatMap((action) => {
    if (action.type !== 'deliver') return []
    const { update } = action.delivered
    if (update._ === 'updateNewMessage' || update._ === 'updateNewChannelMessage') return [update.message.id]
    return update._ === 'updateDeleteMessages' || update._ === 'updateDeleteChannelMessages' ? [update.pts] : []
  })
}

function kinds(actions: readonly UpdateAction[]): string[] {
  return actions.map(({ type }) => type)
}

describe('the update state', () => {
  test('begins with the state of the server', () => {
    const state = new UpdateState(undefined)
    expect(kinds(state.catchUp())).toEqual(['getState'])
    expect(kinds(state.receive(container([deletion(8)]), 0))).toEqual([])
    state.started({ _: 'updates.state', pts: 7, qts: 2, date: 3, seq: 4, unreadCount: 0 }, 0)
    expect(state.state).toMatchObject({ pts: 8, qts: 2, date: 3, seq: 4 })
    expect(delivered(state.receive(container([deletion(9)]), 0))).toEqual([9])
  })

  test('what comes before the answer that says the state is compared with it', () => {
    const state = new UpdateState(undefined)
    state.catchUp()
    for (const pts of [6, 7, 8]) state.receive(container([deletion(pts)]), 0)
    const actions = state.started({ _: 'updates.state', pts: 7, qts: 0, date: 3, seq: 0, unreadCount: 0 }, 0)
    // The first two are part of the state, and yet nobody will tell of them again.
    expect(delivered(actions)).toEqual([6, 7, 8])
    expect(state.state?.pts).toBe(8)
  })

  test('what comes before the state is known comes once and in order, with and without a seq', () => {
    const state = new UpdateState(undefined)
    state.catchUp()
    const typing: api.Update = { _: 'updateUserTyping', userId: 1n, action: { _: 'sendMessageTypingAction' } }
    for (const pts of [7, 6, 7]) state.receive(container([deletion(pts)]), 0)
    state.receive(container([typing], 3), 0)
    const actions = state.started({ _: 'updates.state', pts: 7, qts: 0, date: 3, seq: 4, unreadCount: 0 }, 0)
    expect(delivered(actions)).toEqual([6, 7])
    expect(actions).toHaveLength(3)
    expect(state.state).toMatchObject({ pts: 7, seq: 4 })
  })

  test('a gap is waited for, then the difference is asked for, once', () => {
    const state = new UpdateState(START)
    expect(state.receive(container([deletion(2)]), 1000)).toEqual([])
    expect(state.deadline).toBe(1500)
    expect(state.poll(1499)).toEqual([])
    expect(state.poll(1500)).toEqual([{ type: 'getDifference', pts: 0, qts: 0, date: 0 }])
    expect(state.poll(5000)).toEqual([])
    expect(state.receive(container([deletion(3)]), 5000)).toEqual([])
  })

  test('what was missing fills the gap without a question', () => {
    const state = new UpdateState(START)
    state.receive(container([deletion(2)]), 1000)
    expect(delivered(state.receive(container([deletion(1)]), 1100))).toEqual([1, 2])
    expect(state.deadline).toBe(Number.POSITIVE_INFINITY)
  })

  test('an answer that only moves the counter fills its place', () => {
    const state = new UpdateState(START)
    state.receive(container([deletion(3)]), 0)
    expect(delivered(state.affected(2, 2, undefined, 0))).toEqual([3])
    expect(state.state?.pts).toBe(3)
  })

  test('containers with a seq come in its order, and a missing one is asked for', () => {
    const state = new UpdateState({ ...START, seq: 5 })
    const typing = (n: bigint): api.Update => ({
      _: 'updateUserTyping',
      userId: n,
      action: { _: 'sendMessageTypingAction' },
    })
    expect(state.receive(container([typing(2n)], 7), 0)).toEqual([])
    const actions = state.receive(container([typing(1n)], 6), 10)
    expect(
      actions.map((a) => (a.type === 'deliver' && 'userId' in a.delivered.update ? a.delivered.update.userId : 0)),
    ).toEqual([1n, 2n])
    expect(state.receive(container([typing(1n)], 6), 20)).toEqual([])
    state.receive(container([typing(4n)], 9), 30)
    expect(kinds(state.poll(530))).toEqual(['getDifference'])
  })

  test('updatesTooLong and a difference that is too long end in a gap that is seen, and go on from there', () => {
    const state = new UpdateState(START)
    expect(kinds(state.receive({ _: 'updatesTooLong' }, 0))).toEqual(['getDifference'])
    expect(state.difference({ _: 'updates.differenceTooLong', pts: 900 }, 0)).toEqual([
      { type: 'gap', channelId: undefined, from: 0, to: 900, reason: 'TOO_LONG' },
      { type: 'getDifference', pts: 900, qts: 0, date: 0 },
    ])
    state.difference({ _: 'updates.differenceEmpty', date: 5, seq: 3 }, 0)
    expect(state.state).toMatchObject({ pts: 900, date: 5, seq: 3 })
    expect(delivered(state.receive(container([deletion(901)]), 0))).toEqual([901])
  })

  test('what has no counter waits while the difference is asked for, since that may be older', () => {
    const state = new UpdateState(START)
    const named = (firstName: string): api.Update => {
      return { _: 'updateUserName', userId: 1n, firstName, lastName: '', usernames: [] }
    }
    const names = (actions: readonly UpdateAction[]): string[] =>
      actions.flatMap((a) =>
        a.type === 'deliver' && 'firstName' in a.delivered.update ? a.delivered.update.firstName : [],
      )
    state.catchUp()
    expect(state.receive(container([named('later')]), 0)).toEqual([])
    const reached: api.updates.state = { _: 'updates.state', pts: 0, qts: 4, date: 2, seq: 0, unreadCount: 0 }
    const told = { newMessages: [], newEncryptedMessages: [], users: [], chats: [] }
    const slice = { ...told, otherUpdates: [named('first')], intermediateState: reached }
    const asked = state.difference({ _: 'updates.differenceSlice', ...slice }, 0)
    expect(names(asked)).toEqual(['first'])
    expect(kinds(asked)).toEqual(['deliver', 'getDifference'])
    const last = { ...told, otherUpdates: [named('second')], state: reached }
    expect(names(state.difference({ _: 'updates.difference', ...last }, 0))).toEqual(['second', 'later'])
    expect(names(state.receive(container([named('now')]), 0))).toEqual(['now'])
  })

  test('its date moves with what shows that nothing before is missing, and with nothing else', () => {
    const state = new UpdateState({ ...START, seq: 5 })
    const typing: api.Update = { _: 'updateUserTyping', userId: 1n, action: { _: 'sendMessageTypingAction' } }
    state.receive({ _: 'updateShort', update: typing, date: 40 }, 0)
    state.receive({ ...container([typing]), date: 50 }, 0)
    state.receive({ ...container([deletion(1)]), date: 60 }, 0)
    expect(state.state).toMatchObject({ pts: 1, date: 0 })
    state.receive({ ...container([typing], 6), date: 70 }, 0)
    expect(state.state).toMatchObject({ date: 70, seq: 6 })
    // What comes while the difference is asked for does not vouch for the answer.
    state.catchUp()
    state.receive({ ...container([typing], 7), date: 80 }, 0)
    expect(state.state).toMatchObject({ date: 70 })
    state.difference({ _: 'updates.differenceEmpty', date: 75, seq: 6 }, 0)
    expect(state.state).toMatchObject({ date: 80, seq: 7 })
  })

  test('a slice that moves nothing but the date is followed by the next one', () => {
    const state = new UpdateState(START)
    state.catchUp()
    const slice = (date: number): api.updates.differenceSlice => ({
      _: 'updates.differenceSlice',
      ...{ newMessages: [], newEncryptedMessages: [], otherUpdates: [], users: [], chats: [] },
      intermediateState: { _: 'updates.state', pts: 0, qts: 0, date, seq: 0, unreadCount: 0 },
    })
    expect(state.difference(slice(3), 0)).toEqual([{ type: 'getDifference', pts: 0, qts: 0, date: 3 }])
    // One that moves nothing at all would come for ever.
    expect(kinds(state.difference(slice(3), 0))).toEqual([])
  })

  test('more than may wait while the difference is asked for is asked for once more', () => {
    const state = new UpdateState(START, { maxEarly: 2 })
    const update: api.Update = { _: 'updateConfig' }
    state.catchUp()
    for (let i = 0; i < 3; i++) expect(state.receive(container([update]), 0)).toEqual([])
    expect(kinds(state.difference({ _: 'updates.differenceEmpty', date: 5, seq: 0 }, 0))).toEqual(['getDifference'])
    expect(kinds(state.difference({ _: 'updates.differenceEmpty', date: 5, seq: 0 }, 0))).toEqual([])
  })

  test('a server that does not know the counter any more is begun with anew, and nothing that came is lost', () => {
    const state = new UpdateState({ ...START, pts: 50 })
    for (const pts of [53, 58]) state.receive(container([deletion(pts)]), 0)
    expect(kinds(state.poll(500))).toEqual(['getDifference'])
    expect(state.restart('REFUSED')).toEqual([{ type: 'getState' }])
    expect(state.state).toBeUndefined()
    const actions = state.started({ _: 'updates.state', pts: 55, qts: 0, date: 1, seq: 0, unreadCount: 0 }, 600)
    expect(actions[0]).toEqual({ type: 'gap', channelId: undefined, from: 50, to: 55, reason: 'REFUSED' })
    expect(delivered(actions)).toEqual([53])
    expect(delivered(state.receive(container([deletion(57, 2)]), 700))).toEqual([57, 58])
  })

  /** Lets time pass, answering every question at once; the questions asked and what was lost. */
  function letPass(state: UpdateState, first: UpdateAction[], ms: number, answer: (now: number) => UpdateAction[]) {
    const [asked, gaps, out]: [number[], UpdateAction[], number[]] = [[], [], []]
    const take = (actions: UpdateAction[], now: number): void => {
      out.push(...delivered(actions))
      for (const action of actions) {
        if (action.type === 'gap') gaps.push(action)
        else if (action.type !== 'deliver') {
          asked.push(now)
          take(answer(now), now)
        }
      }
    }
    let now = 0
    take(first, now)
    while (state.deadline <= ms) {
      now = Math.max(now, state.deadline)
      take(state.poll(now), now)
    }
    return { asked, gaps, out }
  }
  const stateAt = (pts: number): api.updates.state => {
    return { _: 'updates.state', pts, qts: 0, date: 1, seq: 0, unreadCount: 0 }
  }

  test('a difference that is too long and moves nothing is asked for three times, then given up', () => {
    const state = new UpdateState({ ...START, pts: 5 })
    const { asked, gaps } = letPass(state, state.catchUp(), 600_000, (now) =>
      state.isKnown
        ? state.difference({ _: 'updates.differenceTooLong', pts: 5 }, now)
        : state.started(stateAt(9), now),
    )
    expect(asked).toEqual([0, 1000, 3000, 3000])
    expect(gaps).toEqual([{ type: 'gap', channelId: undefined, from: 5, to: 9, reason: 'NO_PROGRESS' }])
    expect(delivered(state.receive(container([deletion(10)]), 4000))).toEqual([10])
  })

  test('differences that are too long again and again are asked for less and less often', () => {
    const state = new UpdateState(START)
    let pts = 0
    const { asked } = letPass(state, state.catchUp(), 3_600_000, (now) =>
      state.difference({ _: 'updates.differenceTooLong', pts: ++pts }, now),
    )
    expect(asked.length).toBeLessThan(80)
  })

  test('what the server never tells is given up after three answers, and what waited for it is delivered', () => {
    const state = new UpdateState(START)
    const first = state.receive(container([deletion(100)]), 0)
    const { asked, gaps, out } = letPass(state, first, 600_000, (now) =>
      state.isKnown
        ? state.difference({ _: 'updates.differenceEmpty', date: 1, seq: 0 }, now)
        : state.started(stateAt(0), now),
    )
    expect(asked).toHaveLength(4)
    expect(gaps).toMatchObject([{ from: 0, to: 0, reason: 'NO_PROGRESS' }])
    expect(out).toEqual([100])
  })

  test('what a channel never tells is given up after three answers, and what waited for it is delivered', () => {
    const state = new UpdateState({ ...START, channels: new Map([[9n, 4]]) })
    const first = state.receive(container([channelDeletion(9n, 8)]), 0)
    const { asked, gaps, out } = letPass(state, first, 600_000, (now) =>
      state.channelDifference(9n, { _: 'updates.channelDifferenceEmpty', final: true, pts: 4 }, now),
    )
    expect(asked).toHaveLength(3)
    expect(gaps).toEqual([{ type: 'gap', channelId: 9n, from: 4, to: 8, reason: 'NO_PROGRESS' }])
    expect(out).toEqual([8])
    expect(delivered(state.receive(container([channelDeletion(9n, 9)]), 0))).toEqual([9])
  })

  test('a channel that has gone quiet is asked after, and what is lost of it is told', () => {
    const state = new UpdateState({ ...START, channels: new Map([[9n, 4]]) })
    expect(state.receive(container([{ _: 'updateChannelTooLong', channelId: 9n }]), 0)).toEqual([
      { type: 'getChannelDifference', channelId: 9n, pts: 4 },
    ])
    const dialog: api.dialog = {
      ...{
        _: 'dialog',
        peer: { _: 'peerChannel', channelId: 9n },
        topMessage: 1,
        readInboxMaxId: 0,
        readOutboxMaxId: 0,
      },
      ...{ unreadCount: 0, unreadMentionsCount: 0, unreadReactionsCount: 0, unreadPollVotesCount: 0, pts: 80 },
      notifySettings: { _: 'peerNotifySettings' },
    }
    expect(
      state.channelDifference(
        9n,
        { _: 'updates.channelDifferenceTooLong', final: true, dialog, messages: [], chats: [], users: [] },
        0,
      ),
    ).toEqual([{ type: 'gap', channelId: 9n, from: 4, to: 80, reason: 'TOO_LONG' }])
    expect(delivered(state.receive(container([channelDeletion(9n, 81)]), 0))).toEqual([81])
  })

  test('counters of channels are bounded', () => {
    const state = new UpdateState(START, { maxChannels: 3 })
    for (let id = 1n; id <= 10n; id++) state.receive(container([channelDeletion(id, 5)]), 0)
    expect([...(state.state?.channels.keys() ?? [])]).toEqual([8n, 9n, 10n])
  })

  test('any order, loss and repetition of updates delivers each exactly once and in order', () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('push' as const), at: fc.nat(11) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const), at: fc.nat(9) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('catchUp' as const), at: fc.constant(0) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('own' as const), at: fc.constant(0) }) },
    )
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 40 }),
        fc.array(step, { maxLength: 200 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 2, max: 12 }),
        (counts, steps, slice, maxEarly) => {
          const state = new UpdateState(START, { maxEarly })
          // The log of the server: each event moves the counter by its count.
          let pts = 0
          const log = counts.map((count) => {
            pts += count
            return { pts, count }
          })
          const seen: number[] = []
          const own = new Set<number>()
          const questions: number[] = []
          let now = 0
          let known = 0

          const act = (actions: UpdateAction[]): void => {
            seen.push(...delivered(actions))
            for (const action of actions) {
              if (action.type === 'getDifference') questions.push(action.pts)
              expect(action.type).not.toBe('gap')
            }
          }
          const answer = (): void => {
            const from = questions.shift()
            if (from === undefined) return
            const missing = log.filter((event) => event.pts > from)
            const part = missing.slice(0, slice)
            const last = part.at(-1)
            if (last === undefined)
              return act(state.difference({ _: 'updates.differenceEmpty', date: now, seq: 0 }, now))
            const content = {
              newMessages: part.map(({ pts }): api.Message => ({ _: 'messageEmpty', id: pts })),
              ...{ newEncryptedMessages: [], otherUpdates: [], chats: [], users: [] },
            }
            const reached = { _: 'updates.state', pts: last.pts, qts: 0, date: now, seq: 0, unreadCount: 0 } as const
            act(
              state.difference(
                part.length < missing.length
                  ? { _: 'updates.differenceSlice', ...content, intermediateState: reached }
                  : { _: 'updates.difference', ...content, state: reached },
                now,
              ),
            )
          }

          for (const { kind, at } of steps) {
            now += 100
            if (kind === 'push') {
              const event = log[Math.max(0, known - 4) + at]
              if (event !== undefined) {
                known = Math.max(known, log.indexOf(event))
                act(state.receive(container([deletion(event.pts, event.count)]), now))
              }
            }
            if (kind === 'own') {
              const event = log.find((event) => event.pts > (state.state?.pts ?? 0))
              if (event !== undefined && questions.length === 0) {
                const before = state.state?.pts ?? 0
                act(state.affected(event.pts, event.count, undefined, now))
                if ((state.state?.pts ?? 0) > before) own.add(event.pts)
              }
            }
            if (kind === 'answer') answer()
            if (kind === 'catchUp') act(state.catchUp())
            act(state.poll(now))
          }
          act(state.catchUp())
          for (let i = 0; i < 200; i++) {
            now += 1000
            answer()
            act(state.poll(now))
          }
          expect(seen).toEqual(log.map((event) => event.pts).filter((pts) => !own.has(pts)))
          expect(state.state?.pts).toBe(pts)
          expect(state.deadline).toBe(Number.POSITIVE_INFINITY)
        },
      ),
      { numRuns: 500 },
    )
  })
})
