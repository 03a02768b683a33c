import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isChannel } from '../../ids.ts'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

let group: ChannelFixture
beforeEach(async () => {
  group = await openChannel('megagroup', { rateLimits: {} })
})
afterEach(() => group.server.close())

function difference(
  client: TestClient,
  pts: number,
  filter: api.ChannelMessagesFilter = { _: 'channelMessagesFilterEmpty' },
): Promise<api.updates.ChannelDifference> {
  return client.call({ _: 'updates.getChannelDifference', channel: group.named(client), filter, pts, limit: 100 })
}

describe('the difference of a channel', () => {
  it('has only the messages in the ranges that are asked for, and all that was deleted', async () => {
    const { alice, bob } = group
    const { pts } = await group.history(bob)
    for (let i = 3; i <= 8; i++) await group.send(alice, `message ${i}`)
    for (const id of [3, 6]) {
      await alice.call({ _: 'messages.editMessage', peer: group.peer(alice), id, message: `edited ${id}` })
    }
    await alice.call({ _: 'channels.deleteMessages', channel: group.named(alice), id: [8] })
    const told = async (filter: Partial<api.channelMessagesFilter>) => {
      const found = await difference(bob, pts, { _: 'channelMessagesFilter', ranges: [], ...filter })
      if (found._ !== 'updates.channelDifference') throw new TypeError(found._)
      const edited = found.otherUpdates.flatMap((update) =>
        update._ === 'updateEditChannelMessage' ? [update.message.id] : [],
      )
      const deleted = found.otherUpdates.filter(({ _ }) => _ === 'updateDeleteChannelMessages').length
      return { added: found.newMessages.map(({ id }) => id), edited, deleted, pts: found.pts }
    }
    const range = (minId: number, maxId: number): api.messageRange => ({ _: 'messageRange', minId, maxId })
    const end = (await group.history(bob)).pts
    expect(await told({ ranges: [range(3, 4), range(7, 9)] })).toEqual({
      ...{ added: [3, 4, 7], edited: [3], deleted: 1, pts: end },
    })
    expect(await told({ ranges: [range(6, 6)], excludeNewMessages: true })).toEqual({
      ...{ added: [], edited: [6], deleted: 1, pts: end },
    })
    expect(await told({ ranges: [] })).toEqual({ added: [], edited: [], deleted: 1, pts: end })
    await expect(told({ ranges: [range(5, 4)] })).rejects.toThrow('RANGES_INVALID')
    await expect(told({ ranges: [range(-1, 4)] })).rejects.toThrow('RANGES_INVALID')
  })

  it('says of who has missed too much that it was, with the newest message, to members and to visitors of a public one', async () => {
    const { server, alice, bob, carol } = group
    await alice.call({ _: 'channels.updateUsername', channel: group.named(alice), username: 'open_to_all' })
    const resolved = await carol.call({ _: 'contacts.resolveUsername', username: 'open_to_all' })
    const [chat] = resolved.chats
    if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('it is public')
    const channel: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash }
    const { pts } = await group.history(bob)
    const box = await server.store.read.usernames.resolve('open_to_all')
    if (box === undefined || !isChannel(box)) throw new TypeError('a channel has the name')
    await server.store.transaction((tx) => tx.boxes.advance([{ box, pts: 4_000, messages: 0 }]))
    await group.send(alice, 'the last word')
    const newest = [{ message: 'the last word' }]
    expect(await difference(bob, pts)).toMatchObject({
      ...{ _: 'updates.channelDifferenceTooLong', final: true, messages: newest },
      dialog: { topMessage: 3, unreadCount: 2, readInboxMaxId: 1, pts: pts + 4_001 },
    })
    const filter: api.ChannelMessagesFilter = { _: 'channelMessagesFilterEmpty' }
    const visit = { _: 'updates.getChannelDifference', channel, filter, pts, limit: 10 } as const
    const shown = { topMessage: 3, unreadCount: 0, readInboxMaxId: 3 }
    expect(await carol.call(visit)).toMatchObject({
      ...{ _: 'updates.channelDifferenceTooLong', dialog: { ...shown, pts: pts + 4_001 }, messages: newest },
    })
    const peers: api.InputDialogPeer[] = [{ _: 'inputDialogPeer', peer: { ...channel, _: 'inputPeerChannel' } }]
    const looked = await carol.call({ _: 'messages.getPeerDialogs', peers })
    expect(looked).toMatchObject({ dialogs: [shown], messages: newest })
    // It is in no list of theirs.
    const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 9, hash: 0n } as const
    expect(await carol.call({ _: 'messages.getDialogs', ...first })).toMatchObject({ dialogs: [] })
  })
})
