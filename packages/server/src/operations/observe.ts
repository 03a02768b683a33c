import type { Gateway } from '../gateway/gateway.ts'
import type { Rpc } from '../rpc/rpc.ts'
import type { Metrics } from './metrics.ts'

export function observe(metrics: Metrics, rpc: Rpc, gateway: Gateway): void {
  const { endpoint } = gateway
  metrics.observe({
    rpc,
    connections: () => endpoint.connectionCount,
    sessions: () => endpoint.sessionCount,
    keyExchanges: () => endpoint.keyExchangeCount,
    requestsRunning: () => gateway.running,
  })
}
