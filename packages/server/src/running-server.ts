import type { Listener } from '@chappe/transport'
import type { BlobStore } from './blobs/blob-store.ts'
import type { ServedBotApi } from './bot-api/serve-bot-api.ts'
import type { Gateway } from './gateway/gateway.ts'
import { localKey } from './gateway/local-sessions.ts'
import type { MediaWorks } from './media/media-works.ts'
import type { StatusServer } from './operations/status-server.ts'
import { type BotWithToken, readBotWithToken } from './operator/bots.ts'
import type { OperatorCommand } from './operator/command.ts'
import type { OperatorChannel } from './operator/serve-operator.ts'
import type { Clock } from './ports/clock.ts'
import { type RandomBytes, randomLong } from './ports/random.ts'
import type { Store } from './store/store.ts'

export interface Server {
  readonly host: string
  readonly port: number
  /** Of the loopback interface, if metrics are served. */
  readonly metricsPort: number | undefined
  /** Of the loopback interface, if the HTTP Bot API is served. */
  readonly botApiPort: number | undefined
  /** The public key that clients must hold, PKCS#1 PEM. */
  readonly publicKey: string
  /**
   * A session within this process, for programs that the server is part of: neither a connection nor encryption lies between.
   * `@chappe/client` takes the server itself as `inProcess`.
   */
  openSession(options: InProcessSessionOptions): Promise<InProcessSession>
  /**
   * A bot, or the one that was made so before, without an owner or of a person (a phone number or a username). Rejects with an
   * `OperatorError` for a name that it cannot have, and for an owner whom there is not.
   */
  createBot(options: BotToMake): Promise<BotWithToken>
  /**
   * Lets a bot verify people and chats for an organisation, or with `undefined` no more. Rejects with an `OperatorError` for a bot
   * that there is not and an icon that is no custom emoji.
   */
  setVerifier(bot: string, verifier: VerifierOptions | undefined): Promise<void>
  /** Takes nothing new, finishes what was begun, closes all connections and the store. */
  close(options?: CloseOptions): Promise<void>
}

export interface BotToMake {
  readonly username: string
  readonly name: string
  readonly owner?: string | undefined
}

export interface CloseOptions {
  /** Cuts all connections at once, as a kill would: no answer leaves any more, and nobody waits for what was begun. */
  readonly abrupt?: boolean | undefined
}

export interface VerifierOptions {
  /** The number of a custom emoji, or an emoji of the icons of topics. */
  readonly icon: string
  readonly company: string
  /** What its verifications say. Default: a sentence with the company's name. */
  readonly description?: string | undefined
  /** It may say something else with each. Default: false. */
  readonly ownWords?: boolean | undefined
}

export interface InProcessSessionOptions {
  /** The key of a session before, to be signed in as then. A new one where it is missing or forgotten. */
  readonly authKeyId?: bigint | undefined
  /** An update (TL bytes), called within the server's turn. */
  readonly onUpdate: (body: Uint8Array) => void
}

export interface InProcessSession {
  readonly authKeyId: bigint
  /** The answer to a query, both in TL bytes. Rejects with an error of a `code` such as 400 and a `message` such as `PEER_ID_INVALID`. */
  request(body: Uint8Array): Promise<Uint8Array>
  close(): void
}

/** How long `close` waits for queries that are being served, in ms. */
const drainTimeMs = 5_000

interface SessionPorts {
  readonly store: Store
  readonly gateway: Gateway
  readonly random: RandomBytes
  readonly clock: Clock
}

export function openSessions({ store, gateway, random, clock }: SessionPorts): Server['openSession'] {
  return async ({ authKeyId: known, onUpdate }) => {
    const authKeyId = await localKey({ store, random, clock }, known)
    return { authKeyId, ...gateway.openLocal({ authKeyId, sessionId: randomLong(random), onUpdate }) }
  }
}

interface Parts {
  readonly listener: Listener
  readonly gateway: Gateway
  readonly store: Store
  readonly blobs: BlobStore
  readonly media: MediaWorks
  readonly status: StatusServer | undefined
  readonly botApi: ServedBotApi | undefined
  readonly operator: OperatorChannel | undefined
  readonly publicKey: string
  readonly openSession: Server['openSession']
  readonly makeBot: OperatorCommand
  readonly stopping: () => void
  readonly stopUpkeep: () => Promise<void>
  readonly release: () => void
}

export function running({
  listener,
  gateway,
  store,
  blobs,
  media,
  status,
  botApi,
  operator,
  publicKey,
  openSession,
  makeBot,
  stopping,
  stopUpkeep,
  release,
}: Parts): Server {
  let closing: Promise<void> | undefined
  const close = async (abrupt: boolean): Promise<void> => {
    stopping()
    let disconnected: Promise<void> | undefined
    if (abrupt) {
      // Together: whoever was heard with no keys left would be told that the server does not know the own one.
      disconnected = listener.close()
      gateway.close()
      botApi?.cut()
    }
    const upkeepEnded = stopUpkeep()
    const operatorEnded = operator?.close()
    listener.stop()
    await botApi?.close()
    for (let waited = 0; !abrupt && gateway.running > 0 && waited < drainTimeMs; waited += 10) await pause(10)
    // The last answers leave at the end of this turn.
    await pause(0)
    try {
      if (!abrupt) gateway.close()
      await (disconnected ?? listener.close())
      await upkeepEnded
      await operatorEnded
      await media.close()
      await blobs.objects.close()
      await store.close()
      await status?.close()
    } finally {
      release()
    }
  }
  const operateOnBots = (input: object): Promise<unknown> => {
    const stop = new AbortController().signal
    return makeBot(input, { progress() {}, stop, serverStops: stop })
  }
  return {
    host: listener.host,
    port: listener.port,
    metricsPort: status?.port,
    botApiPort: botApi?.port,
    publicKey,
    async createBot({ username, name, owner }) {
      return readBotWithToken(await operateOnBots({ action: 'create', username, name, owner }))
    },
    async setVerifier(bot, verifier) {
      await operateOnBots({ action: 'verifier', bot, off: verifier === undefined, ...verifier })
    },
    openSession,
    close({ abrupt = false } = {}) {
      closing ??= close(abrupt)
      return closing
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
