import { createBot } from '../accounts/bots/create-bot.ts'
import { revokeToken } from '../accounts/bots/revoke-token.ts'
import { tokenOf } from '../accounts/bots/token.ts'
import { webAppPublicKey } from '../accounts/bots/web-app-key.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import type { ServicePorts } from '../core-ports.ts'
import { botFatherId, isUser, type UserId } from '../ids.ts'
import { toUserId } from '../peers/peer-id.ts'
import { unixSeconds } from '../ports/clock.ts'
import { Refusal } from '../rules/refusal.ts'
import type { UserRecord } from '../store/domain/people/users.ts'
import type { Reads } from '../store/store.ts'
import { setVerifier, type VerifierInput } from './bot-verifiers.ts'
import type { OperatorCommand } from './command.ts'
import { isObject, OperatorError } from './protocol.ts'

/** So many bots are listed at once. */
const perPage = 500

/** A bot as operators are told of it. */
export interface ListedBot {
  readonly id: number
  readonly username: string
  readonly name: string
  readonly owner?: number | undefined
}

export interface BotWithToken extends ListedBot {
  readonly token: string
}

/** By which others than a bot check what its web apps are told, in hexadecimal digits. */
export interface AppKey {
  readonly publicKey: string
}

/** Makes bots and gives them tokens ("Bots"), as @BotFather does for people. */
export function createBotsCommand(ports: ServicePorts): OperatorCommand {
  const { store, secret, clock } = ports

  const create = (input: Input): Promise<BotWithToken> =>
    store.transaction(async (tx) => {
      const username = must(input.username, 'a username that ends in "bot"').replace(/^@/, '')
      const name = must(input.name, 'a name')
      const owner = input.owner === undefined ? undefined : (await findPerson(tx, input.owner)).id
      const before = await botNamed(tx, username)
      // Asked for once more, it is the same bot.
      if (before !== undefined && before.firstName === name && before.bot?.owner === owner) {
        return { ...listed(before), token: await tokenIn(tx, before.id) }
      }
      const made = await createBot(tx, ports, { name, username, owner, date: unixSeconds(clock) })
      return { ...listed(made.user), token: made.token }
    })

  const tokenIn = async (read: Pick<Reads, 'bots'>, id: UserId): Promise<string> => {
    const bot = await read.bots.get(id)
    if (bot === undefined) throw new OperatorError('REFUSED', `${id} is no bot`)
    return tokenOf(secret, bot)
  }

  const list = async (after: number): Promise<ListedBot[]> =>
    (await store.read.users.bots({ after: Math.max(after, botFatherId), limit: perPage })).map(listed)

  const token = async (named: string): Promise<BotWithToken> => {
    const bot = await findBot(store.read, named)
    return { ...listed(bot), token: await tokenIn(store.read, bot.id) }
  }

  const revoke = (named: string): Promise<BotWithToken> =>
    store.transaction(async (tx) => {
      const bot = await findBot(tx, named)
      const record = await tx.bots.get(bot.id)
      if (record === undefined) throw new OperatorError('REFUSED', `${named} is no bot`)
      return { ...listed(bot), token: await revokeToken(tx, ports, record) }
    })

  const remove = (named: string): Promise<ListedBot> =>
    store.transaction(async (tx) => {
      const bot = await findBot(tx, named)
      await deleteAccount(tx, ports, bot.id, unixSeconds(clock))
      return listed(bot)
    })

  const verifier = async (named: string, input: VerifierInput): Promise<ListedBot> => {
    const bot = await findBot(store.read, named)
    await setVerifier(ports, bot, input)
    return listed(bot)
  }

  return async (given): Promise<BotWithToken | ListedBot | readonly ListedBot[] | AppKey> => {
    const input = parseInput(given)
    try {
      switch (input.action) {
        case 'create':
          return await create(input)
        case 'list':
          return await list(input.after)
        case 'token':
          return await token(must(input.bot, 'a bot'))
        case 'revoke':
          return await revoke(must(input.bot, 'a bot'))
        case 'delete':
          return await remove(must(input.bot, 'a bot'))
        case 'verifier':
          return await verifier(must(input.bot, 'a bot'), input)
        case 'app-key':
          return { publicKey: webAppPublicKey(secret) }
        default:
          throw new OperatorError('REFUSED', 'bots can create, list, token, revoke, delete, verifier and app-key')
      }
    } catch (error) {
      throw error instanceof Refusal ? new OperatorError('REFUSED', readable(error.message)) : error
    }
  }
}

