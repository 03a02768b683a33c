import type { api, LegacyMethod } from '@chappe/tl-layers'
import type { ClientInfo } from '../store/domain/identity/auth-keys.ts'
import { oldestLayer } from './layer.ts'
import { badRequest } from './rpc-error.ts'
import { withinRange } from './within-range.ts'

/** A request without its wrappers, and what they said ("Invoking API methods"). */
export interface Invocation {
  readonly request: api.Method | LegacyMethod
  /** From `invokeWithLayer`. */
  readonly layer: number | undefined
  /** From `initConnection`, but for the layer. */
  readonly client: Omit<ClientInfo, 'layer'> | undefined
  /** Not asked for by `invokeWithoutUpdates`. */
  readonly updates: boolean
  /** From `invokeAfterMsg` and `invokeAfterMsgs`. */
  readonly after: readonly bigint[]
  /** From `invokeWithTakeout`. */
  readonly takeoutId: bigint | undefined
}

const maxWrappers = 16
const maxTextLength = 256
/** How many queries one may have to wait for; clients name a handful, or a queue of up to two hundred. */
const maxAfter = 256

const wrappers = [
  'invokeWithLayer',
  'initConnection',
  'invokeWithoutUpdates',
  'invokeAfterMsg',
  'invokeAfterMsgs',
  'invokeWithTakeout',
  'invokeWithMessagesRange',
  'invokeWithGooglePlayIntegrity',
  'invokeWithApnsSecret',
  'invokeWithReCaptcha',
] as const
type Wrapping = Extract<api.Method, { readonly _: (typeof wrappers)[number] }>

/** The methods that are unwrapped before a request reaches a service. */
export const wrapperNames: ReadonlySet<string> = new Set(wrappers)

function isWrapping(request: api.Method | LegacyMethod): request is Wrapping {
  return wrapperNames.has(request._)
}

export function unwrap(wrapped: api.Method | LegacyMethod): Invocation {
  let request: api.Method | LegacyMethod = wrapped
  let layer: number | undefined
  let client: Invocation['client']
  let updates = true
  let takeoutId: bigint | undefined
  let range: api.messageRange | undefined
  const after: bigint[] = []
  for (let depth = 0; ; depth++) {
    if (depth > maxWrappers) throw badRequest('INPUT_REQUEST_INVALID')
    if (!isWrapping(request)) {
      return { request: withinRange(request, range), layer, client, updates, after, takeoutId }
    }
    switch (request._) {
      case 'invokeWithLayer':
        if (request.layer < oldestLayer) throw badRequest('CONNECTION_LAYER_INVALID')
        layer = request.layer
        request = request.query
        break
      case 'initConnection':
        client = clientInfo(request)
        request = request.query
        break
      case 'invokeWithoutUpdates':
        updates = false
        request = request.query
        break
      case 'invokeAfterMsg':
        after.push(request.msgId)
        request = request.query
        break
      case 'invokeAfterMsgs':
        if (after.length + request.msgIds.length > maxAfter) throw badRequest('INPUT_REQUEST_INVALID')
        after.push(...request.msgIds)
        request = request.query
        break
      case 'invokeWithTakeout':
        takeoutId = request.takeoutId
        request = request.query
        break
      case 'invokeWithMessagesRange':
        range = request.range
        request = request.query
        break
      // These vouch for an official application or a solved puzzle, which this server asks of nobody.
      case 'invokeWithGooglePlayIntegrity':
      case 'invokeWithApnsSecret':
      case 'invokeWithReCaptcha':
        request = request.query
        break
    }
  }
}

function clientInfo(request: api.initConnection): Omit<ClientInfo, 'layer'> {
  if (request.apiId <= 0) throw badRequest('API_ID_INVALID')
  const short = (text: string): string => text.slice(0, maxTextLength)
  return {
    apiId: request.apiId,
    deviceModel: short(request.deviceModel),
    systemVersion: short(request.systemVersion),
    appVersion: short(request.appVersion),
    systemLangCode: short(request.systemLangCode),
    langPack: short(request.langPack),
    langCode: short(request.langCode),
  }
}
