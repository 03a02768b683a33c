import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { signIn, type TestClient } from '../../testing/test-server.ts'

const folderId = 2
const chatlist: api.InputChatlist = { _: 'inputChatlistDialogFilter', filterId: folderId }

/** Alice shares a folder with a supergroup that Bob is in, a private channel, a public channel and a basic group. */
let group: ChannelFixture
let hidden: api.inputPeerChannel
let open: api.inputPeerChannel
let basic: api.inputPeerChat
beforeEach(async () => {
  group = await openChannel('megagroup', { rateLimits: {} })
  hidden = await create('Hidden')
  open = await create('Open')
  await group.alice.call({ _: 'channels.updateUsername', channel: asChannel(open), username: 'open_to_all' })
  const made = await group.alice.call({ _: 'messages.createChat', title: 'Basic', users: [] })
  const chat = made.updates._ === 'updates' ? made.updates.chats[0] : undefined
  basic = { _: 'inputPeerChat', chatId: chat?.id ?? 0n }
})
afterEach(() => group.server.close())

async function create(title: string): Promise<api.inputPeerChannel> {
  const created = await group.alice.call({ _: 'channels.createChannel', title, about: '', broadcast: true })
  const chat = created._ === 'updates' ? created.chats[0] : undefined
  if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('a channel was made')
  return { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash }
}

function asChannel({ channelId, accessHash }: api.inputPeerChannel): api.inputChannel {
  return { _: 'inputChannel', channelId, accessHash }
}

function folder(includePeers: api.InputPeer[], more: Partial<api.dialogFilter> = {}): api.dialogFilter {
  const title: api.textWithEntities = { _: 'textWithEntities', text: 'To share', entities: [] }
  return { _: 'dialogFilter', id: folderId, title, pinnedPeers: [], includePeers, excludePeers: [], ...more }
}

function putFolder(client: TestClient, filter: api.DialogFilter | undefined): Promise<boolean> {
  return client.call({ _: 'messages.updateDialogFilter', id: folderId, filter })
}

/** Shares these chats of a folder with them; gives the secret part of the link. */
async function share(peers: api.InputPeer[]): Promise<string> {
  await putFolder(group.alice, folder(peers))
  return exported(peers)
}

async function exported(peers: api.InputPeer[]): Promise<string> {
  const title = 'for friends'
  const { invite } = await group.alice.call({ _: 'chatlists.exportChatlistInvite', chatlist, title, peers })
  return invite.url.slice('https://t.me/addlist/'.length)
}

function check(client: TestClient, slug: string): Promise<api.chatlists.ChatlistInvite> {
  return client.call({ _: 'chatlists.checkChatlistInvite', slug })
}

