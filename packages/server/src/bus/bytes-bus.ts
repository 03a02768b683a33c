import type { Log } from '../ports/log.ts'
import type { Bus, BusMessage } from './bus.ts'
import { BusMessageError, decodeBusMessage, encodeBusMessage } from './bus-message.ts'
import { createInProcessBus } from './in-process-bus.ts'

export interface BytesBusOptions {
  /** Sends to all other processes, and not to this one. */
  readonly send: (bytes: Uint8Array) => void
  readonly log: Log
}

/** One process's end of a bus that carries bytes. */
export interface BytesBus extends Bus {
  /** What another process has sent. What cannot be read is as good as lost, and is logged. */
  receive(bytes: Uint8Array): void
}

/** What every bus between processes has in common, whatever network carries it. */
export function createBytesBus({ send, log }: BytesBusOptions): BytesBus {
  const own = createInProcessBus()
  return {
    publish(message) {
      own.publish(message)
      send(encodeBusMessage(message))
    },
    subscribe: own.subscribe,
    receive(bytes) {
      let message: BusMessage
      try {
        message = decodeBusMessage(bytes)
      } catch (error) {
        if (!(error instanceof BusMessageError)) throw error
        log.warn({ code: error.code, bytes: bytes.length }, 'a message from another process could not be read')
        return
      }
      own.publish(message)
    },
  }
}
