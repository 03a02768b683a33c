import { concat } from '@chappe/crypto'
import { type api, encode, LAYER } from '@chappe/tl-codec/api'

/** What a client says of itself ("Invoking API methods", initConnection). */
export type Introduction = Omit<api.initConnection, '_' | 'query' | 'proxy' | 'params'>

/**
 * Wraps encoded requests in invokeWithLayer(initConnection(…)). The query stands last in both, so the wrapping is a
 * prefix and the request is not encoded again.
 */
export function createIntroduction(introduction: Introduction): (body: Uint8Array) => Uint8Array {
  const query: api.help.getConfig = { _: 'help.getConfig' }
  const whole = encode({
    _: 'invokeWithLayer',
    layer: LAYER,
    query: { _: 'initConnection', ...introduction, query },
  })
  const prefix = whole.slice(0, whole.length - encode(query).length)
  return (body) => concat(prefix, body)
}
