import { type api, encodeResult, type LegacyMethod, type ResultOf } from '@chappe/tl-layers'
import type { Act } from '../rules/rights.ts'
import type { OpenMethod } from './authorization.ts'
import type {
  MethodName,
  OpenContext,
  OpenHandlers,
  RequestOf,
  Service,
  UserContext,
  UserHandlers,
} from './handlers.ts'

/** A served method, whose types have been checked when it was registered. */
export type Served =
  | { readonly needs: 'nobody'; readonly serve: ServeBytes<OpenContext>; readonly acts?: undefined }
  | { readonly needs: 'user'; readonly serve: ServeBytes<UserContext>; readonly acts: readonly Act[] | undefined }

/** A request in, the bytes of its result in the caller's layer out. */
type ServeBytes<Context> = (context: Context, request: AnyMethod, layer: number) => Promise<Uint8Array>
type AnyMethod = api.Method | LegacyMethod

/** All served methods by name. Two services must not serve the same one. */
export function createRegistry(services: readonly Service[]): ReadonlyMap<string, Served> {
  const registry = new Map<string, Served>()
  const add = (name: string, served: Served | undefined): void => {
    if (served === undefined) return
    if (registry.has(name)) throw new TypeError(`two services serve ${name}`)
    registry.set(name, served)
  }
  for (const { open = {}, user = {} } of services) {
    for (const name of keysOf(open)) add(name, serveOpen(open, name))
    for (const name of keysOf(user)) add(name, serveUser(user, name))
  }
  return registry
}

function serveOpen<Name extends OpenMethod>(handlers: OpenHandlers, name: Name): Served | undefined {
  const handler = handlers[name]
  return handler && { needs: 'nobody', serve: bind(name, handler) }
}

function serveUser<Name extends keyof UserHandlers>(handlers: UserHandlers, name: Name): Served | undefined {
  const handler = handlers[name]
  return handler && { needs: 'user', serve: bind(name, handler), acts: handler.acts }
}

function bind<Name extends MethodName, Context>(
  name: Name,
  handler: (context: Context, request: RequestOf<Name>) => Promise<ResultOf<RequestOf<Name>>>,
): ServeBytes<Context> {
  const isOwn = (request: AnyMethod): request is RequestOf<Name> => request._ === name
  return (context, request, layer) => {
    if (!isOwn(request)) throw new TypeError(`${request._} was given to the handler of ${name}`)
    return handler(context, request).then((result) => encodeResult(request, result, layer))
  }
}

/** The own keys of an object literal, with their type. */
function keysOf<Key extends string>(object: { readonly [Name in Key]?: unknown }): Key[] {
  const keys: Key[] = []
  for (const key in object) keys.push(key)
  return keys
}
