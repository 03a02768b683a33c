import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { openGroup } from '../../testing/group.ts'
import type { TestClient } from '../../testing/test-server.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
  await chat.note(chat.alice)
  await chat.bob.call(chat.text(chat.toAlice, 'between us'))
})
afterEach(() => chat.server.close())

function toggle(of: 'alice' | 'bob', enabled: boolean, requestMsgId?: number): Promise<api.Updates> {
  const peer = of === 'alice' ? chat.toBob : chat.toAlice
  return chat[of].call({ _: 'messages.toggleNoForwards', peer, enabled, requestMsgId })
}

async function flags(of: 'alice' | 'bob'): Promise<[my: boolean, peer: boolean]> {
  const { userId, accessHash } = of === 'alice' ? chat.toBob : chat.toAlice
  const { fullUser } = await chat[of].call({
    _: 'users.getFullUser',
    id: { _: 'inputUser', userId, accessHash },
  })
  return [fullUser.noforwardsMyEnabled === true, fullUser.noforwardsPeerEnabled === true]
}

const changed = (prevValue: boolean, newValue: boolean) => ({
  action: { _: 'messageActionNoForwardsToggle', prevValue, newValue },
})
const asked = { action: { _: 'messageActionNoForwardsRequest', prevValue: true, newValue: false } }

function forward(client: TestClient, fromPeer: api.InputPeer, id: number): Promise<api.Updates> {
  const toPeer: api.InputPeer = { _: 'inputPeerSelf' }
  return client.call({ _: 'messages.forwardMessages', fromPeer, toPeer, id: [id], randomId: [chat.randomId()] })
}

describe('a protected chat', () => {
  it('lets neither of the two pass on what was said, and tells both so', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const other = await chat.otherDevice('bob')
    const { pts, qts, date } = await other.call({ _: 'updates.getState' })
    expect(await toggle('alice', true)).toMatchObject({
      updates: [{ _: 'updateNewMessage', message: { out: true, ...changed(false, true) } }],
    })
    expect(await flags('alice')).toEqual([true, false])
    expect(await flags('bob')).toEqual([false, true])
    expect(other.pushed).toMatchObject([{ updates: [{ _: 'updateNewMessage', message: changed(false, true) }] }])
    expect(await other.call({ _: 'updates.getDifference', pts, qts, date })).toMatchObject({
      newMessages: [changed(false, true)],
    })
    await expect(forward(alice, toBob, 2)).rejects.toThrow('CHAT_FORWARDS_RESTRICTED')
    await expect(forward(bob, toAlice, 1)).rejects.toThrow('CHAT_FORWARDS_RESTRICTED')
    const replyTo: api.InputReplyTo = { _: 'inputReplyToMessage', replyToMsgId: 1, replyToPeerId: toAlice }
    await expect(bob.call(chat.text({ _: 'inputPeerSelf' }, 'look', { replyTo }))).rejects.toThrow(
      'REPLY_MESSAGE_ID_INVALID',
    )
    // Nothing changes, so no message says so.
    expect(await toggle('alice', true)).toMatchObject({ updates: [] })
    expect(await toggle('bob', true)).toMatchObject({ updates: [] })
    expect(await flags('bob')).toEqual([false, true])
    expect(await toggle('alice', false)).toMatchObject({ updates: [{ message: changed(true, false) }] })
    expect(await flags('bob')).toEqual([false, false])
    await forward(bob, toAlice, 1)
    expect(await toggle('alice', false)).toMatchObject({ updates: [] })
  })

  it('is opened for the other one only by who protects it, who may refuse', async () => {
    await toggle('alice', true)
    expect(await toggle('bob', false)).toMatchObject({ updates: [{ message: { id: 3, ...asked } }] })
    expect(await flags('bob')).toEqual([false, true])
    expect(await toggle('alice', true, 4)).toMatchObject({
      updates: [{ message: { ...changed(true, true), replyTo: { replyToMsgId: 4 } } }],
    })
    expect(await flags('bob')).toEqual([false, true])
    await toggle('bob', false)
    expect(await toggle('alice', false, 6)).toMatchObject({ updates: [{ message: changed(true, false) }] })
    expect(await flags('alice')).toEqual([false, false])
    expect(chat.bob.pushed.at(-1)).toMatchObject({
      updates: [{ message: { ...changed(true, false), replyTo: { replyToMsgId: 5 } } }],
    })
    const expired = { id: 5, action: { expired: true } }
    expect((await chat.history(chat.bob, chat.toAlice)).find(({ id }) => id === 5)).toMatchObject(expired)
    await expect(toggle('alice', true, 6)).rejects.toThrow('REQUEST_MSG_EXPIRED')
  })

  it('is asked for in vain after a day, by one’s own request, or by what is none', async () => {
    await toggle('alice', true)
    await toggle('bob', false)
    await expect(toggle('bob', false, 3)).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(toggle('alice', false, 2)).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(toggle('alice', false, 99)).rejects.toThrow('MESSAGE_ID_INVALID')
    chat.server.clock.now += 86_401_000
    await expect(toggle('alice', false, 4)).rejects.toThrow('REQUEST_MSG_EXPIRED')
  })

  it('is not opened by an old request when the one who asked protects it by now', async () => {
    await toggle('alice', true)
    await toggle('bob', false)
    await toggle('alice', false)
    await toggle('bob', true)
    expect(await toggle('alice', false, 4)).toMatchObject({ updates: [{ message: changed(true, true) }] })
    expect(await flags('bob')).toEqual([true, false])
  })

  it('is one with another person who may be written to', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const ask = (peer: api.InputPeer): Promise<api.Updates> =>
      alice.call({ _: 'messages.toggleNoForwards', peer, enabled: true })
    await expect(ask({ _: 'inputPeerSelf' })).rejects.toThrow('PEER_ID_INVALID')
    await expect(ask({ ...toBob, accessHash: 1n })).rejects.toThrow('PEER_ID_INVALID')
    await bob.call({ _: 'contacts.block', id: toAlice })
    await expect(ask(toBob)).rejects.toThrow('USER_IS_BLOCKED')
  })
})

