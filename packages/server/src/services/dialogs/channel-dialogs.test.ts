import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { signIn, type TestClient } from '../../testing/test-server.ts'

let channel: ChannelFixture
let phone: TestClient
beforeAll(async () => {
  channel = await openChannel('broadcast', { rateLimits: {} })
  phone = await signIn(channel.server, '9996620002')
  await phone.call({ _: 'updates.getState' })
})
afterAll(() => channel.server.close())

function told(): string[] {
  return channel.taken(phone).map(({ _ }) => _)
}

function named(): api.inputDialogPeer {
  return { _: 'inputDialogPeer', peer: channel.peer(channel.bob) }
}

/** What the other device is told of it after having been away. */
async function missed({ pts, qts, date }: api.updates.state): Promise<string[]> {
  const difference = await phone.call({ _: 'updates.getDifference', pts, qts, date })
  return 'otherUpdates' in difference ? difference.otherUpdates.map(({ _ }) => _) : []
}

describe('a channel in the list of dialogs', () => {
  it('is pinned, marked as unread, muted and archived as any other chat, which all devices hear of', async () => {
    const { server, bob } = channel
    const before = await phone.call({ _: 'updates.getState' })
    told()
    await bob.call({ _: 'messages.toggleDialogPin', pinned: true, peer: named() })
    await bob.call({ _: 'messages.markDialogUnread', unread: true, peer: named() })
    const settings: api.inputPeerNotifySettings = { _: 'inputPeerNotifySettings', muteUntil: 2_147_483_647 }
    const peer: api.InputNotifyPeer = { _: 'inputNotifyPeer', peer: channel.peer(bob) }
    await bob.call({ _: 'account.updateNotifySettings', peer, settings })
    await server.told()
    expect(told()).toEqual(['updateDialogPinned', 'updateDialogUnreadMark', 'updateNotifySettings'])
    expect(await channel.dialog(bob)).toMatchObject({
      ...{ pinned: true, unreadMark: true, notifySettings: { muteUntil: 2_147_483_647 }, folderId: undefined },
    })
    const marks = await bob.call({ _: 'messages.getDialogUnreadMarks' })
    expect(marks).toMatchObject([{ _: 'dialogPeer', peer: { channelId: channel.named(bob).channelId } }])
    const exceptions = await bob.call({ _: 'account.getNotifyExceptions' })
    expect(exceptions).toMatchObject({ updates: [{ _: 'updateNotifySettings' }], chats: [{ title: 'A channel' }] })
    const archive = { folderPeers: [{ _: 'inputFolderPeer', peer: channel.peer(bob), folderId: 1 } as const] }
    await bob.call({ _: 'folders.editPeerFolders', ...archive })
    await server.told()
    expect(told()).toContain('updateFolderPeers')
    expect(await missed(before)).toEqual(
      expect.arrayContaining(['updateDialogUnreadMark', 'updateNotifySettings', 'updateFolderPeers']),
    )
    const lists = async (folderId: number): Promise<number> => {
      const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 9, hash: 0n } as const
      const page = await bob.call({ _: 'messages.getDialogs', folderId, ...first })
      return 'dialogs' in page ? page.dialogs.length : -1
    }
    expect([await lists(0), await lists(1)]).toEqual([0, 1])
    const { dialogs } = await bob.call({ _: 'messages.getPinnedDialogs', folderId: 0 })
    expect(dialogs).toMatchObject([
      { _: 'dialogFolder', peer: { _: 'peerChannel' }, unreadMutedPeersCount: 1, unreadUnmutedPeersCount: 0 },
    ])
  })

  it('has a draft, a bar and settings that are asked for, and none of it for who may not look', async () => {
    const { bob, carol } = channel
    await bob.call({ _: 'messages.saveDraft', peer: channel.peer(bob), message: 'to say' })
    expect(await channel.dialog(bob)).toMatchObject({ draft: { message: 'to say' } })
    const bar = await bob.call({ _: 'messages.getPeerSettings', peer: channel.peer(bob) })
    expect(bar).toMatchObject({ settings: { _: 'peerSettings' }, chats: [{ title: 'A channel' }] })
    const byCarol: api.InputPeer = { ...channel.peer(bob), accessHash: 1n }
    await expect(carol.call({ _: 'messages.getPeerSettings', peer: byCarol })).rejects.toThrow('PEER_ID_INVALID')
    const dialog: api.InputDialogPeer = { _: 'inputDialogPeer', peer: byCarol }
    await expect(carol.call({ _: 'messages.getPeerDialogs', peers: [dialog] })).rejects.toThrow('PEER_ID_INVALID')
  })

  it('is gone with all marks of it when one leaves', async () => {
    const { bob } = channel
    await bob.call({ _: 'channels.leaveChannel', channel: channel.named(bob) })
    expect(await channel.dialog(bob)).toBeUndefined()
    expect(await bob.call({ _: 'messages.getDialogUnreadMarks' })).toEqual([])
    expect((await bob.call({ _: 'messages.getPinnedDialogs', folderId: 1 })).dialogs).toEqual([])
  })
})