/** The chats of a link as its holder may name them. */
async function inputsOf(client: TestClient, slug: string): Promise<api.InputPeer[]> {
  const { chats } = await check(client, slug)
  return chats.map((chat): api.InputPeer => {
    if (chat._ !== 'channel') return { _: 'inputPeerChat', chatId: chat.id }
    return { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
  })
}

async function join(client: TestClient, slug: string, peers?: api.InputPeer[]): Promise<api.updates> {
  const named = peers ?? (await inputsOf(client, slug))
  const joined = await client.call({ _: 'chatlists.joinChatlistInvite', slug, peers: named })
  if (joined._ !== 'updates') throw new TypeError(`no answer is ${joined._}`)
  return joined
}

async function foldersOf(client: TestClient): Promise<api.DialogFilter[]> {
  return (await client.call({ _: 'messages.getDialogFilters' })).filters.slice(1)
}

/** The chats among somebody's dialogs that he or she is in. */
async function titlesOf(client: TestClient): Promise<string[]> {
  const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const
  const dialogs = await client.call({ _: 'messages.getDialogs', ...first })
  const chats = dialogs._ === 'messages.dialogsNotModified' ? [] : dialogs.chats
  return chats.flatMap((chat) => ('left' in chat && chat.left !== true ? [chat.title] : [])).sort()
}

describe('a folder that is shared by a link', () => {
  it('is shown to who has the link, and brings who joins into its chats', async () => {
    const { server, alice, carol } = group
    const slug = await share([group.peer(alice), hidden, open, basic])
    expect(await foldersOf(alice)).toMatchObject([{ _: 'dialogFilterChatlist', id: folderId, hasMyInvites: true }])
    const shown = await check(carol, slug)
    expect(shown).toMatchObject({ _: 'chatlists.chatlistInvite', title: { text: 'To share' } })
    expect(shown.chats.map((chat) => 'title' in chat && chat.title)).toEqual(['A channel', 'Hidden', 'Open', 'Basic'])
    expect(shown.chats).toMatchObject([
      { left: true, participantsCount: 2, username: undefined },
      {},
      {},
      { left: true },
    ])
    const device = await signIn(server, '9996630003')
    await device.call({ _: 'updates.getState' })
    group.taken(carol)
    const joined = await join(carol, slug)
    expect(joined.updates).toMatchObject([
      { _: 'updateDialogFilter', id: 2, filter: { _: 'dialogFilterChatlist', title: { text: 'To share' } } },
      { _: 'updateDialogFilterOrder', order: [2] },
      ...[{ _: 'updateChannel' }, { _: 'updateChannel' }, { _: 'updateChannel' }],
    ])
    await server.told()
    expect(await titlesOf(carol)).toEqual(['A channel', 'Basic', 'Hidden', 'Open'])
    const [mine] = await foldersOf(carol)
    expect(mine).toMatchObject({ _: 'dialogFilterChatlist', hasMyInvites: undefined, includePeers: { length: 4 } })
    // What came to pass in the chats is pushed, also to the device that has joined.
    const kinds = group.taken(carol).map(({ _ }) => _)
    expect(kinds).toEqual(expect.arrayContaining(['updateNewChannelMessage', 'updateNewMessage', 'updateChannel']))
    expect(kinds).not.toContain('updateDialogFilter')
    expect(group.taken(device).map(({ _ }) => _)).toContain('updateDialogFilter')
    expect(await check(carol, slug)).toMatchObject({
      ...{ _: 'chatlists.chatlistInviteAlready', filterId: 2, missingPeers: [], alreadyPeers: { length: 4 } },
    })
    expect(await check(alice, slug)).toMatchObject({ _: 'chatlists.chatlistInviteAlready', filterId: folderId })
    const texts = await group.texts(alice)
    expect(texts[0]).toBe('messageActionChatJoinedByLink')
  })

  it('tells who has it by the link what was added, until that is hidden', async () => {
    const { alice, carol } = group
    const slug = await share([hidden])
    await join(carol, slug)
    const updates = () => carol.call({ _: 'chatlists.getChatlistUpdates', chatlist })
    expect(await updates()).toMatchObject({ missingPeers: [], chats: [] })
    const [own] = await foldersOf(alice)
    if (own?._ !== 'dialogFilterChatlist') throw new TypeError('it is shared')
    await putFolder(alice, { ...own, includePeers: [hidden, open, basic] })
    await alice.call({ _: 'chatlists.editExportedInvite', chatlist, slug, peers: [hidden, open, basic] })
    expect(await updates()).toMatchObject({ missingPeers: [{ channelId: open.channelId }, { chatId: basic.chatId }] })
    const peers = (await inputsOf(carol, slug)).filter((peer) => peer._ === 'inputPeerChat')
    const joined = await carol.call({ _: 'chatlists.joinChatlistUpdates', chatlist, peers })
    expect(joined).toMatchObject({
      updates: [{ _: 'updateDialogFilter', filter: { includePeers: { length: 2 } } }, {}],
    })
    expect(await updates()).toMatchObject({ missingPeers: [{ channelId: open.channelId }] })
    await carol.call({ _: 'chatlists.hideChatlistUpdates', chatlist })
    expect(await updates()).toMatchObject({ missingPeers: [], chats: [] })
    expect(await check(carol, slug)).toMatchObject({ missingPeers: [{ channelId: open.channelId }] })
    expect(await titlesOf(carol)).toEqual(['Basic', 'Hidden'])
  })

  it('is done away with together with chats that one came to by it', async () => {
    const { server, alice, bob } = group
    const slug = await share([group.peer(alice), hidden, open, basic])
    await join(bob, slug)
    const suggested = await bob.call({ _: 'chatlists.getLeaveChatlistSuggestions', chatlist })
    // In the supergroup Bob was before.
    expect(suggested).toMatchObject([
      { channelId: hidden.channelId },
      { channelId: open.channelId },
      { chatId: basic.chatId },
    ])
    const peers = (await inputsOf(bob, slug)).filter(
      (peer) => peer._ === 'inputPeerChat' || (peer._ === 'inputPeerChannel' && peer.channelId === hidden.channelId),
    )
    const leave = { _: 'chatlists.leaveChatlist', chatlist } as const
    await expect(bob.call({ ...leave, peers: [...peers, { _: 'inputPeerSelf' }] })).rejects.toThrow('PEER_ID_INVALID')
    const left = await bob.call({ ...leave, peers })
    expect(left).toMatchObject({ updates: [{ _: 'updateDialogFilter', id: 2, filter: undefined }, {}] })
    await server.told()
    expect(await foldersOf(bob)).toEqual([])
    expect(await titlesOf(bob)).toEqual(['A channel', 'Open'])
    // Nobody goes from what he or she has created.
    const own = [group.peer(alice), hidden, basic]
    await alice.call({ ...leave, peers: own })
    expect(await titlesOf(alice)).toEqual(['A channel', 'Hidden', 'Open'])
    await expect(check(bob, slug)).rejects.toThrow('INVITE_SLUG_EXPIRED')
  })

  it('has links that are listed, named, limited and deleted', async () => {
    const { alice, carol } = group
    const slug = await share([hidden, open])
    const [second] = [await exported([hidden]), await exported([open])]
    const more = { _: 'chatlists.exportChatlistInvite', chatlist, title: '' } as const
    await expect(alice.call({ ...more, peers: [open] })).rejects.toThrow('INVITES_TOO_MUCH')
    await alice.call({ _: 'chatlists.editExportedInvite', chatlist, slug, title: 'for all' })
    expect(await alice.call({ _: 'chatlists.getExportedInvites', chatlist })).toMatchObject({
      invites: expect.arrayContaining([
        expect.objectContaining({ title: 'for all', url: `https://t.me/addlist/${slug}` }),
        expect.objectContaining({ title: 'for friends' }),
      ]),
      chats: { length: 2 },
    })
    await expect(carol.call({ _: 'chatlists.getExportedInvites', chatlist })).rejects.toThrow('FILTER_ID_INVALID')
    for (const one of [slug, second]) await alice.call({ _: 'chatlists.deleteExportedInvite', chatlist, slug: one })
    await expect(check(carol, slug)).rejects.toThrow('INVITE_SLUG_EXPIRED')
    const { invites } = await alice.call({ _: 'chatlists.getExportedInvites', chatlist })
    expect(invites).toHaveLength(1)
    const last = invites[0]?.url.split('/').at(-1) ?? ''
    await alice.call({ _: 'chatlists.deleteExportedInvite', chatlist, slug: last })
    expect(await foldersOf(alice)).toMatchObject([{ _: 'dialogFilterChatlist', hasMyInvites: undefined }])
    await expect(alice.call({ _: 'chatlists.deleteExportedInvite', chatlist, slug })).rejects.toThrow(
      'INVITE_SLUG_EXPIRED',
    )
  })

  it('leads only where its owner may invite, and no one who is kept out there', async () => {
    const { alice, bob, carol, toCarol } = group
    const supergroup = group.peer(bob)
    await bob.call({ _: 'messages.updateDialogFilter', id: folderId, filter: folder([supergroup]) })
    const byBob: api.Method = { _: 'chatlists.exportChatlistInvite', chatlist, title: '', peers: [supergroup] }
    await expect(bob.call(byBob)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    const slug = await share([group.peer(alice), hidden])
    const forEver = { _: 'chatBannedRights', viewMessages: true, untilDate: 0 } as const
    const channel = group.named(alice)
    await alice.call({ _: 'channels.editBanned', channel, participant: toCarol, bannedRights: forEver })
    const shown = await check(carol, slug)
    expect(shown.chats.map((chat) => 'title' in chat && chat.title)).toEqual(['Hidden'])
    const elsewhere: api.InputPeer = { _: 'inputPeerChannel', channelId: channel.channelId, accessHash: 0n }
    await expect(join(carol, slug, [elsewhere])).rejects.toThrow('PEER_ID_INVALID')
    await expect(join(carol, slug, [])).rejects.toThrow('FILTER_INCLUDE_EMPTY')
    for (const peer of [group.peer(alice), hidden]) {
      await alice.call({ _: 'channels.deleteChannel', channel: asChannel(peer) })
    }
    await expect(check(carol, slug)).rejects.toThrow('INVITE_SLUG_EXPIRED')
  })

  it('is one that names its chats, and one of a few', async () => {
    const { alice, bob, carol } = group
    const byKind = folder([hidden], { groups: true })
    const without = folder([hidden], { excludeMuted: true })
    const request: api.chatlists.exportChatlistInvite = {
      ...{ _: 'chatlists.exportChatlistInvite', chatlist, title: '', peers: [hidden] },
    }
    await expect(alice.call(request)).rejects.toThrow('FILTER_ID_INVALID')
    for (const filter of [byKind, without]) {
      await putFolder(alice, filter)
      await expect(alice.call(request)).rejects.toThrow('FILTER_NOT_SUPPORTED')
    }
    await putFolder(alice, folder([hidden]))
    await expect(alice.call({ ...request, peers: [] })).rejects.toThrow('PEERS_LIST_EMPTY')
    await expect(alice.call({ ...request, peers: [open] })).rejects.toThrow('PEER_ID_INVALID')
    const updates = { _: 'chatlists.getChatlistUpdates', chatlist } as const
    await expect(alice.call(updates)).rejects.toThrow('FILTER_NOT_SUPPORTED')
    await expect(bob.call(updates)).rejects.toThrow('FILTER_ID_INVALID')
    for (const [slug, error] of [
      ['', 'INVITE_SLUG_EMPTY'],
      ['short', 'INVITE_SLUG_EXPIRED'],
      ['A'.repeat(22), 'INVITE_SLUG_EXPIRED'],
    ] as const) {
      await expect(check(carol, slug)).rejects.toThrow(error)
    }
    const slugs = [await exported([hidden])]
    for (const id of [3, 4]) {
      await alice.call({ _: 'messages.updateDialogFilter', id, filter: folder([open], { id }) })
      const other = { ...request, chatlist: { ...chatlist, filterId: id }, peers: [open] }
      if (id === 4) await expect(alice.call(other)).rejects.toThrow('CHATLISTS_TOO_MUCH')
      else slugs.push((await alice.call(other)).invite.url.split('/').at(-1) ?? '')
    }
    for (const slug of slugs) await join(carol, slug)
    expect(await foldersOf(carol)).toMatchObject([{ id: 2 }, { id: 3 }])
    // As an own folder it is shared no more, and is told of nothing.
    await putFolder(carol, folder([(await inputsOf(carol, slugs[0] ?? ''))[0] ?? hidden]))
    expect(await check(carol, slugs[0] ?? '')).toMatchObject({ _: 'chatlists.chatlistInvite' })
  })
})
