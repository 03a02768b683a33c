import type { ServerEndpointEvent } from '@chappe/transport'
import type { Log } from '../ports/log.ts'
import { describeFailure } from '../rpc/describe-failure.ts'

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
    case 'failure':
      log.error({ what: event.what, ...describeFailure(event.error) }, 'transport failure')
      break
  }
}
