import { apiArbitraries } from '@chappe/tl-codec/arbitrary'
import { type api, encode, LAYER } from '@chappe/tl-layers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupIn } from '../testing/group.ts'
import { asUser } from '../testing/ids.ts'
import { steerRequest } from '../testing/steer-request.ts'
import {
  createTestServer,
  findByPhone,
  initConnection,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../testing/test-server.ts'
import { times } from '../testing/times.ts'
import { wrapperNames } from './invocation.ts'
import { RpcError } from './rpc-error.ts'

const SECRET = 'the magic words are squeamish ossifrage'
const VICTIM_PHONE = '9996611111'
const FRIEND_PHONE = '9996622222'
const RUNS_A_METHOD = 8 * times
/** Plenty for whatever number of runs. */
const timeout = 150_000 * times

const values = apiArbitraries()
const aims = fc.constantFrom('nowhere', 'at the victim', 'at a friend', 'at the victim’s group', 'in a group')

/** Requests that the schema allows, whatever they mean, to every method that is served. */
describe('any well-typed request', () => {
  let server: TestServer
  let victimId: bigint
  let victimGroup: api.inputPeerChat
  let reached: ReadonlySet<string>

  beforeAll(async () => {
    server = await createTestServer({ rateLimits: {} })
    const victim = await signUp(server, VICTIM_PHONE, 'Victim')
    await signUp(server, FRIEND_PHONE, 'Friend')
    const friend = await findByPhone(victim, FRIEND_PHONE)
    await victim.call({ _: 'messages.sendMessage', peer: friend, message: SECRET, randomId: 1n })
    await victim.call({ _: 'account.updateProfile', about: 'about the victim' })
    const users: api.InputUser[] = [{ ...friend, _: 'inputUser' }]
    const created = await victim.call({ _: 'messages.createChat', title: SECRET, users })
    victimGroup = { _: 'inputPeerChat', chatId: groupIn(created.updates) }
    await victim.call({ _: 'messages.editChatAbout', peer: victimGroup, about: SECRET })
    await victim.call({ _: 'messages.sendMessage', peer: victimGroup, message: SECRET, randomId: 2n })
    victimId = BigInt(asUser(victim.key.userId ?? 0))
    reached = new Set([...server.rpc.served].filter((name) => !wrapperNames.has(name)))
  })

  afterAll(() => server.close())

  /** Sends one request as the bytes of a client; gives the answer's bytes, or undefined for a public error. */
  async function send(client: TestClient, request: api.Method): Promise<Uint8Array | undefined> {
    const bytes = encode(initConnection(request), LAYER)
    try {
      return await client.callBytes(bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(RpcError)
      if (error instanceof RpcError) expect(error.code, `${request._}: ${error.message}`).not.toBe(500)
      return undefined
    }
  }

  let steps = 0
  /** Whom a client may name, once it has something to ask about. */
  const friends = new Map<TestClient, api.inputPeerUser>()

  async function enterChat(client: TestClient): Promise<api.inputPeerUser> {
    const known = friends.get(client)
    if (known !== undefined) return known
    const peer = await findByPhone(client, FRIEND_PHONE)
    friends.set(client, peer)
    const text = (message: string, scheduleDate?: number): api.messages.sendMessage => {
      return { _: 'messages.sendMessage', peer, message, randomId: BigInt(++steps), scheduleDate }
    }
    const plainText = (words: string): api.textWithEntities => ({ _: 'textWithEntities', text: words, entities: [] })
    const answers = ['yes', 'no'].map((answer, at): api.pollAnswer => {
      return { _: 'pollAnswer', text: plainText(answer), option: Uint8Array.of(at) }
    })
    const poll: api.poll = { _: 'poll', id: 0n, hash: 0n, question: plainText('well?'), answers }
    const media: api.inputMediaPoll = { _: 'inputMediaPoll', poll }
    // The account may be full of such already, or its owner have kept the friend off.
    await send(client, { _: 'contacts.unblock', id: peer })
    for (const words of ['one', 'two https://example.org', 'three @somebody']) await send(client, text(words))
    await send(client, text('later', Math.floor(server.clock.now / 1000) + 86_400))
    await send(client, { _: 'messages.sendMedia', peer, media, message: '', randomId: BigInt(++steps) })
    return peer
  }

  /** Groups of clients with their friend, in which something was said. */
  const groups = new Map<TestClient, api.inputPeerChat>()

  async function enterGroup(client: TestClient, friend: api.inputPeerUser): Promise<api.inputPeerChat> {
    const known = groups.get(client)
    if (known !== undefined) return known
    const users: api.InputUser[] = [{ ...friend, _: 'inputUser' }]
    const { updates } = await client.call({ _: 'messages.createChat', title: 'Group', users })
    const peer: api.inputPeerChat = { _: 'inputPeerChat', chatId: groupIn(updates) }
    groups.set(client, peer)
    for (const message of ['one', 'two https://example.org', 'three']) {
      await send(client, { _: 'messages.sendMessage', peer, message, randomId: BigInt(++steps) })
    }
    return peer
  }

  async function attack(name: string, connect: () => Promise<TestClient>): Promise<void> {
    if (!isMethodName(name)) throw new TypeError(`${name} is not in the schema`)
    let client = await connect()
    await fc.assert(
      fc.asyncProperty(values.named(name), aims, async (request, aimed) => {
        if (aimed === 'at the victim') aim(request, victimId)
        if (aimed === 'at a friend' && client.key.userId !== undefined) {
          steerRequest(request, await enterChat(client), () => ++steps)
        }
        if (aimed === 'at the victim’s group') aimAtGroup(request, victimGroup)
        if (aimed === 'in a group' && client.key.userId !== undefined) {
          const friend = await enterChat(client)
          steerRequest(request, friend, () => ++steps, await enterGroup(client, friend))
        }
        const answer = await send(client, request)
        // Some requests end the session or the account, which is fine.
        if (client.key.userId === undefined) client = await connect()
        if (answer !== undefined) expect(Buffer.from(answer).includes(SECRET), `${name} shows a secret`).toBe(false)
        for (const update of client.pushed.splice(0)) expect(JSON.stringify(update, plain)).not.toContain(SECRET)
      }),
      { numRuns: RUNS_A_METHOD },
    )
    // Who stays is pushed all that those after it do.
    client.leave()
  }

  it('gets an answer or a public error, and nothing of anybody else, as one who has not signed in', {
    timeout,
  }, async () => {
    for (const name of reached) await attack(name, () => server.connect())
  })

  it('gets an answer or a public error, and nothing of anybody else, as a user', { timeout }, async () => {
    let strangers = 0
    let last: TestClient | undefined
    const connect = async (): Promise<TestClient> => {
      // A device for each method would make lists of hundreds.
      last = last?.key.userId === undefined ? await signInSomebody() : await last.sibling()
      return last
    }
    const signInSomebody = async (): Promise<TestClient> => {
      // Requests log out, set passwords and delete accounts: then another stranger goes on.
      const client = await signIn(server, `999664${1000 + strangers}`).catch(() => undefined)
      if (client?.key.userId !== undefined) return client
      strangers++
      return signUp(server, `999664${1000 + strangers}`, 'Stranger')
    }
    for (const name of reached) await attack(name, connect)
    const counts = [...server.rpc.counts].filter(([, entry]) => entry.failed > 0)
    expect(counts).toEqual([])
    expect(friends.size).toBeGreaterThan(10)
    // The test would prove nothing if every request were refused at the door.
    const answered = [...server.rpc.counts].filter(([, entry]) => entry.served > 0)
    expect(answered.length).toBeGreaterThan(reached.size / 3)
  })
})

const methodNames: ReadonlySet<string> = new Set(values.names)

function isMethodName(name: string): name is api.Method['_'] {
  return methodNames.has(name)
}

/** Makes every user id in a request the victim's. Access hashes stay what they were: guesses. */
function aim(value: unknown, userId: bigint): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  if ('userId' in value && typeof value.userId === 'bigint') value.userId = userId
  for (const item of Object.values(value)) aim(item, userId)
}

/** Makes every chat in a request the victim's group, by its number alone: there is no access hash to guess. */
function aimAtGroup(value: unknown, group: api.inputPeerChat): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  for (const [name, item] of Object.entries(value)) {
    const isPeer =
      typeof item === 'object' &&
      item !== null &&
      '_' in item &&
      /^inputPeer(User|Self|Chat|Channel|Empty)(FromMessage)?$/.test(String(item._))
    if (isPeer) Reflect.set(value, name, group)
    else if (name === 'chatId' && typeof item === 'bigint') Reflect.set(value, name, group.chatId)
    else aimAtGroup(item, group)
  }
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
