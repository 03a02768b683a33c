import type { RandomBytes, RsaPublicKey } from '@chappe/crypto'
import { encode } from '@chappe/tl-codec/api'
import {
  type AcceptConnection,
  type BindTempAuthKeyFields,
  type ClientEndpoint,
  type ClientEndpointEvent,
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
  /**
   * One connection more to a data centre, for files: under the same key, which the first one exchanges, in a session of its own
   * that takes no updates. The caller closes it.
   */
  another(dcId: number): Promise<ClientEndpoint>
  /** The main one, if it was asked for before. */
  readonly main: ClientEndpoint | undefined
  wake(): void
  close(): Promise<void>
}

export function createDataCentres(options: DataCentresOptions, mainId: number): DataCentres {
  const { storage, clock, random, routes, log } = options
  const opening = new Map<number, Promise<ClientEndpoint>>()
  const open = new Map<number, ClientEndpoint>()
  const others = new Set<ClientEndpoint>()
  const warn = createConnectionWarnings(log)
  let main = mainId
  let closed = false

  async function loadKey(dcId: number): Promise<StoredClientKey | undefined> {
    return decodeRecord(await storage.load(`key-${dcId}`), (record) => {
      return { key: record.bytes('key'), salt: record.bigint('salt'), timeOffset: record.number('timeOffset') }
    })
  }

  /** What all connections to a data centre have in common. */
  function common(dcId: number, key: StoredClientKey | undefined) {
    const route = routes.get(dcId)
    if (route === undefined) throw new ClientError('OPTION_INVALID', `no address is known for data centre ${dcId}`)
    return {
      connect: (accept: AcceptConnection, signal: AbortSignal) =>
        options.platform.connect({ route, accept, signal, random }),
      publicKeys: options.publicKeys,
      dc: { id: dcId, test: route.testServers },
      random,
      clock,
      key,
      ...(options.pfs ? { pfs: { encodeBind } } : {}),
      introduce: options.introduce,
      limits: { maxPendingRequests: options.maxPendingRequests },
      onViolation: options.onViolation,
      log: (event: ClientEndpointEvent) => log('debug', `dc ${dcId}: ${event.type}`, event),
    }
  }

  async function start(dcId: number): Promise<ClientEndpoint> {
    const shared = common(dcId, await loadKey(dcId))
    if (closed) throw new ClientError('CLOSED', 'the client was closed')
    const ifMain = (act: () => void): void => {
      if (dcId === main) act()
    }
    const endpoint = createClientEndpoint({
      ...shared,
      saveKey: (saved) => storage.save(`key-${dcId}`, saved === undefined ? undefined : encodeRecord(saved)),
      onUpdate: (body) => ifMain(() => options.onUpdate(body)),
      onNewSession: () => ifMain(options.onNewSession),
      onState(state, waiting) {
        if (state === 'waiting' || state === 'connected') warn(dcId, waiting)
        ifMain(() => options.onState(state, waiting))
      },
      onKeyLost: () => ifMain(options.onKeyLost),
      onFatal: (error) => {
        open.delete(dcId)
        opening.delete(dcId)
        ifMain(() => options.onFatal(error))
      },
    })
    open.set(dcId, endpoint)
    return endpoint
  }

  function get(dcId: number): Promise<ClientEndpoint> {
    if (closed) return Promise.reject(new ClientError('CLOSED', 'the client was closed'))
    const known = opening.get(dcId) ?? start(dcId)
    opening.set(dcId, known)
    known.catch(() => opening.delete(dcId))
    return known
  }

  async function another(dcId: number): Promise<ClientEndpoint> {
    const first = await get(dcId)
    let key = await loadKey(dcId)
    if (key === undefined) {
      // Nothing is answered under a key that is not stored.
      await first.request(encode({ _: 'help.getNearestDc' }))
      key = await loadKey(dcId)
    }
    if (closed) throw new ClientError('CLOSED', 'the client was closed')
    const endpoint = createClientEndpoint({
      ...common(dcId, key),
      // The first connection looks after the key. If the server forgets it, this one learns so by what it is answered.
      saveKey: async () => {},
      onState: (state) => {
        if (state === 'closed') others.delete(endpoint)
      },
    })
    others.add(endpoint)
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
    get,
    another,
    get main() {
      return open.get(main)
    },
    wake() {
      for (const endpoint of [...open.values(), ...others]) endpoint.wake()
    },
    async close() {
      closed = true
      await Promise.all([...open.values(), ...others].map((endpoint) => endpoint.close()))
    },
  }
}

function encodeBind(fields: BindTempAuthKeyFields): Uint8Array {
  return encode({ _: 'auth.bindTempAuthKey', ...fields })
}
