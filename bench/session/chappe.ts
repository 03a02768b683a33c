import { performance } from 'node:perf_hooks'
import { AuthKey } from '@chappe/crypto'
import { openEnvelope, pooledRandom, ServerSalts, Session } from '@chappe/transport'

/** Where the time of a round trip goes, in ms for all requests of it. */
export interface Phases {
  encryptRequest: number
  serve: number
  decryptAnswer: number
}

/** A client's session and a server's, with nothing between them. */
export interface Pair {
  /** `inFlight` requests in one packet, and their answers in another. */
  roundTrip(inFlight: number): void
  /** `count` round trips side by side, one request each, with the time of each part. */
  phases(count: number): Phases
}

const START = 1_790_000_000_000
/** As the endpoints draw padding. */
const random = pooledRandom((length) => crypto.getRandomValues(new Uint8Array(length)))

export function createPair(body: Uint8Array): Pair {
  const key = new AuthKey(random(256))
  const salts = new ServerSalts(key)
  const common = { authKey: key, sessionId: 7n, random, now: START } as const
  const server = new Session({ ...common, role: 'server', salts })
  const client = new Session({ ...common, role: 'client', salt: salts.current(START / 1000) })
  client.attach(1, START)
  server.attach(1, START)
  let now = START

  function request(count: number): Uint8Array[] {
    for (let i = 0; i < count; i++) client.request(body, now)
    return client.poll(now).packets.map(({ packet }) => packet)
  }

  function serve(packets: readonly Uint8Array[]): Uint8Array[] {
    for (const packet of packets) server.receive(openEnvelope(key, 'client', packet), 1, now)
    for (const event of server.poll(now).events) {
      if (event.type === 'request') server.answer(event.msgId, event.body, now)
    }
    return server.poll(now).packets.map(({ packet }) => packet)
  }

  function answers(packets: readonly Uint8Array[]): number {
    let count = 0
    for (const packet of packets) client.receive(openEnvelope(key, 'server', packet), 1, now)
    for (const event of client.poll(now).events) if (event.type === 'answer') count++
    return count
  }

  function check(count: number, expected: number): void {
    if (count !== expected) throw new Error(`${expected} requests had ${count} answers`)
  }

  return {
    roundTrip(inFlight) {
      now++
      check(answers(serve(request(inFlight))), inFlight)
    },
    phases(count) {
      now++
      const started = performance.now()
      const requests = Array.from({ length: count }, () => request(1))
      const encrypted = performance.now()
      const replies = requests.map(serve)
      const served = performance.now()
      let answered = 0
      for (const reply of replies) answered += answers(reply)
      const done = performance.now()
      check(answered, count)
      return { encryptRequest: encrypted - started, serve: served - encrypted, decryptAnswer: done - served }
    },
  }
}
