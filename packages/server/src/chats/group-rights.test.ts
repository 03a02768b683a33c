import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isChatId } from '../ids.ts'
import { type Act, groupRights, refusalOf, type Standing } from '../rules/rights.ts'
import { type GroupFixture, openGroup } from '../testing/group.ts'
import { asUser } from '../testing/ids.ts'
import { proveOwnPassword } from '../testing/own-password.ts'
import { sentFiles, uploadedFile } from '../testing/sent-files.ts'
import { findByPhone, signUp, type TestClient } from '../testing/test-server.ts'
import { standingInGroup } from './rights.ts'

const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
const answers = ['yes', 'no'].map((text): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(text) }))
const poll: api.poll = { _: 'poll', id: 0n, question: plain('Well?'), answers, publicVoters: true, hash: 0n }
const todo: api.todoList = {
  ...{ _: 'todoList', title: plain('Groceries'), othersCanAppend: true, othersCanComplete: true },
  list: [{ _: 'todoItem', id: 1, title: plain('milk') }],
}
const geoPoint: api.inputGeoPoint = { _: 'inputGeoPoint', lat: 52, long: 13 }
const firstOption = [new TextEncoder().encode('0')]
const day = 86_400
const erinPhone = '9996650005'

const everything = {
  ...{ sendMessages: true, changeInfo: true, inviteUsers: true, pinMessages: true, sendReactions: true },
  ...{ editRank: true, manageTopics: true },
} as const

/** What somebody is, and what is taken from all members meanwhile. */
const cases = {
  creator: {},
  admin: {},
  member: {},
  left: {},
  banned: {},
  'creator, all being taken from members': everything,
  'admin, all being taken from members': everything,
  'member, all being taken from members': everything,
  'member, but for polls': { sendPolls: true },
} as const satisfies Readonly<Record<string, Omit<Partial<api.chatBannedRights>, '_'>>>

type Case = keyof typeof cases
type Kind = 'text' | 'other’s text' | 'pinned' | 'poll' | 'other’s poll' | 'list' | 'scheduled'
const kinds: readonly Kind[] = ['text', 'other’s text', 'pinned', 'poll', 'other’s poll', 'list', 'scheduled']

interface Side {
  readonly fixture: GroupFixture
  readonly actor: TestClient
  /** Who is in the group all the time, and does nothing. */
  readonly observer: TestClient
  /** As the actor names those whom it concerns. */
  readonly users: {
    readonly observer: api.inputUser
    readonly other: api.inputUser
    readonly outside: api.inputUser
    /** Whom the actor has brought. */
    readonly invited: api.inputUser
  }
  readonly standing: Standing
  /** The actor's number of a message to which nothing was done yet. */
  take(kind: Kind): number
}

/** Carol becomes what is to be tried, in a group of Alice, Bob, Carol and Dave; Alice herself is its creator. */
async function begin(name: Case, stock: number): Promise<Side> {
  const fixture = await openGroup({ rateLimits: {} })
  const { alice, bob, carol, dave, group: peer, server } = fixture
  const { chatId } = peer
  const isCreator = name.startsWith('creator')
  const actor = isCreator ? alice : carol
  const other = isCreator ? carol : alice
  await alice.call({ _: 'messages.addChatUser', chatId, userId: await fixture.user(alice, 'dave'), fwdLimit: 0 })
  await signUp(server, erinPhone, 'Erin')
  const { userId: invitedId, accessHash } = await findByPhone(actor, erinPhone)
  const users = {
    invited: { _: 'inputUser', userId: invitedId, accessHash } as const,
    observer: await fixture.user(actor, 'dave'),
    other: await fixture.user(actor, isCreator ? 'carol' : 'alice'),
    outside: await fixture.user(actor, 'bob'),
  }
  await actor.call({ _: 'messages.addChatUser', chatId, userId: users.invited, fwdLimit: 0 })
  const self: api.inputUserSelf = { _: 'inputUserSelf' }
  await bob.call({ _: 'messages.deleteChatUser', chatId, userId: self })
  const said = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]))
  for (const kind of kinds) {
    for (let count = 0; count < stock; count++) said.get(kind)?.push(await say(fixture, actor, other, kind))
  }
  if (name.startsWith('admin')) {
    const userId = await fixture.user(alice, 'carol')
    await alice.call({ _: 'messages.editChatAdmin', chatId, userId, isAdmin: true })
  }
  if (Object.keys(cases[name]).length > 0) {
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', ...cases[name], untilDate: 0 }
    await alice.call({ _: 'messages.editChatDefaultBannedRights', peer, bannedRights })
  }
  if (name === 'left') await carol.call({ _: 'messages.deleteChatUser', chatId, userId: self })
  if (name === 'banned') {
    await alice.call({ _: 'messages.deleteChatUser', chatId, userId: await fixture.user(alice, 'carol') })
  }
  await dave.call({ _: 'updates.getState' })
  const chat = -Number(chatId)
  if (!isChatId(chat)) throw new TypeError('that is no group')
  const standing = await standingInGroup(server.store.read, asUser(fixture.id(actor)), chat)
  const take = (kind: Kind): number => {
    const id = said.get(kind)?.pop()
    if (id === undefined) throw new TypeError(`no ${kind} is left`)
    return id
  }
  return { fixture, actor, observer: dave, users, standing, take }
}

