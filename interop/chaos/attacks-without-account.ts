import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { type api, decode, encode, LAYER } from '@chappe/tl-codec/api'
import { encode as encodeService } from '@chappe/tl-codec/mtproto'
import { createMessageIdGenerator } from '@chappe/transport'
import { encodePlainMessage } from '../../packages/transport/src/key-exchange/plain-message.ts'
import type { Attack } from './attacker.ts'
import { acknowledge, afterMessages, askForState, container, futureSalts, type Inner, packed, ping } from './bodies.ts'
import { frame, openSocket, RawPeer } from './raw-peer.ts'

/** So many bytes of a packet of 1 MiB come, and no more. */
const MIB = 1024 * 1024
/** How many sockets one of these attackers keeps at most. */
const MOST_SOCKETS = 400

/** What anybody on the network can do, with a key at most. */
export const attacksWithoutAccount: readonly Attack[] = [
  {
    name: 'key exchanges that stay half-open',
    everyMs: 40,
    begin({ route }) {
      const sockets = keeper()
      return () => {
        const socket = sockets.add(openSocket(route))
        socket.write(frame(startOfKeyExchange()))
      }
    },
  },
  {
    name: 'key exchanges whose connection goes at once',
    everyMs: 40,
    begin: ({ route }) => {
      return () => {
        const socket = openSocket(route)
        socket.write(frame(startOfKeyExchange()))
        socket.once('data', () => socket.destroy())
      }
    },
  },
  {
    name: 'sessions by the hundred',
    everyMs: 20,
    begin({ route, keys, random }) {
      const peers = keys.map((key) => new RawPeer(key, route))
      return () => {
        const peer = peers[random.int(peers.length)]
        peer?.newSession()
        peer?.send(ping(1n), 0)
      }
    },
  },
  {
    name: 'queries that wait for thousands of others',
    everyMs: 700,
    begin({ route, keys }) {
      const peer = new RawPeer(keys[0], route)
      return () => {
        const answered = Array.from({ length: 200 }, () => query(peer, introduced({ _: 'help.getNearestDc' })))
        peer.send(container(answered), peer.nextSeqNo() - 1)
        const ids = Array.from({ length: 4000 }, (_, at) => answered[at % 200]?.msgId ?? 0n)
        const body = packed(afterMessages(ids, introduced({ _: 'help.getNearestDc' })))
        peer.send(container(Array.from({ length: 200 }, () => query(peer, body))), peer.nextSeqNo() - 1)
      }
    },
  },
  {
    name: 'packed service messages by the thousand',
    everyMs: 500,
    begin({ route, keys }) {
      const peer = new RawPeer(keys[0], route)
      return () => {
        const salts = Array.from({ length: 1000 }, () => query(peer, futureSalts(64)))
        peer.send(packed(container(salts)), peer.nextSeqNo() - 1)
      }
    },
  },
  {
    name: 'acknowledgements and questions of 60,000 messages',
    everyMs: 700,
    begin({ route, keys }) {
      const peer = new RawPeer(keys[0], route)
      return () => {
        const ids = Array.from({ length: 60_000 }, () => 4n)
        peer.send(packed(acknowledge(ids)), 0)
        peer.send(packed(askForState(ids.slice(0, 8000))), 0)
      }
    },
  },
  {
    name: 'frames that never end',
    everyMs: 150,
    begin({ route }) {
      const sockets = keeper()
      const almost = frame(new Uint8Array(MIB)).subarray(0, MIB)
      return () => sockets.add(openSocket(route)).write(almost)
    },
  },
  {
    name: 'rubbish',
    everyMs: 50,
    begin({ route, random }) {
      return () => openSocket(route).end(random.chance(0.5) ? randomBytes(random.int(4000)) : hugeFrame())
    },
  },
  {
    name: 'packets under keys that are none, and spoilt ones',
    everyMs: 50,
    begin({ route, keys, random }) {
      const peer = new RawPeer(keys[0], route)
      return () => {
        const packet = peer.seal(ping(1n), 0)
        const at = random.int(packet.length)
        packet[at] = (packet[at] ?? 0) ^ 1
        peer.sendPacket(packet)
      }
    },
  },
  {
    name: 'many connections of one session',
    everyMs: 40,
    begin({ route, keys }) {
      const peer = new RawPeer(keys[0], route)
      const sockets = keeper()
      return () => sockets.add(openSocket(route)).write(frame(peer.seal(ping(1n), 0)))
    },
  },
  {
    name: 'what inflates to much',
    everyMs: 800,
    begin({ route, keys }) {
      const peer = new RawPeer(keys[0], route)
      const bomb = packed(packed(new Uint8Array(15 * MIB)))
      return () => peer.send(container(Array.from({ length: 20 }, () => query(peer, bomb))), peer.nextSeqNo() - 1)
    },
  },
  {
    name: 'posts that hold, and posts that never end',
    everyMs: 60,
    begin({ route, keys, random }) {
      const peer = new RawPeer(keys[0], route)
      const sockets = keeper()
      return () => {
        const packet = peer.seal(encodeService({ _: 'http_wait', maxDelay: 0, waitAfter: 0, maxWait: 25_000 }), 0)
        const head = `POST /api HTTP/1.1\r\nhost: a\r\ncontent-length: ${packet.length}\r\n\r\n`
        const socket = sockets.add(openSocket(route, new Uint8Array(0)))
        socket.write(head)
        socket.write(random.chance(0.5) ? packet : packet.subarray(0, 40))
      }
    },
  },
  {
    name: 'guesses of login codes',
    everyMs: 60,
    begin({ route, keys, random, nextPhone, victims }) {
      const settings = { _: 'codeSettings' } as const
      let phoneNumber = nextPhone()
      const peer = new RawPeer(keys[0], route, (body) => {
        const phoneCodeHash = sentCodeHash(body)
        if (phoneCodeHash === undefined) return
        for (let guess = 0; guess < 5; guess++) {
          const phoneCode = String(10_000 + random.int(90_000))
          peer.send(introduced({ _: 'auth.signIn', phoneNumber, phoneCodeHash, phoneCode }))
        }
      })
      return () => {
        phoneNumber = random.chance(0.5) ? random.pick(victims) : nextPhone()
        peer.send(introduced({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings }))
      }
    },
  },
]

