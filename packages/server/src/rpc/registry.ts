import { type api, encodeResult, type LegacyMethod } from '@chappe/tl-layers'
import { writeInLanguage } from '../views/in-language.ts'
import type {
  MethodName,
  Methods,
  NamedRequest,
  OpenContext,
  RequestOf,
  Serve,
  Service,
  UserContext,
} from './handlers.ts'
import type { MethodLimits } from './limits.ts'
import type { MethodTraits, UserMethodTraits } from './method-traits.ts'

/** A served method, whose types have been checked when it was registered. */
export type Served =
  | { readonly needs: 'nobody'; readonly serve: ServeBytes<OpenContext>; readonly traits: MethodTraits }
  | { readonly needs: 'user'; readonly serve: ServeBytes<UserContext>; readonly traits: UserMethodTraits }

export type Registry = ReadonlyMap<string, Served>

/** A request in, the bytes of its result in the caller's layer out. */
type ServeBytes<Context> = (context: Context, request: AnyMethod, layer: number) => Promise<Uint8Array>
type AnyMethod = api.Method | LegacyMethod

/** All served methods by name. Two services must not serve the same one. */
export function createRegistry(services: readonly Pick<Service, 'methods'>[]): Registry {
  const registry = new Map<string, Served>()
  for (const { methods } of services) {
    for (const name of keysOf(methods)) {
      const served = register(methods, name)
      if (served === undefined) continue
      if (registry.has(name)) throw new TypeError(`two services serve ${name}`)
      registry.set(name, served)
    }
  }
  return registry
}

/** The rate limits that stand beside the methods. */
export function rateLimitsOf(registry: Registry): MethodLimits {
  return Object.fromEntries([...registry].flatMap(([name, { traits }]) => (traits.rate ? [[name, traits.rate]] : [])))
}

const noTraits: UserMethodTraits = {}

function register<Name extends MethodName>(methods: Methods, name: Name): Served | undefined {
  const method = methods[name]
  if (method === undefined) return undefined
  if (typeof method === 'function') return { needs: 'user', serve: bind(name, method), traits: noTraits }
  const { traits } = method
  if (method.needs === 'nobody') return { needs: 'nobody', serve: bind(name, method.serve), traits }
  return { needs: 'user', serve: bind(name, method.serve), traits }
}

function bind<Name extends MethodName, Context extends OpenContext>(
  name: Name,
  handler: Serve<Context, Name>,
): ServeBytes<Context> {
  const isOwn = (request: NamedRequest): request is RequestOf<Name> => request._ === name
  return (context, request: NamedRequest, layer) => {
    if (!isOwn(request)) throw new TypeError(`${request._} was given to the handler of ${name}`)
    return handler(context, request).then((result) => {
      const { client } = context.caller.key
      return writeInLanguage(client?.langCode, () => encodeResult(request, result, layer)).written
    })
  }
}

/** The own keys of an object literal, with their type. */
function keysOf<Key extends string>(object: { readonly [Name in Key]?: unknown }): Key[] {
  const keys: Key[] = []
  for (const key in object) keys.push(key)
  return keys
}
