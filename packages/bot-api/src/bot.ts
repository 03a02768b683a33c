import type { api, ResultOf } from '@chappe/tl-codec/api'
import { BotApiError, badRequest } from './bot-api-error.ts'
import type { FindUser } from './formatting/to-tl.ts'
import type { LocalFiles } from './local/local-files.ts'
import type { Params } from './params/params.ts'
import type { ButtonPeers } from './params/reply-markup.ts'
import { fromChatId } from './peers/chat-id.ts'
import { createSeenPeers, type SeenPeers } from './peers/seen-peers.ts'
import type { BotPort } from './port.ts'
import { isRpcRefusal, toBotApiError } from './rpc-errors.ts'

/** One bot, as its methods see it. Whatever it calls throws a `BotApiError` for what is refused. */
export interface Bot {
  readonly self: api.user
  /** Whom the bot was told of lately, to say who they are. */
  readonly seen: SeenPeers
  /** Where files go that it asks for, in the local mode alone. */
  readonly localFiles: LocalFiles | undefined
  call<const M extends api.Method>(request: M): Promise<ResultOf<M>>
  randomLong(): bigint
  /** The chat that a parameter names by its id or `@username`. */
  chat(params: Params, name?: string): Promise<api.InputPeer>
  /** The person that a parameter names by id. */
  user(params: Params, name?: string): Promise<api.InputUser>
  readonly findUser: FindUser
  readonly buttonPeers: ButtonPeers
  /** A message of a chat; undefined for one that is gone. */
  message(peer: api.Peer, id: number): Promise<api.Message | undefined>
  messageOf(peer: api.InputPeer, id: number): Promise<api.Message | undefined>
  /** Those of them that are there. */
  messagesOf(peer: api.InputPeer, ids: readonly number[]): Promise<readonly api.Message[]>
}

export interface BotOptions {
  readonly random: (length: number) => Uint8Array
  readonly localFiles?: LocalFiles | undefined
}

export function createBot(port: BotPort, { random, localFiles }: BotOptions): Bot {
  const seen = createSeenPeers(port.self.id)
  seen.learn([port.self], [])

  const translated = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw isRpcRefusal(error) ? toBotApiError(error) : error
    }
  }

  const call: Bot['call'] = async (request) => {
    const result = await translated(port.call(request))
    if (typeof result === 'object' && result !== null) seen.learnFrom(result)
    return result
  }

  const inputPeer = (peer: api.Peer): Promise<api.InputPeer> => translated(port.inputPeer(peer))

  const byUsername = async (username: string): Promise<api.InputPeer> => {
    const { peer } = await call({ _: 'contacts.resolveUsername', username })
    return inputPeer(peer)
  }

  const inputUser = async (id: number): Promise<api.InputUser> => {
    const peer = fromChatId(id)
    if (peer?._ !== 'peerUser') throw badRequest('user not found')
    return toInputUser(await inputPeer(peer))
  }

  const findUser: FindUser = async (id) => {
    try {
      return await inputUser(id)
    } catch (error) {
      if (error instanceof BotApiError && error.code === 400) return undefined
      throw error
    }
  }

  const messagesOf: Bot['messagesOf'] = async (peer, ids) => {
    const id = ids.map((one): api.InputMessage => ({ _: 'inputMessageID', id: one }))
    const answer =
      peer._ === 'inputPeerChannel'
        ? await call({ _: 'channels.getMessages', channel: toInputChannel(peer), id })
        : await call({ _: 'messages.getMessages', id })
    const found = 'messages' in answer ? answer.messages : []
    // Outside channels all of a bot's messages are numbered together: those of another chat are not meant.
    return found.filter((message) => message._ !== 'messageEmpty' && isIn(message.peerId, peer))
  }

  const messageOf: Bot['messageOf'] = async (peer, id) => (await messagesOf(peer, [id]))[0]

  return {
    self: port.self,
    ...{ seen, localFiles },
    call,
    randomLong: () => Buffer.from(random(8)).readBigInt64LE(0),
    async chat(params, name = 'chat_id') {
      const text = params.text(name)?.trim()
      if (text === undefined) throw badRequest(`${name} is empty`)
      if (text.startsWith('@')) return byUsername(text.slice(1))
      const peer = /^-?\d{1,16}$/.test(text) ? fromChatId(Number(text)) : undefined
      if (peer === undefined) throw badRequest('chat not found')
      return inputPeer(peer)
    },
    async user(params, name = 'user_id') {
      const id = params.integer(name)
      if (id === undefined || id <= 0) throw badRequest(`invalid ${name} specified`)
      return inputUser(id)
    },
    findUser,
    buttonPeers: { user: findUser, bot: async (username) => toInputUser(await byUsername(username)) },
    message: async (peer, id) => messageOf(await inputPeer(peer), id),
    messageOf,
    messagesOf,
  }
}

function isIn(place: api.Peer | undefined, peer: api.InputPeer): boolean {
  if (place === undefined) return true
  switch (peer._) {
    case 'inputPeerUser':
      return place._ === 'peerUser' && place.userId === peer.userId
    case 'inputPeerChat':
      return place._ === 'peerChat' && place.chatId === peer.chatId
    default:
      return true
  }
}

function toInputUser(peer: api.InputPeer): api.InputUser {
  if (peer._ === 'inputPeerSelf') return { _: 'inputUserSelf' }
  if (peer._ !== 'inputPeerUser') throw badRequest('user not found')
  return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
}

export function toInputChannel({ channelId, accessHash }: api.inputPeerChannel): api.inputChannel {
  return { _: 'inputChannel', channelId, accessHash }
}
