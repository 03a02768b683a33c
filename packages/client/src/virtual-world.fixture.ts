/** Virtual time and a network of memory between a client and a server endpoint, both from one source of randomness. */
import type { AcceptConnection, Clock, CloseReason, PacketConnection, PacketHandlers } from '@chappe/transport/client'

export interface VirtualClock extends Clock {
  /** Lets time pass, with all that is to happen meanwhile. */
  pass(ms: number): Promise<void>
  sleep(ms: number): Promise<void>
}

export function createVirtualClock(): VirtualClock {
  let time = 1_790_000_000_000
  let timers: { readonly at: number; readonly callback: () => void }[] = []
  const deferred: (() => void)[] = []

  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet++) {
      await new Promise((resolve) => setImmediate(resolve))
      if (deferred.length > 0) quiet = 0
      for (const callback of deferred.splice(0)) callback()
    }
  }
  const after: Clock['after'] = (delayMs, callback) => {
    const timer = { at: time + delayMs, callback }
    timers.push(timer)
    return () => {
      timers = timers.filter((other) => other !== timer)
    }
  }
  return {
    now: () => time,
    after,
    defer: (callback) => void deferred.push(callback),
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    async pass(ms) {
      const until = time + ms
      await settle()
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        timers = timers.filter((timer) => timer !== next)
        time = Math.max(time, next.at)
        next.callback()
        await settle()
      }
      time = until
    },
  }
}

/** Numbers from 0 up to 1, and bytes, from a seed (mulberry32). Not for secrets. */
export function seeded(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    below: (limit: number): number => Math.floor(next() * limit),
    bytes: (length: number): Uint8Array => Uint8Array.from({ length }, () => Math.floor(next() * 256)),
  }
}

interface End {
  readonly connection: PacketConnection
  handlers: PacketHandlers | undefined
}

let connections = 0

/** Two ends of one wire, on which each packet is under way for a while; what was sent first arrives first. */
export function connectInMemory(
  acceptAtServer: AcceptConnection,
  acceptAtClient: AcceptConnection,
  clock: Clock,
  delayMs: () => number,
): { readonly connection: PacketConnection; cut(): void } {
  let closed = false
  function end(other: () => End): End {
    let freeAt = 0
    const close = (): void => cut({ code: 'CLOSED_HERE', message: 'closed' })
    const connection: PacketConnection = {
      ...{ id: ++connections, mode: 'stream', remoteAddress: 'memory', remotePort: 1, dcId: undefined },
      ...{ bufferedBytes: 0, openRequests: 0 },
      transport: { carrier: 'tcp', framing: 'intermediate', obfuscated: false, proxySecret: false, testPath: false },
      get closed() {
        return closed
      },
      send(packet) {
        freeAt = Math.max(freeAt, clock.now() + delayMs())
        const copy = packet.slice()
        clock.after(freeAt - clock.now(), () => {
          if (!closed) other().handlers?.onPacket(copy, false)
        })
      },
      sendQuickAck() {},
      sendTransportError(code) {
        clock.defer(() => other().handlers?.onTransportError?.(code))
      },
      pause() {},
      resume() {},
      close,
      abort: close,
    }
    return { connection, handlers: undefined }
  }
  function cut(reason: CloseReason): void {
    if (closed) return
    closed = true
    clock.defer(() => {
      atClient.handlers?.onClose(reason)
      atServer.handlers?.onClose({ code: 'CLOSED_BY_PEER', message: 'closed' })
    })
  }
  const atClient: End = end(() => atServer)
  const atServer: End = end(() => atClient)
  atServer.handlers = acceptAtServer(atServer.connection)
  atClient.handlers = acceptAtClient(atClient.connection)
  return { connection: atClient.connection, cut: () => cut({ code: 'CONNECTION_LOST', message: 'cut' }) }
}
