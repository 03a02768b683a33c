import type { PlausibleTime } from '../plausible-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { maxRequestBytes } from '../rules/input-bounds.ts'
import { Refusal } from '../rules/refusal.ts'
import type { Act } from '../rules/rights.ts'
import type { ClientInfo } from '../store/domain/identity/auth-keys.ts'
import type { Store } from '../store/store.ts'
import { createNeedsUser, type NeedsUser } from './authorization.ts'
import { createCheckBotCaller } from './bot-callers.ts'
import type { LimitBot } from './bot-limits.ts'
import type { Caller, KeyState } from './caller.ts'
import { inTodaysWords } from './former-names.ts'
import { checkBounds } from './input-bounds.ts'
import { type Invocation, unwrap, wrapperNames } from './invocation.ts'
import { layerOf, parseRequest } from './layer.ts'
import { leftUnread } from './left-unread.ts'
import type { RateLimiter } from './limits.ts'
import { isStoreUnavailable, logFailure } from './log-failure.ts'
import { noteKeyUse, noteUse } from './note-use.ts'
import type { Registry, Served } from './registry.ts'
import { duringRequest } from './request-log.ts'
import { badRequest, isNotImplemented, notImplemented, RpcError, refused } from './rpc-error.ts'
import { checkTakeout } from './takeout.ts'

export interface RpcOptions {
  readonly store: Store
  readonly log: Log
  readonly clock: Clock
  readonly plausible: PlausibleTime
  readonly registry: Registry
  readonly limit: RateLimiter
  readonly limitBot: LimitBot
}

/** What happened to a method since the start, for metrics. */
export interface MethodCounts {
  served: number
  refused: number
  failed: number
  notImplemented: number
}

/** Serves queries: unwraps them, keeps what they say of the client, checks who may call what, and dispatches by name. */
export interface Rpc {
  /** The bytes of the result. Throws `RpcError` and nothing else. */
  handle(caller: Caller, body: Uint8Array): Promise<Uint8Array>
  readonly counts: ReadonlyMap<string, Readonly<MethodCounts>>
  /** The methods that are served; all others answer `METHOD_NOT_IMPLEMENTED`. */
  readonly served: ReadonlySet<string>
  /** What a served method does in a chat; undefined for what changes none. */
  actsOf(method: string): readonly Act[] | undefined
  readonly needsUser: NeedsUser
}

