export type { ConnectOptions, StreamOptions } from './drivers/client-options.ts'
export {
  type ConnectionLimits,
  DEFAULT_CLIENT_LIMITS,
  DEFAULT_SERVER_LIMITS,
  type ServerLimits,
} from './drivers/limits.ts'
export { type Listener, type ListenOptions, listen } from './drivers/listener.ts'
export type {
  AcceptConnection,
  Carrier,
  CloseCode,
  CloseReason,
  ConnectionMode,
  FramingName,
  PacketConnection,
  PacketHandlers,
  SendOptions,
  TransportInfo,
} from './drivers/packet-connection.ts'
export { connectTcp, type TcpOptions } from './drivers/tcp-client.ts'
export { systemTimers, type Timers } from './drivers/timers.ts'
export { connectWebSocket } from './drivers/websocket-client.node.ts'
export type { WebSocketOptions } from './drivers/websocket-client.ts'
export { addressGroup } from './endpoint/address-group.ts'
export { type ClientEndpoint, createClientEndpoint } from './endpoint/client-endpoint.ts'
export type {
  ClientEndpointEvent,
  ClientEndpointOptions,
  ClientState,
  PfsOptions,
  StoredClientKey,
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
export {
  type AuthKeyStore,
  type Clock,
  createMemoryAuthKeyStore,
  type StoredAuthKey,
  systemClock,
} from './endpoint/ports.ts'
export { createServerEndpoint, type ServerEndpoint } from './endpoint/server-endpoint.ts'
export type {
  ServerEndpointEvent,
  ServerEndpointLimits,
  ServerEndpointOptions,
} from './endpoint/server-endpoint-options.ts'
export type { ServerQuery } from './endpoint/server-query.ts'
export type { ServerSession, SessionLoad } from './endpoint/server-session.ts'
export { type ProxySecret, parseProxySecret } from './framing/proxy-secret.ts'
export { quickAckToken } from './framing/quick-ack.ts'
export { gunzipBounded, gzip, type InflateBounds } from './gzip/gzip.ts'
export { connectHttp, type HttpOptions } from './http/http-client.ts'
export {
  type BindTempAuthKeyFields,
  type BindTempAuthKeyOptions,
  buildBindTempAuthKey,
  type VerifyBindTempAuthKeyOptions,
  verifyBindTempAuthKey,
} from './key-exchange/bind-temp-auth-key.ts'
export {
  type ClientKeyExchange,
  type ClientKeyExchangeOptions,
  type ClientKeyExchangeOutput,
  createClientKeyExchange,
} from './key-exchange/client-key-exchange.ts'
export type { ClientKeyExchangeParameters, ClientKeyExchangeResult } from './key-exchange/client-steps.ts'
export {
  createQueuedCompute,
  inlineCompute,
  type KeyExchangeCompute,
  type QueuedCompute,
  type QueuedComputeOptions,
} from './key-exchange/compute.ts'
export { type DcIds, innerDataDc, type NamedDc, readInnerDataDc, type TargetDc } from './key-exchange/dc.ts'
export { KeyExchangeError, type KeyExchangeErrorCode } from './key-exchange/key-exchange-error.ts'
export type { KeyExchangeLimits } from './key-exchange/key-exchange-server.ts'
export {
  createMessageIdGenerator,
  type MessageIdGenerator,
  messageIdAt,
  messageIdTime,
} from './message-id.ts'
export { pooledRandom } from './pooled-random.ts'
export { type Envelope, openEnvelope, packetKeyId, type Role, sealEnvelope } from './session/envelope.ts'
export type { ClientEvent, CommonEvent, ServerEvent, SessionEvent } from './session/events.ts'
export { DEFAULT_SESSION_LIMITS, type SessionLimits } from './session/limits.ts'
export { type FutureSalt, ServerSalts } from './session/server-salts.ts'
export type { ServiceMessage } from './session/service-codec.ts'
export {
  type ClientSessionOptions,
  type OutgoingPacket,
  type ServerSessionOptions,
  Session,
  type SessionOutput,
} from './session/session.ts'
export { SessionError, type SessionErrorCode } from './session/session-error.ts'
export { type UnpackedQuery, unpackQuery } from './session/unpack-query.ts'
export { TransportError, type TransportErrorCode } from './transport-error.ts'