async function say(fixture: GroupFixture, actor: TestClient, other: TestClient, kind: Kind): Promise<number> {
  const { group: peer, text, media } = fixture
  const author = kind.startsWith('other') ? other : actor
  const request = {
    text: () => text(peer, 'hello'),
    'other’s text': () => text(peer, 'hello to you'),
    pinned: () => text(peer, 'pinned'),
    poll: () => media(peer, { _: 'inputMediaPoll', poll }),
    'other’s poll': () => media(peer, { _: 'inputMediaPoll', poll }),
    list: () => media(peer, { _: 'inputMediaTodo', todo }),
    scheduled: () => text(peer, 'later', { scheduleDate: fixture.now() + 3600 }),
  }[kind]()
  const answer = await author.call(request)
  if (kind === 'scheduled') {
    const updates = 'updates' in answer ? answer.updates : []
    return updates.find((update) => update._ === 'updateMessageID')?.id ?? 0
  }
  const id = (await fixture.history(actor, peer))[0]?.id ?? 0
  if (kind === 'pinned') await actor.call({ _: 'messages.updatePinnedMessage', peer, id })
  return id
}

type Way = readonly [act: Act, how: string, request: (side: Side) => api.Method | Promise<api.Method>, last?: 'last']

const chatOf = ({ fixture }: Side): api.inputPeerChat => fixture.group

