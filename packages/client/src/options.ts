import { CryptoError, parsePublicKey, type RekeyingLimits, type RsaPublicKey } from '@chappe/crypto'
import type { Clock, FramingName } from '@chappe/transport/client'
import { ClientError } from './errors.ts'
import type { Log } from './log.ts'
import type { PageEvents } from './platform/page-events.ts'
import type { Platform, Route } from './platform/platform.ts'
import type { InProcessServer } from './rpc/in-process-centres.ts'
import type { ClientStorage } from './storage/storage.ts'
import type { UpdateStateLimits } from './updates/update-types.ts'

export interface DcAddress {
  readonly id: number
  readonly host: string
  readonly port: number
}

export interface ClientOptions {
  /** As the server's operator gives it out; Chappe's server takes any number above 0. */
  readonly apiId: number
  readonly apiHash: string
  /** The data centres that can be reached. The first one is where a new account signs in. */
  readonly dcs: readonly DcAddress[] | DcAddress
  /** The server's RSA keys as PEM, each `BEGIN RSA PUBLIC KEY` or `BEGIN PUBLIC KEY`. */
  readonly serverPublicKey: string | readonly string[]
  /** Where keys and state are kept; see `createMemoryStorage` and `@chappe/client/storage`. In memory by default. */
  readonly storage?: ClientStorage | undefined
  /** `tcp` in Node, `websocket` in browsers by default. */
  readonly transport?: Route['transport'] | undefined
  /** How packets are wrapped in a stream; `intermediate` by default. */
  readonly framing?: FramingName | undefined
  /** TCP: hides the protocol from simple filters. WebSocket always does. False by default. */
  readonly obfuscated?: boolean | undefined
  /** WebSocket and HTTP over TLS. True by default for port 443, else false. */
  readonly secure?: boolean | undefined
  /** Test servers, which are named differently in the key exchange. False by default. */
  readonly testServers?: boolean | undefined
  /** Perfect forward secrecy: requests go under temporary keys that are replaced daily. False by default. */
  readonly pfs?: boolean | undefined
  /** Without these, requests for secret chats are not heard, and none can be asked for. */
  readonly secretChats?: SecretChatOptions | undefined
  /** What the list of sessions shows. The platform's own names by default. */
  readonly deviceModel?: string | undefined
  readonly systemVersion?: string | undefined
  readonly appVersion?: string | undefined
  /** Two letters, such as `en`. The platform's by default. */
  readonly langCode?: string | undefined
  /** Flood limits up to so many seconds are waited out, longer ones are rejected. Default 10. */
  readonly floodWaitS?: number | undefined
  /** Requests that wait for their answers, sent or not. Default 10,000. */
  readonly maxPendingRequests?: number | undefined
  /** Connections beside the first one that carry parts of files, to one data centre. Default 4. */
  readonly fileConnections?: number | undefined
  /** Files of which it is remembered where they were shown, for a fresh reference. Default 10,000. */
  readonly maxFiles?: number | undefined
  /** People and chats remembered. Default 10,000. */
  readonly maxPeers?: number | undefined
  /** How long a username is taken to name whom it named, in seconds; phone numbers six times as long. Default 600. */
  readonly nameLifetimeS?: number | undefined
  /** Events that may wait in an iteration of `updates()`. Default 10,000. */
  readonly maxWaitingUpdates?: number | undefined
  readonly updateLimits?: Partial<UpdateStateLimits> | undefined
  /** Warnings and errors go to the console by default; `false` silences them. */
  readonly log?: Log | false | undefined
  /** For tests: the platform's by default. */
  readonly clock?: Clock | undefined
  readonly random?: ((length: number) => Uint8Array) | undefined
  readonly connect?: Platform['connect'] | undefined
  readonly page?: PageEvents | undefined
}

/** Of a client in the same program as its server: there is nothing to connect to. */
export interface InProcessClientOptions
  extends Omit<
    ClientOptions,
    'dcs' | 'serverPublicKey' | 'transport' | 'framing' | 'obfuscated' | 'secure' | 'pfs' | 'connect'
  > {
  /** The server itself, as `createServer` of `@chappe/server` gives it. */
  readonly inProcess: InProcessServer
}

export interface SecretChatOptions {
  /**
   * 32 bytes of the app's, under which all that is kept of secret chats is encrypted. Whoever loses them loses the chats; they
   * should lie elsewhere than what they protect.
   */
  readonly key: Uint8Array
  /** When keys are renewed: after 100 messages or a week by default, as official clients have it. */
  readonly rekeying?: RekeyingLimits | undefined
}

const FRAMINGS: ReadonlySet<string> = new Set<FramingName>(['abridged', 'intermediate', 'padded-intermediate', 'full'])

/** @throws {ClientError} OPTION_INVALID */
export function routesOf(
  options: ClientOptions,
  platform: Pick<Platform, 'transports' | 'defaultTransport'>,
): Map<number, Route> {
  const { framing = 'intermediate', testServers = false } = options
  const transport = options.transport ?? platform.defaultTransport
  if (!platform.transports.includes(transport)) {
    throw invalid(`transport: there is no '${transport}' here, only ${platform.transports.join(' and ')}`)
  }
  if (!FRAMINGS.has(framing)) throw invalid(`framing: '${framing}' is none of ${[...FRAMINGS].join(', ')}`)
  const obfuscated = options.obfuscated ?? false
  if (!Number.isInteger(options.apiId) || options.apiId < 1)
    throw invalid(`apiId: ${options.apiId} is no number above 0`)
  const dcs = 'host' in options.dcs ? [options.dcs] : options.dcs
  if (dcs.length === 0) throw invalid('dcs names no data centre')
  const routes = new Map<number, Route>()
  for (const { id, host, port } of dcs) {
    if (!Number.isInteger(id) || id < 1) throw invalid(`dcs: ${id} is no number of a data centre`)
    if (routes.has(id)) throw invalid(`dcs: there are two of number ${id}`)
    if (typeof host !== 'string' || host === '' || /[\s/]/.test(host)) throw invalid(`dcs: '${host}' is no host`)
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid(`dcs: ${port} is no port`)
    const secure = options.secure ?? port === 443
    routes.set(id, { transport, host, port, secure, framing, obfuscated, testServers, dcId: id })
  }
  return routes
}

/** @throws {ClientError} OPTION_INVALID */
export function publicKeysOf({ serverPublicKey }: ClientOptions): RsaPublicKey[] {
  const pems = typeof serverPublicKey === 'string' ? [serverPublicKey] : serverPublicKey
  if (pems.length === 0) throw invalid('serverPublicKey: there is none')
  return pems.map((pem) => {
    try {
      return parsePublicKey(pem)
    } catch (cause) {
      if (!(cause instanceof CryptoError)) throw cause
      throw new ClientError('OPTION_INVALID', `serverPublicKey is no RSA public key: ${cause.message}`, { cause })
    }
  })
}

function invalid(message: string): ClientError {
  return new ClientError('OPTION_INVALID', message)
}
