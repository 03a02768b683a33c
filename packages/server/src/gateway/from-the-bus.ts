import type { Bus } from '../bus/bus.ts'
import type { AnnouncementOrder } from './announcement-order.ts'
import type { KeyNews } from './key-news.ts'

export interface FromTheBusOptions {
  readonly bus: Bus
  readonly keyNews: Pick<KeyNews, 'take'>
  readonly order: Pick<AnnouncementOrder, 'take'>
}

/** Takes what the bus brings to a gateway to where it belongs. The answer ends it. */
export function followBus({ bus, keyNews, order }: FromTheBusOptions): () => void {
  return bus.subscribe((message) => {
    switch (message.type) {
      case 'authorization':
      case 'bound':
      case 'keyDestroyed':
        keyNews.take(message)
        break
      case 'botAnswered':
        // Whoever asked hears of it by itself.
        break
      default:
        order.take(message)
    }
  })
}