/** A way to do each act that there is in a basic group. */
const ways: readonly Way[] = [
  ['send text', 'words', ({ fixture }) => fixture.text(fixture.group, 'again')],
  ['send text', 'a place', ({ fixture }) => fixture.media(fixture.group, { _: 'inputMediaGeoPoint', geoPoint })],
  ['send stickers', 'a die', ({ fixture }) => fixture.media(fixture.group, { _: 'inputMediaDice', emoticon: '🎲' })],
  ...sentFiles.map(
    ([act, how, attributes]): Way => [
      act,
      how,
      async ({ fixture, actor }) =>
        fixture.media(fixture.group, await uploadedFile(actor, fixture.randomId(), attributes)),
    ],
  ),
  ['send polls', 'a poll', ({ fixture }) => fixture.media(fixture.group, { _: 'inputMediaPoll', poll })],
  [
    'send text',
    'what was said before',
    ({ fixture, take }) => ({
      ...{ _: 'messages.forwardMessages', fromPeer: fixture.group, toPeer: fixture.group },
      ...{ id: [take('text')], randomId: [fixture.randomId()] },
    }),
  ],
  [
    'send polls',
    'a poll that was sent before',
    ({ fixture, take }) => ({
      ...{ _: 'messages.forwardMessages', fromPeer: fixture.group, toPeer: fixture.group },
      ...{ id: [take('poll')], randomId: [fixture.randomId()] },
    }),
  ],
  [
    'send scheduled',
    'now',
    (side) => ({ _: 'messages.sendScheduledMessages', peer: chatOf(side), id: [side.take('scheduled')] }),
  ],
  [
    'show typing',
    'that one types',
    (side) => ({ _: 'messages.setTyping', peer: chatOf(side), action: { _: 'sendMessageTypingAction' } }),
  ],
  ['schedule', 'words', ({ fixture }) => fixture.text(fixture.group, 'later', { scheduleDate: fixture.now() + 7200 })],
  [
    'change scheduled',
    'away',
    (side) => ({ _: 'messages.deleteScheduledMessages', peer: chatOf(side), id: [side.take('scheduled')] }),
  ],
  [
    'edit',
    'words',
    (side) => ({ _: 'messages.editMessage', peer: chatOf(side), id: side.take('text'), message: 'hello again' }),
  ],
  [
    'edit of others',
    'words',
    (side) => ({ _: 'messages.editMessage', peer: chatOf(side), id: side.take('other’s text'), message: 'no' }),
  ],
  [
    'react',
    'with an emoji',
    (side) => ({
      ...{ _: 'messages.sendReaction', peer: chatOf(side), msgId: side.take('other’s text') },
      reaction: [{ _: 'reactionEmoji', emoticon: '🔥' }],
    }),
  ],
  [
    'vote',
    'for an answer',
    (side) => ({
      _: 'messages.sendVote',
      peer: chatOf(side),
      msgId: side.take('other’s poll'),
      options: firstOption,
    }),
  ],
  [
    'close poll',
    'of one’s own',
    (side) => ({
      ...{ _: 'messages.editMessage', peer: chatOf(side), id: side.take('poll') },
      media: { _: 'inputMediaPoll', poll: { ...poll, closed: true } },
    }),
  ],
  [
    'complete todo',
    'the first item',
    (side) => ({
      ...{ _: 'messages.toggleTodoCompleted', peer: chatOf(side), msgId: side.take('list') },
      ...{ completed: [1], incompleted: [] },
    }),
  ],
  [
    'append todo',
    'an item',
    (side) => ({
      ...{ _: 'messages.appendTodoList', peer: chatOf(side), msgId: side.take('list') },
      list: [{ _: 'todoItem', id: 2, title: plain('bread') }],
    }),
  ],
  ['pin', 'a message', (side) => ({ _: 'messages.updatePinnedMessage', peer: chatOf(side), id: side.take('text') })],
  [
    'unpin',
    'a message',
    (side) => ({ _: 'messages.updatePinnedMessage', peer: chatOf(side), id: side.take('pinned'), unpin: true }),
  ],
  ['unpin', 'all', (side) => ({ _: 'messages.unpinAllMessages', peer: chatOf(side) }), 'last'],
  [
    'change info',
    'the title',
    (side) => ({ _: 'messages.editChatTitle', chatId: chatOf(side).chatId, title: 'Others' }),
  ],
  ['change info', 'what it is about', (side) => ({ _: 'messages.editChatAbout', peer: chatOf(side), about: 'x' })],
  ['set timer', 'a day', (side) => ({ _: 'messages.setHistoryTTL', peer: chatOf(side), period: day })],
  [
    'join',
    'again',
    (side) => ({
      ...{ _: 'messages.addChatUser', chatId: chatOf(side).chatId, userId: { _: 'inputUserSelf' }, fwdLimit: 0 },
    }),
    'last',
  ],
  [
    'leave',
    'by oneself',
    (side) => ({
      ...{ _: 'messages.deleteChatUser', chatId: chatOf(side).chatId, userId: { _: 'inputUserSelf' } },
    }),
    'last',
  ],
  [
    'invite',
    'somebody',
    (side) => ({
      ...{ _: 'messages.addChatUser', chatId: chatOf(side).chatId, userId: side.users.outside, fwdLimit: 0 },
    }),
    'last',
  ],
  ['manage links', 'to make one', (side) => ({ _: 'messages.exportChatInvite', peer: chatOf(side) })],
  [
    'remove',
    'a member',
    (side) => ({ _: 'messages.deleteChatUser', chatId: chatOf(side).chatId, userId: side.users.observer }),
    'last',
  ],
  [
    'remove invited',
    'whom one has brought',
    (side) => ({ _: 'messages.deleteChatUser', chatId: chatOf(side).chatId, userId: side.users.invited }),
    'last',
  ],
  [
    'set default rights',
    'games',
    (side) => ({
      ...{ _: 'messages.editChatDefaultBannedRights', peer: chatOf(side) },
      bannedRights: { _: 'chatBannedRights', sendGames: true, changeInfo: true, untilDate: 0 },
    }),
    'last',
  ],
  [
    'add admins',
    'a member',
    (side) => ({
      ...{ _: 'messages.editChatAdmin', chatId: chatOf(side).chatId },
      ...{ userId: side.users.observer, isAdmin: true },
    }),
  ],
  [
    'protect',
    'what is said',
    (side) => ({ _: 'messages.toggleNoForwards', peer: chatOf(side), enabled: true }),
    'last',
  ],
  ['report', 'spam', (side) => ({ _: 'messages.reportSpam', peer: chatOf(side) })],
  [
    'upgrade',
    'to a supergroup',
    ({ fixture }) => ({ _: 'messages.migrateChat', chatId: fixture.group.chatId }),
    'last',
  ],
  [
    'rank oneself',
    'a title',
    ({ fixture }) => ({
      ...{ _: 'messages.editChatParticipantRank', peer: fixture.group, rank: `one ${fixture.randomId()}` },
      participant: { _: 'inputPeerSelf' },
    }),
  ],
  [
    'rank others',
    'a title',
    ({ fixture, users }) => ({
      ...{ _: 'messages.editChatParticipantRank', peer: fixture.group, rank: `two ${fixture.randomId()}` },
      participant: { ...users.observer, _: 'inputPeerUser' },
    }),
  ],
  [
    'transfer',
    'to a member',
    async (side) => ({
      ...{ _: 'messages.editChatCreator', peer: chatOf(side), userId: side.users.observer },
      password: await proveOwnPassword(side.actor),
    }),
    'last',
  ],
  ['transfer', 'who would have it', (side) => ({ _: 'messages.getFutureChatCreatorAfterLeave', peer: chatOf(side) })],
  [
    'create topic',
    'one',
    (side) => ({
      ...{ _: 'messages.createForumTopic', peer: chatOf(side), title: 'One', randomId: side.fixture.randomId() },
    }),
  ],
  [
    'manage topics',
    'another title',
    (side) => ({ _: 'messages.editForumTopic', peer: chatOf(side), topicId: 1, title: 'Another' }),
  ],
  [
    'tell of a screenshot',
    'of a message',
    (side) => ({
      ...{ _: 'messages.sendScreenshotNotification', peer: chatOf(side), randomId: side.fixture.randomId() },
      replyTo: { _: 'inputReplyToMessage', replyToMsgId: 1 },
    }),
  ],
  ['block', 'all of it', (side) => ({ _: 'contacts.block', id: chatOf(side) })],
  [
    'see',
    'what was said',
    (side) => ({
      ...{ _: 'messages.getHistory', peer: chatOf(side), offsetId: 0, offsetDate: 0, addOffset: 0 },
      ...{ limit: 10, maxId: 0, minId: 0, hash: 0n },
    }),
  ],
  ['delete chat', 'for all', (side) => ({ _: 'messages.deleteChat', chatId: chatOf(side).chatId }), 'last'],
  ['read', 'what was said', (side) => ({ _: 'messages.readHistory', peer: chatOf(side), maxId: 0 })],
  ['delete for oneself', 'a message', ({ take }) => ({ _: 'messages.deleteMessages', id: [take('text')] })],
  [
    'delete for oneself',
    'the chat',
    (side) => ({ _: 'messages.deleteHistory', peer: chatOf(side), maxId: 0, justClear: true }),
    'last',
  ],
  ['delete for both', 'a message', ({ take }) => ({ _: 'messages.deleteMessages', id: [take('text')], revoke: true })],
  [
    'delete of others',
    'a message',
    ({ take }) => ({ _: 'messages.deleteMessages', id: [take('other’s text')], revoke: true }),
  ],
  [
    'clear for all',
    'all that was said',
    (side) => ({ _: 'messages.deleteHistory', peer: chatOf(side), maxId: 0, revoke: true }),
    'last',
  ],
  ['draft', 'a text', (side) => ({ _: 'messages.saveDraft', peer: chatOf(side), message: 'so far' })],
  [
    'arrange',
    'on top',
    (side) => ({
      ...{ _: 'messages.toggleDialogPin', pinned: true },
      peer: { _: 'inputDialogPeer', peer: chatOf(side) },
    }),
  ],
]

