import { type Client, createClient } from '@chappe/client'
import { createServer, type Server, type ServerOptions } from '@chappe/server'
import type { api } from '@chappe/tl-codec/api'
import type { Update } from '@grammyjs/types'
import { until } from '../support/until.ts'
import { type Asked, ask, type Params } from './ask.ts'

export interface WorldBot {
  readonly id: number
  readonly username: string
  readonly token: string
}

/** A real server with the Bot API, Ann, a bot of hers, and chats in which both are. */
export interface World {
  readonly apiRoot: string
  readonly server: Server
  /** Made by @BotFather, with inline queries. */
  readonly bot: WorldBot
  readonly ann: Client
  /** Ann's chat with the bot, which is her id. */
  readonly chat: number
  /** A supergroup and a channel of Ann's in which the bot is an admin with all rights. */
  readonly supergroup: number
  readonly channel: number
  /** A supergroup with topics. */
  readonly forum: number
  /** A basic group of Ann's with the bot in it. */
  readonly group: number
  /** Another person, a member of the supergroup. */
  readonly ben: Client
  /** What a method answers; throws what was refused. */
  ask<Result = Answered>(method: string, params?: Params): Promise<Result>
  /** All that is said, whether or not it is refused. */
  asks(method: string, params?: Params, token?: string): Promise<Asked>
  /** The message that `sendMessage` makes. */
  says(chat: number, text: string, options?: object): Promise<number>
  /** The next update of a kind that the bot is told of and that fits; others before it are passed over. */
  next<Kind extends keyof Update>(
    kind: Kind,
    fits?: (value: NonNullable<Update[Kind]>) => boolean,
  ): Promise<NonNullable<Update[Kind]>>
  /** A bot that nobody else uses, which Ann has written to. */
  newBot(): Promise<WorldBot>
  /** What @BotFather answers Ann. */
  botFather(text: string): Promise<string>
  /** Another supergroup of Ann's with the bot as an admin. */
  newSupergroup(options?: { readonly forum?: boolean; readonly broadcast?: boolean }): Promise<number>
  inputPeer(chat: number): Promise<api.InputPeer>
  close(): Promise<void>
}

/** What examples read of answers. */
export interface Answered {
  readonly message_id: number
  readonly message_thread_id: number
  readonly file_id: string
  readonly invite_link: string
  readonly photo: readonly { readonly file_id: string }[]
  readonly stickers: readonly { readonly file_id: string; readonly custom_emoji_id: string }[]
}

const adminRights: api.ChatAdminRights = {
  ...{ _: 'chatAdminRights', changeInfo: true, deleteMessages: true, inviteUsers: true, banUsers: true },
  ...{ addAdmins: true, other: true, manageCall: true },
}
const ofSupergroups = { pinMessages: true, manageTopics: true, manageRanks: true } as const
const ofBroadcasts = { postMessages: true, editMessages: true } as const

