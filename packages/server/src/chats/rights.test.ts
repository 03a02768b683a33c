import type { api } from '@chappe/tl-codec/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PrivateAct as Act, allow, type Role, refusalOf, rights, roles } from '../rules/rights.ts'
import { type ChatFixture, openChat } from '../testing/chat.ts'
import { asUser } from '../testing/ids.ts'
import { newPublicValue, toInputUser } from '../testing/secret-chats.ts'
import type { TestClient } from '../testing/test-server.ts'

const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
const place: api.inputGeoPoint = { _: 'inputGeoPoint', lat: 52, long: 13 }
const answers = ['yes', 'no'].map((text): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(text) }))
const poll: api.poll = { _: 'poll', id: 0n, question: plain('Well?'), answers, publicVoters: true, hash: 0n }
const todo: api.todoList = {
  _: 'todoList',
  title: plain('Groceries'),
  list: [{ _: 'todoItem', id: 1, title: plain('milk') }],
}
const contact: api.inputMediaContact = {
  ...{ _: 'inputMediaContact', phoneNumber: '+4915112345678', firstName: 'Carol' },
  ...{ lastName: '', vcard: '' },
}
const firstOption = [new TextEncoder().encode('0')]
const day = 86_400
const publicValue = newPublicValue()
let nextChat = 1

type Kind = 'text' | 'pinned' | 'place' | 'poll' | 'list' | 'scheduled'

/** One who acts in a chat, where something of each kind was said before. */
interface Side {
  readonly chat: ChatFixture
  readonly actor: TestClient
  readonly peer: api.InputPeer
  /** The number of the newest message, which the other one wrote. */
  readonly newest: number
  /** The number of a message to which nothing was done yet. */
  take(kind: Kind): number
}

/** What makes one what one is in the chat, after all that was said. */
const beginning: { readonly [Name in Role]: (chat: ChatFixture) => Promise<void> } = {
  self: async () => {},
  open: async () => {},
  service: async () => {},
  async blocking({ alice, toBob }) {
    await alice.call({ _: 'contacts.block', id: toBob })
  },
  async blocked({ bob, toAlice }) {
    await bob.call({ _: 'contacts.block', id: toAlice })
  },
  async stranger({ bob, toAlice }) {
    await bob.call({ _: 'contacts.deleteContacts', id: [{ ...toAlice, _: 'inputUser' }] })
    await bob.call({ _: 'messages.deleteHistory', peer: toAlice, maxId: 0 })
    const settings = { _: 'globalPrivacySettings', newNoncontactPeersRequirePremium: true } as const
    await bob.call({ _: 'account.setGlobalPrivacySettings', settings })
  },
  async deleted({ bob }) {
    await bob.call({ _: 'account.deleteAccount', reason: 'enough' })
  },
}

async function peerOf(role: Role, { alice, toBob }: ChatFixture): Promise<api.InputPeer> {
  if (role === 'self') return { _: 'inputPeerSelf' }
  if (role !== 'service') return toBob
  const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 9, hash: 0n } as const
  const dialogs = await alice.call({ _: 'messages.getDialogs', ...first })
  const users = dialogs._ === 'messages.dialogsNotModified' ? [] : dialogs.users
  const service = users.find(({ id }) => id === 777_000n)
  if (service?._ !== 'user') throw new TypeError('the service account has said nothing')
  return { _: 'inputPeerUser', userId: service.id, accessHash: service.accessHash ?? 0n }
}

const stock: { readonly [Name in Kind]: number } = { text: 11, pinned: 2, place: 1, poll: 2, list: 2, scheduled: 3 }
const kinds: readonly Kind[] = ['text', 'pinned', 'place', 'poll', 'list', 'scheduled']

async function begin(role: Role): Promise<Side> {
  const chat = await openChat({ rateLimits: {}, welcomeText: 'Welcome' })
  const { alice: actor, bob, toAlice } = chat
  const peer = await peerOf(role, chat)
  const said = new Map<Kind, number[]>()
  for (const kind of kinds) {
    const ids: number[] = []
    while (ids.length < stock[kind]) ids.push(await say(chat, peer, kind))
    said.set(kind, ids)
  }
  await bob.call(chat.text(toAlice, 'from the other one'))
  const newest = (await chat.history(actor, peer))[0]?.id ?? 0
  await beginning[role](chat)
  // From then on the other one is pushed to, unless the account is gone.
  if (role !== 'deleted') await bob.call({ _: 'updates.getState' })
  const take = (kind: Kind): number => {
    const id = said.get(kind)?.pop()
    if (id === undefined) throw new TypeError(`no ${kind} is left`)
    return id
  }
  return { chat, actor, peer, newest, take }
}

