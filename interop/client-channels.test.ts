import { type Client, type ClientStorage, createMemoryStorage, type ReceivedMessage } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChappe } from './support/chappe-user.ts'
import { notServed } from './support/not-served.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const ALICE = { phone: '9996610036', code: '11111', name: 'Alice' }
const BOB = { phone: '9996620036', code: '22222', name: 'Bob' }

interface Device {
  readonly client: Client
  readonly storage: ClientStorage
  readonly messages: ReceivedMessage[]
  readonly updates: api.Update[]
}

/** Supergroups through our own client, which keeps a counter for each. */
describe('supergroups with our client', { timeout: 60_000 }, () => {
  let server: ServerProcess
  const devices: Device[] = []

  async function open(
    who: { readonly phone: string; readonly code: string; readonly name?: string },
    storage: ClientStorage = createMemoryStorage(),
    deviceModel = 'phone',
  ): Promise<Device> {
    const client = createChappe(server, { storage, deviceModel })
    const [messages, updates]: [ReceivedMessage[], api.Update[]] = [[], []]
    client.on('message', (message) => messages.push(message))
    client.on('update', ({ update }) => updates.push(update))
    await client.start(who)
    const device = { client, storage, messages, updates }
    devices.push(device)
    return device
  }

  async function saw({ messages }: Device, text: string): Promise<ReceivedMessage> {
    const found = () => messages.filter((message) => message.text === text)
    await until(
      () => found().length > 0,
      () => `saw ${messages.map((message) => message.text).join()}`,
    )
    expect(found()).toHaveLength(1)
    return found()[0] ?? expect.fail()
  }

  beforeAll(async () => {
    server = await ServerProcess.start()
  }, 60_000)

  afterAll(async () => {
    await devices[0]?.client.call({ _: 'phone.getCallConfig' }).catch(() => {})
    const unserved = server === undefined ? [] : await notServed(server, 'phone.getCallConfig')
    for (const { client } of devices) await client.close()
    await server?.dispose()
    expect(unserved).toEqual([])
  })

  test('what is said is seen once by all devices, also by one that was away, and by one that starts again', async () => {
    const alice = await open(ALICE)
    const bob = await open(BOB)
    await bob.client.call({ _: 'account.updateUsername', username: 'bob_in_groups' })
    const toBob = await alice.client.resolve('@bob_in_groups')
    if (toBob._ !== 'inputPeerUser') throw new TypeError('Bob is a user')
    const created = await alice.client.call({ _: 'channels.createChannel', megagroup: true, title: 'Ours', about: '' })
    const [chat] = 'chats' in created ? created.chats : []
    if (chat?._ !== 'channel') throw new TypeError('the group that was made is shown')
    const group: api.inputPeerChannel = { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
    const channel: api.inputChannel = { ...group, _: 'inputChannel' }
    await alice.client.call({ _: 'channels.inviteToChannel', channel, users: [{ ...toBob, _: 'inputUser' }] })

    await alice.client.sendMessage(group, 'hello')
    const hello = await saw(bob, 'hello')
    await bob.client.sendMessage(hello.peer, 'hi', { replyTo: hello.id })
    expect((await saw(alice, 'hi')).raw.replyTo).toMatchObject({ replyToMsgId: hello.id })

    const laptop = await open(BOB, createMemoryStorage(), 'laptop')
    await alice.client.sendMessage(group, 'to both')
    await saw(bob, 'to both')
    await saw(laptop, 'to both')
    await until(
      async () => (await laptop.storage.load('updates')) !== undefined,
      () => 'the laptop does not know where updates stand',
    )
    await laptop.client.close()
    const missed = Array.from({ length: 30 }, (_, i) => `while away ${i}`)
    for (const text of missed) await alice.client.sendMessage(group, text)
    await alice.client.call({ _: 'messages.editMessage', peer: group, id: hello.id, message: 'hello there' })
    await alice.client.call({ _: 'channels.deleteMessages', channel, id: [hello.id + 1] })

    const again = await open({ phone: BOB.phone, code: 'none is asked for' }, laptop.storage, 'laptop')
    await saw(again, 'while away 29')
    expect(again.messages.map(({ text }) => text)).toEqual(missed)
    await until(
      () => again.updates.some((update) => update._ === 'updateDeleteChannelMessages'),
      () => `it was told ${again.updates.map(({ _ }) => _).join()}`,
    )
    await alice.client.sendMessage(group, 'welcome back')
    await saw(again, 'welcome back')
    const texts: string[] = []
    for await (const message of again.client.history(hello.peer, { pageSize: 7 })) {
      if (message._ === 'message') texts.push(message.message)
    }
    expect(texts.reverse()).toEqual(['hello there', 'to both', ...missed, 'welcome back'])

    const unread: number[] = []
    for await (const { unreadCount, peer } of bob.client.dialogs()) {
      if (peer._ === 'peerChannel') unread.push(unreadCount)
    }
    // And that he was brought in.
    expect(unread).toEqual([texts.length + 1])
  })
})
