import { release, type } from 'node:os'
import { connectTcp } from '@chappe/transport'
import { connectHttp } from '@chappe/transport/client'
import { connectWebSocket } from '@chappe/transport/websocket'
import { nodeFiles } from './node-files.ts'
import { noPageEvents } from './page-events.ts'
import type { Platform } from './platform.ts'
import { httpUrl, webRandom, webSocketUrl } from './web-routes.ts'

export const platform: Platform = {
  random: webRandom,
  transports: ['tcp', 'websocket', 'http'],
  page: noPageEvents,
  files: nodeFiles,
  defaultTransport: 'tcp',
  deviceModel: `Node.js ${process.versions.node}`,
  systemVersion: `${type()} ${release()}`,
  language: Intl.DateTimeFormat().resolvedOptions().locale.slice(0, 2),
  connect({ route, accept, signal, random }) {
    const { host, port, framing, obfuscated, dcId } = route
    if (route.transport === 'http') return connectHttp({ url: httpUrl(route, false), accept, signal })
    const common = { accept, signal, random, framing, dcId }
    if (route.transport === 'websocket') return connectWebSocket({ url: webSocketUrl(route), ...common })
    return connectTcp({ host, port, obfuscated, ...common })
  },
}
