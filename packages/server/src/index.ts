export type { Bus, BusMessage, SessionName } from './bus/bus.ts'
export { ConfigError } from './config/config-error.ts'
export type { Registration } from './core-ports.ts'
export type { BoxId, ChannelId, ChatId, PeerId, UserId } from './ids.ts'
export type { AddressBook } from './ports/address-book.ts'
export { type Clock, systemClock } from './ports/clock.ts'
export { type CodeSender, SendFailure } from './ports/code-sender.ts'
export type { EmailSender } from './ports/email-sender.ts'
export type { Log } from './ports/log.ts'
export type { RandomBytes } from './ports/random.ts'
export type { Traffic, TrafficOf } from './ports/traffic.ts'
export { type BotLimits, publicBotLimits } from './rpc/bot-limits.ts'
export type { RateLimits } from './rpc/limits.ts'
export type { RateLimit } from './rpc/method-traits.ts'
export {
  createServer,
  type InProcessSession,
  type InProcessSessionOptions,
  type Server,
  type ServerOptions,
} from './server.ts'
export { StoreError, type StoreErrorCode } from './store/errors.ts'
export { openSqliteStore, type SqliteStoreOptions } from './store/sqlite/sqlite-store.ts'
export type { Reads, Store, Transaction } from './store/store.ts'
