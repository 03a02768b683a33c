import { type Client, type ClientStorage, createMemoryStorage } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { talkToBotFather } from '../../support/bot-father.ts'
import { createChappe, signUpChappe } from '../../support/chappe-user.ts'
import type { ServerProcess } from '../../support/server-process.ts'
import { until } from '../../support/until.ts'
import type { Closable } from '../people.ts'
import { EphemeralMessages } from './ephemeral-messages.ts'
import { FileContents } from './file-contents.ts'
import { type HttpProgram, newHttpNotes } from './http-program.ts'
import { type BotNotes, gameName, ListeningBot } from './listening-bot.ts'
import { PollingBot } from './polling-bot.ts'
import { type Hearing, Told } from './told.ts'
import { WebhookBot } from './webhook-bot.ts'

export const OWNER_PHONE = '9996610011'
export const VISITOR_PHONE = '9996620011'
export const OWNER_NAME = 'kill_owner'
export const BOT_NAME = 'kill_bot'
export const POLLED_NAME = 'kill_polled_bot'
export const APP_URL = 'https://app.example/'
/** The app that is opened by a direct link. */
export const APP_NAME = 'shop'

/** Somebody of the room. */
export interface Member {
  readonly id: bigint
  readonly client: Client
}

/** A bot, how the visitor names it, and what it is to be told of what the visitor does. */
export interface BotMember {
  readonly token: string
  readonly toVisitor: api.inputPeerUser
  readonly told: Told
}

/**
 * Bots, whoever made them, and a visitor who talks to them: one bot over MTProto, on two devices of which one is away, and two over
 * HTTP, of which one polls and one has a webhook. Nobody else of the run writes to them.
 */
export interface BotRoom {
  readonly server: ServerProcess
  readonly owner: Member
  readonly visitor: Member
  readonly bot: BotMember & Member
  readonly polled: BotMember & HttpProgram
  readonly hooked: BotMember & HttpProgram
  readonly notes: BotNotes
  readonly contents: FileContents
  /** How a bot names the visitor. */
  readonly visitorForBots: api.inputPeerUser
  /** How the visitor names the owner. */
  readonly ownerForVisitor: api.inputPeerUser
  /** A supergroup of the owner in which the bot is an admin and decides who comes in, as the owner names it. */
  readonly group: api.inputChannel
  readonly groupName: string
  readonly ephemeral: EphemeralMessages
  /** Remembered for later: what the bot has prepared last. */
  readonly prepared: { message: string | undefined; button: string | undefined }
  /** The number, for the bot, of the message with its game in the chat with the visitor. */
  readonly games: { own: number | undefined }
  /** Who has to do with it, for what every account must fulfil. */
  readonly ids: readonly bigint[]
  /** How many updates came over HTTP. */
  readonly overHttp: number
  /** Has everybody connect now. */
  wake(): void
  /** Waits until each bot was told of all that was acknowledged; gives what it was told wrongly. */
  arrive(): Promise<string[]>
  /** The device of the bot that was away comes back, and is to be told the same. */
  comeBack(): Promise<string[]>
}

const BOTS = [BOT_NAME, POLLED_NAME, 'kill_hooked_bot'] as const
const GROUP_NAME = 'kill_guarded'
const TOLD_MS = 30_000