/** What is asked first wherever anything is said. */
const before: ReadonlyMap<Act, Act> = new Map<Act, Act>([
  ...sentFiles.map(([act]): [Act, Act] => [act, 'send']),
  ['send text', 'send'],
  ['send stickers', 'send'],
  ['send polls', 'send'],
])

const cells = ways.map(([act, how, request, last]) => ({ act, how, request, last }))
/** Whoever has gone empties the own box by the method that clears for all. */
const cellsOfGone = cells.filter(({ act }) => act !== 'clear for all')

describe.each(Object.keys(cases).filter((name): name is Case => name in cases))('in a group a %s', (name) => {
  let shared: Side
  beforeAll(async () => {
    shared = await begin(name, 6)
  })
  afterAll(() => shared.fixture.server.close())

  it('is shown who is in it as the table of rights says', async () => {
    const { fixture, actor, standing } = shared
    const { fullChat } = await actor.call({ _: 'messages.getFullChat', chatId: fixture.group.chatId })
    const shown = fullChat._ === 'chatFull' ? fullChat.participants._ : undefined
    const isRefused = refusalOf(standing, 'see members') !== undefined
    expect(shown).toBe(isRefused ? 'chatParticipantsForbidden' : 'chatParticipants')
  })

  it.each(name === 'left' || name === 'banned' ? cellsOfGone : cells)(
    'does what the table of rights says: $act ($how)',
    async ({ act, request, last }) => {
      // What is refused changes nothing.
      const isLast = last === 'last' && refusalOf(shared.standing, act) === undefined
      // Whatever is taken from members is no more to whoever may do it all the same: tried once is enough.
      if (isLast && Object.keys(cases[name]).length > 0) return
      const side = isLast ? await begin(name, 1) : shared
      const { fixture, actor, observer, standing } = side
      const { store } = fixture.server
      const box = (client: TestClient): Promise<unknown> => store.read.boxes.state(asUser(fixture.id(client)))
      const [own, others] = [await box(actor), await box(observer)]
      observer.pushed.length = 0
      const first = before.get(act)
      const refusal = (first && refusalOf(standing, first)) ?? refusalOf(standing, act)
      const asked = await request(side)
      const answer = actor.call(asked)
      if (refusal === undefined) await answer
      else {
        await expect(answer).rejects.toMatchObject({ code: refusal.code, message: refusal.message })
        expect([await box(actor), await box(observer)]).toEqual([own, others])
      }
      const cell = groupRights[act]
      const isAlone = cell.every((verdict) => 'reach' in verdict && verdict.reach === 'own')
      if (refusal !== undefined || isAlone) expect(observer.pushed).toEqual([])
      if (side !== shared) await fixture.server.close()
    },
  )
})

it('there is a way for each act that there is in a basic group', () => {
  const tried = new Set(ways.map(([act]) => act))
  const untried = Object.keys(groupRights).filter((name) => ![...tried].some((act) => act === name))
  expect(untried.sort()).toEqual(
    [
      // No games and bots are served yet, and pages are left out rather than refused.
      ...['send games', 'send by inline bots', 'show page'],
      // Asked for before each kind of what is said.
      'send',
      // Refused to nobody: whoever may not see them is shown that (above).
      'see members',
      // No method for these takes a basic group.
      ...['see log', 'set slow mode', 'set admission', 'set username', 'link chat', 'set forum', 'watch for spam'],
      // Asked for in a group, a message is pinned for all.
      'pin for oneself',
      // Between two people alone.
      'begin secret chat',
    ].sort(),
  )
})
