import type { api } from '@chappe/tl-codec/api'
import { type ChatFixture, openChat } from './chat.ts'
import { findByPhone, signUp, type TestClient, type TestServerOptions } from './test-server.ts'

/** A group of Alice, who made it, Bob and Carol, and Dave who is not in it. Each has the others' numbers. */
export interface GroupFixture extends ChatFixture {
  readonly carol: TestClient
  readonly dave: TestClient
  readonly group: api.inputPeerChat
  /** As `messages.addChatUser` names people. */
  user(viewer: TestClient, of: Person): Promise<api.inputUser>
  /** The group as somebody is shown it. */
  shown(client: TestClient): Promise<api.Chat | undefined>
  /** The numbers of those who are in it, as somebody is told. */
  participants(client: TestClient): Promise<bigint[]>
  id(client: TestClient): bigint
  /** The texts of what was pushed since the last time. */
  news(client: TestClient): api.Update[]
}

export type Person = 'alice' | 'bob' | 'carol' | 'dave'

const phones = { alice: '9996610001', bob: '9996620002', carol: '9996630003', dave: '9996640004' }

export async function openGroup(options: TestServerOptions = {}): Promise<GroupFixture> {
  const chat = await openChat(options)
  const { server, alice, bob } = chat
  const carol = await signUp(server, phones.carol, 'Carol')
  const dave = await signUp(server, phones.dave, 'Dave')
  const user = async (viewer: TestClient, of: Person): Promise<api.inputUser> => ({
    ...(await findByPhone(viewer, phones[of])),
    _: 'inputUser',
  })
  const created = await alice.call({
    _: 'messages.createChat',
    title: 'Gardeners',
    users: [await user(alice, 'bob'), await user(alice, 'carol')],
  })
  const chatId = groupIn(created.updates)
  const group: api.inputPeerChat = { _: 'inputPeerChat', chatId }
  const people = [alice, bob, carol, dave]
  for (const client of people) client.pushed.length = 0
  return {
    ...chat,
    carol,
    dave,
    group,
    user,
    async shown(client) {
      const { chats } = await client.call({ _: 'messages.getChats', id: [chatId] })
      return chats[0]
    },
    async participants(client) {
      const { fullChat } = await client.call({ _: 'messages.getFullChat', chatId })
      if (fullChat._ !== 'chatFull') throw new TypeError('a group is no channel')
      const { participants } = fullChat
      return participants._ === 'chatParticipants' ? participants.participants.map(({ userId }) => userId) : []
    },
    id: (client) => BigInt(client.key.userId ?? 0),
    news(client) {
      return client.pushed.splice(0).flatMap(updatesIn)
    },
  }
}

/** The number of the only group that updates show. */
export function groupIn(updates: api.Updates): bigint {
  const chats = 'chats' in updates ? updates.chats : []
  const [chat] = chats
  if (chats.length !== 1 || chat === undefined) throw new TypeError(`${chats.length} groups are shown`)
  return chat.id
}

export function updatesIn(updates: api.Updates): api.Update[] {
  if (updates._ === 'updateShort') return [updates.update]
  return 'updates' in updates ? updates.updates : []
}

/** A service message by what it says, any other by its text. */
export function said(message: api.Message | undefined): string {
  if (message?._ === 'messageService') return message.action._
  return message?._ === 'message' ? message.message : 'nothing'
}
