import type { Requests, ResultOf, Results } from '@chappe/tl-codec/api'
import type { UnixTime, UserId } from '../ids.ts'
import type { Caller } from './caller.ts'
import type { MethodTraits, UserMethodTraits } from './method-traits.ts'

/** Every method that has a result of its own, that is all but the wrappers (`invokeWithLayer`, …). */
export type MethodName = keyof Results
export type RequestOf<Name extends MethodName> = Requests[Name]

/** Any request, where one is to be found by its name: the compiler takes most of a minute to look for it among all types. */
export interface NamedRequest {
  readonly _: string
}

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
export type Serve<Context, Name extends MethodName> = (
  context: Context,
  request: RequestOf<Name>,
) => Promise<ResultOf<RequestOf<Name>>>

/** A method that may be called by a key that nobody has signed in by ("User Authorization"). */
export interface OpenMethod<Name extends MethodName> {
  readonly needs: 'nobody'
  readonly traits: MethodTraits
  readonly serve: Serve<OpenContext, Name>
}

/** A method that needs a user, with what the dispatcher has to know of it. */
export interface UserMethod<Name extends MethodName> {
  readonly needs: 'user'
  readonly traits: UserMethodTraits
  readonly serve: Serve<UserContext, Name>
}

/** Handlers by the names of their methods. A bare function serves a method that needs a user, and has no other traits. */
export type Methods = {
  readonly [Name in MethodName]?: Serve<UserContext, Name> | UserMethod<Name> | OpenMethod<Name>
}

/** Declares a method that needs no account. */
export function openMethod<Name extends MethodName>(
  traits: MethodTraits,
  serve: Serve<OpenContext, Name>,
): OpenMethod<Name> {
  return { needs: 'nobody', traits, serve }
}

/** Declares a method that needs a user, and what else is to be known of it. */
export function userMethod<Name extends MethodName>(
  traits: UserMethodTraits,
  serve: Serve<UserContext, Name>,
): UserMethod<Name> {
  return { needs: 'user', traits, serve }
}

/** The methods of several files as one; none may be in two of them. */
export function joinMethods(...parts: readonly Methods[]): Methods {
  const joined: Methods = {}
  for (const part of parts) {
    for (const name in part) if (name in joined) throw new TypeError(`${name} is declared twice`)
    Object.assign(joined, part)
  }
  return joined
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
  readonly methods: Methods
  /** Run by one server only, however many share the store (see `maintenance.ts`). */
  readonly upkeep?: readonly Upkeep[]
}