export async function openBotRoom(server: ServerProcess, opened: Closable[]): Promise<BotRoom> {
  const keep = <C extends Closable>(one: C): C => {
    opened.push(one)
    return one
  }
  const [owner, visitor] = await Promise.all([
    signUpChappe(server, OWNER_PHONE, 'Owner', { deviceModel: 'the owner of bots' }),
    signUpChappe(server, VISITOR_PHONE, 'Visitor', { deviceModel: 'the visitor of bots' }),
  ])
  keep(owner.client)
  keep(visitor.client)
  await owner.client.call({ _: 'account.updateUsername', username: OWNER_NAME })
  const [botToken, polledToken, hookedToken] = await makeBots(owner.client)
  const verifier = server.command([
    'bots',
    'verifier',
    `@${BOT_NAME}`,
    '--icon',
    '⭐',
    '--company',
    'Guild',
    '--own-words',
  ])

  const told = { bot: new Told(), polled: new Told(), hooked: new Told() }
  const notes: BotNotes = { polls: new Map(), messages: new Map(), inline: new Map(), answeredCalls: new Set() }
  const openDevice = (who: string, storage: ClientStorage, hearing: Hearing, answers: boolean): ListeningBot =>
    keep(
      new ListeningBot({
        client: createChappe(server, { deviceModel: who, storage }),
        ...{ hearing, notes, answers, visitor: visitor.id },
      }),
    )
  const device = openDevice('a bot', createMemoryStorage(), told.bot.listen('a bot'), true)
  const { id } = await device.client.signInBot(botToken)
  const away = await openAway(server, botToken)

  const toVisitor = async (name: string): Promise<api.inputPeerUser> => {
    const peer = await visitor.client.resolve(`@${name}`)
    if (peer._ !== 'inputPeerUser') throw new TypeError(`${name} is no user`)
    return peer
  }
  const [toBot, toPolled, toHooked] = await Promise.all([toVisitor(BOTS[0]), toVisitor(BOTS[1]), toVisitor(BOTS[2])])
  const bot = { id, client: device.client, token: botToken, toVisitor: toBot, told: told.bot }
  const polled = { server, token: polledToken, toVisitor: toPolled, told: told.polled, notes: newHttpNotes() }
  const hooked = { server, token: hookedToken, toVisitor: toHooked, told: told.hooked, notes: newHttpNotes() }
  const polling = keep(new PollingBot(polled, told.polled.listen('a bot that polls')))
  const webhook = keep(await WebhookBot.open(hooked, told.hooked.listen('a bot with a webhook')))
  // Bots begin with nobody.
  for (const one of [bot, polled, hooked]) {
    one.told.begin('/start')
    await visitor.client.startBot(one.toVisitor)
    one.told.acknowledge('/start')
  }
  const group = await openGroup(owner.client, BOT_NAME)
  if ((await verifier.exit) !== 0) throw new Error(`there is no verifier: ${verifier.output.stderr}`)

  const listeners: (readonly [Told, Hearing])[] = [
    [told.bot, device.hearing],
    [told.polled, polling.hearing],
    [told.hooked, webhook.hearing],
  ]
  const missing = (): string[] =>
    listeners.flatMap(([all, hearing]) => all.missing(hearing).map((name) => `${hearing.who}: "${name}"`))
  const ephemeral = new EphemeralMessages(owner.client)
  const arrive = async (): Promise<string[]> => {
    await until(
      () => missing().length === 0,
      () => `not told: ${missing().slice(0, 10).join(', ')}`,
      TOLD_MS,
    )
    await ephemeral.arrive()
    const complaints = [device, polling, webhook].flatMap((one) => one.complaints)
    return [...complaints, ...Object.values(told).flatMap((one) => one.complaints), ...ephemeral.complaints]
  }

  return {
    ...{ server, owner, visitor, bot, polled, hooked, notes, group, ephemeral },
    contents: new FileContents(),
    visitorForBots: { _: 'inputPeerUser', userId: visitor.id, accessHash: 0n },
    ownerForVisitor: await toVisitor(OWNER_NAME),
    groupName: GROUP_NAME,
    prepared: { message: undefined, button: undefined },
    games: { own: undefined },
    ids: [owner.id, visitor.id, id, toPolled.userId, toHooked.userId],
    get overHttp() {
      return polling.count + webhook.count
    },
    wake() {
      for (const { client } of [owner, visitor, bot]) client.wake()
    },
    arrive,
    async comeBack() {
      const returned = openDevice('a bot that was away', away, told.bot.listen('a bot that was away'), false)
      listeners.push([told.bot, returned.hearing])
      await returned.client.connect()
      const problems = await arrive()
      return [...problems, ...returned.complaints]
    },
  }
}

/** In a chat with @BotFather, with all that the run has them do. Gives their tokens. */
async function makeBots(owner: Client): Promise<[string, string, string]> {
  const { newBot, change, end } = talkToBotFather(owner)
  const tokens: [string, string, string] = [
    await newBot('Bot', BOTS[0]),
    await newBot('Polled', BOTS[1]),
    await newBot('Hooked', BOTS[2]),
  ]
  for (const name of [BOT_NAME, POLLED_NAME]) {
    await change(name, '/setinline', 'of what?')
    await change(name, '/setinlinefeedback', 'Enable')
  }
  await change(BOT_NAME, '/setmanagebots', 'Enable')
  await change(BOT_NAME, '/setguard', 'Enable')
  await change(BOT_NAME, '/setguest', 'Enable')
  await change(BOT_NAME, '/newgame', `${gameName}\nChess\nFor two`)
  await change(BOTS[1], '/newapp', `${APP_NAME}\nShop\nSells tea\n${APP_URL}`)
  end()
  return tokens
}

/** Signs a device of the bot in that then goes away; gives what it has stored. */
async function openAway(server: ServerProcess, token: string): Promise<ClientStorage> {
  const storage = createMemoryStorage()
  const client = createChappe(server, { deviceModel: 'a bot that was away', storage })
  await client.signInBot(token)
  await until(
    async () => (await storage.load('updates')) !== undefined,
    () => 'the bot does not learn where updates stand',
  )
  await client.close()
  return storage
}

async function openGroup(owner: Client, guard: string): Promise<api.inputChannel> {
  const made = await owner.call({ _: 'channels.createChannel', megagroup: true, title: 'Guarded', about: '' })
  const [chat] = made._ === 'updates' ? made.chats : []
  if (chat?._ !== 'channel') throw new TypeError('a channel that was made is shown')
  const channel: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
  const peer = await owner.resolve(`@${guard}`)
  if (peer._ !== 'inputPeerUser') throw new TypeError(`${guard} is no user`)
  const guardBot: api.inputUser = { ...peer, _: 'inputUser' }
  await owner.call({ _: 'channels.inviteToChannel', channel, users: [guardBot] })
  const adminRights: api.chatAdminRights = { _: 'chatAdminRights', inviteUsers: true }
  await owner.call({ _: 'channels.editAdmin', channel, userId: guardBot, adminRights })
  await owner.call({ _: 'channels.updateUsername', channel, username: GROUP_NAME })
  await owner.call({ _: 'channels.toggleJoinRequest', channel, enabled: true, guardBot })
  return channel
}
