import { type api, decodeMethod } from '@chappe/tl-codec/api'
import { type Clock, RpcFailure } from '@chappe/transport/client'
import { clientClock } from '../clock.ts'
import { type Call, type CallPort, createCall } from './call.ts'

/** Calls that `serve` answers by TL bytes, or by throwing an `RpcFailure`. */
export function callTo(serve: (request: api.Method) => Uint8Array, port: Partial<CallPort> = {}): Call {
  return createCall({
    clock: clientClock,
    floodWaitS: 0,
    closed: new AbortController().signal,
    send: async (body) => serve(decodeMethod(body)),
    migrate: async () => false,
    onUnauthorized() {},
    whyNotConnected: () => undefined,
    onResult() {},
    ...port,
  })
}

export function refuse(code: number, message: string): never {
  throw new RpcFailure(code, message)
}

/** A clock that stands until it is moved. */
export function standingClock(): Clock & { time: number } {
  const clock = { ...clientClock, time: 1_790_000_000_000, now: () => clock.time }
  return clock
}