async function say(chat: ChatFixture, peer: api.InputPeer, kind: Kind): Promise<number> {
  const { alice } = chat
  const answer = await alice.call(sayings[kind](chat, peer))
  const updates = answer._ === 'updates' ? answer.updates : []
  const named = updates.find((update) => update._ === 'updateMessageID')
  const id = named?.id ?? (answer._ === 'updateShortSentMessage' ? answer.id : undefined)
  if (id === undefined) throw new TypeError(`no number was given to ${kind}`)
  if (kind === 'pinned') await alice.call({ _: 'messages.updatePinnedMessage', peer, id })
  return id
}

const sayings: {
  readonly [Name in Kind]: (chat: ChatFixture, peer: api.InputPeer) => api.messages.sendMessage | api.messages.sendMedia
} = {
  text: (chat, peer) => chat.text(peer, 'hello'),
  pinned: (chat, peer) => chat.text(peer, 'pinned'),
  place: (chat, peer) => chat.media(peer, { _: 'inputMediaGeoLive', geoPoint: place, period: 900 }),
  poll: (chat, peer) => chat.media(peer, { _: 'inputMediaPoll', poll }),
  list: (chat, peer) => chat.media(peer, { _: 'inputMediaTodo', todo }),
  scheduled: (chat, peer) => chat.text(peer, 'later', { scheduleDate: chat.now() + 3600 }),
}

/** One way to do something; whether nobody can tell that it was done, or nothing can be done after it. */
type Way = readonly [string, (side: Side) => api.Method, ('unseen' | 'last')?]

