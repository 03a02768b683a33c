import { type api, encode } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxAnswerBytes } from '../../rules/answer-bounds.ts'
import { StoreError } from '../../store/errors.ts'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'
import type { Store } from '../../store/store.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { asUser } from '../../testing/ids.ts'
import { createTestServer, signUp, type TestClient } from '../../testing/test-server.ts'

let chat: ChatFixture
/** Bob's device that does things, and his other one, which hears of them. */
let here: TestClient
let away: TestClient
beforeEach(async () => {
  chat = await openChat()
  here = chat.bob
  away = await chat.otherDevice('bob')
})
afterEach(() => chat.server.close())

type State = Pick<api.updates.State, 'pts' | 'qts' | 'date'>

async function draft(text: string, peer: api.InputPeer = chat.toAlice): Promise<void> {
  await here.call({ _: 'messages.saveDraft', peer, message: text })
}

async function ask(state: State, ptsLimit?: number): Promise<api.updates.Difference> {
  const { pts, qts, date } = state
  const difference = await away.call({ _: 'updates.getDifference', pts, qts, date, ptsLimit })
  // What it notes of the device, no answer waits for.
  await chat.server.store.transaction(async () => {})
  return difference
}

/** The drafts of a difference, and the state that comes with it. */
function heard(difference: api.updates.Difference): { readonly drafts: string[]; readonly state: api.updates.State } {
  if (difference._ !== 'updates.difference' && difference._ !== 'updates.differenceSlice') {
    throw new TypeError(`${difference._} tells nothing`)
  }
  const drafts = difference.otherUpdates.flatMap((update) =>
    update._ === 'updateDraftMessage' && update.draft._ === 'draftMessage' ? [update.draft.message] : [],
  )
  return { drafts, state: difference._ === 'updates.difference' ? difference.state : difference.intermediateState }
}

/** So many changes of which each has a key of its own, and says which it is. */
async function markFolders(
  count: number,
  of = { server: chat.server, box: asUser(here.key.userId ?? 0) },
): Promise<void> {
  const { server, box } = of
  await server.store.transaction(async (tx) => {
    for (let folderId = 0; folderId < count; folderId++) {
      const [state] = await tx.boxes.advance([{ box, pts: 0, messages: 0, unnumbered: 1 }])
      const mark: api.Update = { _: 'updateDialogUnreadMark', peer: { _: 'dialogPeerFolder', folderId } }
      const date = Math.floor(server.clock.now / 1000)
      await tx.unnumberedChanges.put(box, {
        number: state?.unnumbered ?? 0,
        key: `${folderId}`,
        date,
        update: encode(mark),
      })
    }
  })
}

/** Asks until it is told to stop, as a client that takes the date of each state, or as one that goes by none. */
async function follow(from: State, keepsDate: boolean): Promise<number> {
  const seen = new Set<number>()
  let state = from
  for (let asked = 0; asked < 10; asked++) {
    const difference = await ask(state, 10)
    const reached = heard(difference).state
    if (difference._ !== 'updates.difference' && difference._ !== 'updates.differenceSlice') break
    for (const update of difference.otherUpdates) {
      if (update._ === 'updateDialogUnreadMark' && update.peer._ === 'dialogPeerFolder') seen.add(update.peer.folderId)
    }
    if (state.date < 2 ** 31 - 2) expect(reached.date).toBeGreaterThan(state.date)
    if (difference._ === 'updates.difference') return seen.size
    if (keepsDate) state = reached
  }
  throw new TypeError('it would ask for ever')
}

