import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createTestServer,
  findByPhone,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let alice: TestClient
let toBob: api.inputPeerUser

beforeEach(async () => {
  server = await createTestServer()
  alice = await signUp(server, '9996610001', 'Alice')
  await signUp(server, '9996620002', 'Bob')
  toBob = await findByPhone(alice, '9996620002')
})
afterEach(() => server.close())

function filter(id: number, more: Partial<api.dialogFilter> = {}): api.dialogFilter {
  return {
    _: 'dialogFilter',
    id,
    title: { _: 'textWithEntities', text: `Folder ${id}`, entities: [] },
    pinnedPeers: [],
    includePeers: [toBob],
    excludePeers: [],
    ...more,
  }
}

const put = (id: number, one: api.DialogFilter | undefined): Promise<boolean> =>
  alice.call({ _: 'messages.updateDialogFilter', id, filter: one })

async function ids(): Promise<(number | string)[]> {
  const { filters } = await alice.call({ _: 'messages.getDialogFilters' })
  return filters.map((one) => (one._ === 'dialogFilterDefault' ? 'all' : one.id))
}

describe('folders', () => {
  it('are kept, changed, ordered and removed', async () => {
    expect(await ids()).toEqual(['all'])
    for (const id of [2, 3, 4]) expect(await put(id, filter(id))).toBe(true)
    expect(await ids()).toEqual(['all', 2, 3, 4])
    await put(3, filter(3, { bots: true, excludeMuted: true, emoticon: '🎈' }))
    await expect(put(3, filter(3, { bots: true, emoticon: '🎈'.repeat(17) }))).rejects.toThrow('EMOTICON_INVALID')
    const { filters } = await alice.call({ _: 'messages.getDialogFilters' })
    expect(filters[2]).toMatchObject({ id: 3, bots: true, excludeMuted: true, emoticon: '🎈', includePeers: [toBob] })
    await alice.call({ _: 'messages.updateDialogFiltersOrder', order: [0, 4, 2, 3] })
    await put(2, undefined)
    expect(await ids()).toEqual(['all', 4, 3])
  })

  it('are suggested to whoever has none', async () => {
    const suggested = await alice.call({ _: 'messages.getSuggestedDialogFilters' })
    expect(suggested.map((one) => one.filter._)).toEqual(['dialogFilter', 'dialogFilter'])
    for (const one of suggested) if (one.filter._ === 'dialogFilter') await put(one.filter.id, one.filter)
    expect(await alice.call({ _: 'messages.getSuggestedDialogFilters' })).toEqual([])
  })

  it('must have a number, a short title and something in them', async () => {
    const wrong: [number, api.DialogFilter, string][] = [
      [1, filter(1), 'FILTER_ID_INVALID'],
      [256, filter(256), 'FILTER_ID_INVALID'],
      [2, filter(3), 'FILTER_ID_INVALID'],
      [2, { _: 'dialogFilterDefault' }, 'FILTER_ID_INVALID'],
      [2, filter(2, { title: { _: 'textWithEntities', text: ' ', entities: [] } }), 'FILTER_TITLE_EMPTY'],
      [2, filter(2, { title: { _: 'textWithEntities', text: 'x'.repeat(13), entities: [] } }), 'MESSAGE_TOO_LONG'],
      [2, filter(2, { includePeers: [] }), 'FILTER_INCLUDE_EMPTY'],
      [2, filter(2, { excludePeers: [{ ...toBob, accessHash: 0n }] }), 'PEER_ID_INVALID'],
    ]
    for (const [id, one, error] of wrong) await expect(put(id, one)).rejects.toThrow(error)
    for (let id = 2; id < 12; id++) await put(id, filter(id))
    await expect(put(12, filter(12))).rejects.toThrow('FILTERS_TOO_MUCH')
    await expect(put(5, { ...filter(5), _: 'dialogFilterChatlist' })).rejects.toThrow('FILTER_NOT_SUPPORTED')
  })

  it('reach the other devices, also those that were away', async () => {
    const elsewhere = await signIn(server, '9996610001')
    const { pts, qts, date } = await elsewhere.call({ _: 'updates.getState' })
    await put(2, filter(2))
    await put(3, filter(3))
    await put(2, undefined)
    expect(elsewhere.pushed.flatMap((push) => (push._ === 'updates' ? push.updates : []))).toMatchObject([
      { _: 'updateDialogFilter', id: 2, filter: { id: 2 } },
      { _: 'updateDialogFilterOrder', order: [2] },
      { _: 'updateDialogFilter', id: 3, filter: { id: 3 } },
      { _: 'updateDialogFilterOrder', order: [2, 3] },
      { _: 'updateDialogFilter', id: 2, filter: undefined },
    ])
    const difference = await elsewhere.call({ _: 'updates.getDifference', pts, qts, date })
    expect(difference).toMatchObject({
      otherUpdates: [
        { _: 'updateDialogFilter', id: 3 },
        { _: 'updateDialogFilterOrder', order: [2, 3] },
        { _: 'updateDialogFilter', id: 2, filter: undefined },
      ],
    })
  })

  it('are in the right order also for a device that was away while one that is not the last was changed', async () => {
    const elsewhere = await signIn(server, '9996610001')
    const { pts, qts, date } = await elsewhere.call({ _: 'updates.getState' })
    for (const id of [2, 3, 4]) await put(id, filter(id))
    await alice.call({ _: 'messages.updateDialogFiltersOrder', order: [4, 2, 3] })
    await put(4, filter(4, { bots: true }))
    const difference = await elsewhere.call({ _: 'updates.getDifference', pts, qts, date })
    if (difference._ !== 'updates.difference') expect.fail(difference._)
    // By then all are known, so that it can be followed.
    expect(difference.otherUpdates.at(-1)).toEqual({ _: 'updateDialogFilterOrder', order: [4, 2, 3] })
  })
})
