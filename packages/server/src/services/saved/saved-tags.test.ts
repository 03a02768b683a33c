import { type api, encode } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { asUser } from '../../testing/ids.ts'
import { tagHash } from './tag-hash.ts'

let chat: ChatFixture
const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
/** Alice's chat with herself: `note 1`, `from Bob`, `note 2`, as numbers 2 to 4. */
beforeEach(async () => {
  chat = await openChat()
  const { alice, bob, toBob, toAlice } = chat
  await bob.call(chat.text(toAlice, 'from Bob'))
  await alice.call(chat.text(self, 'note 1'))
  await alice.call({ _: 'messages.forwardMessages', fromPeer: toBob, toPeer: self, id: [1], randomId: [90n] })
  await alice.call(chat.text(self, 'note 2'))
})
afterEach(() => chat.server.close())

const emoji = (emoticon: string): api.reactionEmoji => ({ _: 'reactionEmoji', emoticon })
const [fire, heart] = [emoji('🔥'), emoji('❤')]

function react(msgId: number, ...reaction: api.Reaction[]): Promise<api.Updates> {
  return chat.alice.call({ _: 'messages.sendReaction', peer: self, msgId, reaction })
}

async function tags(peer?: api.InputPeer): Promise<api.messages.savedReactionTags> {
  const result = await chat.alice.call({ _: 'messages.getSavedReactionTags', peer, hash: 0n })
  if (result._ !== 'messages.savedReactionTags') throw new TypeError('no hash was given')
  return result
}

async function find(savedReaction: api.Reaction[], more: Partial<api.messages.search> = {}): Promise<number[]> {
  const page = { offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n, minDate: 0, maxDate: 0 }
  const filter: api.MessagesFilter = { _: 'inputMessagesFilterEmpty' }
  const query = { peer: self, q: '', filter, savedReaction, ...page, ...more }
  const result = await chat.alice.call({ _: 'messages.search', ...query })
  return result._ === 'messages.messagesNotModified' ? [] : result.messages.map(({ id }) => id)
}

describe('tags', () => {
  it('are the reactions to one’s saved messages, several to each', async () => {
    expect(await react(2, fire, heart, fire)).toMatchObject({
      updates: [{ reactions: { reactionsAsTags: true, results: [{ reaction: fire }, { reaction: heart }] } }, {}],
    })
    await react(3, heart)
    const [, second] = await chat.history(chat.alice, self)
    expect(second).toMatchObject({ id: 3, reactions: { reactionsAsTags: true, results: [{ chosenOrder: 0 }] } })
    expect(await tags()).toMatchObject({
      tags: [
        { reaction: heart, count: 2 },
        { reaction: fire, count: 1 },
      ],
    })
    expect(await tags(chat.toBob)).toMatchObject({ tags: [{ reaction: heart, count: 1 }] })
    await react(2, fire)
    await react(3)
    expect((await tags()).tags).toMatchObject([{ reaction: fire, count: 1 }])
    const twelve = ['👍', '👎', '❤', '🔥', '🥰', '👏', '😁', '🤔', '🤯', '😱', '🤬', '😢'].map(emoji)
    await expect(react(4, ...twelve)).rejects.toThrow('REACTIONS_TOO_MANY')
    await react(4, ...twelve.slice(1))
  })

  it('find what has all of them', async () => {
    await react(2, fire, heart)
    await react(3, heart)
    expect(await find([heart])).toEqual([3, 2])
    expect(await find([heart, fire])).toEqual([2])
    expect(await find([heart], { q: 'note' })).toEqual([2])
    expect(await find([heart], { savedPeerId: chat.toBob })).toEqual([3])
    await expect(find([heart], { peer: chat.toBob })).rejects.toThrow('PEER_ID_INVALID')
    await expect(find([emoji('x')])).rejects.toThrow('REACTION_INVALID')
  })

  it('have names, of which the other devices hear', async () => {
    const other = await chat.otherDevice('alice')
    const { pts, qts, date } = await other.call({ _: 'updates.getState' })
    const name = (title?: string, reaction: api.Reaction = heart): Promise<boolean> =>
      chat.alice.call({ _: 'messages.updateSavedReactionTag', reaction, title })
    await name(' to read ')
    expect(other.pushed).toMatchObject([{ updates: [{ _: 'updateSavedReactionTags' }] }])
    expect(await other.call({ _: 'updates.getDifference', pts, qts, date })).toMatchObject({
      otherUpdates: [{ _: 'updateSavedReactionTags' }],
    })
    const known = await tags()
    expect(known.tags).toEqual([{ _: 'savedReactionTag', reaction: heart, title: 'to read', count: 0 }])
    const again = await chat.alice.call({ _: 'messages.getSavedReactionTags', hash: known.hash })
    expect(again).toEqual({ _: 'messages.savedReactionTagsNotModified' })
    await name()
    expect(await tags()).toMatchObject({ tags: [], hash: 0n })
    await name('🙂'.repeat(12))
    await expect(name('thirteen chars')).rejects.toThrow('TITLE_INVALID')
    await expect(name('x', emoji('x'))).rejects.toThrow('REACTION_INVALID')
  })

  it('go with their messages', async () => {
    for (const id of [2, 3, 4]) await react(id, fire)
    await chat.alice.call({ _: 'messages.deleteMessages', id: [2] })
    expect(await tags()).toMatchObject({ tags: [{ count: 2 }] })
    await chat.alice.call({ _: 'messages.deleteHistory', peer: self, maxId: 0, justClear: true })
    expect(await tags()).toMatchObject({ tags: [] })
    const box = asUser(chat.toAlice.userId)
    const names = [2, 3, 4].map((id) => ({ box, id }))
    expect(await chat.server.store.read.reactions.of(names)).toEqual([])
  })

  it('are no tags where a message had reactions before there were any', async () => {
    const { store } = chat.server
    const box = asUser(chat.toAlice.userId)
    const [message] = (await chat.history(chat.alice, self)).filter(({ id }) => id === 4)
    if (message?._ !== 'message') throw new TypeError('there is a message')
    const reactions: api.messageReactions = { _: 'messageReactions', canSeeList: true, results: [] }
    await store.transaction(async (tx) => {
      await tx.messages.replace(box, 4, encode({ ...message, reactions }))
      const given = { reaction: encode(fire), date: 1, big: false, unread: false }
      await tx.reactions.set({ box, id: 4 }, box, [given])
    })
    await expect(react(4, fire, heart)).rejects.toThrow('REACTIONS_TOO_MANY')
    await react(4, heart)
    expect((await chat.history(chat.alice, self))[0]).toMatchObject({ reactions: { canSeeList: true } })
    expect(await tags()).toMatchObject({ tags: [] })
    await react(4)
    await react(4, fire, heart)
    expect((await tags()).tags).toHaveLength(2)
  })
})

it('a list of tags has the hash that clients compute by themselves', () => {
  const named: api.savedReactionTag = { _: 'savedReactionTag', reaction: emoji('❤️'), title: 'to read', count: 3 }
  const custom: api.Reaction = { _: 'reactionCustomEmoji', documentId: 5n }
  expect(tagHash([named, { _: 'savedReactionTag', reaction: custom, count: 2 }])).toBe(7_052_023_070_185_414_265n)
  expect(tagHash([])).toBe(0n)
})
