import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
  const { alice, bob, toBob, toAlice } = chat
  await alice.call(chat.text(toBob, 'hello'))
  await bob.call(chat.text(toAlice, 'hello yourself'))
  await alice.call({ _: 'messages.updatePinnedMessage', peer: toBob, id: 1, silent: true })
})
afterEach(() => chat.server.close())

/** What clients send in chats where there are no threads: Web A -1, others the number of a message. */
const tops = [-1, 0, 1, 2_147_483_647]
const page = { offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0 }
const filter: api.MessagesFilter = { _: 'inputMessagesFilterPinned' }

const questions: ((peer: api.InputPeer, topMsgId?: number) => api.Method)[] = [
  (peer, topMsgId) => ({
    ...{ _: 'messages.search', peer, q: '', filter, minDate: 0, maxDate: 0, hash: 0n, topMsgId },
    ...page,
  }),
  (peer, topMsgId) => ({ _: 'messages.getSearchCounters', peer, filters: [filter], topMsgId }),
  (peer, topMsgId) => ({ _: 'messages.getUnreadMentions', peer, topMsgId, ...page }),
  (peer, topMsgId) => ({ _: 'messages.getUnreadReactions', peer, topMsgId, ...page }),
  (peer, topMsgId) => ({ _: 'messages.getUnreadPollVotes', peer, topMsgId, ...page }),
  (peer, topMsgId) => ({ _: 'messages.readMentions', peer, topMsgId }),
  (peer, topMsgId) => ({ _: 'messages.readReactions', peer, topMsgId }),
  (peer, topMsgId) => ({ _: 'messages.readPollVotes', peer, topMsgId }),
]

describe('in a private chat, the thread that a client names', () => {
  it('changes no answer', async () => {
    const { alice, toBob } = chat
    for (const question of questions) {
      const plain = await alice.call(question(toBob))
      for (const top of tops) expect(await alice.call(question(toBob, top))).toEqual(plain)
    }
    for (const topMsgId of tops) {
      const search = { q: '', filter, minDate: 0, maxDate: 0, hash: 0n, topMsgId, ...page }
      expect(await alice.call({ _: 'messages.search', peer: toBob, ...search })).toMatchObject({
        messages: [{ id: 1, pinned: true }],
      })
    }
  })

  it('keeps nobody from hearing that somebody types', async () => {
    const { alice, bob, toBob } = chat
    bob.pushed.length = 0
    const action: api.SendMessageAction = { _: 'sendMessageTypingAction' }
    for (const topMsgId of tops) {
      await alice.call({ _: 'messages.setTyping', peer: toBob, topMsgId, action })
      expect(bob.pushed.splice(0)).toMatchObject([{ update: { _: 'updateUserTyping', topMsgId: undefined, action } }])
    }
  })

  it('keeps nothing from being pinned, forwarded, answered or drafted', async () => {
    const { alice, toBob } = chat
    for (const topMsgId of tops) {
      const replyTo: api.InputReplyTo = { _: 'inputReplyToMessage', replyToMsgId: 1, topMsgId }
      await alice.call(chat.text(toBob, 'an answer', { replyTo }))
      const [answer] = await chat.history(alice, toBob)
      expect(answer).toMatchObject({ replyTo: { replyToMsgId: 1, replyToTopId: undefined, forumTopic: undefined } })
      await alice.call({ _: 'messages.saveDraft', peer: toBob, message: 'a draft', replyTo })
      expect(await chat.dialog(alice)).toMatchObject({ draft: { replyTo: { replyToMsgId: 1, topMsgId: undefined } } })
      const forward = { fromPeer: toBob, id: [1], randomId: [chat.randomId()], toPeer: toBob, topMsgId }
      expect(await alice.call({ _: 'messages.forwardMessages', ...forward })).toMatchObject({ _: 'updates' })
      expect(await alice.call({ _: 'messages.unpinAllMessages', peer: toBob, topMsgId })).toMatchObject({ ptsCount: 1 })
      await alice.call({ _: 'messages.updatePinnedMessage', peer: toBob, id: 1, silent: true, pmOneside: true })
    }
  })
})