/** Each way to do each act, by what was said before. */
const ways: { readonly [Name in Act]: readonly Way[] } = {
  send: [
    ['a text', ({ chat, peer }) => chat.text(peer, 'again')],
    ['a contact', ({ chat, peer }) => chat.media(peer, contact)],
    [
      'an album',
      ({ chat, peer }) => ({
        ...{ _: 'messages.sendMultiMedia', peer },
        multiMedia: [{ _: 'inputSingleMedia', media: contact, randomId: chat.randomId(), message: '' }],
      }),
    ],
    [
      'what was said before',
      ({ chat, peer, take }) => ({
        ...{ _: 'messages.forwardMessages', fromPeer: peer, toPeer: peer },
        ...{ id: [take('text')], randomId: [chat.randomId()] },
      }),
    ],
  ],
  'send scheduled': [
    ['now', ({ peer, take }) => ({ _: 'messages.sendScheduledMessages', peer, id: [take('scheduled')] })],
  ],
  'tell of a screenshot': [
    [
      'of a message',
      ({ chat, peer, take }) => ({
        ...{ _: 'messages.sendScreenshotNotification', peer, randomId: chat.randomId() },
        replyTo: { _: 'inputReplyToMessage', replyToMsgId: take('text') },
      }),
    ],
  ],
  'show typing': [
    ['that one types', ({ peer }) => ({ _: 'messages.setTyping', peer, action: { _: 'sendMessageTypingAction' } })],
    [
      'what one types',
      ({ peer }) => ({
        ...{ _: 'messages.setTyping', peer },
        action: { _: 'sendMessageTextDraftAction', randomId: 1n, text: plain('so far') },
      }),
    ],
  ],
  schedule: [
    ['a text', ({ chat, peer }) => chat.text(peer, 'later', { scheduleDate: chat.now() + 7200 })],
    ['a contact', ({ chat, peer }) => chat.media(peer, contact, { scheduleDate: chat.now() + 7200 })],
    [
      'an album',
      ({ chat, peer }) => ({
        ...{ _: 'messages.sendMultiMedia', peer, scheduleDate: chat.now() + 7200 },
        multiMedia: [{ _: 'inputSingleMedia', media: contact, randomId: chat.randomId(), message: '' }],
      }),
    ],
    [
      'what was said before',
      ({ chat, peer, take }) => ({
        ...{ _: 'messages.forwardMessages', fromPeer: peer, toPeer: peer, scheduleDate: chat.now() + 7200 },
        ...{ id: [take('text')], randomId: [chat.randomId()] },
      }),
    ],
  ],
  'change scheduled': [
    [
      'its text',
      ({ chat, peer, take }) => ({
        ...{ _: 'messages.editMessage', peer, id: take('scheduled'), message: 'much later' },
        scheduleDate: chat.now() + 7200,
      }),
    ],
    ['away', ({ peer, take }) => ({ _: 'messages.deleteScheduledMessages', peer, id: [take('scheduled')] })],
  ],
  edit: [
    ['a text', ({ peer, take }) => ({ _: 'messages.editMessage', peer, id: take('text'), message: 'hello, again' })],
    [
      'a live location',
      ({ peer, take }) => ({
        ...{ _: 'messages.editMessage', peer, id: take('place') },
        media: { _: 'inputMediaGeoLive', geoPoint: { ...place, lat: 50 } },
      }),
    ],
  ],
  react: [
    [
      'with an emoji',
      ({ peer, take }) => ({
        ...{ _: 'messages.sendReaction', peer, msgId: take('text') },
        reaction: [{ _: 'reactionEmoji', emoticon: '🔥' }],
      }),
    ],
  ],
  vote: [
    [
      'for an answer',
      ({ peer, take }) => ({ _: 'messages.sendVote', peer, msgId: take('poll'), options: firstOption }),
    ],
  ],
  'close poll': [
    [
      'of one’s own',
      ({ peer, take }) => ({
        ...{ _: 'messages.editMessage', peer, id: take('poll') },
        media: { _: 'inputMediaPoll', poll: { ...poll, closed: true } },
      }),
    ],
  ],
  'complete todo': [
    [
      'the first item',
      ({ peer, take }) => ({
        ...{ _: 'messages.toggleTodoCompleted', peer, msgId: take('list') },
        ...{ completed: [1], incompleted: [] },
      }),
    ],
  ],
  'append todo': [
    [
      'an item',
      ({ peer, take }) => ({
        ...{ _: 'messages.appendTodoList', peer, msgId: take('list') },
        list: [{ _: 'todoItem', id: 2, title: plain('bread') }],
      }),
    ],
  ],
  pin: [['a message', ({ peer, take }) => ({ _: 'messages.updatePinnedMessage', peer, id: take('text') })]],
  unpin: [
    ['a message', ({ peer, take }) => ({ _: 'messages.updatePinnedMessage', peer, id: take('pinned'), unpin: true })],
    ['all', ({ peer }) => ({ _: 'messages.unpinAllMessages', peer }), 'last'],
  ],
  'pin for oneself': [
    ['a message', ({ peer, take }) => ({ _: 'messages.updatePinnedMessage', peer, id: take('text'), pmOneside: true })],
    [
      'a message no longer',
      ({ peer, take }) => ({
        _: 'messages.updatePinnedMessage',
        peer,
        id: take('pinned'),
        unpin: true,
        pmOneside: true,
      }),
    ],
  ],
  'set timer': [['a day', ({ peer }) => ({ _: 'messages.setHistoryTTL', peer, period: day })]],
  protect: [['the chat', ({ peer }) => ({ _: 'messages.toggleNoForwards', peer, enabled: true })]],
  read: [
    ['what was said', ({ peer, newest }) => ({ _: 'messages.readHistory', peer, maxId: newest })],
    // Nothing that is listened to or looked at can be sent yet.
    ['what is in it', ({ newest }) => ({ _: 'messages.readMessageContents', id: [newest] }), 'unseen'],
    ['mentions', ({ peer }) => ({ _: 'messages.readMentions', peer }), 'unseen'],
    ['reactions', ({ peer }) => ({ _: 'messages.readReactions', peer }), 'unseen'],
    ['votes', ({ peer }) => ({ _: 'messages.readPollVotes', peer }), 'unseen'],
  ],
  'delete for oneself': [
    ['a message', ({ take }) => ({ _: 'messages.deleteMessages', id: [take('text')] })],
    ['the chat', ({ peer }) => ({ _: 'messages.deleteHistory', peer, maxId: 0 }), 'last'],
    ['what is in it', ({ peer }) => ({ _: 'messages.deleteHistory', peer, maxId: 0, justClear: true }), 'last'],
  ],
  'delete for both': [
    ['a message', ({ take }) => ({ _: 'messages.deleteMessages', id: [take('text')], revoke: true })],
    ['the chat', ({ peer }) => ({ _: 'messages.deleteHistory', peer, maxId: 0, revoke: true }), 'last'],
  ],
  draft: [
    ['a text', ({ peer }) => ({ _: 'messages.saveDraft', peer, message: 'so far' })],
    ['nothing', () => ({ _: 'messages.clearAllDrafts' })],
  ],
  arrange: [
    ['on top', ({ peer }) => ({ _: 'messages.toggleDialogPin', pinned: true, peer: { _: 'inputDialogPeer', peer } })],
    [
      'as unread',
      ({ peer }) => ({ _: 'messages.markDialogUnread', unread: true, peer: { _: 'inputDialogPeer', peer } }),
    ],
    [
      'silently',
      ({ peer }) => ({
        ...{ _: 'account.updateNotifySettings', peer: { _: 'inputNotifyPeer', peer } },
        settings: { _: 'inputPeerNotifySettings', silent: true },
      }),
    ],
    ['without a bar', ({ peer }) => ({ _: 'messages.hidePeerSettingsBar', peer })],
  ],
  report: [
    [
      'a message',
      ({ peer, take }) => ({
        ...{ _: 'messages.report', peer, id: [take('text')], message: '' },
        option: new TextEncoder().encode('inputReportReasonSpam'),
      }),
    ],
    ['spam', ({ peer }) => ({ _: 'messages.reportSpam', peer })],
    [
      'a person',
      ({ peer }) => ({ _: 'account.reportPeer', peer, reason: { _: 'inputReportReasonFake' }, message: 'is it?' }),
    ],
  ],
  block: [
    ['somebody', ({ peer }) => ({ _: 'contacts.block', id: peer })],
    ['nobody else', ({ peer }) => ({ _: 'contacts.setBlocked', id: [peer], limit: 9 })],
    ['somebody no longer', ({ peer }) => ({ _: 'contacts.unblock', id: peer })],
  ],
  'begin secret chat': [
    [
      'by asking',
      ({ peer }) => ({
        _: 'messages.requestEncryption',
        userId: toInputUser(peer),
        randomId: nextChat++,
        gA: publicValue,
      }),
      'last',
    ],
  ],
}

