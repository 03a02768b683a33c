import type { AcceptConnection } from '../drivers/packet-connection.ts'
import type { Clock } from '../endpoint/ports.ts'

/** A client's process from its start until it is killed. */
export interface Life {
  /** Counted from zero. */
  readonly number: number
  over: boolean
}

/** The machine's clock as the process sees it: nothing that it waits for happens after its end. */
export function clockOf(life: Life, clock: Clock): Clock {
  const unlessOver = (callback: () => void) => (): void => {
    if (!life.over) callback()
  }
  return {
    now: clock.now,
    after: (delayMs, callback) => clock.after(delayMs, unlessOver(callback)),
    defer: (callback) => clock.defer(unlessOver(callback)),
  }
}

/** Nothing that a connection brings reaches a process after its end. */
export function acceptOf(life: Life, accept: AcceptConnection): AcceptConnection {
  return (connection) => {
    const handlers = accept(connection)
    return {
      onPacket(packet, quickAck) {
        if (!life.over) handlers.onPacket(packet, quickAck)
      },
      onProgress() {
        if (!life.over) handlers.onProgress?.()
      },
      onQuickAck(token) {
        if (!life.over) handlers.onQuickAck?.(token)
      },
      onTransportError(code) {
        if (!life.over) handlers.onTransportError?.(code)
      },
      onDrain() {
        if (!life.over) handlers.onDrain?.()
      },
      onRequestEnd() {
        if (!life.over) handlers.onRequestEnd?.()
      },
      onClose(reason) {
        if (!life.over) handlers.onClose(reason)
      },
    }
  }
}
