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
   * What happens, in order, each at least once: what has not been dealt with when the process ends comes again. To be called
   * once.
   */
  listen(listener: (update: PortUpdate) => Promise<void>): void
  /** The bot is signed out: its token was revoked, or it was deleted. */
  onSignedOut(listener: () => void): void
  close(): Promise<void>
}

/** An update with the people and chats that it names. */
export interface PortUpdate {
  readonly update: api.Update
  readonly users: readonly api.User[]
  readonly chats: readonly api.Chat[]
}
