import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reactionsHash } from '../../rules/reaction-hash.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { asUser } from '../../testing/ids.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
  await chat.note(chat.alice)
  await chat.alice.call(chat.text(chat.toBob, 'hello'))
})
afterEach(() => chat.server.close())

const emoji = (emoticon: string): api.Reaction => ({ _: 'reactionEmoji', emoticon })

function react(peer: api.InputPeer, msgId: number, ...reaction: api.Reaction[]): api.messages.sendReaction {
  return { _: 'messages.sendReaction', peer, msgId, reaction, addToRecent: true }
}

describe('a reaction', () => {
  it('is seen by both, unread by the author until looked at, and in the difference', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const { pts, qts, date } = await alice.call({ _: 'updates.getState' })
    alice.pushed.length = 0
    const shown = {
      results: [{ reaction: emoji('❤'), count: 1 }],
      recentReactions: [{ peerId: { userId: toBob.userId } }],
    }
    expect(await bob.call(react(toAlice, 1, emoji('❤️')))).toMatchObject({
      updates: [
        { _: 'updateMessageReactions', msgId: 1, reactions: { ...shown, results: [{ chosenOrder: 0 }] } },
        { _: 'updateEditMessage', message: { editHide: true } },
      ],
    })
    expect(alice.pushed).toMatchObject([
      {
        updates: [
          { _: 'updateMessageReactions', msgId: 2, reactions: { recentReactions: [{ unread: true }] } },
          { ptsCount: 1 },
        ],
      },
    ])
    expect(await alice.call({ _: 'updates.getDifference', pts, qts, date })).toMatchObject({
      otherUpdates: [{ _: 'updateEditMessage', message: { id: 2, reactions: shown } }],
    })
    expect(await chat.dialog(alice)).toMatchObject({ unreadReactionsCount: 1 })
    const page = { offsetId: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0 }
    expect(await alice.call({ _: 'messages.getUnreadReactions', peer: toBob, ...page })).toMatchObject({
      messages: [{ id: 2 }],
    })
    expect(await alice.call({ _: 'messages.readReactions', peer: toBob })).toMatchObject({ ptsCount: 1 })
    expect(await chat.dialog(alice)).toMatchObject({ unreadReactionsCount: 0 })
    const list = await alice.call({ _: 'messages.getMessageReactionsList', peer: toBob, id: 2, limit: 10 })
    expect(list).toMatchObject({ count: 1, reactions: [{ peerId: { userId: toBob.userId } }] })
    expect(list.reactions[0]?.unread).toBeUndefined()
  })

  it('is changed and taken back, and both sides may give one', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await bob.call(react(toAlice, 1, emoji('👍')))
    await expect(bob.call(react(toAlice, 1, emoji('👍')))).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    await bob.call(react(toAlice, 1, emoji('🔥')))
    await alice.call(react(toBob, 2, emoji('🔥')))
    expect((await chat.history(bob, toAlice))[0]).toMatchObject({
      reactions: { results: [{ reaction: emoji('🔥'), count: 2, chosenOrder: 0 }] },
    })
    await bob.call(react(toAlice, 1))
    await alice.call(react(toBob, 2))
    const [message] = await chat.history(bob, toAlice)
    expect(message?._ === 'message' && message.reactions).toBeUndefined()
    const fresh = await bob.call({ _: 'messages.getMessagesReactions', peer: toAlice, id: [1] })
    expect(fresh).toMatchObject({ updates: [{ reactions: { results: [] } }] })
  })

  it('is kept as long as one of the two has the message', async () => {
    const { alice, bob, toAlice, server } = chat
    await bob.call(react(toAlice, 1, emoji('🔥')))
    const kept = () => server.store.read.reactions.of([{ box: asUser(toAlice.userId), id: 2 }])
    await alice.call({ _: 'messages.deleteMessages', id: [2] })
    expect(await kept()).toHaveLength(1)
    expect((await chat.history(bob, toAlice))[0]).toMatchObject({ reactions: { results: [{ count: 1 }] } })
    await bob.call({ _: 'messages.deleteMessages', id: [1] })
    expect(await kept()).toEqual([])
  })

  it('is one of the known ones, on a message that is there', async () => {
    const { bob, toAlice } = chat
    await expect(bob.call(react(toAlice, 1, emoji('x')))).rejects.toThrow('REACTION_INVALID')
    await expect(bob.call(react(toAlice, 1, emoji('👍'), emoji('🔥')))).rejects.toThrow('REACTIONS_TOO_MANY')
    await expect(bob.call(react(toAlice, 1, { _: 'reactionCustomEmoji', documentId: 1n }))).rejects.toThrow(
      'PREMIUM_ACCOUNT_REQUIRED',
    )
    await expect(bob.call(react(toAlice, 9, emoji('👍')))).rejects.toThrow('MESSAGE_ID_INVALID')
  })

  it('is no custom emoji, wherever one is named', async () => {
    const { bob, alice, toAlice, toBob } = chat
    const reaction: api.reactionCustomEmoji = { _: 'reactionCustomEmoji', documentId: 1n }
    const peer: api.InputPeer = { _: 'inputPeerSelf' }
    const page = { offsetId: 0, addOffset: 0, limit: 9, maxId: 0, minId: 0, minDate: 0, maxDate: 0, hash: 0n }
    const filter: api.MessagesFilter = { _: 'inputMessagesFilterEmpty' }
    const requests: api.Method[] = [
      react(toAlice, 1, reaction),
      { _: 'messages.setDefaultReaction', reaction },
      { _: 'messages.getMessageReactionsList', peer: toAlice, id: 1, reaction, limit: 9 },
      { _: 'messages.updateSavedReactionTag', reaction, title: 'later' },
      { _: 'messages.search', peer, q: '', filter, savedReaction: [reaction], ...page },
    ]
    for (const request of requests) {
      await expect(bob.call(request), request._).rejects.toThrow('PREMIUM_ACCOUNT_REQUIRED')
    }
    const { updates } = await alice.call({
      _: 'messages.createChat',
      title: 'Us',
      users: [{ ...toBob, _: 'inputUser' }],
    })
    const [group] = updates._ === 'updates' ? updates.chats : []
    if (group?._ !== 'chat') throw new TypeError('a group was made')
    const availableReactions: api.chatReactionsSome = { _: 'chatReactionsSome', reactions: [reaction] }
    const allow = { _: 'messages.setChatAvailableReactions', availableReactions } as const
    const place: api.InputPeer = { _: 'inputPeerChat', chatId: group.id }
    await expect(alice.call({ ...allow, peer: place })).rejects.toThrow('REACTION_INVALID')
  })

  it('is remembered as recent and among the top ones', async () => {
    const { bob, toAlice } = chat
    await bob.call(react(toAlice, 1, emoji('🔥')))
    const recent = await bob.call({ _: 'messages.getRecentReactions', limit: 5, hash: 0n })
    expect(recent).toMatchObject({ reactions: [emoji('🔥')] })
    const top = await bob.call({ _: 'messages.getTopReactions', limit: 3, hash: 0n })
    expect(top).toMatchObject({ reactions: [emoji('🔥'), emoji('👍'), emoji('❤')] })
    if (top._ !== 'messages.reactions') throw new TypeError('no hash was given')
    expect(top.hash).toBe(reactionsHash(top.reactions))
    expect(await bob.call({ _: 'messages.getTopReactions', limit: 3, hash: top.hash })).toEqual({
      _: 'messages.reactionsNotModified',
    })
    await bob.call({ _: 'messages.clearRecentReactions' })
    const none = await bob.call({ _: 'messages.getRecentReactions', limit: 5, hash: 0n })
    expect(none).toEqual({ _: 'messages.reactions', hash: 0n, reactions: [] })
    const bobsPhone = await chat.otherDevice('bob')
    expect((await bobsPhone.call({ _: 'help.getConfig' })).reactionsDefault).toBeUndefined()
    expect(await bob.call({ _: 'messages.setDefaultReaction', reaction: emoji('👏') })).toBe(true)
    expect(bobsPhone.pushed).toMatchObject([{ update: { _: 'updateConfig' } }])
    expect(await bobsPhone.call({ _: 'help.getConfig' })).toMatchObject({ reactionsDefault: emoji('👏') })
    expect((await chat.alice.call({ _: 'help.getConfig' })).reactionsDefault).toBeUndefined()
  })
})
