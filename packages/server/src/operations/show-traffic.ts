import type { Traffic, TrafficOf } from '../ports/traffic.ts'
import type { KeyState } from '../rpc/caller.ts'
import type { Rpc } from '../rpc/rpc.ts'

export function trafficOf(key: KeyState, sessionId: bigint): TrafficOf {
  return { authKeyId: key.authKeyId, sessionId, userId: key.userId, layer: key.client?.layer }
}

/** The same rpc layer, with all that passes shown. */
export function showing(rpc: Rpc, traffic: Traffic): Rpc {
  return {
    ...rpc,
    async handle(caller, body) {
      const { sessionId } = caller.session
      traffic.query(trafficOf(caller.key, sessionId), body)
      try {
        const answer = await rpc.handle(caller, body)
        traffic.answer(trafficOf(caller.key, sessionId), body, answer)
        return answer
      } catch (error) {
        traffic.failure(trafficOf(caller.key, sessionId), body, error)
        throw error
      }
    },
  }
}
