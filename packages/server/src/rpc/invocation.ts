import type { api } from '@chappe/tl-codec/api'
import type { ClientInfo } from '../store/domain/auth-keys.ts'
import { badRequest } from './rpc-error.ts'

/** A request without its wrappers, and what they said ("Invoking API methods"). */
export interface Invocation {
  readonly request: api.Method
  /** From `invokeWithLayer`. */
  readonly layer: number | undefined
  /** From `initConnection`, but for the layer. */
  readonly client: Omit<ClientInfo, 'layer'> | undefined
  /** Not asked for by `invokeWithoutUpdates`. */
  readonly updates: boolean
  /** From `invokeAfterMsg` and `invokeAfterMsgs`. */
  readonly after: readonly bigint[]
}

const maxWrappers = 16
/** Layers below used 32-bit ids. */
const oldestLayer = 133
const maxTextLength = 256

export function unwrap(wrapped: api.Method): Invocation {
  let request = wrapped
  let layer: number | undefined
  let client: Invocation['client']
  let updates = true
  const after: bigint[] = []
  for (let depth = 0; ; depth++) {
    if (depth > maxWrappers) throw badRequest('INPUT_REQUEST_INVALID')
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
        after.push(...request.msgIds)
        request = request.query
        break
      // These vouch for an official application or a solved puzzle, which this server asks of nobody.
      case 'invokeWithGooglePlayIntegrity':
      case 'invokeWithApnsSecret':
      case 'invokeWithReCaptcha':
        request = request.query
        break
      default:
        return { request, layer, client, updates, after }
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
