import type { RandomBytes, RsaPublicKey } from '@chappe/crypto'
import { encode } from '@chappe/tl-codec/api'
import {
  type BindTempAuthKeyFields,
  type ClientEndpoint,
  type ClientFatalError,
  type ClientState,
  type Clock,
  createClientEndpoint,
  type KeyExchangeError,
  type SessionError,
  type StoredClientKey,
  type Waiting,
} from '@chappe/transport/client'
import { ClientError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Platform, Route } from '../platform/platform.ts'
import { createConnectionWarnings } from '../state.ts'
import { decodeRecord, encodeRecord } from '../storage/records.ts'
import type { ClientStorage } from '../storage/storage.ts'

export interface DataCentresOptions {
  readonly platform: Pick<Platform, 'connect'>
  readonly routes: ReadonlyMap<number, Route>
  readonly publicKeys: readonly RsaPublicKey[]
  readonly storage: ClientStorage
  readonly clock: Clock
  readonly random: RandomBytes
  readonly pfs: boolean
  readonly maxPendingRequests: number
  readonly log: Log
  introduce(body: Uint8Array): Uint8Array
  onUpdate(body: Uint8Array): void
  onNewSession(): void
  onState(state: ClientState, waiting: Waiting | undefined): void
  onKeyLost(): void
  onViolation(error: SessionError | KeyExchangeError): void
  onFatal(error: ClientFatalError): void
}

/** The connections of an account: its main data centre, which sends updates, and others when they are asked for. */
export interface DataCentres {
  mainId: number
  has(dcId: number): boolean
  get(dcId: number): Promise<ClientEndpoint>
  /** The main one, if it was asked for before. */
  readonly main: ClientEndpoint | undefined
  wake(): void
  close(): Promise<void>
}

export function createDataCentres(options: DataCentresOptions, mainId: number): DataCentres {
  const { storage, clock, random, routes, log } = options
  const opening = new Map<number, Promise<ClientEndpoint>>()
  const open = new Map<number, ClientEndpoint>()
  const warn = createConnectionWarnings(log)
  let main = mainId
  let closed = false

  async function start(dcId: number): Promise<ClientEndpoint> {
    const route = routes.get(dcId)
    if (route === undefined) throw new ClientError('OPTION_INVALID', `no address is known for data centre ${dcId}`)
    const name = `key-${dcId}`
    const key = decodeRecord(await storage.load(name), (record): StoredClientKey => {
      return { key: record.bytes('key'), salt: record.bigint('salt'), timeOffset: record.number('timeOffset') }
    })
    if (closed) throw new ClientError('CLOSED', 'the client was closed')
    const ifMain = (act: () => void): void => {
      if (dcId === main) act()
    }
    const endpoint = createClientEndpoint({
      connect: (accept, signal) => options.platform.connect({ route, accept, signal, random }),
      publicKeys: options.publicKeys,
      dc: { id: dcId, test: route.testServers },
      random,
      clock,
      key,
      saveKey: (saved) => storage.save(name, saved === undefined ? undefined : encodeRecord(saved)),
      ...(options.pfs ? { pfs: { encodeBind } } : {}),
      introduce: options.introduce,
      limits: { maxPendingRequests: options.maxPendingRequests },
      onUpdate: (body) => ifMain(() => options.onUpdate(body)),
      onNewSession: () => ifMain(options.onNewSession),
      onState(state, waiting) {
        if (state === 'waiting' || state === 'connected') warn(dcId, waiting)
        ifMain(() => options.onState(state, waiting))
      },
      onKeyLost: () => ifMain(options.onKeyLost),
      onViolation: options.onViolation,
      onFatal: (error) => {
        open.delete(dcId)
        opening.delete(dcId)
        ifMain(() => options.onFatal(error))
      },
      log: (event) => log('debug', `dc ${dcId}: ${event.type}`, event),
    })
    open.set(dcId, endpoint)
    return endpoint
  }

  return {
    get mainId() {
      return main
    },
    set mainId(dcId) {
      main = dcId
    },
    has: (dcId) => routes.has(dcId),
    get(dcId) {
      if (closed) return Promise.reject(new ClientError('CLOSED', 'the client was closed'))
      const known = opening.get(dcId) ?? start(dcId)
      opening.set(dcId, known)
      known.catch(() => opening.delete(dcId))
      return known
    },
    get main() {
      return open.get(main)
    },
    wake() {
      for (const endpoint of open.values()) endpoint.wake()
    },
    async close() {
      closed = true
      await Promise.all([...open.values()].map((endpoint) => endpoint.close()))
    },
  }
}

function encodeBind(fields: BindTempAuthKeyFields): Uint8Array {
  return encode({ _: 'auth.bindTempAuthKey', ...fields })
}