export async function createWorld(options: ServerOptions = {}): Promise<World> {
  const server = await createServer({ botApi: { port: 0 }, rateLimits: {}, ...options })
  const apiRoot = `http://127.0.0.1:${server.botApiPort}`
  const person = async (phone: string, name: string): Promise<Client> => {
    const client = createClient({ ...{ apiId: 1, apiHash: 'world', log: false, inProcess: server } })
    await client.start({ phone, code: () => phone.slice(5, 6).repeat(5), name })
    return client
  }
  const ann = await person('9996610001', 'Ann')
  const ben = await person('9996610002', 'Ben')
  const chat = Number(ann.userId)
  const heard: string[] = []
  ann.on('message', ({ text, out }) => {
    if (!out) heard.push(text)
  })
  const botFather = async (text: string): Promise<string> => {
    const before = heard.length
    await ann.sendMessage('@BotFather', text)
    await until(
      () => heard.length > before,
      () => `no answer to ${text}`,
    )
    return heard.at(-1) ?? ''
  }
  const ownBot = async (): Promise<WorldBot> => {
    const username = 'world_bot'
    for (const text of ['/newbot', 'World']) await botFather(text)
    const [token = ''] = /\d+:[\w-]{20,}/.exec(await botFather(username)) ?? []
    for (const text of ['/setinline', `@${username}`, 'a title']) await botFather(text)
    await ann.sendMessage(`@${username}`, '/start')
    return { id: Number(token.split(':')[0]), username, token }
  }
  let bots = 0
  const newBot = async (): Promise<WorldBot> => {
    const username = `world${++bots}_bot`
    const { id, token } = await server.createBot({ username, name: `World ${bots}` })
    await ann.sendMessage(`@${username}`, '/start')
    return { id: Number(id), username, token }
  }
  const bot = await ownBot()
  await ben.sendMessage(`@${bot.username}`, '/start')

  const asks: World['asks'] = (method, params = {}, token = bot.token) => ask({ apiRoot, token }, method, params)
  const askFor = async <Result = Answered>(method: string, params: Params = {}): Promise<Result> => {
    const { ok, result, description } = await asks(method, params)
    if (!ok) throw new Error(`${method}: ${description}`)
    return result as Result
  }

  const inputBot = async (): Promise<api.inputUser> => {
    const peer = await ann.resolve(`@${bot.username}`)
    if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
    return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
  }
  const newSupergroup: World['newSupergroup'] = async ({ forum = false, broadcast = false } = {}) => {
    const kind = broadcast ? { broadcast: true as const } : { megagroup: true as const, forum: forum || undefined }
    const made = await ann.call({ _: 'channels.createChannel', ...kind, title: 'World', about: 'of ours' })
    const channel = 'chats' in made ? made.chats[0] : undefined
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('no channel was made')
    const input = { _: 'inputChannel', channelId: channel.id, accessHash: channel.accessHash } as const
    const rights = { ...adminRights, ...(broadcast ? ofBroadcasts : ofSupergroups) }
    await ann.call({ _: 'channels.editAdmin', channel: input, userId: await inputBot(), adminRights: rights, rank: '' })
    return Number(-1_000_000_000_000n - channel.id)
  }

  let offset = 0
  const next: World['next'] = async (kind, fits = () => true) => {
    for (let rounds = 0; rounds < 50; rounds++) {
      const updates = await askFor<Update[]>('getUpdates', { offset, timeout: 1, limit: 100 })
      for (const update of updates) {
        offset = update.update_id + 1
        const value = update[kind]
        if (value !== undefined && fits(value)) return value
      }
    }
    throw new Error(`no ${kind} came`)
  }

  const supergroup = await newSupergroup()
  const channel = await newSupergroup({ broadcast: true })
  const forum = await newSupergroup({ forum: true })
  const made = await ann.call({ _: 'messages.createChat', users: [await inputBot()], title: 'Basic' })
  const [basic] = 'chats' in made.updates ? made.updates.chats : []
  if (basic === undefined) throw new TypeError('no group was made')

  const inputPeer = (id: number): Promise<api.InputPeer> =>
    ann.resolve(
      id > 0
        ? { _: 'peerUser', userId: BigInt(id) }
        : id > -1_000_000_000_000
          ? { _: 'peerChat', chatId: BigInt(-id) }
          : { _: 'peerChannel', channelId: BigInt(-1_000_000_000_000 - id) },
    )
  const { invite_link } = await askFor('createChatInviteLink', { chat_id: supergroup })
  await ben.call({ _: 'messages.importChatInvite', hash: invite_link.split('+')[1] ?? '' })

  return {
    ...{ apiRoot, server, bot, ann, ben, chat, supergroup, channel, forum, group: -Number(basic.id) },
    ...{ ask: askFor, asks, next, newBot, botFather, newSupergroup, inputPeer },
    async says(to, text, options = {}) {
      return (await askFor('sendMessage', { chat_id: to, text, ...options })).message_id
    },
    async close() {
      await ann.close()
      await ben.close()
      await server.close()
    },
  }
}
