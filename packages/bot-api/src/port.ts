import type { api, ResultOf } from '@chappe/tl-codec/api'

/**
 * What the HTTP Bot API stands on: one bot's account on an MTProto server. Inside `chappe-server` it goes to the services in
 * process, stand-alone it goes through `@chappe/client` to any server.
 */
export interface BotPort {
  /** The bot's own account. */
  readonly self: api.user
  /** Calls a method of the MTProto API. Rejects with an `RpcRefusal` for what the server refuses. */
  call<const M extends api.Method>(request: M): Promise<ResultOf<M>>
  /** Whoever a message can go to. Rejects with `PEER_ID_INVALID` for whom the bot does not know. */
  inputPeer(peer: api.Peer): Promise<api.InputPeer>
  /**
   * What happens from a position on (the beginning of what the server keeps, without one), in order, each at least once; ends
   * when `signal` is aborted.
   */
  updates(after: Uint8Array | undefined, signal: AbortSignal): AsyncIterable<PortUpdate>
  close(): Promise<void>
}

/** An update with the people and chats that it names. */
export interface PortUpdate {
  readonly update: api.Update
  readonly users: readonly api.User[]
  readonly chats: readonly api.Chat[]
  /** From here on it goes on once this one is stored. */
  readonly position: Uint8Array
}

/** Signs a bot in by its token; undefined for a token that nobody has. */
export type OpenBot = (token: string) => Promise<BotPort | undefined>