const cells = Object.keys(rights).flatMap((name) => {
  const act = Object.keys(ways).find((one): one is Act => one === name)
  if (act === undefined) throw new TypeError(`no way to ${name}`)
  return ways[act].map(([how, request, more]) => ({ act, how, request, more }))
})

describe.each(roles)('what is done as %s is as the table of rights says:', (role) => {
  let shared: Side
  beforeAll(async () => {
    shared = await begin(role)
  })
  afterAll(() => shared.chat.server.close())

  it.each(cells)('$act ($how)', async ({ act, request, more }) => {
    const side = more === 'last' ? await begin(role) : shared
    const { server, bob, toAlice, toBob } = side.chat
    const boxes = (): Promise<unknown[]> =>
      Promise.all([toAlice, toBob].map(({ userId }) => server.store.read.boxes.state(asUser(userId))))
    const before = await boxes()
    bob.pushed.length = 0

    const verdict = rights[act][roles.indexOf(role)]
    if (verdict === undefined) throw new TypeError('no such cell')
    const asked = request(side)
    expect(server.rpc.actsOf(asked._)).toContain(act)
    const answer = side.actor.call(asked)
    if ('error' in verdict) {
      await expect(answer).rejects.toMatchObject({ code: verdict.code, message: verdict.error })
      expect(await boxes()).toEqual(before)
    } else await answer

    const isHeard = bob.pushed.length > 0 || JSON.stringify((await boxes())[1]) !== JSON.stringify(before[1])
    const reaches = 'reach' in verdict && verdict.reach === 'all'
    if (!reaches || role === 'self' || role === 'service') expect(isHeard).toBe(false)
    // Of those who are no longer there, or have thrown everything away, nobody hears it.
    else if (more !== 'unseen' && role !== 'stranger' && role !== 'deleted') expect(isHeard).toBe(true)
    if (side !== shared) await server.close()
  })
})

