import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
let alice: ChatFixture['alice']
let toBob: ChatFixture['toBob']

beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
  ;({ alice, toBob } = chat)
  await alice.call({ _: 'contacts.deleteContacts', id: [{ ...toBob, _: 'inputUser' }] })
})
afterEach(() => chat.server.close())

describe('the bar above a chat', () => {
  const bar = async (): Promise<api.PeerSettings> =>
    (await alice.call({ _: 'messages.getPeerSettings', peer: toBob })).settings

  it('offers what one does with strangers, until it is dismissed or they are none', async () => {
    expect(await bar()).toMatchObject({ reportSpam: true, addContact: true, blockContact: true })
    await alice.call({ _: 'messages.hidePeerSettingsBar', peer: toBob })
    expect(await bar()).toMatchObject({ reportSpam: undefined, addContact: undefined })
  })

  it('sends reports to the operator', async () => {
    await alice.call({ _: 'messages.reportSpam', peer: toBob })
    await alice.call({
      _: 'account.reportPeer',
      peer: toBob,
      reason: { _: 'inputReportReasonFake' },
      message: 'not Bob',
    })
    expect(await chat.server.store.read.reports.page(10)).toMatchObject([
      { reason: 'inputReportReasonFake', message: 'not Bob' },
      { reason: 'inputReportReasonSpam' },
    ])
    await expect(alice.call({ _: 'messages.reportSpam', peer: { _: 'inputPeerSelf' } })).rejects.toThrow(
      'PEER_ID_INVALID',
    )
  })

  it('asks for what messages are reported, and hands them to the operator', async () => {
    for (const ad of ['buy', 'sell']) await chat.bob.call(chat.text(chat.toAlice, ad))
    const report = (option: Uint8Array, message = '', id = [1, 2]): Promise<api.ReportResult> =>
      alice.call({ _: 'messages.report', peer: toBob, id, option, message })
    const asked = await report(new Uint8Array())
    if (asked._ !== 'reportResultChooseOption') throw new TypeError('there is a choice')
    const [first, last] = [asked.options[0], asked.options.at(-1)]
    if (first === undefined || last === undefined) throw new TypeError('there are options')
    expect(await report(first.option)).toEqual({ _: 'reportResultReported' })
    expect(await report(last.option)).toEqual({ _: 'reportResultAddComment', option: last.option })
    expect(await report(last.option, 'a swindle', [2])).toEqual({ _: 'reportResultReported' })
    expect(await chat.server.store.read.reports.page(10)).toMatchObject([
      { reason: 'inputReportReasonOther', message: 'a swindle', messages: [2] },
      { reason: 'inputReportReasonSpam', message: '', messages: [1, 2] },
    ])
    await expect(report(Uint8Array.of(1))).rejects.toThrow('OPTION_INVALID')
    await expect(report(first.option, '', [9])).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(report(first.option, 'x'.repeat(513))).rejects.toThrow('MESSAGE_TOO_LONG')
  })

  it('keeps reports for a year', async () => {
    await alice.call({ _: 'messages.reportSpam', peer: toBob })
    const reports = async (): Promise<number> => {
      await chat.server.upkeep()
      return (await chat.server.store.read.reports.page(10)).length
    }
    chat.server.clock.now += 365 * 86_400_000
    expect(await reports()).toBe(1)
    chat.server.clock.now += 1000
    expect(await reports()).toBe(0)
  })
})
