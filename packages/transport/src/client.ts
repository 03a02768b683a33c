// What a client needs on any platform: nothing in here, or below, asks for Node.
export type { ConnectOptions, StreamOptions } from './drivers/client-options.ts'
export type {
  AcceptConnection,
  CloseReason,
  FramingName,
  PacketConnection,
  PacketHandlers,
} from './drivers/packet-connection.ts'
export type { Timers } from './drivers/timers.ts'
export { type ClientEndpoint, createClientEndpoint } from './endpoint/client-endpoint.ts'
export type {
  ClientEndpointEvent,
  ClientEndpointOptions,
  ClientState,
  PfsOptions,
  StoredClientKey,
  Waiting,
} from './endpoint/client-endpoint-options.ts'
export {
  type ClientFatalCode,
  ClientFatalError,
  RequestError,
  type RequestErrorCode,
  RpcFailure,
} from './endpoint/client-failure.ts'
export { type ClientEndpointLimits, DEFAULT_CLIENT_ENDPOINT_LIMITS } from './endpoint/client-limits.ts'
export type { RequestOptions } from './endpoint/client-requests.ts'
export { type Clock, systemClock } from './endpoint/ports.ts'
export { createSteadyClock } from './endpoint/steady-clock.ts'
export { connectHttp, type HttpOptions } from './http/http-client.ts'
export type { BindTempAuthKeyFields } from './key-exchange/bind-temp-auth-key.ts'
export type { TargetDc } from './key-exchange/dc.ts'
export { KeyExchangeError, type KeyExchangeErrorCode } from './key-exchange/key-exchange-error.ts'
export type { SessionLimits } from './session/limits.ts'
export { SessionError, type SessionErrorCode } from './session/session-error.ts'
export { TransportError, type TransportErrorCode } from './transport-error.ts'
