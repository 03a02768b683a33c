import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'

let group: ChannelFixture

beforeAll(async () => {
  group = await openChannel('megagroup')
})
afterAll(() => group.server.close())

const fullChat = async (fixture: ChannelFixture): Promise<api.ChatFull> =>
  (await fixture.alice.call({ _: 'channels.getFullChannel', channel: fixture.named(fixture.alice) })).fullChat

const lastEvent = async (fixture: ChannelFixture): Promise<api.ChannelAdminLogEventAction | undefined> => {
  const asked = { channel: fixture.named(fixture.alice), q: '', maxId: 0n, minId: 0n, limit: 1 }
  const { events } = await fixture.alice.call({ _: 'channels.getAdminLog', ...asked })
  return events[0]?.action
}

describe('who leads a channel', () => {
  it('wants spam to be looked for, which members cannot want', async () => {
    const { alice, bob } = group
    const channel = group.named(alice)
    group.taken(bob)
    await alice.call({ _: 'channels.toggleAntiSpam', channel, enabled: true })
    await group.server.told()
    expect(group.taken(bob)).toMatchObject([{ _: 'updateChannel' }])
    expect(await fullChat(group)).toMatchObject({ antispam: true })
    expect(await lastEvent(group)).toEqual({ _: 'channelAdminLogEventActionToggleAntiSpam', newValue: true })
    await expect(alice.call({ _: 'channels.toggleAntiSpam', channel, enabled: true })).rejects.toThrow(
      'CHAT_NOT_MODIFIED',
    )
    const bobs = group.named(bob)
    await expect(bob.call({ _: 'channels.toggleAntiSpam', channel: bobs, enabled: false })).rejects.toThrow(
      'CHAT_ADMIN_REQUIRED',
    )
    const mistake = { _: 'channels.reportAntiSpamFalsePositive', msgId: 1 } as const
    await expect(alice.call({ ...mistake, channel })).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(bob.call({ ...mistake, channel: bobs })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
  })

  it('keeps what is said from being passed on, in pieces and in answers elsewhere', async () => {
    const { alice, bob } = group
    await group.send(alice, 'for us alone')
    const [{ id } = { id: 0 }] = (await group.history(bob)).messages
    const protect = (enabled: boolean): Promise<unknown> =>
      alice.call({ _: 'messages.toggleNoForwards', peer: group.peer(alice), enabled })
    await protect(true)
    const [chat] = (await bob.call({ _: 'channels.getChannels', id: [group.named(bob)] })).chats
    expect(chat).toMatchObject({ noforwards: true })
    expect(await lastEvent(group)).toEqual({ _: 'channelAdminLogEventActionToggleNoForwards', newValue: true })
    const toSelf: api.InputPeer = { _: 'inputPeerSelf' }
    const where = { fromPeer: group.peer(bob), toPeer: toSelf, id: [id] }
    const forward = (): Promise<unknown> =>
      bob.call({ _: 'messages.forwardMessages', ...where, randomId: [group.randomId()] })
    await expect(forward()).rejects.toThrow('CHAT_FORWARDS_RESTRICTED')
    const own = { _: 'messages.toggleNoForwards', peer: group.peer(bob), enabled: false } as const
    await expect(bob.call(own)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await protect(false)
    await forward()
  })

  it('tells whoever runs the server of spam', async () => {
    const { alice, bob, server } = group
    await group.send(bob, 'buy this')
    const [{ id } = { id: 0 }] = (await group.history(alice)).messages
    const request = { _: 'channels.reportSpam', channel: group.named(alice), participant: group.toBob } as const
    await expect(alice.call({ ...request, id: [999] })).rejects.toThrow('MESSAGE_ID_INVALID')
    await alice.call({ ...request, id: [id] })
    const self: api.InputPeer = { _: 'inputPeerSelf' }
    await expect(bob.call({ ...request, channel: group.named(bob), participant: self, id: [id] })).rejects.toThrow(
      'MESSAGE_DELETE_FORBIDDEN',
    )
    await bob.call({ _: 'messages.reportSpam', peer: group.peer(bob) })
    const peer = group.peer(bob)
    const option = Buffer.from('inputReportReasonViolence')
    expect(await bob.call({ _: 'messages.report', peer, id: [id], option, message: '' })).toEqual({
      _: 'reportResultReported',
    })
    const reports = await server.store.read.reports.page(3)
    expect(reports.map(({ reason, messages }) => [reason, messages])).toEqual([
      ['inputReportReasonViolence', [id]],
      ['inputReportReasonSpam', []],
      ['inputReportReasonSpam', [id]],
    ])
  })

  it('has one name to arrange, and nothing that is bought', async () => {
    const { alice, bob } = group
    const channel = group.named(alice)
    await alice.call({ _: 'channels.updateUsername', channel, username: 'only_name' })
    const toggle = (username: string, active: boolean): Promise<unknown> =>
      alice.call({ _: 'channels.toggleUsername', channel, username, active })
    await expect(toggle('Only_Name', true)).rejects.toThrow('USERNAME_NOT_MODIFIED')
    await expect(toggle('another_one', true)).rejects.toThrow('USERNAME_INVALID')
    const reorder = (...order: string[]): Promise<unknown> =>
      alice.call({ _: 'channels.reorderUsernames', channel, order })
    await expect(reorder('only_name')).rejects.toThrow('USERNAME_NOT_MODIFIED')
    await expect(reorder('only_name', 'another_one')).rejects.toThrow('ORDER_INVALID')
    expect(await alice.call({ _: 'channels.deactivateAllUsernames', channel })).toBe(true)
    expect(await fullChat(group)).toMatchObject({ canSetUsername: true })
    await expect(bob.call({ _: 'channels.deactivateAllUsernames', channel: group.named(bob) })).rejects.toThrow(
      'CHAT_ADMIN_REQUIRED',
    )

    const emoji: api.EmojiStatus = { _: 'emojiStatus', documentId: 1n }
    const stickerset: api.InputStickerSet = { _: 'inputStickerSetShortName', shortName: 'cats' }
    const bought: readonly api.Method[] = [
      { _: 'channels.updateColor', channel, color: 5 },
      { _: 'channels.updateEmojiStatus', channel, emojiStatus: emoji },
      { _: 'channels.setEmojiStickers', channel, stickerset },
      { _: 'channels.toggleAutotranslation', channel, enabled: true },
      { _: 'channels.setBoostsToUnblockRestrictions', channel, boosts: 1 },
      { _: 'channels.restrictSponsoredMessages', channel, restricted: true },
    ]
    for (const request of bought) await expect(alice.call(request), request._).rejects.toThrow('BOOSTS_REQUIRED')
    await expect(alice.call({ _: 'channels.updateColor', channel })).rejects.toThrow('CHAT_NOT_MODIFIED')
    const asMember: api.Method = { _: 'channels.updateColor', channel: group.named(bob), color: 5 }
    await expect(bob.call(asMember)).rejects.toThrow('BOOSTS_REQUIRED')
  })

  it('chooses what the profile of a broadcast channel shows first', async () => {
    const channel = await openChannel('broadcast')
    const { alice, bob, server } = channel
    const set = { _: 'channels.setMainProfileTab', tab: { _: 'profileTabFiles' } } as const
    await alice.call({ ...set, channel: channel.named(alice) })
    expect(await fullChat(channel)).toMatchObject({ mainTab: { _: 'profileTabFiles' } })
    await expect(bob.call({ ...set, channel: channel.named(bob) })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await server.close()
  })
})