describe('changes without pts', () => {
  it('do not count in qts, which stays where a client without secret chats sees it', async () => {
    const before = await away.call({ _: 'updates.getState' })
    // TDLib takes 0 for none.
    expect(before.qts).toBe(1)
    await draft('one')
    const { drafts, state } = heard(await ask(before))
    expect(drafts).toEqual(['one'])
    expect(state).toMatchObject({ qts: 1, pts: before.pts })
    expect(await away.call({ _: 'updates.getState' })).toMatchObject({ qts: 1 })
  })

  it('are told whatever qts a client names, also none and one of the old numbering', async () => {
    const { pts, date } = await away.call({ _: 'updates.getState' })
    for (const qts of [-2_147_483_648, -1, 0, 1, 57]) {
      expect(await ask({ pts, qts, date })).toMatchObject({ _: 'updates.differenceEmpty' })
    }
    await draft('one')
    for (const qts of [-1, 0, 1, 57]) expect(heard(await ask({ pts, qts, date })).drafts).toEqual(['one'])
  })

  it('are told once to a device that takes what it is told, and then no more', async () => {
    const start = await away.call({ _: 'updates.getState' })
    await draft('one')
    const { state } = heard(await ask(start))
    expect(state.date).toBeGreaterThan(start.date)
    expect(await ask(state)).toMatchObject({ _: 'updates.differenceEmpty' })
    await draft('two')
    expect(heard(await ask(state)).drafts).toEqual(['two'])
  })

  it('are told again to one whose answer was lost, although no time has passed', async () => {
    const start = await away.call({ _: 'updates.getState' })
    await draft('one')
    for (let i = 0; i < 7; i++) expect(heard(await ask(start)).drafts).toEqual(['one'])
    await draft('other', { _: 'inputPeerSelf' })
    expect(heard(await ask(start)).drafts).toEqual(['one', 'other'])
  })

  it('are told to one that was pushed something later, and so names a later date', async () => {
    const start = await away.call({ _: 'updates.getState' })
    chat.server.clock.now += 10_000
    await draft('lost')
    chat.server.clock.now += 3_600_000
    const date = chat.now()
    const { drafts, state } = heard(await ask({ ...start, date }))
    expect(drafts).toEqual(['lost'])
    expect(await ask({ ...state, date: state.date + 5 })).toMatchObject({ _: 'updates.differenceEmpty' })
  })

  it('are told to a copy of the device from before they were told to the device', async () => {
    const start = await away.call({ _: 'updates.getState' })
    let state: State = start
    const copies: { readonly state: State; readonly after: string }[] = []
    for (let i = 0; i < 8; i++) {
      chat.server.clock.now += 86_400_000
      await draft(`${i}`)
      const told = heard(await ask(state))
      expect(told.drafts).toEqual([`${i}`])
      copies.push({ state, after: '7' })
      state = told.state
    }
    for (const copy of copies.toReversed()) expect(heard(await ask(copy.state)).drafts).toEqual([copy.after])
    expect(heard(await ask({ ...start, date: 1 })).drafts).toEqual(['7'])
  })

  it('are told to a device that was asked for its state in between, as TDLib does to see that the line is alive', async () => {
    const start = await away.call({ _: 'updates.getState' })
    for (let i = 0; i < 6; i++) {
      chat.server.clock.now += 60_000
      await draft(`${i}`)
      await away.call({ _: 'updates.getState' })
    }
    expect(heard(await ask(start)).drafts).toEqual(['5'])
  })

  it('are told although the clock was set back', async () => {
    const start = await away.call({ _: 'updates.getState' })
    await draft('before')
    const ahead = heard(await ask(start)).state
    chat.server.clock.now -= 3_600_000
    await draft('after')
    const told = heard(await ask(ahead))
    expect(told.drafts).toEqual(['after'])
    expect(await ask(told.state)).toMatchObject({ _: 'updates.differenceEmpty' })
    // Also to a copy from before, and to a device that has taken the new time over.
    expect(heard(await ask(ahead)).drafts).toEqual(['after'])
    expect(heard(await ask({ ...ahead, date: chat.now() })).drafts).toEqual(['after'])
  })

  it('are told to a device that asked several times at once, whichever answer it takes', async () => {
    const start = await away.call({ _: 'updates.getState' })
    const peers: api.InputPeer[] = [chat.toAlice, { _: 'inputPeerSelf' }]
    for (let round = 0; round < 10; round++) {
      const asking: Promise<api.updates.Difference>[] = []
      const writing: Promise<void>[] = []
      for (const [at, peer] of peers.entries()) {
        asking.push(ask(start))
        writing.push(draft(`${round} ${at}`, peer))
        await Promise.resolve()
        asking.push(ask(start))
      }
      await Promise.all(writing)
      for (const answer of await Promise.all(asking)) {
        if (answer._ === 'updates.differenceEmpty') continue
        const { drafts, state } = heard(answer)
        const later = await ask(state)
        const all = [...drafts, ...(later._ === 'updates.differenceEmpty' ? [] : heard(later).drafts)]
        expect(all).toEqual(expect.arrayContaining(peers.map((_, at) => `${round} ${at}`)))
      }
    }
  })

  it('are told to a copy by its date, also where the clock was put right by some seconds in between', async () => {
    const start = await away.call({ _: 'updates.getState' })
    const copy = { ...start, date: start.date + 30 }
    chat.server.clock.now += 5_000
    await draft('in between')
    let state: State = start
    for (let i = 0; i < 6; i++) {
      chat.server.clock.now += 86_400_000
      state = heard(await ask(state)).state
      await draft(`${i}`, { _: 'inputPeerSelf' })
    }
    expect(heard(await ask(copy)).drafts).toEqual(['in between', '5'])
  })

  it('come in slices that lead on and end, whatever date the client has', async () => {
    const start = await away.call({ _: 'updates.getState' })
    const far = 2 ** 31 - 1
    for (const date of [0, 1, start.date, chat.now() + 1000, far]) {
      for (const keepsDate of [true, false]) {
        await markFolders(35)
        const { pts } = start
        expect(await follow({ pts, qts: 1, date }, keepsDate), `date ${date}, kept: ${keepsDate}`).toBe(35)
      }
    }
  })

  it('come in as many answers as they need where they are large', async () => {
    const start = await away.call({ _: 'updates.getState' })
    const box = asUser(here.key.userId ?? 0)
    const count = 50
    await chat.server.store.transaction(async (tx) => {
      for (let at = 0; at < count; at++) {
        const [state] = await tx.boxes.advance([{ box, pts: 0, messages: 0, unnumbered: 1 }])
        const draft: api.DraftMessage = { _: 'draftMessage', message: `${at} ${'x'.repeat(100_000)}`, date: chat.now() }
        const peer: api.Peer = { _: 'peerUser', userId: BigInt(at) }
        const update: api.Update = { _: 'updateDraftMessage', peer, draft }
        await tx.unnumberedChanges.put(box, {
          number: state?.unnumbered ?? 0,
          key: `${at}`,
          date: chat.now(),
          update: encode(update),
        })
      }
    })
    const told: string[] = []
    let state: State = start
    for (let more = true; more; ) {
      const difference = await ask(state)
      expect(encode(difference).length).toBeLessThan(2 * maxAnswerBytes)
      const { drafts, state: reached } = heard(difference)
      told.push(...drafts.map((draft) => draft.split(' ')[0] ?? ''))
      state = reached
      more = difference._ === 'updates.differenceSlice'
    }
    expect(told).toEqual(Array.from({ length: count }, (_, at) => `${at}`))
    // A client that goes by no date is told as much as fits, and not to ask on.
    expect(heard(await ask({ ...start, date: 0 }))).toMatchObject({ drafts: { length: 20 } })
    const again = await ask({ ...start, date: 0 })
    expect(again._).toBe('updates.difference')
    expect(encode(again).length).toBeLessThan(2 * maxAnswerBytes)
  })

  it('end also where nothing can be noted of the device', async () => {
    const inner = openSqliteStore({ path: ':memory:' })
    let isFull = false
    const full = new StoreError('UNAVAILABLE', 'nothing can be stored')
    const transaction: Store['transaction'] = (unit) => (isFull ? Promise.reject(full) : inner.transaction(unit))
    const store: Store = { ...inner, transaction, close: inner.close }
    const server = await createTestServer({ store })
    away = await signUp(server, '9996630003', 'Carol')
    const box = asUser(away.key.userId ?? 0)
    const start = await away.call({ _: 'updates.getState' })
    await markFolders(35, { server, box })
    isFull = true
    const { pts, qts, date } = start
    const request = { _: 'updates.getDifference', pts, qts, date, ptsLimit: 10 } as const
    expect(await away.call(request)).toMatchObject({ _: 'updates.difference', otherUpdates: { length: 10 } })
    isFull = false
    // What was not told is told another time.
    expect(await away.call({ ...request, ptsLimit: 100 })).toMatchObject({ otherUpdates: { length: 35 } })
    await server.close()
  })

  it('are told to a device that never asked what came since it was signed in', async () => {
    chat.server.clock.now += 86_400_000
    await draft('before')
    chat.server.clock.now += 86_400_000
    away = await chat.otherDevice('bob')
    await draft('since', { _: 'inputPeerSelf' })
    const { pts } = await here.call({ _: 'updates.getState' })
    chat.server.clock.now += 86_400_000
    expect(heard(await ask({ pts, qts: -1, date: chat.now() })).drafts).toEqual(['since'])
  })
})
