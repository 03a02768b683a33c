import { performance } from 'node:perf_hooks'
import { sink } from '../crypto/measure.ts'
import type { BenchRow } from '../row.ts'
import { createPair, type Pair } from './chappe.ts'
import { PACKETS, type Peer, peers } from './peers.ts'
import { profile } from './profile.ts'

const SIZES = [
  ['128 B', 128],
  ['1 KiB', 1024],
] as const
/** What travels is of no constructor that any of them knows, and does not shrink. */
const UNKNOWN_ID = 0x7f000001
const IN_FLIGHT = [1, 10]
const ROUNDS = 80
const BATCH = 64
const WARM_UP = 4000
const PROFILED = 20_000

/**
 * A whole round trip between our client's session and our server's, then the client's half of it beside the sessions of
 * the peers, which have no server. Our half does all that a session does: it numbers, acknowledges, keeps what is not
 * answered, encrypts; it decrypts, checks identifiers against replays, puts in order and finds the request. mtcute's
 * (MtprotoSession) numbers and encrypts, decrypts and checks the session; GramJS's (MTProtoState) checks repetitions too.
 * Last, where the time of a round trip goes.
 */
export async function run(report: (row: BenchRow) => void): Promise<void> {
  for (const [name, size] of SIZES) {
    const body = payload(size)
    const row = (op: string, subject: string, ms: number): void =>
      report({ bench: 'session', case: name, op, subject, value: Number((ms * 1000).toPrecision(3)), unit: 'µs' })
    const pair = createPair(body)
    for (let i = 0; i < WARM_UP; i++) for (const inFlight of IN_FLIGHT) pair.roundTrip(inFlight)
    for (const inFlight of IN_FLIGHT) {
      row(`round trip, ${inFlight} in flight, each`, 'chappe', best(() => pair.roundTrip(inFlight)) / inFlight)
    }
    const { encrypt, decrypt, serve } = halves(pair)
    row('client: request encrypted', 'chappe', encrypt)
    row('client: answer decrypted', 'chappe', decrypt)
    row('server: both', 'chappe', serve)
    for (const peer of await peers(body)) {
      row('client: request encrypted', peer.name, await bestOf(peer, () => peer.encrypt()))
      row('client: answer decrypted', peer.name, await bestOf(peer, (i) => peer.decrypt(i)))
    }
    await places(pair, row)
  }
}

function payload(size: number): Uint8Array {
  const body = crypto.getRandomValues(new Uint8Array(size))
  new DataView(body.buffer).setUint32(0, UNKNOWN_ID, true)
  return body
}

/** Milliseconds for one run, the best of many short rounds: other processes only ever add to the time. */
function best(work: () => void): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    for (let i = 0; i < BATCH; i++) work()
    least = Math.min(least, (performance.now() - start) / BATCH)
  }
  return least
}

function halves(pair: Pair): { readonly encrypt: number; readonly decrypt: number; readonly serve: number } {
  const all = Array.from({ length: ROUNDS }, () => pair.phases(BATCH))
  const least = (pick: (phases: (typeof all)[number]) => number): number => Math.min(...all.map(pick)) / BATCH
  return {
    encrypt: least((phases) => phases.encryptRequest),
    decrypt: least((phases) => phases.decryptAnswer),
    serve: least((phases) => phases.serve),
  }
}

async function bestOf(peer: Peer, work: (i: number) => unknown): Promise<number> {
  const isAsync = peer.encrypt() instanceof Promise
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    for (let i = 0; i < BATCH; i++) {
      sink.last = work((round * BATCH + i) % PACKETS)
      if (isAsync) await sink.last
    }
    least = Math.min(least, (performance.now() - start) / BATCH)
  }
  return least
}

/** The files that take the most time themselves, with what they call in Node and V8 listed apart. */
async function places(pair: Pair, row: (op: string, subject: string, ms: number) => void): Promise<void> {
  const each = best(() => pair.roundTrip(1))
  const shares = await profile(() => {
    for (let i = 0; i < PROFILED; i++) pair.roundTrip(1)
  })
  const SHOWN = 14
  for (const [place, share] of shares.slice(0, SHOWN)) row(`of it in ${place}`, 'chappe', share * each)
  const rest = shares.slice(SHOWN).reduce((sum, [, share]) => sum + share, 0)
  row('of it elsewhere', 'chappe', rest * each)
}
