import type { RateLimits, ServerOptions } from '@chappe/server'
import { type BotOptions, createBots, type LabBot } from './bots/bot.ts'
import type { ChatHandle } from './chats/chat-like.ts'
import { createChats, type LabChat } from './chats/chats.ts'
import { createLabClock, type LabClock } from './clock/lab-clock.ts'
import { LabError } from './errors.ts'
import { createPeople, type UserOptions } from './people/people.ts'
import type { Person } from './people/person.ts'
import { startLabServer } from './server/lab-server.ts'

/** Everything has a default. */
export interface LabOptions {
  /** A folder in which all is to stay. Default: a temporary one, which is removed when the lab is closed. */
  readonly data?: string | undefined
  /** Of the server, for clients by TCP, WebSocket and HTTP on 127.0.0.1. Default: 0, a free one. */
  readonly port?: number | undefined
  /** Of the HTTP Bot API. Default: 0, a free one. */
  readonly botApiPort?: number | undefined
  /** What the clock says at first. Default: the time that it is. */
  readonly startAt?: Date | number | undefined
  /** Limits of how often methods may be called: those of a public server, or one's own. Default: none. */
  readonly rateLimits?: 'public' | RateLimits | undefined
  /** What else the server may be given. Its welcome and the notices of sign-ins are off by default. */
  readonly server?: Omit<
    ServerOptions,
    'data' | 'port' | 'host' | 'botApi' | 'clock' | 'rateLimits' | 'durable' | 'store' | 'bus' | 'testAccounts'
  >
}

/** A server with people and bots, and a time of its own. */
export interface Lab extends AsyncDisposable {
  readonly host: string
  /** Where clients of the MTProto API connect to. */
  readonly port: number
  /** The root of the HTTP Bot API, such as `http://127.0.0.1:41234`. */
  readonly apiRoot: string
  /** The key that clients of the MTProto API embed, PKCS#1 PEM. The same in every lab. */
  readonly publicKey: string
  readonly clock: LabClock
  /** Somebody with an account of that first name, signed in. Another one each time. */
  user(name: string, options?: UserOptions): Promise<Person>
  /** A bot: `echo` is @echo_bot. */
  bot(name: string, options?: BotOptions): Promise<LabBot>
  /** A basic group of people and bots. The first person made it; without one, somebody whom the test does not see. */
  group(title: string, ...members: readonly ChatHandle[]): Promise<LabChat>
  /** The same as a supergroup. */
  supergroup(title: string, ...members: readonly ChatHandle[]): Promise<LabChat>
  /** A channel with members; bots become admins of it. */
  channel(title: string, ...members: readonly ChatHandle[]): Promise<LabChat>
  /** Ends everything; nothing is left. */
  close(): Promise<void>
}

/** Starts a lab. @throws {LabError} OPTION_INVALID; otherwise as `createServer` of `@chappe/server` */
export async function createLab(options: LabOptions = {}): Promise<Lab> {
  const clock = createLabClock(beginOf(options.startAt))
  const server = await startLabServer({
    ...{ data: options.data, port: options.port ?? 0, botApiPort: options.botApiPort ?? 0 },
    clock: clock.injected,
    onActivity: clock.noteActivity,
    others: {
      ...{ welcomeText: '', loginNotices: false, testAccounts: true },
      ...options.server,
      rateLimits: options.rateLimits === 'public' ? undefined : (options.rateLimits ?? {}),
    },
  })
  const people = createPeople({ server, clock })
  /** One person may have twenty bots. */
  let owner: Promise<Person> | undefined
  let owned = 0
  const anyOwner = (): Promise<Person> => {
    if (owner === undefined || ++owned >= 20) {
      owned = 0
      owner = people.user('Lab')
    }
    return owner
  }
  const bot = createBots({ server, owner: anyOwner })
  const chats = createChats({ owner: anyOwner, now: clock.now })
  let closing: Promise<void> | undefined

  const close = async (): Promise<void> => {
    await people.close()
    await server.close()
    clock.stop()
  }

  const lab: Lab = {
    ...{ clock, bot, ...chats },
    host: server.host,
    publicKey: server.publicKey,
    get port() {
      return server.port
    },
    get apiRoot() {
      return `http://${server.host}:${server.botApiPort}`
    },
    user: people.user,
    close() {
      closing ??= close()
      return closing
    },
    [Symbol.asyncDispose]: () => lab.close(),
  }
  return lab
}

function beginOf(startAt: Date | number | undefined): number | undefined {
  const begin = startAt instanceof Date ? startAt.getTime() : startAt
  if (begin === undefined || (Number.isFinite(begin) && begin > 0)) return begin
  throw new LabError('OPTION_INVALID', `startAt: ${String(startAt)} is no time`)
}
