// The public face in browsers: a client's side. No TCP, no listener, nothing of Node.
export * from './client.ts'
export { DEFAULT_CLIENT_LIMITS } from './drivers/limits.ts'
export { systemTimers } from './drivers/timers.ts'
export { connectWebSocket } from './drivers/websocket-client.browser.ts'
export type { WebSocketOptions } from './drivers/websocket-client.ts'
export { type ProxySecret, parseProxySecret } from './framing/proxy-secret.ts'
