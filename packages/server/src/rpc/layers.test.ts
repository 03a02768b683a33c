import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import { type api, encode, knownLayer, knownLayers, LAYER } from '@chappe/tl-layers'
import { afterEach, describe, expect, it } from 'vitest'
import { asUser } from '../testing/ids.ts'
import {
  createTestServer,
  findByPhone,
  initConnection,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../testing/test-server.ts'
import { oldestLayer } from './layer.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])
const alicePhone = '9996610001'
const bobPhone = '9996620002'
const carolPhone = '9996630003'

let server: TestServer | undefined
afterEach(() => server?.close())

/** What a client got, read by a codec that knows nothing but its layer. */
interface Checked {
  readonly server: TestServer
  readonly schema: StrictSchema
  readonly answers: Map<string, unknown>
  readonly pushes: unknown[]
}

async function checkedServer(layer: number): Promise<Checked> {
  // A client ahead of this server is spoken to in the newest layer that the server knows.
  const schema = new StrictSchema(definitions, knownLayer(layer))
  const answers = new Map<string, unknown>()
  const pushes: unknown[] = []
  server = await createTestServer({
    layer,
    onAnswer(request, bytes) {
      answers.set(request._, schema.decode(bytes, schema.find(request._).result))
    },
    onPush: (bytes) => void pushes.push(schema.decode(bytes, 'Updates')),
  })
  return { server, schema, answers, pushes }
}

/** What every client does: starts, talks, lists, catches up. Layers that lack a method skip it. */
async function talk({ server, schema }: Checked): Promise<void> {
  const alice = await signUp(server, alicePhone, 'Alice')
  const bob = await signUp(server, bobPhone, 'Bob')
  const aliceElsewhere = await signIn(server, alicePhone)
  const toBob = await findByPhone(alice, bobPhone)
  const toAlice = await findByPhone(bob, alicePhone)
  const { pts, qts, date } = await aliceElsewhere.call({ _: 'updates.getState' })
  let lastRandomId = 0n
  const send = (client: TestClient, peer: api.InputPeer, message: string, entities: api.MessageEntity[] = []) =>
    client.call({ _: 'messages.sendMessage', peer, message, entities, randomId: ++lastRandomId })

  for (const method of startUp) if (schema.has(method._)) await alice.call(method)
  await send(alice, toBob, 'hello')
  await send(alice, toBob, 'bold and quoted', [
    { _: 'messageEntityBold', offset: 0, length: 4 },
    { _: 'messageEntityBlockquote', offset: 9, length: 6 },
  ])
  await send(alice, { _: 'inputPeerSelf' }, 'a note')
  await send(bob, toAlice, 'hi')
  await alice.call({ _: 'messages.readHistory', peer: toBob, maxId: 0 })
  await alice.call({ _: 'messages.editMessage', peer: toBob, id: 1, message: 'hello again' })
  await alice.call({ _: 'messages.saveDraft', peer: toBob, message: 'not yet sent' })
  await alice.call({ _: 'messages.updatePinnedMessage', peer: toBob, id: 1, silent: true })
  const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon: '👍' }]
  if (schema.has('reactionEmoji')) await bob.call({ _: 'messages.sendReaction', peer: toAlice, msgId: 1, reaction })
  if (schema.has('inputMediaTodo')) await workOff(alice, toBob)
  await alice.call({ _: 'messages.deleteMessages', id: [2], revoke: true })
  const peer: api.InputDialogPeer = { _: 'inputDialogPeer', peer: toBob }
  await alice.call({ _: 'messages.toggleDialogPin', pinned: true, peer })
  await alice.call({ _: 'messages.markDialogUnread', unread: true, peer })
  await alice.call({ _: 'messages.updateDialogFilter', id: 2, filter: folder(toBob) })
  const folderPeers: api.InputFolderPeer[] = [{ _: 'inputFolderPeer', peer: { _: 'inputPeerSelf' }, folderId: 1 }]
  await alice.call({ _: 'folders.editPeerFolders', folderPeers })
  await alice.call({ _: 'messages.getPinnedDialogs', folderId: 0 })
  await alice.call({ _: 'messages.getPeerDialogs', peers: [peer] })
  await alice.call({ _: 'messages.getDialogFilters' })
  await alice.call({ _: 'messages.getAllDrafts' })
  const place = { offsetId: 0, offsetDate: 0, limit: 10, hash: 0n }
  await alice.call({ _: 'messages.getHistory', peer: toBob, addOffset: 0, maxId: 0, minId: 0, ...place })
  await alice.call({ _: 'messages.getDialogs', offsetPeer: { _: 'inputPeerEmpty' }, ...place })
  await alice.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
  await aliceElsewhere.call({ _: 'updates.getDifference', pts, qts, date })
}

