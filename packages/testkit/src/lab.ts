import type { RateLimits, ServerOptions } from '@chappe/server'
import { type BotOptions, createBots, type LabBot } from './bots/bot.ts'
import type { ChatHandle } from './chats/chat-like.ts'
import { createChats, type LabChat } from './chats/chats.ts'
import { createLabClock, type LabClock, type MovableClock } from './clock/lab-clock.ts'
import { type Duration, toMs } from './duration.ts'
import { LabError } from './errors.ts'
import { createPeople, type UserOptions } from './people/people.ts'
import type { Person } from './people/person.ts'
import { plant, type Seeded } from './seed/plant.ts'
import { readSeed } from './seed/read-seed.ts'
import type { Seed } from './seed/seed.ts'
import { createBotFaults } from './server/between-bots.ts'
import { startLabServer } from './server/lab-server.ts'
import { createSnapshots } from './snapshots.ts'
import { createTranscript, type Transcript } from './transcript/transcript.ts'

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
  /**
   * What there is at first: the path of a JSON file, or an object of the same form. `users`, `bots`, `chats` and `messages` are
   * lists; docs/testing.md of the repository has an example.
   */
  readonly seed?: string | object | undefined
  /** So many lines of the transcript are kept. Default: 1,000. */
  readonly transcriptLines?: number | undefined
  /** What else the server may be given. Its welcome and the notices of sign-ins are off by default. */
  readonly server?: Omit<
    ServerOptions,
    | 'data'
    | 'port'
    | 'host'
    | 'traffic'
    | 'botApi'
    | 'clock'
    | 'rateLimits'
    | 'durable'
    | 'store'
    | 'bus'
    | 'testAccounts'
  >
}

/** A server with people and bots, and a time of its own. */
export interface Lab extends AsyncDisposable {
  /** What the seed has made, by its names: empty without one. */
  readonly seeded: Seeded
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
  /**
   * All that there is at this moment: accounts, messages, files, what waits for bots, the time. Taken between two turns of the
   * server, when nothing seems to be under way.
   */
  snapshot(): Promise<LabSnapshot>
  /**
   * Goes back to a snapshot of this lab, as often as is wished. People of then go on with new clients, have seen nothing that they
   * were sent before, and know nothing of what came after; people of later are gone. Bots that poll go on; clients outside have
   * to forget what they know.
   */
  restore(snapshot: LabSnapshot): Promise<void>
  /**
   * Drops the connections of a person, whose client connects again and asks for what it missed: at once, or after so long by
   * the lab's clock.
   */
  cut(person: Person, options?: { readonly for?: Duration | undefined }): void
  /**
   * Kills the server: all connections end, what was not acknowledged may be lost. It comes back on the same ports, on what was
   * committed.
   */
  crash(): Promise<void>
  /**
   * Has so much real time pass before whatever a person or bot asks for is served, and before what happens is told to the person
   * or posted to the bot's webhook. 0 ends it.
   */
  delay(whom: Person | LabBot, by: Duration): void
  /** Whether each update is posted to webhooks twice, as after an answer that was lost. */
  doubleWebhooks(isOn?: boolean): void
  /**
   * What passed between the server and everybody, a line each, the newest last: → asked, ← answered, ✗ refused, ⇐ told. Codes,
   * tokens and passwords are left out. See also `printTranscriptOnFailure`.
   */
  transcript(lines?: number): string
  /** Ends everything; nothing is left. */
  close(): Promise<void>
}

/** What `snapshot` has taken; it ends with its lab. */
export interface LabSnapshot {
  /** By the lab's clock. */
  readonly takenAt: Date
}

/** Starts a lab. @throws {LabError} OPTION_INVALID; otherwise as `createServer` of `@chappe/server` */
export async function createLab(options: LabOptions = {}): Promise<Lab> {
  const seed = options.seed === undefined ? undefined : readSeed(options.seed)
  const clock = createLabClock(beginOf(options.startAt))
  const transcript = createTranscript({ lines: options.transcriptLines ?? 1000, now: clock.now })
  const faults = createBotFaults(transcript.between)
  const server = await startLabServer({
    ...{ data: options.data, port: options.port ?? 0, botApiPort: options.botApiPort ?? 0 },
    clock: clock.injected,
    onActivity: clock.noteActivity,
    between: faults.between,
    others: {
      ...{ welcomeText: '', loginNotices: false, testAccounts: true },
      ...options.server,
      traffic: transcript.traffic,
      botLimits: options.rateLimits === 'public',
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
  const makeBot = createBots({ server, owner: anyOwner })
  const chats = createChats({ owner: anyOwner, now: clock.now })
  const snapshots = createSnapshots({ server, people, clock })
  let closing: Promise<void> | undefined

  const close = async (): Promise<void> => {
    await people.close()
    await server.close()
    snapshots.close()
    clock.stop()
  }

  const user: Lab['user'] = async (name, userOptions) => {
    const person = await people.user(name, userOptions)
    transcript.name(person.id, name)
    return person
  }
  const bot: Lab['bot'] = async (name, botOptions) => {
    const made = await makeBot(name, botOptions)
    transcript.name(made.id, `@${made.username}`)
    return made
  }
  const seeded = await plant({ ...chats, user, bot }, seed ?? nothing).catch(async (error: unknown) => {
    await close()
    throw error
  })

  const lab: Lab = {
    ...{ user, bot, seeded },
    ...{ clock: noted(clock, transcript), ...chats },
    host: server.host,
    publicKey: server.publicKey,
    get port() {
      return server.port
    },
    get apiRoot() {
      return `http://${server.host}:${server.botApiPort}`
    },
    snapshot: snapshots.take,
    restore: snapshots.restore,
    cut(person, { for: time } = {}) {
      const until = time === undefined ? undefined : after(clock, toMs(time))
      people.cut(person, until)
    },
    crash() {
      transcript.note('the server is killed')
      return server.crash()
    },
    delay(whom, by) {
      if ('token' in whom) faults.delay(whom.id, toMs(by))
      else people.delay(whom, toMs(by))
    },
    doubleWebhooks: (isOn = true) => faults.doubleWebhooks(isOn),
    transcript: transcript.text,
    close() {
      closing ??= close()
      return closing
    },
    [Symbol.asyncDispose]: () => lab.close(),
  }
  return lab
}

const nothing: Seed = { users: [], bots: [], chats: [], messages: [] }

/** Lines before and after a leap are to be told apart. */
function noted({ now, date, advance }: LabClock, { note }: Transcript): LabClock {
  return {
    ...{ now, date },
    advance(by, options) {
      note(`the clock is moved by ${typeof by === 'number' ? `${by} ms` : by}`)
      return advance(by, options)
    },
  }
}

function after({ injected }: MovableClock, ms: number): Promise<void> {
  return new Promise((resolve) => injected.after(ms, resolve))
}

function beginOf(startAt: Date | number | undefined): number | undefined {
  const begin = startAt instanceof Date ? startAt.getTime() : startAt
  if (begin === undefined || (Number.isFinite(begin) && begin > 0)) return begin
  throw new LabError('OPTION_INVALID', `startAt: ${String(startAt)} is no time`)
}
