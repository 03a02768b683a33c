import { type Client, type ClientStorage, createMemoryStorage } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { createChappe } from './chappe-user.ts'
import { codeOf } from './code-of.ts'
import type { ServerProcess } from './server-process.ts'
import { until } from './until.ts'

type Named<N extends api.Update['_']> = Extract<api.Update, { _: N }>

/** A device of somebody who uses our own client, and all that came to it as updates. */
export class ChappeDevice {
  readonly client: Client
  readonly phone: string
  /** Texts of messages, and names of acts, in the order in which they came. */
  readonly seen: string[] = []
  readonly updates: api.Update[] = []
  #storage: ClientStorage
  #server: ServerProcess

  private constructor(server: ServerProcess, phone: string, storage: ClientStorage) {
    this.#storage = storage
    this.#server = server
    this.phone = phone
    this.client = createChappe(server, { storage })
    this.client.on('message', ({ text, raw }) => {
      this.seen.push(raw._ === 'messageService' ? raw.action._ : text)
    })
    this.client.on('update', ({ update }) => this.updates.push(update))
  }

  /** Signs in with a test number, or up under this name. */
  static async open(server: ServerProcess, phone: string, name: string): Promise<ChappeDevice> {
    const device = new ChappeDevice(server, phone, createMemoryStorage())
    await device.client.start({ phone, code: codeOf(phone), name })
    return device
  }

  /** Ends the client once it knows where updates stand. */
  async leave(): Promise<void> {
    await until(
      async () => (await this.#storage.load('updates')) !== undefined,
      () => 'it does not know where updates stand',
    )
    await this.client.close()
  }

  /** The same device, started again: it asks for what it has missed. */
  async back(): Promise<ChappeDevice> {
    const device = new ChappeDevice(this.#server, this.phone, this.#storage)
    await device.client.start({ phone: this.phone, code: 'none is asked for' })
    return device
  }

  async sees(text: string): Promise<void> {
    await until(
      () => this.seen.includes(text),
      () => `${text} did not come, but ${this.seen.join()}`,
    )
  }

  /** Waits for an update of this kind, of which `is` holds. */
  async told<N extends api.Update['_']>(name: N, is: (update: Named<N>) => boolean = () => true): Promise<Named<N>> {
    const isThat = (update: api.Update): update is Named<N> => update._ === name && is(update as Named<N>)
    await until(
      () => this.updates.some(isThat),
      () => `${name} did not come, but ${this.updates.map(({ _ }) => _).join()}`,
    )
    const found = this.updates.find(isThat)
    if (found === undefined) throw new TypeError('it came')
    return found
  }

  async userAs(phone: string): Promise<api.inputUser> {
    const peer = await this.client.resolve(`+${phone}`)
    if (peer._ !== 'inputPeerUser') throw new TypeError(`${phone} is a user`)
    return { ...peer, _: 'inputUser' }
  }

  /** A channel that this device was shown. */
  async channel(channelId: bigint): Promise<api.inputPeerChannel> {
    const peer = await this.client.resolve({ _: 'peerChannel', channelId })
    if (peer._ !== 'inputPeerChannel') throw new TypeError('it is a channel')
    return peer
  }

  async createChannel(of: Omit<api.channels.createChannel, '_' | 'about'>): Promise<api.inputPeerChannel> {
    const created = await this.client.call({ _: 'channels.createChannel', about: '', ...of })
    const [chat] = 'chats' in created ? created.chats : []
    if (chat?._ !== 'channel') throw new TypeError('what was made is shown')
    return this.channel(chat.id)
  }

  async dialog(peer: api.InputPeer): Promise<api.dialog> {
    const peers: api.InputDialogPeer[] = [{ _: 'inputDialogPeer', peer }]
    const [dialog] = (await this.client.call({ _: 'messages.getPeerDialogs', peers })).dialogs
    if (dialog?._ !== 'dialog') throw new TypeError('it is a dialog')
    return dialog
  }

  /** What the chat holds for this member, oldest first. */
  async history(peer: api.InputPeer): Promise<string[]> {
    const said: string[] = []
    for await (const one of this.client.history(peer)) said.push(one._ === 'message' ? one.message : one.action._)
    return said.reverse()
  }

  async message(peer: api.InputPeer, id: number): Promise<api.message> {
    for await (const one of this.client.history(peer)) if (one.id === id && one._ === 'message') return one
    throw new TypeError(`there is no message ${id}`)
  }
}

export const inputChannel = ({ channelId, accessHash }: api.inputPeerChannel): api.inputChannel => {
  return { _: 'inputChannel', channelId, accessHash }
}

/** The number of a message that was sent with this answer. */
export function idIn(answer: api.Updates): number {
  const update = 'updates' in answer ? answer.updates.find(({ _ }) => _ === 'updateMessageID') : undefined
  if (update?._ !== 'updateMessageID') throw new TypeError('a number is given')
  return update.id
}

/** Where a list begins. */
export const firstPage = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