it('whatever a method says that it does to somebody else, there is a way for it above', async () => {
  const side = await begin('open')
  const { rpc, close } = side.chat.server
  const tried = new Set(cells.map(({ act, request }) => `${request(side)._}: ${act}`))
  await close()
  const said = [...rpc.served].flatMap((name) => (rpc.actsOf(name) ?? []).map((act) => ({ name, act })))
  const concerns = said.filter(
    ({ act }) =>
      act in rights && roles.some((role) => refusalOf(role, act) !== undefined || allow(role, act) !== 'own'),
  )
  // Those of channels are tested with them (services/channels), what is suggested to a contact with photos
  // (services/photos), and what there is of bots with them (services/bots). `messages.saveDefaultSendAs` is always an error.
  const missing = concerns.map(({ name, act }) => `${name}: ${act}`).filter((one) => !tried.has(one))
  expect(missing.sort()).toEqual([
    'bots.allowSendMessage: send',
    'channels.deleteMessages: delete for both',
    'channels.readHistory: read',
    'channels.readMessageContents: read',
    'channels.reportSpam: report',
    'ephemeral.deleteMessage: delete for both',
    'ephemeral.editMessage: edit',
    'ephemeral.sendMessage: send',
    'messages.editInlineBotMessage: edit',
    'messages.readDiscussion: read',
    'messages.readSavedHistory: read',
    'messages.requestAppWebView: send',
    'messages.saveDefaultSendAs: send',
    'messages.sendBotRequestedPeer: send',
    'messages.sendInlineBotResult: schedule',
    'messages.sendInlineBotResult: send',
    'messages.sendWebViewData: send',
    'messages.sendWebViewResultMessage: send',
    'messages.setBotGuestChatResult: send',
    'messages.setGameScore: edit',
    'messages.setGameScore: send',
    'messages.setInlineGameScore: edit',
    'messages.setInlineGameScore: send',
    'messages.startBot: send',
    'photos.uploadContactProfilePhoto: send',
  ])
})

describe('who does not hear of the other', () => {
  it('votes in no poll of that one, wherever it was passed on to', async () => {
    const chat = await openChat()
    const { alice, bob, toAlice, toBob, server } = chat
    await bob.call(chat.media(toAlice, { _: 'inputMediaPoll', poll }))
    const [asked] = await chat.history(alice, toBob)
    const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
    const saving = { fromPeer: toBob, toPeer: self, id: [asked?.id ?? 0], randomId: [chat.randomId()] }
    await alice.call({ _: 'messages.forwardMessages', ...saving })
    const [saved] = await chat.history(alice, self)
    const vote = { _: 'messages.sendVote', peer: self, msgId: saved?.id ?? 0, options: firstOption } as const
    await bob.call({ _: 'contacts.block', id: toAlice })
    await bob.call({ _: 'updates.getState' })
    bob.pushed.length = 0
    await expect(alice.call(vote)).rejects.toMatchObject({ code: 400, message: 'USER_IS_BLOCKED' })
    expect(bob.pushed).toEqual([])
    await bob.call({ _: 'contacts.unblock', id: toAlice })
    await alice.call(vote)
    expect(bob.pushed.length).toBeGreaterThan(0)
    await server.close()
  })
})

describe('a pinned message', () => {
  let chat: ChatFixture
  beforeEach(async () => {
    chat = await openChat()
  })
  afterEach(() => chat.server.close())

  const isPinned = async (client: TestClient, peer: api.InputPeer, text: string): Promise<boolean | undefined> => {
    const found = (await chat.history(client, peer)).find(
      (message) => message._ === 'message' && message.message === text,
    )
    return found?._ === 'message' ? found.pinned : undefined
  }

  it('is unpinned in the own box alone by one of two who do not speak to each other', async () => {
    const { alice, bob, toAlice, toBob } = chat
    for (const text of ['one', 'two']) {
      await alice.call(chat.text(toBob, text))
      const [last] = await chat.history(alice, toBob)
      await alice.call({ _: 'messages.updatePinnedMessage', peer: toBob, id: last?.id ?? 0 })
    }
    await bob.call({ _: 'contacts.block', id: toAlice })
    const [, second] = await chat.history(bob, toAlice)
    await bob.call({ _: 'messages.updatePinnedMessage', peer: toAlice, id: second?.id ?? 0, unpin: true })
    expect([await isPinned(bob, toAlice, 'two'), await isPinned(alice, toBob, 'two')]).toEqual([undefined, true])
    await alice.call({ _: 'messages.unpinAllMessages', peer: toBob })
    expect([await isPinned(bob, toAlice, 'one'), await isPinned(alice, toBob, 'one')]).toEqual([true, undefined])
  })

  it('is pinned for oneself alone whoever blocks whom', async () => {
    const { alice, bob, toAlice, toBob } = chat
    await alice.call(chat.text(toBob, 'one'))
    await bob.call({ _: 'contacts.block', id: toAlice })
    const [last] = await chat.history(alice, toBob)
    await alice.call({ _: 'messages.updatePinnedMessage', peer: toBob, id: last?.id ?? 0, pmOneside: true })
    expect([await isPinned(alice, toBob, 'one'), await isPinned(bob, toAlice, 'one')]).toEqual([true, undefined])
  })
})
