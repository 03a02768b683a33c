import { type Client, type ClientStorage, createMemoryStorage } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { StoredClientKey } from '@chappe/transport'
import { decodeRecord } from '../../packages/client/src/storage/records.ts'
import { DeviceView } from '../../packages/server/src/testing/convergence/device-view.ts'
import { createChappe } from '../support/chappe-user.ts'
import { codeOf } from '../support/code-of.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { until } from '../support/until.ts'
import type { Facts, IndexOf } from './facts.ts'
import { FactsFromUpdates } from './facts-from-updates.ts'

/** A device that only listens: what it shows came by pushes and differences. */
export class Device {
  readonly name: string
  readonly view: DeviceView
  readonly told: FactsFromUpdates
  /** What no device may ever see. */
  readonly complaints: string[] = []
  /** The highest `pts` that it was told of. */
  pts = 0
  #client: Client | undefined
  readonly #server: ServerProcess
  readonly #storage: ClientStorage
  /** By number: the messages, and by `pts` the other numbered changes, that it was told of. */
  readonly #messages = new Set<number>()
  readonly #changes = new Set<number>()

  private constructor(
    name: string,
    server: ServerProcess,
    storage: ClientStorage,
    view: DeviceView,
    told: FactsFromUpdates,
  ) {
    this.name = name
    this.#server = server
    this.#storage = storage
    this.view = view
    this.told = told
  }

  /** Signs in; `known` is what it shows then. Resolves when it knows where in the sequence of updates it is. */
  static async signIn(
    server: ServerProcess,
    { name, phone, indexOf, known }: { name: string; phone: string; indexOf: IndexOf; known: Facts },
  ): Promise<Device> {
    const storage = createMemoryStorage()
    const client = createChappe(server, { storage, deviceModel: name })
    const { id } = await client.start({ phone, code: codeOf(phone) })
    const device = new Device(name, server, storage, new DeviceView(id), new FactsFromUpdates(id, indexOf, known))
    device.#listen(client)
    await until(
      async () => (await storage.load('updates')) !== undefined,
      () => `${name} does not learn where updates stand`,
    )
    return device
  }

  get isOnline(): boolean {
    return this.#client !== undefined
  }

  async goOffline(): Promise<void> {
    await this.#client?.close()
    this.#client = undefined
  }

  close(): Promise<void> {
    return this.goOffline()
  }

  /** Starts anew from what it stored. */
  async goOnline(): Promise<void> {
    const client = createChappe(this.#server, { storage: this.#storage, deviceModel: this.name })
    this.#listen(client)
    await client.connect()
  }

  /** By which the server knows it. */
  async storedKey(): Promise<StoredClientKey> {
    const stored = decodeRecord(await this.#storage.load('key-2'), (record) => ({
      key: record.bytes('key'),
      salt: record.bigint('salt'),
      timeOffset: record.number('timeOffset'),
    }))
    if (stored === undefined) throw new TypeError(`${this.name} has no key`)
    return stored
  }

  /** The `pts` that it has arrived at, as it stored it. */
  async arrivedAt(): Promise<number | undefined> {
    return decodeRecord(await this.#storage.load('updates'), (record) => record.number('pts'))
  }

  /** Does not wait for its next attempt to connect. */
  wake(): void {
    this.#client?.wake()
  }

  /** Nothing that moves a counter may be told twice. */
  #count(update: api.Update): void {
    if (update._ === 'updateNewMessage') {
      const { id } = update.message
      if (this.#messages.has(id)) this.complaints.push(`${this.name} was told twice of message ${id}`)
      this.#messages.add(id)
    } else if ('pts' in update && 'ptsCount' in update && update.pts !== undefined && update.ptsCount > 0) {
      if (this.#changes.has(update.pts)) this.complaints.push(`${this.name} was told twice of pts ${update.pts}`)
      this.#changes.add(update.pts)
    }
  }

  #listen(client: Client): void {
    this.#client = client
    client.on('update', (delivered) => {
      const { update, users } = delivered
      if ('pts' in update && update.pts !== undefined) this.pts = Math.max(this.pts, update.pts)
      this.#count(update)
      this.view.meet(users)
      this.view.apply(update)
      this.told.apply(delivered)
    })
    client.on('gap', ({ from, to }) => this.complaints.push(`${this.name} lost updates ${from} to ${to}`))
    client.on('unknownUpdate', ({ error }) => this.complaints.push(`${this.name}: ${error.message}`))
    client.on('violation', (error) => this.complaints.push(`${this.name}: ${error.message}`))
    client.on('fatal', (error) => this.complaints.push(`${this.name}: ${error.message}`))
    client.on('signedOut', () => this.complaints.push(`${this.name} was signed out`))
  }
}
