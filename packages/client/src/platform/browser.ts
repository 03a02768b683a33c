import { connectHttp } from '@chappe/transport/client'
import { connectWebSocket } from '@chappe/transport/websocket'
import { ClientError } from '../errors.ts'
import { pageEventsOf } from './page-events.ts'
import type { Platform } from './platform.ts'
import { httpUrl, webRandom, webSocketUrl } from './web-routes.ts'

export const platform: Platform = {
  random: webRandom,
  transports: ['websocket', 'http'],
  page: pageEventsOf(globalThis),
  files: undefined,
  defaultTransport: 'websocket',
  deviceModel: 'Browser',
  systemVersion: 'Web',
  language: Intl.DateTimeFormat().resolvedOptions().locale.slice(0, 2),
  connect({ route, accept, signal, random }) {
    const { framing, dcId } = route
    if (route.transport === 'http') return connectHttp({ url: httpUrl(route, true), accept, signal })
    if (route.transport === 'websocket') {
      return connectWebSocket({ url: webSocketUrl(route), accept, signal, random, framing, dcId })
    }
    return Promise.reject(new ClientError('OPTION_INVALID', 'browsers have no TCP: use websocket or http'))
  },
}
