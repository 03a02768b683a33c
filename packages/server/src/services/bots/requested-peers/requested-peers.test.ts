import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, newMessages, type TestBot } from '../../../testing/bots.ts'
import { downloadPhoto, uploadedSquare, wholePhoto } from '../../../testing/profile-photos.ts'
import {
  createTestServer,
  findByPhone,
  signUp,
  type TestClient,
  type TestServer,
} from '../../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let bob: TestClient
let helper: TestBot
let peer: api.inputPeerUser
let toBob: api.inputPeerUser
let lastRandomId = 0n

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  bob = await signUp(server, '9996620002', 'Bob')
  helper = await makeBot(server, 'helper_bot', 'Helper')
  peer = await botInput(ann, 'helper_bot')
  toBob = await findByPhone(ann, '9996620002')
  await ann.call({ _: 'messages.sendMessage', peer, message: '/start', randomId: ++lastRandomId })
})
afterEach(() => server.close())

const anyPlace = { inviterId: expect.anything(), date: expect.anything(), rank: undefined }
const allOf: api.ChatAdminRights = { _: 'chatAdminRights', postMessages: true, deleteMessages: true, inviteUsers: true }
const firstDialogs = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const

/** The bot asks; gives the number of the message that Ann has, or the other one whom it asks. */
async function asks(
  peerType: api.RequestPeerType,
  more: Partial<api.inputKeyboardButtonRequestPeer> = {},
  person: TestClient = ann,
): Promise<number> {
  const button: api.KeyboardButton = {
    ...{ _: 'inputKeyboardButtonRequestPeer', text: 'Choose', buttonId: 7, peerType, maxQuantity: 1, ...more },
  }
  const replyMarkup: api.ReplyMarkup = {
    ...{ _: 'replyKeyboardMarkup', rows: [{ _: 'keyboardButtonRow', buttons: [button] }] },
  }
  const userId = BigInt(person.key.userId ?? 0)
  await helper.call({
    ...{ _: 'messages.sendMessage', peer: { _: 'inputPeerUser', userId, accessHash: 0n }, message: 'Who?' },
    ...{ replyMarkup, randomId: ++lastRandomId },
  })
  return newMessages(person).at(-1)?.id ?? 0
}

const share = (msgId: number, ...requestedPeers: api.InputPeer[]) =>
  ann.call({ _: 'messages.sendBotRequestedPeer', peer, msgId, buttonId: 7, requestedPeers })

const heard = (): api.MessageAction | undefined => {
  const message = newMessages(helper).at(-1)
  return message?._ === 'messageService' ? message.action : undefined
}

async function newChannel(more: Partial<api.channels.createChannel>): Promise<api.inputPeerChannel> {
  const created = await ann.call({ _: 'channels.createChannel', title: 'Club', about: '', ...more })
  const channel = created._ === 'updates' ? created.chats[0] : undefined
  if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('a channel was expected')
  return { _: 'inputPeerChannel', channelId: channel.id, accessHash: channel.accessHash }
}