describe('a picture of a chat', () => {
  it('is told of to both, once', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const replyTo: api.InputReplyTo = { _: 'inputReplyToMessage', replyToMsgId: 1 }
    const tell: api.messages.sendScreenshotNotification = {
      _: 'messages.sendScreenshotNotification',
      ...{ peer: toAlice, replyTo, randomId: 7n },
    }
    const action = { _: 'messageActionScreenshotTaken' }
    expect(await bob.call(tell)).toMatchObject({
      updates: [{ _: 'updateMessageID', randomId: 7n }, { message: { action, replyTo: { replyToMsgId: 1 } } }],
    })
    await bob.call(tell)
    expect(alice.pushed.at(-1)).toMatchObject({ updates: [{ message: { action, replyTo: { replyToMsgId: 2 } } }] })
    expect(await chat.history(alice, toBob)).toHaveLength(2)
    await expect(bob.call({ ...tell, peer: { _: 'inputPeerSelf' } })).rejects.toThrow('PEER_ID_INVALID')
  })
})

describe('a basic group', () => {
  it('is protected by who made it: nothing is passed on from it or shown elsewhere in an answer', async () => {
    const group = await openGroup()
    const { server, alice, bob } = group
    const peer = group.group
    await alice.call({ _: 'messages.sendMessage', peer, message: 'for us alone', randomId: 1n })
    await expect(bob.call({ _: 'messages.toggleNoForwards', peer, enabled: true })).rejects.toThrow(
      'CHAT_ADMIN_REQUIRED',
    )
    const toggle = (enabled: boolean): Promise<unknown> => alice.call({ _: 'messages.toggleNoForwards', peer, enabled })
    await toggle(true)
    await server.told()
    expect(group.news(bob)).toContainEqual({ _: 'updateChat', chatId: peer.chatId })
    expect(await group.shown(bob)).toMatchObject({ noforwards: true })
    await expect(toggle(true)).rejects.toThrow('CHAT_NOT_MODIFIED')
    const search = { q: 'alone', filter: { _: 'inputMessagesFilterEmpty' }, minDate: 0, maxDate: 0 } as const
    const page = { offsetId: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n }
    const found = await bob.call({ _: 'messages.search', peer, ...search, ...page })
    const id = 'messages' in found ? (found.messages[0]?.id ?? 0) : 0
    const toSelf: api.InputPeer = { _: 'inputPeerSelf' }
    const forward = (randomId: bigint): Promise<unknown> =>
      bob.call({ _: 'messages.forwardMessages', fromPeer: peer, id: [id], toPeer: toSelf, randomId: [randomId] })
    const answer = (randomId: bigint): Promise<unknown> => {
      const replyTo: api.InputReplyTo = { _: 'inputReplyToMessage', replyToMsgId: id, replyToPeerId: peer }
      return bob.call({ _: 'messages.sendMessage', peer: toSelf, message: 'see', randomId, replyTo })
    }
    await expect(forward(2n)).rejects.toThrow('CHAT_FORWARDS_RESTRICTED')
    await expect(answer(3n)).rejects.toThrow('REPLY_MESSAGE_ID_INVALID')
    await toggle(false)
    await forward(4n)
    await answer(5n)
    await server.close()
  })
})
