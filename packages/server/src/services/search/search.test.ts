import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

const any: api.MessagesFilter = { _: 'inputMessagesFilterEmpty' }
const page = { offsetId: 0, addOffset: 0, limit: 2, maxId: 0, minId: 0, hash: 0n }

describe('searching a chat', () => {
  it('finds words by their beginnings, in any script, also in what was sent or edited since', async () => {
    const { alice, bob, toBob, toAlice } = chat
    for (const text of ['Crème brûlée at noon', 'noontime', 'Привет, мир', '東京へ行く'])
      await alice.call(chat.text(toBob, text))
    await alice.call(chat.text({ _: 'inputPeerSelf' }, 'noon, for me alone'))
    const find = (q: string): Promise<string[]> => chat.found(bob, toAlice, any, q)
    expect(await find('noon')).toEqual(['noontime', 'Crème brûlée at noon'])
    expect(await find('creme NOON')).toEqual(['Crème brûlée at noon'])
    expect(await find('мир')).toEqual(['Привет, мир'])
    expect(await find('京')).toEqual(['東京へ行く'])
    expect(await find('brulee" OR body:x')).toEqual([])
    expect(await find('🎈')).toEqual([])
    await alice.call({ _: 'messages.editMessage', peer: toBob, id: 2, message: 'midnight' })
    await alice.call(chat.text(toBob, 'noon again'))
    expect(await find('noon')).toEqual(['noon again', 'Crème brûlée at noon'])
    expect(await find('midnight')).toEqual(['midnight'])
    await alice.call({ _: 'messages.deleteMessages', id: [1], revoke: true })
    expect(await find('noon')).toEqual(['noon again'])
  })

  it.each([
    ['Ελλάδα', ['ΕΛΛΑΔΑ', 'ελλαδα', 'Ελλά'], ['ελιά']],
    ['ὁ Ὀδυσσεύς', ['οδυσσευσ', 'ΟΔΥΣΣΕΥΣ', 'ὀδυσσεύς'], []],
    ['Ёлка и мой йод', ['елка', 'ёлка', 'ЁЛКА', 'йод', 'мой'], ['мои', 'иод']],
    ['السَّلَامُ عَلَيْكُمْ', ['السلام', 'عليكم', 'السَّلام'], ['سلام']],
    ['أحمد وإبراهيم', ['احمد', 'وابراهيم', 'أحمد'], []],
    ['كتاب علي', ['کتاب', 'علی'], []],
    ['שָׁלוֹם עֲלֵיכֶם', ['שלום', 'עליכם', 'שָׁלוֹם'], []],
    ['한국어'.normalize('NFD'), ['한국', '한국어', '한국'.normalize('NFD')], ['한글']],
    ['Tiếng Việt, Łódź, Straße, İstanbul', ['tieng viet', 'lodz', 'strasse', 'istanbul', 'STRASSE'], []],
    ['ＦＵＬＬ width ﬁne', ['full', 'fine'], []],
    ['がく ガク', ['がく', 'ガク'], ['か']],
    ['हिन्दी में', ['हिन्दी'], []],
  ])('finds %j however it is written', async (text, queries, others) => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.text(toBob, text))
    for (const q of queries) expect(await chat.found(bob, toAlice, any, q), q).toEqual([text])
    for (const q of others) expect(await chat.found(bob, toAlice, any, q), q).toEqual([])
  })

  it('filters by kind, by author and by date, and counts', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    await alice.call(chat.text(toBob, 'look at https://example.com'))
    const point: api.InputGeoPoint = { _: 'inputGeoPoint', lat: 1, long: 2 }
    await alice.call(chat.media(toBob, { _: 'inputMediaGeoPoint', geoPoint: point }, { message: 'look there' }))
    server.clock.now += 86_400_000
    await bob.call(chat.text(toAlice, 'look yourself'))
    expect(await chat.found(alice, toBob, { _: 'inputMessagesFilterUrl' })).toEqual(['look at https://example.com'])
    expect(await chat.found(alice, toBob, { _: 'inputMessagesFilterGeo' }, 'look')).toEqual(['look there'])
    const filters: api.MessagesFilter[] = [
      { _: 'inputMessagesFilterUrl' },
      { _: 'inputMessagesFilterGeo' },
      { _: 'inputMessagesFilterPhotos' },
      { _: 'inputMessagesFilterPhoneCalls' },
      { _: 'inputMessagesFilterPhoneCalls', missed: true },
    ]
    expect(await alice.call({ _: 'messages.getSearchCounters', peer: toBob, filters })).toMatchObject([
      { count: 1 },
      { count: 1 },
      { count: 0 },
      { count: 0 },
      { count: 0 },
    ])
    // Clients show a page of missed calls at once; there are none.
    expect(await chat.found(alice, toBob, { _: 'inputMessagesFilterPhoneCalls', missed: true })).toEqual([])
    const search: api.messages.search = {
      _: 'messages.search',
      peer: toBob,
      q: 'look',
      filter: any,
      minDate: 0,
      maxDate: 0,
      ...page,
    }
    expect(await alice.call(search)).toMatchObject({
      _: 'messages.messagesSlice',
      count: 3,
      messages: [{ id: 3 }, { id: 2 }],
      offsetIdOffset: 0,
    })
    expect(await alice.call({ ...search, offsetId: 2 })).toMatchObject({ count: 3, messages: [{ id: 1 }] })
    expect(await alice.call({ ...search, limit: 0 })).toMatchObject({ count: 3, messages: [] })
    expect(await alice.call({ ...search, fromId: toBob })).toMatchObject({ messages: [{ id: 3 }] })
    expect(await alice.call({ ...search, maxDate: chat.now() - 1 })).toMatchObject({ messages: [{ id: 2 }, { id: 1 }] })
    expect(await alice.call({ ...search, minDate: chat.now(), q: '' })).toMatchObject({ messages: [{ id: 3 }] })
    const geo: api.MessagesFilter = { _: 'inputMessagesFilterGeo' }
    expect(
      await alice.call({ _: 'messages.getSearchResultsPositions', peer: toBob, filter: geo, offsetId: 0, limit: 10 }),
    ).toMatchObject({ count: 1, positions: [{ msgId: 2, offset: 0 }] })
    expect(
      await alice.call({
        _: 'messages.getSearchResultsCalendar',
        peer: toBob,
        filter: any,
        offsetId: 0,
        offsetDate: 0,
      }),
    ).toMatchObject({
      count: 3,
      periods: [
        { minMsgId: 3, count: 1 },
        { minMsgId: 1, maxMsgId: 2, count: 2 },
      ],
    })
  })
})

