/** A server of a few methods for tests of the client, over loopback TCP: people, private messages, updates. */
import { generatePrivateKey, publicKeyToPem, type RandomBytes, type RsaPrivateKey } from '@chappe/crypto'
import { type api, decodeMethod, encode, encodeResult, type ResultOf } from '@chappe/tl-codec/api'
import {
  type AcceptConnection,
  type AuthKeyStore,
  type Clock,
  createMemoryAuthKeyStore,
  createServerEndpoint,
  type Listener,
  listen,
  type ServerEndpoint,
  type ServerQuery,
  type ServerSession,
} from '@chappe/transport'
import { webRandom } from './platform/web-routes.ts'
import { seeded } from './virtual-world.fixture.ts'

interface Person {
  readonly user: api.user
  readonly box: { readonly message: api.message; readonly pts: number }[]
  pts: number
}

/** Thrown to answer by an rpc_error. */
export class Refusal {
  readonly code: number
  readonly text: string

  constructor(code: number, text: string) {
    this.code = code
    this.text = text
  }
}

export interface FakeServer {
  readonly port: number
  /** For connections in memory. */
  readonly accept: AcceptConnection
  readonly publicKey: string
  /** The names of the methods that were called. */
  readonly calls: string[]
  readonly introductions: number
  /** Called before a method is served; may throw a Refusal. */
  onCall: ((request: api.Method, session: ServerSession) => void) | undefined
  /** Answers that are given as they stand, by the name of the method. */
  readonly raw: Map<string, Uint8Array>
  /** Answers what this server has no idea of; undefined leaves it to the server. */
  extra: ((request: api.Method, session: ServerSession) => Uint8Array | undefined) | undefined
  /** Who is signed in with a session. */
  userOf(session: ServerSession): bigint | undefined
  /** Pushes to one device. */
  pushTo(authKeyId: bigint, updates: api.Updates): void
  /** While false, nothing is pushed, as if it had been lost. */
  pushing: boolean
  /** How many messages a difference holds at most. */
  slice: number
  push(userId: bigint, updates: api.Updates): void
  pushBytes(userId: bigint, bytes: Uint8Array): void
  person(phone: string): Person
  write(from: Person, to: Person, text: string, randomId?: bigint): { readonly id: number; readonly pts: number }
  /** Stops listening, forgets all sessions and listens again on the same port. */
  restart(): Promise<void>
  close(): Promise<void>
}

let sharedKey: RsaPrivateKey | undefined

export interface FakeServerOptions {
  /** With a clock, it takes only connections in memory. */
  readonly clock?: Clock
  /** With a seed behind it as well, all that the server does is replayed by that seed. */
  readonly random?: RandomBytes
}

