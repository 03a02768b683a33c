import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../drivers/driver.fixture.ts'
import { connectHttp } from '../http/http-client.ts'
import { SERVER_KEY, seededRandom } from '../key-exchange/test-support.ts'
import { createMessageIdGenerator } from '../message-id.ts'
import { constructorOf, decodeContainer, encodeContainer, MSG_CONTAINER } from '../session/container.ts'
import { openEnvelope, sealEnvelope } from '../session/envelope.ts'
import { decodeService, encodeService, type ServiceMessage, serviceKind } from '../session/service-codec.ts'
import { createClientEndpoint } from './client-endpoint.ts'
import { systemClock } from './ports.ts'
import { query, type SocketServer, saltOf, startSocketServer } from './server-socket.fixture.ts'

let server: SocketServer | undefined
afterEach(() => server?.close())

const POLL_MS = 400
const LOOKED_AT_MS = 2000
const random = seededRandom(51)

interface RawPoster {
  posts: number
  readonly heard: string[]
  stop(): void
}

/** A client with one loop that posts its acknowledgements at once, and another one for long polls. */
function startRawPoster(
  { key, listener }: SocketServer,
  acknowledges: (name: string, seqNo: number) => boolean,
): RawPoster {
  const ids = createMessageIdGenerator({ now: systemClock.now, role: 'client' })
  const aborted = new AbortController()
  const poster: RawPoster = { posts: 0, heard: [], stop: () => aborted.abort() }

  async function post(messages: readonly ServiceMessage[]): Promise<void> {
    poster.posts++
    const inner = messages.map((message) => ({ msgId: ids.next(), seqNo: 0, body: encodeService(message) }))
    const envelope = { salt: saltOf(key), sessionId: 9n, msgId: ids.next(), seqNo: 0, body: encodeContainer(inner) }
    const response = await fetch(`http://127.0.0.1:${listener.port}/apiw`, {
      ...{ method: 'POST', body: sealEnvelope(key, 'client', envelope, random).slice(), signal: aborted.signal },
    })
    const { msgId, seqNo, body } = openEnvelope(key, 'server', new Uint8Array(await response.arrayBuffer()))
    const inContainer = constructorOf(body) === MSG_CONTAINER
    const arrived = inContainer ? decodeContainer(msgId, body) : [{ msgId, seqNo, body }]
    // A container is a message as well to those who acknowledge whatever they meet.
    const names = arrived.map((message) => ({ ...message, name: nameOf(message.body) }))
    if (inContainer) names.push({ msgId, seqNo, body, name: 'msg_container' })
    poster.heard.push(...names.map(({ name }) => name))
    const msgIds = names.filter(({ name, seqNo }) => acknowledges(name, seqNo)).map(({ msgId }) => msgId)
    if (msgIds.length > 0) void run(() => post([{ _: 'msgs_ack', msgIds }, httpWait(0)]))
  }

  async function run(act: () => Promise<void>): Promise<void> {
    await act().catch((error: unknown) => {
      if (!aborted.signal.aborted) throw error
    })
  }

  void run(async () => {
    while (!aborted.signal.aborted) await post([httpWait(POLL_MS)])
  })
  return poster
}

function httpWait(maxWait: number): ServiceMessage {
  return { _: 'http_wait', maxDelay: 0, waitAfter: 0, maxWait }
}

function nameOf(body: Uint8Array): string {
  const kind = serviceKind(body)
  return kind === undefined ? 'update' : decodeService(body, kind)._
}

describe('over HTTP an idle client rests', () => {
  test.each([
    ['that acknowledges everything but msgs_ack', (name: string) => name !== 'msgs_ack'],
    ['that acknowledges what is content-related', (_: string, seqNo: number) => seqNo % 2 === 1],
  ])('TR-6: one %s posts little more than its long polls', async (_, acknowledges) => {
    server = await startSocketServer()
    const poster = startRawPoster(server, acknowledges)
    const { sessions } = server
    await until(() => poster.heard.includes('new_session_created'))
    sessions[0]?.push(query(5))
    await until(() => poster.heard.includes('update'))
    const before = poster.posts
    await new Promise((resolve) => setTimeout(resolve, LOOKED_AT_MS))
    const posts = poster.posts - before
    poster.stop()
    expect(posts).toBeGreaterThan(2)
    expect(posts).toBeLessThanOrEqual(LOOKED_AT_MS / POLL_MS + 4)
  })

  test('TR-6: our own posts its long polls and nothing else', async () => {
    server = await startSocketServer()
    const { listener, sessions } = server
    let posts = 0
    const updates: Uint8Array[] = []
    const client = createClientEndpoint({
      connect: (accept, signal) => {
        const counted: typeof fetch = (input, init) => {
          posts++
          return fetch(input, init)
        }
        return connectHttp({ url: `http://127.0.0.1:${listener.port}/api`, accept, signal, fetch: counted })
      },
      ...{ publicKeys: [SERVER_KEY.publicKey], dc: { id: 2 }, random: seededRandom(52), saveKey: async () => {} },
      limits: { httpWaitMs: POLL_MS },
      onUpdate: (body) => void updates.push(body),
    })
    await client.request(query(1), { timeoutMs: 15_000 })
    sessions[0]?.push(query(5))
    await until(() => updates.length === 1)
    const before = posts
    await new Promise((resolve) => setTimeout(resolve, LOOKED_AT_MS))
    const idle = posts - before
    await client.close()
    expect(idle).toBeGreaterThan(2)
    expect(idle).toBeLessThanOrEqual(LOOKED_AT_MS / POLL_MS + 3)
  })
})
