import { CryptoError, parsePublicKey, type RsaPublicKey } from '@chappe/crypto'
import type { Clock, FramingName } from '@chappe/transport/client'
import { ClientError } from './errors.ts'
import type { Log } from './log.ts'
import type { Platform, Route } from './platform/platform.ts'
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
  /** People and chats remembered. Default 10,000. */
  readonly maxPeers?: number | undefined
  /** Events that may wait in an iteration of `updates()`. Default 10,000. */
  readonly maxWaitingUpdates?: number | undefined
  readonly updateLimits?: Partial<UpdateStateLimits> | undefined
  /** Nothing is logged by default. */
  readonly log?: Log | undefined
  /** For tests: the platform's by default. */
  readonly clock?: Clock | undefined
  readonly random?: ((length: number) => Uint8Array) | undefined
  readonly connect?: Platform['connect'] | undefined
}

/** @throws {ClientError} OPTION_INVALID */
export function routesOf(options: ClientOptions, platform: Platform): Map<number, Route> {
  const { framing = 'intermediate', obfuscated = false, testServers = false } = options
  const transport = options.transport ?? platform.defaultTransport
  const dcs = 'host' in options.dcs ? [options.dcs] : options.dcs
  if (dcs.length === 0) throw invalid('dcs names no data centre')
  return new Map(
    dcs.map(({ id, host, port }) => {
      if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid(`${port} is no port`)
      const secure = options.secure ?? port === 443
      return [id, { transport, host, port, secure, framing, obfuscated, testServers, dcId: id }]
    }),
  )
}

/** @throws {ClientError} OPTION_INVALID */
export function publicKeysOf({ serverPublicKey }: ClientOptions): RsaPublicKey[] {
  const pems = typeof serverPublicKey === 'string' ? [serverPublicKey] : serverPublicKey
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