describe('searching everywhere', () => {
  it('finds only what is in one’s own box, page after page', async () => {
    const { alice, bob, toBob } = chat
    for (let i = 0; i < 5; i++) await alice.call(chat.text(toBob, `item ${i}`))
    await alice.call(chat.text({ _: 'inputPeerSelf' }, 'item of mine'))
    const search: api.messages.searchGlobal = {
      _: 'messages.searchGlobal',
      q: 'item',
      filter: any,
      minDate: 0,
      maxDate: 0,
      offsetRate: 0,
      offsetPeer: { _: 'inputPeerEmpty' },
      offsetId: 0,
      limit: 4,
    }
    expect(await alice.call(search)).toMatchObject({
      count: 6,
      nextRate: chat.now(),
      messages: [{ message: 'item of mine' }, {}, {}, { id: 3 }],
    })
    expect(await alice.call({ ...search, offsetId: 3 })).toMatchObject({ messages: [{ id: 2 }, { id: 1 }] })
    expect(await bob.call(search)).toMatchObject({ count: 5 })
    expect(await bob.call({ ...search, groupsOnly: true })).toMatchObject({ messages: [] })
    expect(await bob.call({ ...search, folderId: 1 })).toMatchObject({ messages: [] })
    await expect(bob.call({ ...search, q: ' ' })).rejects.toThrow('SEARCH_QUERY_EMPTY')
  })
})
