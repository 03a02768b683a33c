import type { Sendable, SendFileOptions, SendOptions, SendPhotoOptions } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { ChatLike } from '../chats/chat-like.ts'
import { LabError } from '../errors.ts'
import { type LabMessage, toLabMessage } from './messages.ts'
import { findPeer, type Self } from './self.ts'
import { idOf, sentMessage } from './sent-message.ts'

/** What a person does with messages. All reject with an `RpcError` of `@chappe/client` for what the server refuses. */
export interface MessageVerbs {
  /** Writes a text. */
  say(chat: ChatLike, text: string, options?: SendOptions): Promise<LabMessage>
  /** Writes a text that answers a message, in its chat. */
  reply(to: LabMessage, text: string, options?: SendOptions): Promise<LabMessage>
  /** Sends a file: bytes, a path, a stream, or what some message shows. */
  send(chat: ChatLike, file: Sendable, options?: SendFileOptions): Promise<LabMessage>
  /** Sends a JPEG, PNG, WebP or GIF as a photo. */
  sendPhoto(chat: ChatLike, photo: Sendable, options?: SendPhotoOptions): Promise<LabMessage>
  /** Changes the text of an own message. */
  edit(message: LabMessage, text: string): Promise<void>
  /** Deletes a message for everybody. */
  delete(message: LabMessage): Promise<void>
  /** Sends a message on to another chat. */
  forward(message: LabMessage, to: ChatLike): Promise<LabMessage>
  /** Reacts with an emoji; without one, takes the reaction back. */
  react(message: LabMessage, emoji?: string): Promise<void>
  /** Votes in a poll for the answers of these texts; for none, takes the vote back. */
  vote(message: LabMessage, ...answers: readonly string[]): Promise<void>
  /** Marks a chat as read. */
  read(chat: ChatLike): Promise<void>
  /** The newest messages of a chat, the newest first. */
  history(chat: ChatLike, limit?: number): Promise<readonly LabMessage[]>
}

export function createMessageVerbs(self: Self): MessageVerbs {
  const peerOf = (chat: ChatLike): Promise<api.InputPeer> => findPeer(self, chat)

  const say = async (chat: ChatLike, text: string, options: SendOptions = {}): Promise<LabMessage> => {
    const peer = await peerOf(chat)
    const { id } = await self.client.sendMessage(peer, text, options)
    return sentMessage(self, peer, id)
  }

  return {
    say,
    reply: (to, text, options = {}) => say(to.chatId, text, { ...options, replyTo: to.id }),
    async send(chat, file, options) {
      const peer = await peerOf(chat)
      const { id } = await self.client.sendFile(peer, file, options)
      return sentMessage(self, peer, id)
    },
    async sendPhoto(chat, photo, options) {
      const peer = await peerOf(chat)
      const { id } = await self.client.sendPhoto(peer, photo, options)
      return sentMessage(self, peer, id)
    },
    async edit({ chatId, id }, text) {
      await self.client.call({ _: 'messages.editMessage', peer: await peerOf(chatId), id, message: text })
    },
    async delete({ chatId, id }) {
      const peer = await peerOf(chatId)
      await (peer._ === 'inputPeerChannel'
        ? self.client.call({ _: 'channels.deleteMessages', channel: { ...peer, _: 'inputChannel' }, id: [id] })
        : self.client.call({ _: 'messages.deleteMessages', revoke: true, id: [id] }))
    },
    async forward({ chatId, id }, to) {
      const [fromPeer, toPeer] = [await peerOf(chatId), await peerOf(to)]
      const randomId = self.randomId()
      const sent = await self.client.call({
        ...{ _: 'messages.forwardMessages', fromPeer, toPeer, id: [id], randomId: [randomId] },
      })
      return sentMessage(self, toPeer, idOf(sent, randomId))
    },
    async react({ chatId, id }, emoji) {
      const reaction: api.Reaction[] = emoji === undefined ? [] : [{ _: 'reactionEmoji', emoticon: emoji }]
      await self.client.call({ _: 'messages.sendReaction', peer: await peerOf(chatId), msgId: id, reaction })
    },
    async vote({ chatId, id, raw }, ...answers) {
      const options = answers.map((answer) => optionNamed(raw, answer))
      await self.client.call({ _: 'messages.sendVote', peer: await peerOf(chatId), msgId: id, options })
    },
    read: async (chat) => self.client.markRead(await peerOf(chat)),
    async history(chat, limit = 100) {
      const messages: LabMessage[] = []
      for await (const raw of self.client.history(await peerOf(chat), { limit })) {
        messages.push(toLabMessage(raw, self.id))
      }
      return messages
    },
  }
}

function optionNamed(raw: LabMessage['raw'], answer: string): Uint8Array {
  const media = raw._ === 'message' ? raw.media : undefined
  const answers = media?._ === 'messageMediaPoll' ? media.poll.answers : []
  for (const one of answers) {
    if (one._ === 'pollAnswer' && one.text.text === answer) return one.option
  }
  const names = answers.map((one) => JSON.stringify(one.text.text)).join(', ')
  throw new LabError('NO_BUTTON', `the message has no answer ${JSON.stringify(answer)}; it has ${names || 'none'}`)
}