describe('a button that asks for people', () => {
  const anybody: api.RequestPeerType = { _: 'requestPeerTypeUser' }

  it('has the bot told of who is chosen, as much as it wanted to know, which its keyboard does not say', async () => {
    const msgId = await asks(anybody, { nameRequested: true, maxQuantity: 2 })
    const shown = newMessages(ann).at(-1)
    const markup = shown?._ === 'message' ? shown.replyMarkup : undefined
    const button = markup?._ === 'replyKeyboardMarkup' ? markup.rows[0]?.buttons[0] : undefined
    expect(button).toMatchObject({ _: 'keyboardButtonRequestPeer', buttonId: 7, maxQuantity: 2 })
    const done = await share(msgId, toBob)
    const peers = [{ _: 'requestedPeerUser', userId: toBob.userId, firstName: 'Bob', lastName: '' }]
    expect(heard()).toEqual({
      _: 'messageActionRequestedPeerSentMe',
      buttonId: 7,
      peers: [expect.objectContaining(peers[0] ?? {})],
    })
    const own = done._ === 'updates' ? done.updates.find(({ _ }) => _ === 'updateNewMessage') : undefined
    expect(own).toMatchObject({
      message: { action: { _: 'messageActionRequestedPeer', buttonId: 7, peers: [{ userId: toBob.userId }] } },
    })
  })

  it('tells numbers alone where nothing more was asked for', async () => {
    await share(await asks(anybody), toBob)
    expect(heard()).toMatchObject({ peers: [{ userId: toBob.userId, firstName: undefined, username: undefined }] })
  })

  it('tells the photo where it was asked for, which the bot may download', async () => {
    await bob.call({ _: 'photos.uploadProfilePhoto', file: await uploadedSquare(bob) })
    await share(await asks(anybody, { photoRequested: true }), toBob)
    const told = heard()
    const [chosen] = told?._ === 'messageActionRequestedPeerSentMe' ? told.peers : []
    const bytes = await downloadPhoto(helper, wholePhoto(chosen?.photo), 'a')
    expect(bytes.length).toBeGreaterThan(100)
    await share(await asks(anybody, { nameRequested: true }), toBob)
    expect(heard()).toMatchObject({ peers: [{ firstName: 'Bob', photo: undefined }] })
  })

  it('takes whom it asks for, of a message of the bot, and no more than it asks for', async () => {
    const bots = await asks({ _: 'requestPeerTypeUser', bot: true })
    await expect(share(bots, toBob)).rejects.toThrow('PEER_ID_INVALID')
    await share(bots, peer)
    const people = await asks({ _: 'requestPeerTypeUser', bot: false })
    await expect(share(people, peer)).rejects.toThrow('PEER_ID_INVALID')
    await expect(share(people, toBob, { _: 'inputPeerSelf' })).rejects.toThrow('MAX_QUANTITY_INVALID')
    await expect(share(people)).rejects.toThrow('MAX_QUANTITY_INVALID')
    await expect(share(people + 100, toBob)).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(share(people, { ...toBob, accessHash: 5n })).rejects.toThrow('PEER_ID_INVALID')
    const other = { _: 'messages.sendBotRequestedPeer', peer: toBob, msgId: people, buttonId: 7 } as const
    await expect(ann.call({ ...other, requestedPeers: [toBob] })).rejects.toThrow('PEER_ID_INVALID')
    await expect(asks({ _: 'requestPeerTypeChat' }, { maxQuantity: 2 })).rejects.toThrow('MAX_QUANTITY_INVALID')
    await expect(share(await asks({ _: 'requestPeerTypeUser', premium: true }), toBob)).rejects.toThrow(
      'PEER_ID_INVALID',
    )
  })
})

describe('a button that asks for a bot to be made', () => {
  const wanted: api.RequestPeerType = {
    ...{ _: 'requestPeerTypeCreateBot', botManaged: true, suggestedName: 'Shop', suggestedUsername: 'shop_bot' },
  }
  const make = (client: TestClient, username: string, managerId: api.InputUser) =>
    client.call({ _: 'bots.createBot', name: 'Shop', username, managerId })

  it('has the one who made it say so, to the bot through which it was made', async () => {
    await expect(asks(wanted)).rejects.toThrow('MANAGER_PERMISSION_MISSING')
    await server.store.transaction(async (tx) => {
      const traits = (await tx.users.get(helper.id))?.bot
      if (traits !== undefined) await tx.users.setBot(helper.id, { ...traits, managesBots: true })
    })
    await expect(asks({ _: 'requestPeerTypeCreateBot' })).rejects.toThrow('BUTTON_TYPE_INVALID')
    const msgId = await asks(wanted)
    const shown = newMessages(ann).at(-1)
    expect(shown).toMatchObject({ replyMarkup: { rows: [{ buttons: [{ peerType: wanted }] }] } })
    const made = await make(ann, 'shop_bot', { ...peer, _: 'inputUser' })
    if (made._ !== 'user') throw new TypeError(made._)
    const named: api.InputPeer = { _: 'inputPeerUser', userId: made.id, accessHash: made.accessHash ?? 0n }
    await share(msgId, named)
    expect(heard()).toEqual({ _: 'messageActionManagedBotCreated', botId: made.id })
    await expect(share(msgId, toBob)).rejects.toThrow('PEER_ID_INVALID')
    await expect(share(msgId, peer)).rejects.toThrow('PEER_ID_INVALID')
    const others = await make(bob, 'bobs_shop_bot', { ...(await botInput(bob, 'helper_bot')), _: 'inputUser' })
    const { username = '' } = others._ === 'user' ? others : {}
    await expect(share(msgId, await botInput(ann, username))).rejects.toThrow('PEER_ID_INVALID')
  })
})

