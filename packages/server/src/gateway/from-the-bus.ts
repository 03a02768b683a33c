import type { Bus } from '../bus/bus.ts'
import type { GatewaySession } from './gateway-session.ts'
import type { KeyNews } from './key-news.ts'
import { pushTo, type Subscribers } from './subscribers.ts'

export interface FromTheBusOptions {
  readonly bus: Bus
  readonly keyNews: KeyNews
  readonly subscribers: Subscribers
  readonly sessions: () => Iterable<GatewaySession>
}

/** Takes what the bus brings to a gateway to where it belongs. The answer ends it. */
export function followBus({ bus, keyNews, subscribers, sessions }: FromTheBusOptions): () => void {
  return bus.subscribe((message) => {
    switch (message.type) {
      case 'updates':
        subscribers.push(message.userId, message.updates, message.except)
        break
      case 'keyUpdates': {
        const { authKeyId } = message
        const its = [...sessions()].filter((session) => session.wantsUpdates && session.key?.authKeyId === authKeyId)
        pushTo(its, message.updates, undefined)
        break
      }
      case 'authorization':
      case 'bound':
      case 'keyDestroyed':
        keyNews.take(message)
        break
      default:
        break
    }
  })
}
