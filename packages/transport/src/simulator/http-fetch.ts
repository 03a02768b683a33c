import type { StandardFetch, StandardResponse } from '../http/http-client.ts'
import type { HttpClientEnd } from './http-client-end.ts'
import type { SeededRandom } from './random.ts'

/** Browsers open so many connections to one host; further requests wait for one of them. */
const MAX_CONNECTIONS = 6

export interface FetchOptions {
  readonly random: SeededRandom
  /** Opens a connection, or rejects as an unreachable server does. */
  open(): Promise<HttpClientEnd>
  /** A request leaves over this connection. */
  onUse(end: HttpClientEnd): void
}

/** The platform's `fetch`, with its kept connections, over the simulated network. */
export function createFetch({ random, open, onUse }: FetchOptions): StandardFetch {
  const kept: HttpClientEnd[] = []
  const queue: (() => void)[] = []
  let count = 0

  async function send(packet: Uint8Array, signal: AbortSignal): Promise<StandardResponse> {
    const end = await connection(signal)
    const reused = end.answered > 0
    try {
      return await use(end, packet, signal)
    } catch (error) {
      // As some browsers do: a kept connection that ends without an answer may have been gone before.
      if (!reused || signal.aborted || !random.chance(0.5)) throw error
      return use(await connect(), packet, signal)
    }
  }

  function use(end: HttpClientEnd, packet: Uint8Array, signal: AbortSignal): Promise<StandardResponse> {
    onUse(end)
    return end.ask(packet, signal, () => {
      if (end.over) count--
      else kept.push(end)
      queue.shift()?.()
    })
  }

  async function connection(signal: AbortSignal): Promise<HttpClientEnd> {
    for (;;) {
      if (signal.aborted) throw new TypeError('the request was aborted')
      for (let end = kept.pop(); end !== undefined; end = kept.pop()) {
        if (end.idle) return end
        count--
      }
      if (count < MAX_CONNECTIONS) return connect()
      await new Promise<void>((resolve) => {
        queue.push(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  async function connect(): Promise<HttpClientEnd> {
    count++
    try {
      return await open()
    } catch (error) {
      count--
      queue.shift()?.()
      throw error
    }
  }

  return (_url, { body, signal }) => send(body, signal)
}