interface Input extends VerifierInput {
  readonly action: string
  readonly username?: string | undefined
  readonly name?: string | undefined
  readonly owner?: string | undefined
  readonly bot?: string | undefined
  readonly after: number
}

function parseInput(given: unknown): Input {
  const input = isObject(given) ? given : {}
  const textOf = (member: string): string | undefined => {
    const value = input[member]
    return typeof value === 'string' ? value : undefined
  }
  return {
    action: textOf('action') ?? '',
    username: textOf('username'),
    name: textOf('name'),
    owner: textOf('owner'),
    bot: textOf('bot'),
    icon: textOf('icon'),
    company: textOf('company'),
    description: textOf('description'),
    ownWords: input['ownWords'] === true,
    off: input['off'] === true,
    after: typeof input['after'] === 'number' ? input['after'] : 0,
  }
}

function must(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new OperatorError('REFUSED', `this needs ${what}`)
  return value
}

function readable(error: string): string {
  switch (error) {
    case 'USERNAME_INVALID':
      return 'a username has 5 to 32 letters, digits and underscores, and ends in "bot"'
    case 'USERNAME_OCCUPIED':
      return 'the username is taken'
    case 'FIRSTNAME_INVALID':
      return 'a name has 1 to 64 characters'
    case 'BOTS_TOO_MUCH':
      return 'the owner has as many bots as one may have'
    default:
      return error
  }
}

function listed({ id, username, firstName, bot }: UserRecord): ListedBot {
  return { id, username: username ?? '', name: firstName, owner: bot?.owner }
}

async function botNamed(read: Pick<Reads, 'users' | 'usernames'>, username: string): Promise<UserRecord | undefined> {
  const peer = await read.usernames.resolve(username)
  const user = peer === undefined || !isUser(peer) ? undefined : await read.users.get(peer)
  return user?.bot === undefined ? undefined : user
}

/** By id or by @name. */
async function findBot(read: Pick<Reads, 'users' | 'usernames'>, named: string): Promise<UserRecord> {
  const user = await find(read, named)
  // The one that is part of the server is nobody's to change.
  if (user?.bot === undefined || user.id === botFatherId) throw new OperatorError('REFUSED', `there is no bot ${named}`)
  return user
}

async function findPerson(read: Pick<Reads, 'users' | 'usernames'>, named: string): Promise<UserRecord> {
  const user = await find(read, named)
  if (user?.phone === undefined) throw new OperatorError('REFUSED', `there is no user ${named}`)
  return user
}

async function find(read: Pick<Reads, 'users' | 'usernames'>, named: string): Promise<UserRecord | undefined> {
  if (named.startsWith('+')) return read.users.byPhone(named.replaceAll(/[^0-9]/g, ''))
  const isId = /^[0-9]{1,16}$/.test(named)
  const id = isId ? toUserId(BigInt(named)) : await read.usernames.resolve(named.replace(/^@/, ''))
  return id === undefined || !isUser(id) ? undefined : read.users.get(id)
}

/** Reads what a server answered. */
export function readListedBots(result: unknown): ListedBot[] {
  return (Array.isArray(result) ? result : [result]).map((one: unknown): ListedBot => {
    const { id, username, name, owner } = isObject(one) ? one : {}
    if (typeof id !== 'number' || typeof username !== 'string' || typeof name !== 'string') throw otherAnswer()
    return { id, username, name, owner: typeof owner === 'number' ? owner : undefined }
  })
}

export function readBotWithToken(result: unknown): BotWithToken {
  const [bot] = readListedBots(result)
  const { token } = isObject(result) ? result : {}
  if (bot === undefined || typeof token !== 'string') throw otherAnswer()
  return { ...bot, token }
}

export function readAppKey(result: unknown): AppKey {
  const { publicKey } = isObject(result) ? result : {}
  if (typeof publicKey !== 'string') throw otherAnswer()
  return { publicKey }
}

function otherAnswer(): OperatorError {
  return new OperatorError('FAILED', 'the server answered something else than asked')
}