/** What every client does in a group: makes it, talks, shows it, brings somebody in and goes, with a device that was away. */
async function talkInGroup({ server }: Checked): Promise<void> {
  const alice = await signUp(server, alicePhone, 'Alice')
  const bob = await signUp(server, bobPhone, 'Bob')
  await signUp(server, carolPhone, 'Carol')
  const userOf = async (phone: string): Promise<api.inputUser> => ({
    ...(await findByPhone(alice, phone)),
    _: 'inputUser',
  })
  const { pts, qts, date } = await bob.call({ _: 'updates.getState' })
  await alice.call({ _: 'messages.createChat', title: 'Gardeners', users: [await userOf(bobPhone)] })
  const [created] = await lastIn(alice)
  const chatId = created?.peerId._ === 'peerChat' ? created.peerId.chatId : 0n
  const group: api.inputPeerChat = { _: 'inputPeerChat', chatId }
  await alice.call({ _: 'messages.sendMessage', peer: group, message: 'hello all', randomId: 1n })
  const replyTo: api.inputReplyToMessage = { _: 'inputReplyToMessage', replyToMsgId: 2 }
  await bob.call({ _: 'messages.sendMessage', peer: group, message: 'hello', replyTo, randomId: 2n })
  await alice.call({ _: 'messages.setTyping', peer: group, action: { _: 'sendMessageTypingAction' } })
  await alice.call({ _: 'messages.addChatUser', chatId, userId: await userOf(carolPhone), fwdLimit: 10 })
  await alice.call({ _: 'messages.editChatTitle', chatId, title: 'Growers' })
  await alice.call({ _: 'messages.readHistory', peer: group, maxId: 0 })
  await alice.call({ _: 'messages.updatePinnedMessage', peer: group, id: 2 })
  await alice.call({ _: 'messages.getFullChat', chatId })
  await alice.call({ _: 'messages.getChats', id: [chatId] })
  await alice.call({ _: 'messages.getCommonChats', userId: await userOf(bobPhone), maxId: 0n, limit: 9 })
  await alice.call({ _: 'messages.deleteChatUser', chatId, userId: await userOf(carolPhone) })
  await bob.call({ _: 'messages.deleteChatUser', chatId, userId: { _: 'inputUserSelf' } })
  await bob.call({ _: 'messages.getChats', id: [chatId] })
  const place = { offsetId: 0, offsetDate: 0, limit: 20, hash: 0n }
  await bob.call({ _: 'messages.getHistory', peer: group, addOffset: 0, maxId: 0, minId: 0, ...place })
  await bob.call({ _: 'messages.getDialogs', offsetPeer: { _: 'inputPeerEmpty' }, ...place })
  await bob.call({ _: 'updates.getDifference', pts, qts, date })
}

/** The messages that stand at the top of a client's chats. */
async function lastIn(client: TestClient): Promise<(api.message | api.messageService)[]> {
  const place = { offsetId: 0, offsetDate: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 20, hash: 0n } as const
  const dialogs = await client.call({ _: 'messages.getDialogs', ...place })
  const messages = dialogs._ === 'messages.dialogsNotModified' ? [] : dialogs.messages
  return messages.filter((message) => message._ !== 'messageEmpty')
}

async function workOff(client: TestClient, peer: api.InputPeer): Promise<void> {
  const title: api.textWithEntities = { _: 'textWithEntities', text: 'one', entities: [] }
  const todo: api.todoList = { _: 'todoList', title, list: [{ _: 'todoItem', id: 1, title }] }
  await client.call({
    _: 'messages.sendMedia',
    peer,
    media: { _: 'inputMediaTodo', todo },
    message: '',
    randomId: 100n,
  })
  const msgId = (await lastOf(client, peer))[0]?.id ?? 0
  await client.call({ _: 'messages.toggleTodoCompleted', peer, msgId, completed: [1], incompleted: [] })
  await client.call({ _: 'messages.toggleNoForwards', peer, enabled: true })
  const ids = (await lastOf(client, peer)).map(({ id }) => id).filter((id) => id >= msgId)
  await client.call({ _: 'messages.deleteMessages', id: ids, revoke: true })
}

async function lastOf(client: TestClient, peer: api.InputPeer): Promise<api.Message[]> {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 3, maxId: 0, minId: 0, hash: 0n }
  const result = await client.call({ _: 'messages.getHistory', peer, ...page })
  return result._ === 'messages.messagesNotModified' ? [] : result.messages
}

function folder(peer: api.InputPeer): api.dialogFilter {
  const title: api.textWithEntities = { _: 'textWithEntities', text: 'Friends', entities: [] }
  return { _: 'dialogFilter', id: 2, title, pinnedPeers: [], includePeers: [peer], excludePeers: [] }
}

