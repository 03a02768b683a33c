import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import { type api, encode, LAYER } from '@chappe/tl-layers'
import { describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'
import { asUser } from '../../testing/ids.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])
const chatlist: api.InputChatlist = { _: 'inputChatlistDialogFilter', filterId: 2 }

function openFor(layer: number) {
  const schema = new StrictSchema(definitions, layer)
  const answered = new Set<string>()
  const opened = openChannel('broadcast', {
    ...{ layer, rateLimits: {} },
    onAnswer(request, bytes) {
      schema.decode(bytes, schema.find(request._).result)
      answered.add(request._)
    },
    onPush: (bytes) => void schema.decode(bytes, 'Updates'),
  })
  return { opened, answered }
}

describe('folders that are shared by links', () => {
  // Since they are there, and where what they are made of has changed.
  it.each([158, 176, 196, 228])('are told to clients of layer %i in words that they have', async (layer) => {
    const { opened, answered } = openFor(layer)
    const { server, alice, carol, ...channel } = await opened
    const peers: api.InputPeer[] = [channel.peer(alice)]
    const title: api.textWithEntities = { _: 'textWithEntities', text: 'To share', entities: [] }
    const lists = { pinnedPeers: [], includePeers: peers, excludePeers: [] }
    await alice.call({
      ...{ _: 'messages.updateDialogFilter', id: 2, filter: { _: 'dialogFilter', id: 2, title, ...lists } },
    })
    const { invite } = await alice.call({ _: 'chatlists.exportChatlistInvite', chatlist, title: 'a', peers })
    const slug = invite.url.slice(invite.url.lastIndexOf('/') + 1)
    await alice.call({ _: 'chatlists.editExportedInvite', chatlist, slug, title: 'b' })
    await alice.call({ _: 'chatlists.getExportedInvites', chatlist })
    await alice.call({ _: 'messages.getDialogFilters' })
    const { pts, qts, date } = await carol.call({ _: 'updates.getState' })
    const { chats } = await carol.call({ _: 'chatlists.checkChatlistInvite', slug })
    const [chat] = chats
    if (chat?._ !== 'channel') throw new TypeError('a channel is shown')
    const shown: api.InputPeer = { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
    await carol.call({ _: 'chatlists.joinChatlistInvite', slug, peers: [shown] })
    await server.told()
    await carol.call({ _: 'chatlists.checkChatlistInvite', slug })
    await carol.call({ _: 'chatlists.getChatlistUpdates', chatlist })
    await carol.call({ _: 'chatlists.hideChatlistUpdates', chatlist })
    await carol.call({ _: 'chatlists.getLeaveChatlistSuggestions', chatlist })
    await carol.call({ _: 'updates.getDifference', pts, qts, date })
    await carol.call({ _: 'chatlists.leaveChatlist', chatlist, peers: [shown] })
    await alice.call({ _: 'chatlists.deleteExportedInvite', chatlist, slug })
    expect([...answered].filter((name) => name.startsWith('chatlists.'))).toHaveLength(10)
    await server.close()
  })

  it.each([133, 157])('are left out of what clients of layer %i are told, who know none', async (layer) => {
    const { opened } = openFor(layer)
    const { server, alice } = await opened
    const [self] = await alice.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    const owner = asUser(Number(self?.id))
    const title: api.textWithEntities = { _: 'textWithEntities', text: 'To share', entities: [] }
    const filter: api.DialogFilter = {
      ...{ _: 'dialogFilterChatlist', id: 2, title, pinnedPeers: [], includePeers: [{ _: 'inputPeerSelf' }] },
    }
    await server.store.transaction((tx) => tx.dialogFilters.put(owner, { id: 2, data: encode(filter, LAYER) }))
    const shown = await alice.call({ _: 'messages.getDialogFilters' })
    expect(JSON.stringify(shown, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      'hatlist',
    )
    await server.close()
  })
})
