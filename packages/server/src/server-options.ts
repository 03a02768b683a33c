import type { ServerLimits } from '@chappe/transport'
import type { BotApiPort } from './bot-api/serve-bot-api.ts'
import type { Bus } from './bus/bus.ts'
import type { Registration } from './core-ports.ts'
import type { AddressBook } from './ports/address-book.ts'
import type { Clock } from './ports/clock.ts'
import type { CodeSender } from './ports/code-sender.ts'
import type { EmailSender } from './ports/email-sender.ts'
import type { Log } from './ports/log.ts'
import type { RandomBytes } from './ports/random.ts'
import type { Traffic } from './ports/traffic.ts'
import type { RateLimits } from './rpc/limits.ts'
import type { Store } from './store/store.ts'

/** What a server may be given. Everything has a default. */
export interface ServerOptions {
  /** The folder for the store and the keys, made if need be. Default: none, everything is forgotten on `close`. */
  readonly data?: string | undefined
  /**
   * Whether what is acknowledged outlives a power cut. False saves the flushes to the disk, for tests; a kill of the process
   * loses nothing all the same. Default: true.
   */
  readonly durable?: boolean | undefined
  /** The address to listen on. Default: 127.0.0.1. */
  readonly host?: string | undefined
  /** Default: 0, any free port. */
  readonly port?: number | undefined
  /** Where clients are told to connect to, where that is not where the server listens. A name is looked up once. */
  readonly publicHost?: string | undefined
  readonly publicPort?: number | undefined
  /** Serves `/metrics`, `/health` and `/ready` on this port of 127.0.0.1, 0 for a free one. Default: not at all. */
  readonly metricsPort?: number | undefined
  /**
   * The number of the data centre that this server is, if it is one of several: whoever means another is refused. Default: it
   * is alone, and is whichever data centre a client means.
   */
  readonly dcId?: number | undefined
  /**
   * Whether 99966XYYYY signs in with XXXXX; only ever on a loopback address. Default: true, unless `publicHost` or
   * `publicPort` says that others are to reach the server.
   */
  readonly testAccounts?: boolean | undefined
  /** Default: logs nothing. */
  readonly log?: Log | undefined
  /** Default: prints codes in the log. */
  readonly codeSender?: CodeSender | undefined
  /** Default: prints codes in the log. */
  readonly emailSender?: EmailSender | undefined
  /** Where login codes go by e-mail, for organisations without SMS. Default: nowhere. */
  readonly addressBook?: AddressBook | undefined
  /** Who may make an account. Default: anyone. */
  readonly registration?: Registration | undefined
  /** Whether service messages tell the other devices of login codes and of new devices. Default: true. */
  readonly loginNotices?: boolean | undefined
  /** Whether a login e-mail is asked of whoever signs in without one; codes then go there. Default: false. */
  readonly loginEmail?: boolean | undefined
  /** Whether the pages that messages link to are fetched from the public internet. Default: false. */
  readonly linkPreviews?: boolean | undefined
  /** The first message of a new account, from the service account; empty for none. Default: a short welcome. */
  readonly welcomeText?: string | undefined
  /** The phone number of the account that answers people's questions, in digits. Default: nobody does. */
  readonly support?: string | undefined
  /** Where the bytes of files lie: a folder, or `s3://BUCKET/PREFIX`. Default: `files` in `data`, or memory without it. */
  readonly files?: string | undefined
  /** The URL of an S3 service other than that of AWS. */
  readonly filesEndpoint?: string | undefined
  /** Master keys of files, 64 hexadecimal digits each, the one that seals first. Default: those in `keys/files.key` of `data`. */
  readonly filesKey?: string | undefined
  /** What the files of one account may take, in MiB. Default: any amount. */
  readonly fileQuota?: number | undefined
  /** How many parts of 512 KiB a file may have, 4,000 to 8,000. Default: 4,000. */
  readonly maxFileParts?: number | undefined
  /** Where programs of bots find the HTTP Bot API. Default: nowhere. */
  readonly botApi?: BotApiPort | undefined
  readonly clock?: Clock | undefined
  readonly random?: RandomBytes | undefined
  /** Default: the embedded SQLite store in `data`. */
  readonly store?: Store | undefined
  /** How the servers that share `store` tell each other of what is in it. Default: there is no other. */
  readonly bus?: Bus | undefined
  /** Default: what a public server needs; `{}` for none, where only tests connect. */
  readonly rateLimits?: RateLimits | undefined
  /**
   * Whether bots may send no more than on the public server (`publicBotLimits`), unless `rateLimits` says so. Default: where there
   * are no test accounts.
   */
  readonly botLimits?: boolean | undefined
  readonly connectionLimits?: Partial<ServerLimits> | undefined
  /** Is shown all queries, answers and updates. Default: nobody. */
  readonly traffic?: Traffic | undefined
}
