/** Devices of people with secret chats, on virtual time, whose processes can be ended at any moment. */
import type { Clock } from '@chappe/transport/client'
import { type Client, createClient } from '../client.ts'
import { type FakeServer, startFakeServer } from '../fake-server.fixture.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import type { ClientStorage } from '../storage/storage.ts'
import { connectInMemory, createVirtualClock, seeded, type VirtualClock } from '../virtual-world.fixture.ts'
import type { SecretChatEvents } from './events.ts'
import type { SecretMessage } from './secret-message.ts'
import { createSecretRelay, type SecretRelay } from './secret-relay.fixture.ts'

export interface SecretWorld {
  readonly clock: VirtualClock
  readonly server: FakeServer
  readonly relay: SecretRelay
  readonly random: ReturnType<typeof seeded>
}

export async function createSecretWorld(seed: number): Promise<SecretWorld> {
  const clock = createVirtualClock()
  const random = seeded(seed)
  const server = await startFakeServer({ clock, random: seeded(seed + 1).bytes })
  return { clock, server, random, relay: createSecretRelay(server, seeded(seed + 2).bytes, clock.now) }
}

export interface SecretDevice {
  readonly client: Client
  readonly storage: ClientStorage & { readonly names: ReadonlySet<string> }
  /** What was told by the processes of this device, one after the other. */
  readonly events: { readonly name: keyof SecretChatEvents; readonly event: unknown }[]
  readonly messages: SecretMessage[]
  /** Starts the process. */
  begin(): Promise<void>
  /** Ends it without a word. */
  kill(): Promise<void>
  close(): Promise<void>
  /** Timers that run. */
  readonly timers: ReadonlySet<{ readonly ms: number }>
  /** Nothing about secret chats is stored as long as this is so. */
  isStuck: boolean
  goOffline(): void
  goOnline(): void
}

const EVENTS: readonly (keyof SecretChatEvents)[] = [
  'request',
  'ready',
  'ended',
  'acknowledged',
  'read',
  'deleted',
  'typing',
  'timer',
  'rekeyed',
  'ignored',
]

export interface SecretDeviceOptions {
  readonly key?: Uint8Array
  readonly messagesPerKey?: number
  /** What another device has stored. */
  readonly storage?: ClientStorage
  /** Nobody listens to messages. */
  readonly silent?: boolean
  /** How long storing takes at most, in ms. */
  readonly storingMs?: number
  /** Called for each client that begins. */
  onClient?(client: Client): void
}

export function createSecretDevice(world: SecretWorld, phone: string, options: SecretDeviceOptions = {}): SecretDevice {
  const { clock, server, random } = world
  server.person(phone)
  const stored = options.storage ?? createMemoryStorage()
  const names = new Set<string>()
  const events: SecretDevice['events'] = []
  const messages: SecretMessage[] = []
  const timers = new Set<{ readonly ms: number }>()
  const key = options.key ?? seeded(99).bytes(32)
  let client: Client | undefined
  /** Ends the process that runs. */
  let end: () => void = () => {}
  let online = true
  const cuts: (() => void)[] = []

  async function begin(): Promise<void> {
    let alive = true
    const isAlive = (): boolean => alive
    end = () => {
      alive = false
    }
    const ofLife: Clock = {
      now: clock.now,
      after(ms, callback) {
        const timer = { ms }
        timers.add(timer)
        const cancel = clock.after(ms, () => {
          timers.delete(timer)
          if (isAlive()) callback()
        })
        return () => {
          timers.delete(timer)
          cancel()
        }
      },
      defer: (callback) => clock.defer(() => isAlive() && callback()),
    }
    const pause = (ms: number): Promise<void> => new Promise((resolve) => void ofLife.after(random.below(ms), resolve))
    const storage: ClientStorage = {
      load: stored.load,
      async save(name, bytes) {
        if (options.storingMs !== undefined) await pause(options.storingMs)
        while (isAlive() && device.isStuck && name.startsWith('secret-'))
          await new Promise((go) => ofLife.after(50, () => go(0)))
        if (!isAlive()) return await new Promise<void>(() => {})
        if (bytes === undefined) names.delete(name)
        else names.add(name)
        await stored.save(name, bytes)
        if (options.storingMs !== undefined) await pause(options.storingMs)
      },
    }
    const started = createClient({
      ...{ apiId: 1, apiHash: 'hash', dcs: { id: 2, host: 'memory', port: 1 }, serverPublicKey: server.publicKey },
      ...{ storage, clock: ofLife, random: random.bytes, log: false },
      secretChats: { key, rekeying: { messages: options.messagesPerKey ?? 100, ms: 7 * 86_400_000 } },
      page: { onWake: () => () => {}, onLeave: () => () => {} },
      async connect({ accept }) {
        if (!online) throw new Error('offline')
        const { connection, cut } = connectInMemory(server.accept, accept, clock, () => 1 + random.below(30))
        cuts.push(cut)
        return connection
      },
    })
    client = started
    for (const name of EVENTS)
      started.secretChats.on(name, (event) => {
        if (isAlive()) events.push({ name, event })
      })
    if (options.silent !== true)
      started.secretChats.on('message', (message) => {
        if (isAlive()) messages.push(message)
      })
    options.onClient?.(started)
    const signedIn = started.start({ phone, code: '22222', name: phone }).catch(() => {})
    await clock.pass(3000)
    if (isAlive()) await Promise.race([signedIn, clock.pass(30_000)])
  }

  const cut = (): void => {
    for (const one of cuts.splice(0)) one()
  }
  const device: SecretDevice = {
    isStuck: false,
    timers,
    get client() {
      if (client === undefined) throw new Error('the device is off')
      return client
    },
    storage: { load: stored.load, save: stored.save, names },
    events,
    messages,
    begin,
    async kill() {
      end()
      cut()
      await clock.pass(1)
    },
    async close() {
      const closed = client?.close()
      await clock.pass(8000)
      await closed
      end()
      cut()
    },
    goOffline() {
      online = false
      cut()
    },
    goOnline() {
      online = true
    },
  }
  return device
}

/** Lets a promise come to its end on virtual time. */
export async function over<T>(world: SecretWorld, promise: Promise<T>, ms = 20_000): Promise<T> {
  const outcome = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  let result: Awaited<typeof outcome> | undefined
  void outcome.then((it) => {
    result = it
  })
  for (let passed = 0; result === undefined && passed < ms; passed += 50) await world.clock.pass(50)
  if (result === undefined) throw new Error(`not done after ${ms} ms`)
  if ('error' in result) throw result.error
  return result.value
}

/** Two devices that have a secret chat. */
export async function createSecretPair(
  world: SecretWorld,
  options: SecretDeviceOptions = {},
): Promise<{ readonly alice: SecretDevice; readonly bob: SecretDevice; readonly id: number }> {
  const alice = createSecretDevice(world, '9996620001', options)
  const bob = createSecretDevice(world, '9996620002', options)
  await alice.begin()
  await bob.begin()
  const { id } = await over(world, alice.client.secretChats.start('@person2'))
  await world.clock.pass(1000)
  await over(world, bob.client.secretChats.accept(id))
  await world.clock.pass(2000)
  return { alice, bob, id }
}

export async function textsOf(
  world: SecretWorld,
  { client }: SecretDevice,
  chatId: number,
  out: boolean,
): Promise<string[]> {
  const read = async (): Promise<string[]> => {
    const texts: string[] = []
    for await (const message of client.secretChats.history(chatId)) if (message.out === out) texts.push(message.text)
    return texts.reverse()
  }
  return over(world, read())
}
