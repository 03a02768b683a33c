import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { ChatHandle, ChatLike } from '../chats/chat-like.ts'
import type { Duration } from '../duration.ts'
import { LabError } from '../errors.ts'
import { type MessageMatch, matcherOf } from './inbox.ts'
import { type InlineOptions, type InlineResults, inline } from './inline.ts'
import { type Joined, join, leave, start } from './join.ts'
import { describeMessage, type LabMessage } from './messages.ts'
import { type ButtonMatch, type Pressed, press } from './press.ts'
import { findPeer, type Self } from './self.ts'
import { createMessageVerbs, type MessageVerbs } from './verbs.ts'

export interface SeesOptions {
  /** How long to wait for it in real time, in ms or such as `10 s`. Default: 5 seconds. */
  readonly within?: Duration | undefined
  /** Only what is in this chat. */
  readonly in?: ChatLike | undefined
}

/** Somebody who uses the lab's server by a client of their own, and does with it what people do. */
export interface Person extends ChatHandle, MessageVerbs {
  readonly name: string
  readonly phone: string
  readonly username: string | undefined
  /** The person's own client, for everything that has no verb here. Another one after a snapshot was restored. */
  readonly client: Client
  /** How the person names a chat in calls of the client. */
  peer(chat: ChatLike): Promise<api.InputPeer>
  /** Opens the chat with a bot by its start button; with a parameter, as by a link with `?start=`. */
  start(bot: ChatLike, parameter?: string): Promise<void>
  /** Presses a button of the newest message that has it, or of the message that is given. */
  press(button: ButtonMatch, on?: LabMessage): Promise<Pressed>
  /** Asks a bot inline. */
  inline(bot: ChatLike, query: string, options?: InlineOptions): Promise<InlineResults>
  /** Comes into a chat: by its invite link, its public name, or as a chat of the lab. */
  join(chat: ChatLike | { link(): Promise<string> }): Promise<Joined>
  leave(chat: ChatLike): Promise<void>
  /**
   * Waits for a message of somebody else that matches, also one that came before and was not seen yet; each is seen once, and
   * once more after it was changed.
   *
   * @throws {LabError} NOT_SEEN, which lists what there was instead
   */
  sees(match: MessageMatch, options?: SeesOptions | Duration): Promise<LabMessage>
  /** The next message of somebody else that was not seen yet, in one chat or in any. @throws {LabError} NOT_SEEN */
  next(chat?: ChatLike, options?: Pick<SeesOptions, 'within'> | Duration): Promise<LabMessage>
  /** Waits so long (default: 200 ms) and fails if something that was not seen yet matches by then. @throws {LabError} UNEXPECTED */
  seesNothing(match?: MessageMatch, within?: Duration): Promise<void>
  /** What came and was not seen yet, oldest first. */
  readonly unseen: readonly LabMessage[]
}

const defaultWithin: Duration = 5000

export function createPerson(self: Self & { readonly phone: string; readonly username: string | undefined }): Person {
  const { inbox } = self
  const isIn = async (chat: ChatLike | undefined): Promise<(message: LabMessage) => boolean> => {
    if (chat === undefined) return () => true
    const id = await numberOf(self, chat)
    return ({ chatId }) => chatId === id
  }
  return {
    name: self.name,
    id: self.id,
    phone: self.phone,
    get username() {
      return self.username
    },
    get client() {
      return self.client
    },
    ...createMessageVerbs(self),
    peer: (chat) => findPeer(self, chat),
    start: (bot, parameter) => start(self, bot, parameter),
    press: (button, on) => press(self, button, on),
    inline: (bot, query, options) => inline(self, bot, query, options),
    join: (chat) => join(self, chat),
    leave: (chat) => leave(self, chat),
    async sees(match, options = {}) {
      const { within = defaultWithin, in: chat } = toOptions(options)
      const { test, what } = matcherOf(match)
      const inChat = await isIn(chat)
      return inbox.take((message) => inChat(message) && test(message), what, within)
    },
    async next(chat, options = {}) {
      const { within = defaultWithin } = toOptions(options)
      return inbox.take(await isIn(chat), 'another message', within)
    },
    async seesNothing(match = () => true, within = 200) {
      const { test } = matcherOf(match)
      const seen = await inbox.take(test, 'anything', within).catch((error: unknown) => {
        if (error instanceof LabError && error.code === 'NOT_SEEN') return undefined
        throw error
      })
      if (seen === undefined) return
      throw new LabError('UNEXPECTED', `${self.name} was to see nothing, and there was: ${describeMessage(seen)}`)
    },
    get unseen() {
      return inbox.unseen
    },
  }
}

function toOptions(options: SeesOptions | Duration): SeesOptions {
  return typeof options === 'object' ? options : { within: options }
}

async function numberOf(self: Self, chat: ChatLike): Promise<number> {
  if (typeof chat === 'number') return chat
  if (typeof chat === 'object') return chat.id
  const peer = await findPeer(self, chat)
  switch (peer._) {
    case 'inputPeerSelf':
      return self.id
    case 'inputPeerUser':
      return Number(peer.userId)
    case 'inputPeerChat':
      return -Number(peer.chatId)
    case 'inputPeerChannel':
      return -1_000_000_000_000 - Number(peer.channelId)
    default:
      throw new LabError('OPTION_INVALID', `${chat} names no chat`)
  }
}
