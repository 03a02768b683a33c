import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

const search: api.messages.searchGlobal = {
  ...{ _: 'messages.searchGlobal', q: 'item', filter: { _: 'inputMessagesFilterEmpty' }, minDate: 0, maxDate: 0 },
  ...{ offsetRate: 0, offsetPeer: { _: 'inputPeerEmpty' }, offsetId: 0, limit: 100 },
}

let group: ChannelFixture
beforeEach(async () => {
  group = await openChannel('megagroup', { rateLimits: {} })
})
afterEach(() => group.server.close())

type Page = Exclude<api.messages.Messages, api.messages.messagesNotModified>

async function page(client: TestClient, more: Partial<api.messages.searchGlobal> = {}): Promise<Page> {
  const found = await client.call({ ...search, ...more })
  if (found._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
  return found
}

async function texts(client: TestClient, more: Partial<api.messages.searchGlobal> = {}): Promise<string[]> {
  return textsOf(await page(client, more))
}

function textsOf({ messages }: Page): string[] {
  return messages.map((message) => (message._ === 'message' ? message.message : message._))
}

/** A broadcast channel of Alice's, with Bob in it or not. */
async function openBroadcast(isBobIn: boolean): Promise<api.inputPeerChannel> {
  const { alice, toBob } = group
  const created = await alice.call({ _: 'channels.createChannel', title: 'News', about: '', broadcast: true })
  const [chat] = created._ === 'updates' ? created.chats : []
  if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('a channel was made')
  const named = { channelId: chat.id, accessHash: chat.accessHash }
  if (isBobIn) {
    const users: api.InputUser[] = [{ ...toBob, _: 'inputUser' }]
    await alice.call({ _: 'channels.inviteToChannel', channel: { _: 'inputChannel', ...named }, users })
  }
  return { _: 'inputPeerChannel', ...named }
}

function say(peer: api.InputPeer, message: string): Promise<api.Updates> {
  group.server.clock.now += 1000
  return group.alice.call({ _: 'messages.sendMessage', peer, message, randomId: group.randomId() })
}

describe('searching in all chats', () => {
  it('finds what was said in private chats, groups and channels, the newest first, and nothing of where one is not', async () => {
    const { alice, bob, carol, toBob } = group
    const [news, secret] = [await openBroadcast(true), await openBroadcast(false)]
    await say(toBob, 'item in private')
    await say(news, 'item of news')
    await say(group.peer(alice), 'item of the group')
    await say(secret, 'item that is not for you')
    const found = await page(bob)
    expect(textsOf(found)).toEqual(['item of the group', 'item of news', 'item in private'])
    expect(found._).toBe('messages.messages')
    expect(found.chats.map((chat) => 'title' in chat && chat.title)).toEqual(
      expect.arrayContaining(['A channel', 'News']),
    )
    expect(await texts(bob, { usersOnly: true })).toEqual(['item in private'])
    expect(await texts(bob, { groupsOnly: true })).toEqual(['item of the group'])
    expect(await texts(bob, { broadcastsOnly: true })).toEqual(['item of news'])
    expect(await texts(bob, { q: 'news' })).toEqual(['item of news'])
    expect(await texts(carol)).toEqual([])
    expect(await texts(alice)).toHaveLength(4)
    await expect(page(bob, { folderId: 2 })).rejects.toThrow('FOLDER_ID_INVALID')
  })

  it('goes on page after page without a gap or a repetition, also among messages of one second', async () => {
    const { alice, bob, toBob } = group
    const news = await openBroadcast(true)
    const expected: string[] = []
    for (let i = 0; i < 9; i++) {
      const peer = [toBob, news, group.peer(alice)][i % 3] ?? toBob
      if (i % 4 !== 0) group.server.clock.now -= 1000
      await say(peer, `item ${i}`)
      expected.unshift(`item ${i}`)
    }
    const seen: string[] = []
    let offset: Partial<api.messages.searchGlobal> = {}
    for (let pages = 0; pages < 10; pages++) {
      const found = await page(bob, { limit: 2, ...offset })
      if (found.messages.length === 0) break
      seen.push(...textsOf(found))
      const last = found.messages.at(-1)
      if (found._ !== 'messages.messagesSlice' || last === undefined || last._ === 'messageEmpty') break
      expect(found.count).toBe(9)
      const channel = last.peerId._ === 'peerChannel' ? last.peerId.channelId : undefined
      offset = {
        offsetRate: found.nextRate ?? 0,
        offsetId: last.id,
        offsetPeer: channel ? { _: 'inputPeerChannel', channelId: channel, accessHash: 0n } : toBob,
      }
    }
    expect(seen).toHaveLength(9)
    expect(new Set(seen)).toEqual(new Set(expected))
  })

  it('keeps to a folder, to dates and to a kind of media in channels too', async () => {
    const { alice, bob } = group
    await say(group.peer(alice), 'item one')
    const between = Math.floor(group.server.clock.now / 1000)
    await say(group.peer(alice), 'item two https://example.org')
    expect(await texts(bob, { maxDate: between })).toEqual(['item one'])
    expect(await texts(bob, { minDate: between + 1 })).toEqual(['item two https://example.org'])
    expect(await texts(bob, { q: '', filter: { _: 'inputMessagesFilterUrl' } })).toEqual([
      'item two https://example.org',
    ])
    const archived = { _: 'inputFolderPeer', peer: group.peer(bob), folderId: 1 } as const
    await bob.call({ _: 'folders.editPeerFolders', folderPeers: [archived] })
    expect(await texts(bob, { folderId: 0 })).toEqual([])
    expect(await texts(bob, { folderId: 1 })).toHaveLength(2)
  })

  it('shows nothing from before one came where that is hidden, nor from where one was', async () => {
    const { alice, bob, carol, toCarol } = group
    await say(group.peer(alice), 'item of old')
    await alice.call({ _: 'channels.togglePreHistoryHidden', channel: group.named(alice), enabled: true })
    const users: api.InputUser[] = [{ ...toCarol, _: 'inputUser' }]
    await alice.call({ _: 'channels.inviteToChannel', channel: group.named(alice), users })
    await say(group.peer(alice), 'item of now')
    expect(await texts(carol)).toEqual(['item of now'])
    expect(await texts(bob)).toEqual(['item of now', 'item of old'])
    await bob.call({ _: 'channels.leaveChannel', channel: group.named(bob) })
    expect(await texts(bob)).toEqual([])
  })
})
