import type { SessionEvent } from '../session/events.ts'
import type { SessionError } from '../session/session-error.ts'
import type { ClientEndpointOptions } from './client-endpoint-options.ts'
import { RequestError, RpcFailure } from './client-failure.ts'
import type { ClientRequests } from './client-requests.ts'
import type { ClientSession } from './client-session.ts'

export interface SessionEventsPort {
  readonly options: ClientEndpointOptions
  readonly requests: ClientRequests
  readonly log: NonNullable<ClientEndpointOptions['log']>
  /** Whether this is the request that binds the temporary key. */
  readonly isBinding: (requestId: number) => boolean
  readonly onBound: (error: Error | undefined) => void
  readonly setIntroduced: (introduced: ClientSession['introduced']) => void
  /** There is room for another request. */
  readonly pump: () => void
  readonly onClockCorrected: (offset: number) => void
  readonly onSilence: () => void
  readonly onViolation: (error: SessionError) => void
}

/** Tells the requests and the owner what the session tells. */
export function createSessionEvents(port: SessionEventsPort): (event: SessionEvent) => void {
  const { options, requests, log } = port

  return (event) => {
    switch (event.type) {
      case 'answer': {
        if (port.isBinding(event.requestId)) return port.onBound(undefined)
        const request = requests.take(event.requestId)
        if (request?.introduces) port.setIntroduced('yes')
        request?.resolve(event.body)
        return port.pump()
      }
      case 'error': {
        const failure = new RpcFailure(event.code, event.message)
        if (port.isBinding(event.requestId)) return port.onBound(failure)
        requests.take(event.requestId)?.reject(failure)
        return port.pump()
      }
      case 'answerInvalid': {
        const { error: cause, body } = event
        if (port.isBinding(event.requestId)) return port.onBound(cause)
        const message = `the answer cannot be read: ${cause.message}`
        requests
          .take(event.requestId)
          ?.reject(new RequestError('ANSWER_INVALID', message, { cause, bytes: body.slice() }))
        return port.pump()
      }
      case 'received':
        return requests.received(event.requestId)
      case 'update':
        return options.onUpdate?.(event.body)
      case 'updateLost':
        log({ type: 'failure', what: 'unpacking a message of the server', error: event.error })
        return options.onNewSession?.()
      case 'newSession':
        port.setIntroduced('no')
        return options.onNewSession?.()
      case 'restarted':
        port.setIntroduced('no')
        return
      case 'clockCorrected':
        return port.onClockCorrected(event.offset)
      case 'disconnect':
        return port.onSilence()
      case 'violation':
        return event.fatal ? port.onViolation(event.error) : undefined
      default:
        return
    }
  }
}