describe('a button that asks for a chat', () => {
  it('takes groups as they were asked for, and brings the bot where it wants to be', async () => {
    const made = await ann.call({
      ...{ _: 'messages.createChat', users: [{ ...toBob, _: 'inputUser' }], title: 'Friends' },
    })
    const [chat] = made.updates._ === 'updates' ? made.updates.chats : []
    const group: api.InputPeer = { _: 'inputPeerChat', chatId: chat?.id ?? 0n }
    await expect(share(await asks({ _: 'requestPeerTypeChat', forum: true }), group)).rejects.toThrow('PEER_ID_INVALID')
    await expect(share(await asks({ _: 'requestPeerTypeChat', hasUsername: true }), group)).rejects.toThrow(
      'PEER_ID_INVALID',
    )
    await expect(share(await asks({ _: 'requestPeerTypeBroadcast' }), group)).rejects.toThrow('PEER_ID_INVALID')
    const rights: api.ChatAdminRights = { _: 'chatAdminRights', deleteMessages: true }
    const asksForRights = await asks({ _: 'requestPeerTypeChat', botAdminRights: rights })
    const wanted = await asks(
      { _: 'requestPeerTypeChat', creator: true, botParticipant: true },
      { nameRequested: true },
    )
    await share(wanted, group)
    expect(heard()).toMatchObject({ peers: [{ _: 'requestedPeerChat', chatId: chat?.id, title: 'Friends' }] })
    const full = await ann.call({ _: 'messages.getFullChat', chatId: chat?.id ?? 0n })
    expect(full.users.map(({ id }) => id)).toContain(peer.userId)
    // It is granted the rights by whoever chooses the group.
    await share(asksForRights, group)
    const after = await ann.call({ _: 'messages.getFullChat', chatId: chat?.id ?? 0n })
    expect(after.fullChat).toMatchObject({
      participants: {
        participants: expect.arrayContaining([{ _: 'chatParticipantAdmin', userId: peer.userId, ...anyPlace }]),
      },
    })
    const unknown = await asks({
      _: 'requestPeerTypeChat',
      botAdminRights: { _: 'chatAdminRights', deleteMessages: true, addAdmins: true },
    })
    await expect(share(unknown, group)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
  })

  it('makes the bot an admin with the rights that it asked for, by whoever may give them', async () => {
    const channel = await newChannel({ broadcast: true })
    const input: api.InputChannel = { ...channel, _: 'inputChannel' }
    const rightsOf = async (): Promise<api.ChannelParticipant> =>
      (await ann.call({ _: 'channels.getParticipant', channel: input, participant: peer })).participant
    const asksFor = (botAdminRights: api.ChatAdminRights) => asks({ _: 'requestPeerTypeBroadcast', botAdminRights })
    await share(await asksFor({ _: 'chatAdminRights', postMessages: true }), channel)
    expect(await rightsOf()).toMatchObject({ adminRights: { postMessages: true } })
    // What it holds it keeps.
    await share(await asksFor({ _: 'chatAdminRights', editMessages: true }), channel)
    expect(await rightsOf()).toMatchObject({ adminRights: { postMessages: true, editMessages: true } })
    await ann.call({ _: 'channels.inviteToChannel', channel: input, users: [{ ...toBob, _: 'inputUser' }] })
    await bob.call({ _: 'messages.sendMessage', peer: await botInput(bob, 'helper_bot'), message: 'hi', randomId: 1n })
    const wants = await asks({ _: 'requestPeerTypeBroadcast', botAdminRights: allOf }, {}, bob)
    const chats = (await bob.call({ _: 'messages.getDialogs', ...firstDialogs })) as api.messages.dialogs
    const found = chats.chats.find((one) => one._ === 'channel')
    const named: api.inputPeerChannel = {
      ...{ _: 'inputPeerChannel', channelId: channel.channelId },
      accessHash: (found?._ === 'channel' && found.accessHash) || 0n,
    }
    const sharing = {
      _: 'messages.sendBotRequestedPeer',
      peer: await botInput(bob, 'helper_bot'),
      buttonId: 7,
    } as const
    await expect(bob.call({ ...sharing, msgId: wants, requestedPeers: [named] })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
  })

  it('takes supergroups and channels by what they and their members are', async () => {
    const channel = await newChannel({ broadcast: true })
    const supergroup = await newChannel({ megagroup: true })
    const own: api.ChatAdminRights = { _: 'chatAdminRights', postMessages: true }
    const ofChannel = await asks({
      _: 'requestPeerTypeBroadcast',
      creator: true,
      hasUsername: false,
      userAdminRights: own,
    })
    await share(ofChannel, channel)
    expect(heard()).toMatchObject({ peers: [{ _: 'requestedPeerChannel', channelId: channel.channelId }] })
    await expect(share(ofChannel, supergroup)).rejects.toThrow('PEER_ID_INVALID')
    const ofGroup = await asks({ _: 'requestPeerTypeChat', forum: false, botParticipant: true })
    await expect(share(ofGroup, channel)).rejects.toThrow('PEER_ID_INVALID')
    await share(ofGroup, supergroup)
    const input: api.InputChannel = { ...supergroup, _: 'inputChannel' }
    const participant = await ann.call({ _: 'channels.getParticipant', channel: input, participant: peer })
    expect(participant.participant).toMatchObject({ userId: peer.userId })
  })
})