export async function startFakeServer({ clock, random = webRandom }: FakeServerOptions = {}): Promise<FakeServer> {
  // Always the same one: how often a client draws to wrap its secret depends on the modulus.
  sharedKey ??= generatePrivateKey(seeded(1).bytes)
  const key = sharedKey
  const people = new Map<string, Person>()
  const signedIn = new Map<bigint, Person>()
  const sent = new Map<string, number>()
  const sessions = new Set<ServerSession>()
  const authKeys: AuthKeyStore = createMemoryAuthKeyStore()
  let endpoint: ServerEndpoint
  let listener: Listener | undefined
  let introductions = 0

  async function open(port: number): Promise<void> {
    endpoint = createServerEndpoint({
      keys: () => [key],
      dcIds: [2, 4],
      authKeys,
      random,
      ...(clock === undefined ? {} : { clock }),
      onRequest: serve,
      onSession: (session) => sessions.add(session),
      onSessionEnd: (session) => sessions.delete(session),
    })
    if (clock !== undefined) return
    listener = await listen({ accept: endpoint.accept, random, host: '127.0.0.1', port })
  }

  function serve(query: ServerQuery): void {
    let request = decodeMethod(query.body)
    while ('query' in request && typeof request.query === 'object') {
      if (request._ === 'initConnection') introductions++
      request = request.query
    }
    server.calls.push(request._)
    try {
      server.onCall?.(request, query.session)
      query.answer(
        server.raw.get(request._) ?? server.extra?.(request, query.session) ?? answer(request, query.session),
      )
    } catch (error) {
      if (error instanceof Refusal) query.fail(error.code, error.text)
      else query.fail(500, error instanceof Error ? error.message : 'INTERNAL')
    }
  }

  function me(session: ServerSession): Person {
    const person = signedIn.get(session.authKeyId)
    if (person === undefined) throw new Refusal(401, 'AUTH_KEY_UNREGISTERED')
    return person
  }

  function answer(request: api.Method, session: ServerSession): Uint8Array {
    const reply = <M extends api.Method>(to: M, result: ResultOf<M>): Uint8Array => encodeResult(to, result)
    switch (request._) {
      case 'auth.sendCode': {
        const type: api.auth.sentCodeTypeSms = { _: 'auth.sentCodeTypeSms', length: 5 }
        return reply(request, { _: 'auth.sentCode', type, phoneCodeHash: 'hash' })
      }
      case 'auth.signIn': {
        if (request.phoneCode !== '22222') throw new Refusal(400, 'PHONE_CODE_INVALID')
        const person = people.get(request.phoneNumber)
        if (person === undefined) return reply(request, { _: 'auth.authorizationSignUpRequired' })
        signedIn.set(session.authKeyId, person)
        return reply(request, { _: 'auth.authorization', user: { ...person.user, self: true } })
      }
      case 'auth.signUp': {
        const person = server.person(request.phoneNumber)
        signedIn.set(session.authKeyId, person)
        return reply(request, { _: 'auth.authorization', user: { ...person.user, self: true } })
      }
      case 'auth.logOut':
        signedIn.delete(session.authKeyId)
        return reply(request, { _: 'auth.loggedOut' })
      case 'help.getNearestDc':
        return reply(request, { _: 'nearestDc', country: 'FR', thisDc: 2, nearestDc: 2 })
      case 'users.getUsers':
        return reply(request, [{ ...me(session).user, self: true }])
      case 'contacts.resolveUsername': {
        me(session)
        const found = [...people.values()].find(({ user }) => user.username === request.username)
        if (found === undefined) throw new Refusal(400, 'USERNAME_NOT_OCCUPIED')
        const peer: api.peerUser = { _: 'peerUser', userId: found.user.id }
        return reply(request, { _: 'contacts.resolvedPeer', peer, users: [found.user], chats: [] })
      }
      case 'contacts.importContacts': {
        me(session)
        const found = request.contacts
          .map(({ phone }) => people.get(`+${phone}`)?.user)
          .filter((user) => user !== undefined)
        const imported = found.map(({ id }) => ({ _: 'importedContact', userId: id, clientId: 0n }) as const)
        return reply(request, {
          _: 'contacts.importedContacts',
          ...{ imported, popularInvites: [], retryContacts: [], users: found },
        })
      }
      case 'messages.sendMessage': {
        const from = me(session)
        const to = request.peer._ === 'inputPeerUser' ? byId(request.peer.userId) : from
        const { id, pts } = server.write(from, to, request.message, request.randomId)
        return reply(request, { _: 'updateShortSentMessage', out: true, id, pts, ptsCount: 1, date: 1 })
      }
      case 'messages.getHistory': {
        const all = [...me(session).box].reverse().map(({ message }) => message)
        const messages = all
          .filter(({ id }) => (request.offsetId === 0 || id < request.offsetId) && id > request.minId)
          .slice(0, request.limit)
        const users = [...people.values()].map(({ user }) => user)
        return reply(request, {
          _: 'messages.messagesSlice',
          count: all.length,
          messages,
          topics: [],
          chats: [],
          users,
        })
      }
      case 'messages.readHistory': {
        const person = me(session)
        person.pts++
        return reply(request, { _: 'messages.affectedMessages', pts: person.pts, ptsCount: 1 })
      }
      case 'updates.getState': {
        const { pts } = me(session)
        return reply(request, { _: 'updates.state', pts, qts: 0, date: 1, seq: 0, unreadCount: 0 })
      }
      case 'updates.getDifference': {
        const { box, pts } = me(session)
        const missing = box.filter((entry) => entry.pts > request.pts)
        if (missing.length === 0 && pts === request.pts)
          return reply(request, { _: 'updates.differenceEmpty', date: 1, seq: 0 })
        const part = missing.slice(0, server.slice)
        const newMessages = part.map(({ message }) => message)
        const users = [...people.values()].map(({ user }) => user)
        const content = { newMessages, newEncryptedMessages: [], otherUpdates: [], chats: [], users }
        const state = { _: 'updates.state', qts: 0, date: 1, seq: 0, unreadCount: 0 } as const
        return part.length < missing.length
          ? reply(request, {
              _: 'updates.differenceSlice',
              ...content,
              intermediateState: { ...state, pts: part.at(-1)?.pts ?? pts },
            })
          : reply(request, { _: 'updates.difference', ...content, state: { ...state, pts } })
      }
      default:
        throw new Refusal(400, 'METHOD_NOT_IMPLEMENTED')
    }
  }

  function byId(id: bigint): Person {
    for (const person of people.values()) if (person.user.id === id) return person
    throw new Refusal(400, 'PEER_ID_INVALID')
  }

  const server: FakeServer = {
    get port() {
      return listener?.port ?? 0
    },
    accept: (connection) => endpoint.accept(connection),
    publicKey: publicKeyToPem(key.publicKey),
    calls: [],
    get introductions() {
      return introductions
    },
    raw: new Map(),
    onCall: undefined,
    extra: undefined,
    userOf: (session) => signedIn.get(session.authKeyId)?.user.id,
    pushTo(authKeyId, updates) {
      if (!server.pushing) return
      for (const session of sessions) if (session.authKeyId === authKeyId) session.push(encode(updates))
    },
    pushing: true,
    slice: 100,
    push: (userId, updates) => server.pushBytes(userId, encode(updates)),
    pushBytes(userId, bytes) {
      if (!server.pushing) return
      for (const session of sessions) if (signedIn.get(session.authKeyId)?.user.id === userId) session.push(bytes)
    },
    person(phone) {
      const id = BigInt(people.size + 1)
      const user: api.user = { _: 'user', id, accessHash: id * 7n, firstName: `P${id}`, username: `person${id}`, phone }
      const person = people.get(phone) ?? { user, box: [], pts: 0 }
      people.set(phone, person)
      return person
    },
    write(from, to, text, randomId) {
      const known = sent.get(`${from.user.id}:${randomId}`)
      const earlier = from.box.find(({ message }) => randomId !== undefined && message.id === known)
      if (earlier !== undefined) return { id: earlier.message.id, pts: earlier.pts }
      const deliver = (box: Person, other: Person): { id: number; pts: number } => {
        const pts = ++box.pts
        const id = box.box.length + 1
        const out = box === from
        const message: api.message = {
          ...{ _: 'message', id, date: 1, message: text, out: out || undefined },
          fromId: { _: 'peerUser', userId: from.user.id },
          peerId: { _: 'peerUser', userId: other.user.id },
        }
        box.box.push({ message, pts })
        if (!out) {
          server.push(box.user.id, {
            _: 'updateShortMessage',
            ...{ id, userId: from.user.id, message: text, pts, ptsCount: 1, date: 1 },
          })
        }
        return { id, pts }
      }
      const own = deliver(from, to)
      if (to !== from) deliver(to, from)
      if (randomId !== undefined) sent.set(`${from.user.id}:${randomId}`, own.id)
      return own
    },
    async restart() {
      const { port } = server
      await listener?.close()
      endpoint.close()
      sessions.clear()
      await open(port)
    },
    async close() {
      await listener?.close()
      endpoint.close()
    },
  }
  await open(0)
  return server
}
