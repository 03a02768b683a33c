import {
  type ClientEndpoint,
  type ClientState,
  type Clock,
  RequestError,
  type RequestOptions,
  RpcFailure,
} from '@chappe/transport/client'
import { ClientError } from '../errors.ts'
import { decodeRecord, encodeRecord } from '../storage/records.ts'
import type { ClientStorage } from '../storage/storage.ts'
import type { DataCentres } from './data-centres.ts'

/** A server that this very program runs, such as one of `@chappe/server`: it is called without a connection. */
export interface InProcessServer {
  openSession(options: {
    readonly authKeyId?: bigint | undefined
    readonly onUpdate: (body: Uint8Array) => void
    /** The session ended and was not closed from this side, as one whose connection was lost: another takes its place. */
    readonly onEnd?: (() => void) | undefined
  }): Promise<InProcessSession>
}

export interface InProcessSession {
  readonly authKeyId: bigint
  /**
   * The answer to a query, both in TL bytes. Rejects with an error that has a `code` such as 400; with one whose `code` is
   * `SESSION_LOST` where the session ended and nobody knows what became of the query, which then goes to the next session.
   */
  request(body: Uint8Array): Promise<Uint8Array>
  close(): void
}

export interface InProcessCentresOptions {
  readonly server: InProcessServer
  readonly storage: ClientStorage
  readonly clock: Clock
  introduce(body: Uint8Array): Uint8Array
  onUpdate(body: Uint8Array): void
  onNewSession(): void
  onState(state: ClientState, waiting: undefined): void
}

/** A session, and its first query. */
interface Talk {
  readonly session: InProcessSession
  introduced: Promise<unknown> | undefined
}

/** Where the id of the key is kept, by which somebody is signed in. */
const keyRecord = 'key-in-process'

/** The one data centre that a server in this process is. */
export function createInProcessCentres(options: InProcessCentresOptions, mainId: number): DataCentres {
  const { server, storage, clock } = options
  let main = mainId
  let opening: Promise<ClientEndpoint> | undefined
  let open: ClientEndpoint | undefined
  let closed = false

  async function openSession(onEnd: () => void): Promise<Talk> {
    const known = decodeRecord(await storage.load(keyRecord), (record) => record.bigint('id'))
    const session = await server.openSession({ authKeyId: known, onUpdate: options.onUpdate, onEnd })
    if (session.authKeyId !== known) await storage.save(keyRecord, encodeRecord({ id: session.authKeyId }))
    if (closed) session.close()
    return { session, introduced: undefined }
  }

  async function start(): Promise<ClientEndpoint> {
    const endpoint = await createEndpoint()
    open = endpoint
    options.onState('connected', undefined)
    options.onNewSession()
    return endpoint
  }

  async function createEndpoint(): Promise<ClientEndpoint> {
    let pending = 0
    let state: ClientState = 'connected'
    let talk = Promise.resolve(await openSession(lost))

    /** The server has dropped the session: the next one goes on where it was, and asks for what was told meanwhile. */
    function lost(): void {
      if (closed) return
      state = 'connecting'
      options.onState(state, undefined)
      talk = openSession(lost)
      talk.then(
        () => {
          if (closed) return
          state = 'connected'
          options.onState(state, undefined)
          options.onNewSession()
        },
        () => {
          state = 'waiting'
        },
      )
    }

    async function ask(body: Uint8Array): Promise<Uint8Array> {
      for (;;) {
        if (state === 'waiting') lost()
        const current = await talk
        try {
          return await askIn(current, body)
        } catch (error) {
          // Nobody else takes its place unless the session said that it ended.
          if (!isLost(error) || closed || (await talk) === current) throw error
        }
      }
    }

    /** The first query says what the client is, and others come after it. */
    async function askIn(current: Talk, body: Uint8Array): Promise<Uint8Array> {
      if (current.introduced !== undefined) {
        await current.introduced.catch(() => {})
        return current.session.request(body)
      }
      const first = current.session.request(options.introduce(body))
      current.introduced = first
      // One that was refused for itself has said as much.
      return first
    }

    async function request(
      body: Uint8Array,
      { signal, timeoutMs, onReceived }: RequestOptions = {},
    ): Promise<Uint8Array> {
      if (state === 'closed') throw new RequestError('CLOSED', 'the client was closed')
      if (signal?.aborted) throw new RequestError('ABORTED', 'the caller does not want the answer any more')
      const given = Promise.withResolvers<never>()
      const onAbort = (): void =>
        given.reject(new RequestError('ABORTED', 'the caller does not want the answer any more'))
      signal?.addEventListener('abort', onAbort)
      const cancel =
        timeoutMs === undefined
          ? undefined
          : clock.after(timeoutMs, () =>
              given.reject(new RequestError('TIMED_OUT', `no answer within ${timeoutMs} ms`)),
            )
      pending++
      try {
        onReceived?.()
        return await Promise.race([ask(body), given.promise])
      } catch (error) {
        throw isRefusal(error) ? new RpcFailure(error.code, error.message) : error
      } finally {
        pending--
        cancel?.()
        signal?.removeEventListener('abort', onAbort)
      }
    }

    return {
      get state() {
        return state
      },
      get pendingCount() {
        return pending
      },
      timeOffset: 0,
      authKeyId: (await talk).session.authKeyId,
      request,
      wake() {},
      async close() {
        state = 'closed'
        await talk.then(({ session }) => session.close()).catch(() => {})
      },
    }
  }

  function get(): Promise<ClientEndpoint> {
    if (closed) return Promise.reject(new ClientError('CLOSED', 'the client was closed'))
    opening ??= start()
    opening.catch(() => {
      opening = undefined
    })
    return opening
  }

  /** Nothing waits behind another's parts where there is no connection: it is the same session, to be closed for itself. */
  async function another(): Promise<ClientEndpoint> {
    const shared = await get()
    let isClosed = false
    return {
      get state() {
        return isClosed ? 'closed' : shared.state
      },
      get pendingCount() {
        return shared.pendingCount
      },
      timeOffset: 0,
      authKeyId: shared.authKeyId,
      request: shared.request,
      wake() {},
      async close() {
        isClosed = true
      },
    }
  }

  return {
    get mainId() {
      return main
    },
    set mainId(dcId) {
      main = dcId
    },
    // There is no other to go to.
    has: (dcId) => dcId === main,
    get,
    another,
    get main() {
      return open
    },
    wake() {},
    async close() {
      closed = true
      await open?.close()
    },
  }
}

function isLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SESSION_LOST'
}

function isRefusal(error: unknown): error is Error & { readonly code: number } {
  return error instanceof Error && 'code' in error && typeof error.code === 'number'
}