export function createRpc(options: RpcOptions): Rpc {
  const { store, log, registry, limit } = options
  const counts = new Map<string, MethodCounts>()
  const needsUser = createNeedsUser(registry)
  const checkBotCaller = createCheckBotCaller(store, options.limitBot)
  /** Keys whose client said something of itself that could not be stored. */
  const unsaved = new WeakSet<KeyState>()

  const count = (method: string, outcome: keyof MethodCounts): void => {
    let entry = counts.get(method)
    if (entry === undefined) {
      entry = { served: 0, refused: 0, failed: 0, notImplemented: 0 }
      counts.set(method, entry)
    }
    entry[outcome]++
  }

  /** What a request must wait for before it is looked at; most have nothing to. */
  const precede = (caller: Caller, invocation: Invocation): Promise<void> | undefined => {
    if (invocation.after.length > 0) return waitFor(caller, invocation.after).then(() => noteClient(caller, invocation))
    return noteClient(caller, invocation)
  }

  /** Keeps what the client says of itself, on disk when it says something new; it is served also while that cannot be. */
  const noteClient = ({ key }: Caller, invocation: Invocation): Promise<void> | undefined => {
    const client = newClient(key, invocation, unsaved.has(key))
    return client && saveClient(key, client)
  }

  const saveClient = async (key: KeyState, client: ClientInfo): Promise<void> => {
    key.client = client
    try {
      await store.transaction((tx) => tx.authKeys.setClient(key.authKeyId, client))
      unsaved.delete(key)
    } catch (error) {
      if (!isStoreUnavailable(error)) throw error
      unsaved.add(key)
    }
  }

  const admit = (caller: Caller, { request, updates }: Invocation): void => {
    const { userId } = caller.key
    if (caller.key.unbound && request._ !== 'auth.bindTempAuthKey') throw unauthorized(caller)
    if (userId === undefined && needsUser(request._)) throw unauthorized(caller)
    if (updates) caller.wantUpdates()
  }

  const dispatch = (caller: Caller, { request }: Invocation, served: Served | undefined): Promise<Uint8Array> => {
    const { userId } = caller.key
    if (served === undefined) throw notImplemented()
    if (userId === undefined) noteKeyUse(options, caller)
    else noteUse(options, caller, userId)
    const checked = userId === undefined ? undefined : checkBotCaller(userId, request, served.needs)
    return checked === undefined
      ? limitAndRun(caller, request, served)
      : checked.then(() => limitAndRun(caller, request, served))
  }

  const limitAndRun = (caller: Caller, request: Invocation['request'], served: Served): Promise<Uint8Array> => {
    const limited = limit(caller.key.userId ?? caller.key.authKeyId, request._)
    return limited === undefined ? run(caller, request, served) : limited.then(() => run(caller, request, served))
  }

  const run = (caller: Caller, request: Invocation['request'], served: Served): Promise<Uint8Array> => {
    const { userId } = caller.key
    const layer = layerOf(caller.key)
    if (served.needs === 'nobody') return served.serve({ caller }, request, layer)
    if (userId === undefined) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED')
    return served.serve({ caller, userId }, request, layer)
  }

  const serve = async (caller: Caller, body: Uint8Array): Promise<Uint8Array> => {
    const { requestId } = caller
    let method = 'unreadable'
    try {
      if (body.length > maxRequestBytes) throw badRequest('INPUT_REQUEST_TOO_LONG')
      const unread = caller.key.userId === undefined ? leftUnread(body, needsUser) : undefined
      if (unread !== undefined) {
        method = unread
        throw unauthorized(caller)
      }
      const asked = unwrap(parseRequest(body, caller.key))
      const invocation = { ...asked, request: inTodaysWords(asked.request) }
      method = invocation.request._
      checkBounds(invocation.request)
      const preceding = precede(caller, invocation)
      if (preceding !== undefined) await preceding
      admit(caller, invocation)
      const served = registry.get(method)
      const takeout = served?.traits.takeout
      if (invocation.takeoutId !== undefined || takeout?.only === true) {
        await checkTakeout(options, caller, invocation, takeout?.part)
      }
      const result = await dispatch(caller, invocation, served)
      count(method, 'served')
      log.debug({ requestId, method }, 'request served')
      return result
    } catch (thrown) {
      const error = thrown instanceof Refusal ? refused(thrown) : thrown
      if (!(error instanceof RpcError)) {
        count(method, 'failed')
        logFailure(log, 'error', 'request failed', error, { requestId, method })
        throw new RpcError(500, isStoreUnavailable(error) ? 'STORE_UNAVAILABLE' : 'INTERNAL')
      }
      if (isNotImplemented(error)) {
        count(method, 'notImplemented')
        log.warn({ requestId, method }, 'method not implemented')
      } else {
        count(method, 'refused')
        log.debug({ requestId, method, error: error.message }, 'request refused')
      }
      throw error
    }
  }

  return {
    counts,
    served: new Set([...wrapperNames, ...registry.keys()]),
    actsOf(method) {
      const served = registry.get(method)
      return served?.needs === 'user' ? served.traits.acts : undefined
    },
    needsUser,
    handle: (caller, body) => duringRequest(caller.requestId, () => serve(caller, body)),
  }
}

/** Nobody is signed in by a key that is not bound yet, and still its client must not think that it was signed out. */
function unauthorized({ key }: Caller): RpcError {
  return new RpcError(401, key.unbound ? 'AUTH_KEY_PERM_EMPTY' : 'AUTH_KEY_UNREGISTERED')
}

async function waitFor(caller: Caller, msgIds: readonly bigint[]): Promise<void> {
  const outcome = await caller.after(msgIds)
  if (outcome !== 'ok') throw badRequest(outcome === 'failed' ? 'MSG_WAIT_FAILED' : 'MSG_WAIT_TIMEOUT')
}

/** What the client says of itself, if that is not what it said before and was stored. */
function newClient(
  key: KeyState,
  { client, layer = key.client?.layer, request }: Invocation,
  isUnsaved: boolean,
): ClientInfo | undefined {
  const said = client ?? key.client
  if (said === undefined || layer === undefined) {
    if (request._ === 'auth.bindTempAuthKey') return undefined
    throw badRequest(layer === undefined ? 'CONNECTION_LAYER_INVALID' : 'CONNECTION_NOT_INITED')
  }
  const isKnown = key.client !== undefined && layer === key.client.layer && sameClient(key.client, said)
  return isKnown && !isUnsaved ? undefined : { ...said, layer }
}

function sameClient(a: Omit<ClientInfo, 'layer'>, b: Omit<ClientInfo, 'layer'>): boolean {
  return (
    a === b ||
    (a.apiId === b.apiId &&
      a.deviceModel === b.deviceModel &&
      a.systemVersion === b.systemVersion &&
      a.appVersion === b.appVersion &&
      a.systemLangCode === b.systemLangCode &&
      a.langPack === b.langPack &&
      a.langCode === b.langCode)
  )
}
