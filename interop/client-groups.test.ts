import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChappe } from './support/chappe-user.ts'
import { codeOf } from './support/code-of.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const PHONES = ['9996610017', '9996620017', '9996630017']

interface Device {
  readonly client: Client
  readonly id: bigint
  /** What came, as far as it says something. */
  readonly seen: string[]
}

/** What people do in a basic group, through our own client, several members and devices, one of them away meanwhile. */
describe('a group of our clients', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let devices: Device[]
  let laptop: Device

  async function open(phone: string): Promise<Device> {
    const client = createChappe(server, { deviceModel: phone })
    const seen: string[] = []
    client.on('message', ({ text, raw }) => void seen.push(raw._ === 'messageService' ? raw.action._ : text))
    const { id } = await client.start({ phone, code: codeOf(phone), name: `Person ${phone.slice(5, 6)}` })
    return { client, id, seen }
  }

  beforeAll(async () => {
    server = await ServerProcess.start()
    devices = await Promise.all(PHONES.map(open))
    laptop = await open(PHONES[1] ?? '')
  }, 60_000)

  afterAll(async () => {
    for (const device of [...(devices ?? []), laptop]) await device?.client.close()
    await server?.dispose()
  })

  const saw = ({ seen }: Device, text: string): Promise<void> =>
    until(
      () => seen.includes(text),
      () => `seen: ${seen.join()}`,
    )

  async function userFor({ client }: Device, phone: string): Promise<api.inputUser> {
    const { users } = await client.call({ _: 'contacts.resolvePhone', phone })
    const [user] = users
    if (user?._ !== 'user') throw new TypeError(`${phone} was not found`)
    return { _: 'inputUser', userId: user.id, accessHash: user.accessHash ?? 0n }
  }

  test('is made, talked in, read, and heard of by a device that was away', async () => {
    const [alice, bob, carol] = devices
    if (alice === undefined || bob === undefined || carol === undefined) throw new TypeError('there are three')
    const users = [await userFor(alice, PHONES[1] ?? '')]
    const { updates } = await alice.client.call({ _: 'messages.createChat', title: 'Gardeners', users })
    const [chat] = 'chats' in updates ? updates.chats : []
    const chatId = chat?.id ?? 0n
    const peer: api.inputPeerChat = { _: 'inputPeerChat', chatId }
    await saw(bob, 'messageActionChatCreate')
    await alice.client.sendMessage(peer, 'hello all')
    await saw(bob, 'hello all')
    await saw(laptop, 'hello all')

    await laptop.client.close()
    const userId = await userFor(alice, PHONES[2] ?? '')
    await alice.client.call({ _: 'messages.addChatUser', chatId, userId, fwdLimit: 10 })
    await saw(carol, 'hello all')
    await carol.client.sendMessage(peer, 'thanks')
    await bob.client.call({ _: 'messages.readHistory', peer, maxId: 0 })
    const { dialogs } = await carol.client.call({
      _: 'messages.getPeerDialogs',
      peers: [{ _: 'inputDialogPeer', peer }],
    })
    const [dialog] = dialogs
    expect(dialog?._ === 'dialog' && dialog.readOutboxMaxId).toBe(dialog?._ === 'dialog' && dialog.topMessage)

    laptop = await open(PHONES[1] ?? '')
    const texts: string[] = []
    for await (const message of laptop.client.history(peer)) if (message._ === 'message') texts.push(message.message)
    expect(texts).toEqual(['thanks', 'hello all'])
    for await (const { title, unreadCount } of laptop.client.dialogs()) {
      if (title === 'Gardeners') expect(unreadCount).toBe(0)
    }
    await bob.client.call({ _: 'messages.deleteChatUser', chatId, userId: { _: 'inputUserSelf' } })
    await saw(carol, 'messageActionChatDeleteUser')
    await expect(bob.client.sendMessage(peer, 'still here')).rejects.toThrow(/CHAT_WRITE_FORBIDDEN/)
  })
})
