import type { api, ResultOf, Results } from '@chappe/tl-codec/api'
import type { UnixTime, UserId } from '../ids.ts'
import type { Act } from '../rules/rights.ts'
import type { OpenMethod } from './authorization.ts'
import type { Caller } from './caller.ts'

/** Every method that has a result of its own, that is all but the wrappers (`invokeWithLayer`, …). */
export type MethodName = keyof Results
export type RequestOf<Name extends MethodName> = Extract<api.Method, { readonly _: Name }>

/** A call of a method that needs no account. */
export interface OpenContext {
  readonly caller: Caller
}

/** A call on behalf of a signed-in user. */
export interface UserContext extends OpenContext {
  readonly userId: UserId
}

/**
 * Serves one method. What it throws is the caller's error if it is an `RpcError` or a `Refusal`, and otherwise the server's
 * own.
 */
interface Serve<Context, Name extends MethodName> {
  (context: Context, request: RequestOf<Name>): Promise<ResultOf<RequestOf<Name>>>
  /** What it does in a chat, as the table of rights names it; absent for what changes none. */
  readonly acts?: readonly Act[]
}

export type OpenHandlers = { readonly [Name in OpenMethod]?: Serve<OpenContext, Name> }
export type UserHandlers = { readonly [Name in Exclude<MethodName, OpenMethod>]?: Serve<UserContext, Name> }

/** Says of methods that change a chat what each does there; a test asks that of every such method. */
export function withActs<Handlers extends UserHandlers>(
  acts: { readonly [Name in keyof Handlers]?: readonly [Act, ...Act[]] },
  handlers: Handlers,
): Handlers {
  for (const name in acts) {
    const handler: unknown = handlers[name]
    if (typeof handler === 'function') Object.assign(handler, { acts: acts[name] })
  }
  return handlers
}

/** Work that no request asks for. */
export interface Upkeep {
  readonly everySeconds: number
  /**
   * Does what is due, in transactions that are each small; may be called at any time.
   *
   * @param now what the clock says
   * @param plausible the time that whatever deletes for age goes by, never ahead of `now` (see `plausible-time.ts`)
   */
  run(now: UnixTime, plausible: UnixTime): Promise<void>
}

/** The same where somebody has seen to the plausible time, or nothing is deleted. */
export interface UpkeepTask {
  readonly everySeconds: number
  run(now: UnixTime): Promise<void>
}

/** What a service serves, by the names of the schema. */
export interface Service {
  /** Methods that need no account (see `authorization.ts`). */
  readonly open?: OpenHandlers
  readonly user?: UserHandlers
  /** Run by one server only, however many share the store (see `maintenance.ts`). */
  readonly upkeep?: readonly Upkeep[]
}