const startUp: readonly api.Method[] = [
  { _: 'help.getCountriesList', langCode: 'en', hash: 0 },
  { _: 'help.getTimezonesList', hash: 0 },
  { _: 'help.getPeerColors', hash: 0 },
  { _: 'help.getPremiumPromo' },
  { _: 'help.getInviteText' },
  { _: 'help.getCdnConfig' },
  { _: 'help.getTermsOfServiceUpdate' },
  { _: 'langpack.getLangPack', langPack: 'tdesktop', langCode: 'en' },
  { _: 'langpack.getLanguages', langPack: 'tdesktop' },
  { _: 'messages.getAllStickers', hash: 0n },
  { _: 'messages.getFeaturedStickers', hash: 0n },
  { _: 'messages.getRecentStickers', hash: 0n },
  { _: 'messages.getFavedStickers', hash: 0n },
  { _: 'messages.getSavedGifs', hash: 0n },
  { _: 'messages.getEmojiKeywords', langCode: 'en' },
  { _: 'messages.getAvailableReactions', hash: 0 },
  { _: 'messages.getAttachMenuBots', hash: 0n },
  { _: 'messages.getAvailableEffects', hash: 0 },
  { _: 'messages.getQuickReplies', hash: 0n },
  { _: 'messages.getSponsoredMessages', peer: { _: 'inputPeerSelf' } },
  { _: 'account.getThemes', format: 'tdesktop', hash: 0n },
  { _: 'account.getWallPapers', hash: 0n },
  { _: 'account.getDefaultEmojiStatuses', hash: 0n },
  { _: 'stories.getAllStories' },
  { _: 'payments.getStarsStatus', peer: { _: 'inputPeerSelf' } },
  { _: 'premium.getMyBoosts' },
  { _: 'contacts.getContacts', hash: 0n },
  { _: 'contacts.getStatuses' },
  { _: 'account.getPassword' },
  { _: 'account.getAuthorizations' },
  { _: 'account.getNotifySettings', peer: { _: 'inputNotifyUsers' } },
  { _: 'account.getPrivacy', key: { _: 'inputPrivacyKeyStatusTimestamp' } },
  { _: 'account.getGlobalPrivacySettings' },
  { _: 'help.getConfig' },
  { _: 'help.getNearestDc' },
  { _: 'help.getAppConfig', hash: 0 },
  { _: 'help.getPromoData' },
]

