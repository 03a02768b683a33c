import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, newMessages, type TestBot } from '../../../testing/bots.ts'
import {
  createTestServer,
  findByPhone,
  signUp,
  type TestClient,
  type TestServer,
} from '../../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let helper: TestBot
let peer: api.inputPeerUser
let toBob: api.inputPeerUser
let lastRandomId = 0n

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  await signUp(server, '9996620002', 'Bob')
  helper = await makeBot(server, 'helper_bot', 'Helper')
  peer = await botInput(ann, 'helper_bot')
  toBob = await findByPhone(ann, '9996620002')
  await ann.call({ _: 'messages.sendMessage', peer, message: '/start', randomId: ++lastRandomId })
})
afterEach(() => server.close())

/** The bot asks; gives the number of the message that Ann has. */
async function asks(
  peerType: api.RequestPeerType,
  more: Partial<api.inputKeyboardButtonRequestPeer> = {},
): Promise<number> {
  const button: api.KeyboardButton = {
    ...{ _: 'inputKeyboardButtonRequestPeer', text: 'Choose', buttonId: 7, peerType, maxQuantity: 1, ...more },
  }
  const replyMarkup: api.ReplyMarkup = {
    ...{ _: 'replyKeyboardMarkup', rows: [{ _: 'keyboardButtonRow', buttons: [button] }] },
  }
  const userId = BigInt(ann.key.userId ?? 0)
  await helper.call({
    ...{ _: 'messages.sendMessage', peer: { _: 'inputPeerUser', userId, accessHash: 0n }, message: 'Who?' },
    ...{ replyMarkup, randomId: ++lastRandomId },
  })
  return newMessages(ann).at(-1)?.id ?? 0
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
    await expect(share(asksForRights, group)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    const wanted = await asks(
      { _: 'requestPeerTypeChat', creator: true, botParticipant: true },
      { nameRequested: true },
    )
    await share(wanted, group)
    expect(heard()).toMatchObject({ peers: [{ _: 'requestedPeerChat', chatId: chat?.id, title: 'Friends' }] })
    const full = await ann.call({ _: 'messages.getFullChat', chatId: chat?.id ?? 0n })
    expect(full.users.map(({ id }) => id)).toContain(peer.userId)
    await ann.call({
      _: 'messages.editChatAdmin',
      chatId: chat?.id ?? 0n,
      userId: { ...peer, _: 'inputUser' },
      isAdmin: true,
    })
    await share(asksForRights, group)
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
