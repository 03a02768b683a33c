import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AuthKey, sealMessage } from '@chappe/crypto'
import { Long } from '@mtcute/core'
import { __tlReaderMap, __tlWriterMap, TlBinaryWriter } from '@mtcute/core/utils.js'
import { NodeCryptoProvider } from '@mtcute/node/utils.js'
import { AuthKey as GramAuthKey } from 'telegram/crypto/AuthKey.js'
import { BinaryWriter } from 'telegram/extensions/index.js'
import { MTProtoState } from 'telegram/network/MTProtoState.js'

/** What a peer's own session does with one message of a client: none of them has a server. */
export interface Peer {
  readonly name: string
  /** Numbers and encrypts one message. */
  encrypt(): unknown
  /** Decrypts the server's packet number `i` and checks what this peer checks. */
  decrypt(i: number): unknown
}

/** More packets than any peer remembers, so that none counts as a repetition. */
export const PACKETS = 1024
const RPC_RESULT = 0xf35c6d01
const AUTH_KEY = new Uint8Array(randomBytes(256))
const SALT = 5n

/** Answers of the server to a client with this session, each an rpc_result around `body`. */
function serverPackets(sessionId: bigint, body: Uint8Array): Buffer[] {
  const key = new AuthKey(AUTH_KEY)
  const first = BigInt(Math.floor(Date.now() / 1000)) << 32n
  return Array.from({ length: PACKETS }, (_, i) => {
    const unpadded = 32 + 12 + body.length
    const plaintext = new Uint8Array(randomBytes(Math.ceil((unpadded + 12) / 16) * 16))
    const view = new DataView(plaintext.buffer)
    view.setBigInt64(0, SALT, true)
    view.setBigInt64(8, sessionId, true)
    view.setBigInt64(16, first + BigInt(i * 4 + 1), true)
    view.setInt32(24, i * 2 + 1, true)
    view.setInt32(28, 12 + body.length, true)
    view.setUint32(32, RPC_RESULT, true)
    view.setBigInt64(36, first + BigInt(i * 4), true)
    plaintext.set(body, 44)
    return Buffer.from(sealMessage(key, 'server', plaintext))
  })
}

/** The part of mtcute's session that this uses; the package does not export it. */
interface MtcuteSession {
  readonly _sessionId: Long
  readonly _authKey: { setup(key: Uint8Array): void }
  writeMessage(writer: TlBinaryWriter, content: Uint8Array): Long
  encryptMessage(message: Uint8Array): Uint8Array
  decryptMessage(data: Uint8Array, callback: (msgId: Long, seqNo: number, reader: MtcuteReader) => void): void
}
interface MtcuteReader {
  uint(): number
  long(): Long
}
interface MtcuteInternals {
  readonly MtprotoSession: new (...parts: unknown[]) => MtcuteSession
  readonly ServerSaltManager: new () => { currentSalt: Long }
}

async function loadMtcute(): Promise<MtcuteInternals> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@mtcute/core')), 'network')
  const load = (file: string) => import(pathToFileURL(join(folder, file)).href)
  const [session, salts]: [MtcuteInternals, MtcuteInternals] = await Promise.all([
    load('mtproto-session.js'),
    load('server-salt.js'),
  ])
  return { ...session, ...salts }
}

async function mtcute(body: Uint8Array): Promise<Peer> {
  const { MtprotoSession, ServerSaltManager } = await loadMtcute()
  const crypto = new NodeCryptoProvider()
  await crypto.initialize()
  const silent = { prefix: '', verbose() {}, debug() {}, warn: (text: string) => fail(text) }
  const salts = new ServerSaltManager()
  salts.currentSalt = Long.fromBigInt(SALT)
  const withSource = Object.assign(salts, { setTimeSource() {} })
  const session = new MtprotoSession(crypto, silent, __tlReaderMap, __tlWriterMap, withSource)
  session._authKey.setup(AUTH_KEY)
  const packets = serverPackets(session._sessionId.toSigned().toBigInt(), body)
  let seen = 0
  return {
    name: 'mtcute',
    encrypt() {
      const writer = TlBinaryWriter.alloc(__tlWriterMap, body.length + 16)
      session.writeMessage(writer, body)
      return session.encryptMessage(writer.result())
    },
    decrypt(i) {
      const before = seen
      // Its connection reads the number of the rpc_result and the request that it answers, as here.
      session.decryptMessage(packets[i] ?? fail('no packet'), (_msgId, _seqNo, reader) => {
        if (reader.uint() === RPC_RESULT && reader.long().toNumber() > 0) seen++
      })
      return seen === before + 1 ? seen : fail('nothing was decrypted')
    },
  }
}

async function gramjs(body: Uint8Array): Promise<Peer> {
  const key = new GramAuthKey()
  await key.setKey(Buffer.from(AUTH_KEY))
  const state = new MTProtoState(key, undefined)
  const packets = serverPackets(0n, body)
  const request = Buffer.from(body)
  return {
    name: 'gramjs',
    async encrypt() {
      const writer = new BinaryWriter(Buffer.alloc(0))
      await state.writeDataAsMessage(writer, request, true)
      return state.encryptMessageData(writer.getValue())
    },
    decrypt: (i) => state.decryptMessageData(packets[i] ?? fail('no packet')),
  }
}

function fail(why: string): never {
  throw new Error(why)
}

export async function peers(body: Uint8Array): Promise<readonly Peer[]> {
  return [await mtcute(body), await gramjs(body)]
}
