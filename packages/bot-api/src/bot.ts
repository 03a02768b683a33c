import type { api, ResultOf } from '@chappe/tl-codec/api'
import { badRequest } from './bot-api-error.ts'
import type { Params } from './params/params.ts'
import { fromChatId } from './peers/chat-id.ts'
import { createSeenPeers, type SeenPeers } from './peers/seen-peers.ts'
import type { BotPort } from './port.ts'

/** One bot, as its methods see it. */
export interface Bot {
  readonly id: number
  /** Whom the bot was told of lately, to say who they are. */
  readonly seen: SeenPeers
  readonly random: (length: number) => Uint8Array
  call<const M extends api.Method>(request: M): Promise<ResultOf<M>>
  /** The chat that a parameter names by its id or `@username`. */
  chat(params: Params, name?: string): Promise<api.InputPeer>
  /** The person that a parameter names by id. */
  user(params: Params, name?: string): Promise<api.InputUser>
}

export interface BotOptions {
  readonly random: (length: number) => Uint8Array
}

export function createBot(port: BotPort, { random }: BotOptions): Bot {
  const seen = createSeenPeers(port.self.id)
  seen.learn([port.self], [])

  const call: Bot['call'] = async (request) => {
    const result = await port.call(request)
    if (typeof result === 'object' && result !== null) seen.learnFrom(result)
    return result
  }

  const byUsername = async (username: string): Promise<api.InputPeer> => {
    const found = await call({ _: 'contacts.resolveUsername', username })
    return port.inputPeer(found.peer)
  }

  return {
    id: Number(port.self.id),
    seen,
    random,
    call,
    async chat(params, name = 'chat_id') {
      const text = params.text(name)
      if (text === undefined) throw badRequest(`${name} is empty`)
      if (text.startsWith('@')) return byUsername(text.slice(1))
      const peer = /^-?\d{1,16}$/.test(text) ? fromChatId(Number(text)) : undefined
      if (peer === undefined) throw badRequest('chat not found')
      return port.inputPeer(peer)
    },
    async user(params, name = 'user_id') {
      const id = params.integer(name)
      const peer = id === undefined ? undefined : fromChatId(id)
      if (peer?._ !== 'peerUser') throw badRequest(`invalid ${name} specified`)
      const input = await port.inputPeer(peer)
      if (input._ === 'inputPeerSelf') return { _: 'inputUserSelf' }
      if (input._ !== 'inputPeerUser') throw badRequest('user not found')
      return { _: 'inputUser', userId: input.userId, accessHash: input.accessHash }
    },
  }
}
