import type { ServerEndpointEvent } from '@chappe/transport'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'

/** What peers get wrong is noted quietly, what goes wrong here is an error. */
export function logTransportEvent(log: Log, event: ServerEndpointEvent): void {
  switch (event.type) {
    case 'keyExchangeRefused':
      log.debug({ reason: event.code, remoteAddress: event.remoteAddress }, 'key exchange refused')
      break
    case 'packetRefused':
      log.debug({ reason: event.why, remoteAddress: event.remoteAddress }, 'packet refused')
      break
    case 'keyCreated':
      log.debug({ temporary: event.temporary }, 'authorization key created')
      break
    case 'violation':
      log.debug({ reason: event.code }, 'message refused')
      break
    case 'sessionGivenUp':
      log.warn(
        { heldBytes: event.heldBytes, bound: event.by },
        'a client asks for much and takes none of it: its session ends',
      )
      break
    case 'requestFailed':
      logFailure(log, 'error', 'query failed', event.error, { answer: `${event.code} ${event.message}` })
      break
    case 'answerTooLarge':
      log.warn({ bytes: event.bytes }, 'result too large to be sent')
      break
    case 'clockSetBack':
      log.warn(
        { seconds: Math.round(event.aheadMs / 1000) },
        'the clock was set back: clients are told a time that is ahead by so much until the server is started again',
      )
      break
    case 'failure':
      logFailure(log, 'error', 'transport failure', event.error, { what: event.what })
      break
  }
}