describe('A client of any layer', () => {
  for (const layer of [133, 144, 158, 181, 198, 204, 216, 227, 228]) {
    it(`is spoken to in layer ${layer} by every answer and every push`, async () => {
      const checked = await checkedServer(layer)
      await talk(checked)
      expect(checked.answers.get('messages.getHistory')).toMatchObject({
        messages: [{ _: 'messageService' }, { message: 'hi' }, { message: 'hello again', pinned: true }],
      })
      expect(checked.answers.get('messages.getDialogs')).toMatchObject({
        dialogs: [
          { _: 'dialog', pinned: true },
          { _: 'dialog', folderId: 1 },
        ],
      })
      expect(checked.answers.get('updates.getDifference')).toMatchObject({ _: 'updates.difference' })
      expect(checked.pushes.length).toBeGreaterThan(4)
    })
  }

  for (const layer of [133, 144, 158, 176, 177, 198, 216, 227, 228]) {
    it(`is told of groups in layer ${layer} by every answer and every push`, async () => {
      const checked = await checkedServer(layer)
      await talkInGroup(checked)
      const { answers, pushes } = checked
      const updates = { _: 'updates', chats: [{ _: 'chat', title: 'Gardeners' }] }
      expect(answers.get('messages.createChat')).toMatchObject(
        layer < 177 ? updates : { _: 'messages.invitedUsers', updates },
      )
      expect(answers.get('messages.getFullChat')).toMatchObject({
        fullChat: { participants: { participants: [{}, {}, {}] } },
        chats: [{ title: 'Growers' }],
      })
      expect(answers.get('messages.getChats')).toMatchObject({ chats: [{ left: true }] })
      expect(answers.get('messages.getHistory')).toMatchObject({ chats: [{ _: 'chat', left: true }] })
      expect(answers.get('updates.getDifference')).toMatchObject({ _: 'updates.difference' })
      expect(pushes.length).toBeGreaterThan(8)
    })
  }

  for (const layer of [133, 158, 198, 223]) {
    it(`asks a quiz in layer ${layer}, and learns which of its options was right`, async () => {
      const { server, schema } = await checkedServer(layer)
      const alice = await signUp(server, alicePhone, 'Alice')
      await signUp(server, bobPhone, 'Bob')
      const toBob = await findByPhone(alice, bobPhone)
      const hasEntities = layer >= 178
      const text = (text: string) => (hasEntities ? { _: 'textWithEntities', text, entities: [] } : text)
      const options = [Uint8Array.of(7), Uint8Array.of(8, 9), Uint8Array.of(8)]
      const answers = options.map((option, at) => ({ _: 'pollAnswer', text: text(`answer ${at}`), option }))
      const poll = { _: 'poll', id: 0n, quiz: true, question: text('Well?'), answers, ...(layer > 223 && { hash: 0n }) }
      const media = { _: 'inputMediaPoll', poll, correctAnswers: [Uint8Array.of(8)] }
      const sendMedia = { _: 'messages.sendMedia', peer: toBob, media, message: '', randomId: 1n }
      await alice.callBytes(schema.encode(sendMedia))
      const vote = { _: 'messages.sendVote', peer: toBob, msgId: 1, options: [Uint8Array.of(7)] }
      const answer = schema.decode(await alice.callBytes(schema.encode(vote)), 'Updates')
      expect(answer).toMatchObject({
        updates: [
          {
            _: 'updateMessagePoll',
            results: {
              results: [
                { option: Uint8Array.of(7), chosen: true, voters: 1 },
                { option: Uint8Array.of(8, 9) },
                { option: Uint8Array.of(8), correct: true },
              ],
            },
          },
        ],
      })
      const wrong = { ...media, correctAnswers: [Uint8Array.of(1)] }
      await expect(alice.callBytes(schema.encode({ ...sendMedia, media: wrong, randomId: 2n }))).rejects.toThrow(
        'QUIZ_CORRECT_ANSWER_INVALID',
      )
    })
  }

  it('reads the limits of this server from its configuration, in the layers that have them there', async () => {
    const { server, schema } = await checkedServer(133)
    const client = await server.connect()
    const answer = await client.callBytes(encode(initConnection({ _: 'help.getConfig' }, 133), 133))
    expect(schema.decode(answer, 'Config')).toMatchObject({
      pinnedDialogsCountMax: 5,
      pinnedInfolderCountMax: 100,
      savedGifsLimit: 200,
      stickersFavedLimit: 5,
    })
  })

  it('is pushed nothing where its layer has nothing of what happened', async () => {
    const { server, pushes } = await checkedServer(133)
    const alice = await signUp(server, alicePhone, 'Alice')
    const before = pushes.length
    const push = (update: api.Update): void =>
      server.bus.publish({ type: 'passing', box: asUser(alice.key.userId ?? 0), update, date: 7 })
    push({ _: 'updateRecentReactions' })
    expect(pushes.slice(before)).toEqual([])
    // What moved a counter has to be looked for.
    push({ _: 'updateManagedBot', userId: 1n, botId: 2n, qts: 7 })
    expect(pushes.slice(before)).toEqual([{ _: 'updatesTooLong' }])
  })

  it('keeps its layer for its other sessions, until it names another', async () => {
    const { server, pushes, schema } = await checkedServer(158)
    const alice = await signUp(server, alicePhone, 'Alice')
    const later = await alice.sibling()
    const bytes = await later.callBytes(encode({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } }, 158))
    expect(schema.decode(bytes, 'users.UserFull')).toMatchObject({ users: [{ firstName: 'Alice' }] })
    await alice.call({ _: 'account.updateProfile', firstName: 'Alicia' })
    expect(pushes).toHaveLength(1)
    const today = new StrictSchema(definitions, LAYER)
    const newer = await later.callBytes(
      encode(initConnection({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } }, LAYER), LAYER),
    )
    expect(today.decode(newer, 'users.UserFull')).toMatchObject({ users: [{ firstName: 'Alicia' }] })
  })

  it('is refused below the oldest layer, and spoken to in the newest above it', async () => {
    const { server } = await checkedServer(LAYER)
    const client = await server.connect()
    const ask = (layer: number) => client.callBytes(encode(initConnection({ _: 'help.getConfig' }, layer), LAYER))
    expect(oldestLayer).toBe(knownLayers[0])
    await expect(ask(oldestLayer - 1)).rejects.toThrow('CONNECTION_LAYER_INVALID')
    const newest = new StrictSchema(definitions, knownLayer(10_000))
    expect(newest.decode(await ask(10_000), 'Config')).toMatchObject({ _: 'config' })
  })

  it('gets 400 for a method that is gone today', async () => {
    const { server } = await checkedServer(133)
    const alice = await signUp(server, alicePhone, 'Alice')
    const gone = new StrictSchema(definitions, 133).encode({ _: 'folders.deleteFolder', folderId: 2 })
    await expect(alice.callBytes(gone)).rejects.toMatchObject({ code: 400, message: 'METHOD_NOT_IMPLEMENTED' })
  })
})