const RPC_RESULT = Buffer.from('016d5cf3', 'hex')

/** What a code is guessed for, if this tells. */
function sentCodeHash(body: Uint8Array): string | undefined {
  const bytes = Buffer.from(body)
  const at = bytes.indexOf(RPC_RESULT)
  if (at < 0) return undefined
  // Within a container its length stands before it.
  const length = at === 0 ? bytes.length : bytes.readUInt32LE(at - 4)
  try {
    const sent = decode('auth.SentCode', bytes.subarray(at + 12, at + length))
    return sent._ === 'auth.sentCode' ? sent.phoneCodeHash : undefined
  } catch {
    // Most answers are errors.
    return undefined
  }
}

function startOfKeyExchange(): Uint8Array {
  const { next } = createMessageIdGenerator({ now: () => Date.now(), role: 'client' })
  return encodePlainMessage(next(), encodeService({ _: 'req_pq_multi', nonce: new Uint8Array(randomBytes(16)) }))
}

/** The beginning of a frame that claims to have two gigabytes. */
function hugeFrame(): Uint8Array {
  return Uint8Array.of(0xff, 0xff, 0xff, 0x7f)
}

function query(peer: RawPeer, body: Uint8Array): Inner {
  return { msgId: peer.nextId(), seqNo: peer.nextSeqNo(), body }
}

export function introduced(request: api.Method): Uint8Array {
  const client = {
    ...{ apiId: 1, deviceModel: 'a', systemVersion: '1', appVersion: '1' },
    ...{ systemLangCode: 'en', langPack: '', langCode: 'en' },
  }
  return encode({ _: 'invokeWithLayer', layer: LAYER, query: { _: 'initConnection', ...client, query: request } })
}

/** Holds the newest sockets open, and lets the oldest go. */
function keeper(): { add(socket: Socket): Socket } {
  const open: Socket[] = []
  return {
    add(socket) {
      open.push(socket)
      if (open.length > MOST_SOCKETS) open.shift()?.destroy()
      return socket
    },
  }
}
