import type { api } from '@chappe/tl-codec/api'
import { channelHistory } from '../../chats/channels/read-posts.ts'
import { unpack } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, type UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { maxAnswerBytes, pageWithin, totalBytes } from '../../rules/answer-bounds.ts'
import type { Reads } from '../../store/store.ts'
import { viewMessages } from '../../views/message-view.ts'

const maxPage = 100
/** Messages that are asked for by their numbers come all or not at all; a hundred of any sensible ones are much less. */
const maxNamedBytes = 6 * maxAnswerBytes

export function createHistory(ports: ServicePorts): Methods {
  const { store, inputPeers, userViews } = ports
  const { read } = store
  return {
    'messages.getHistory': userMethod({ takeout: { part: 'messages' } }, async ({ userId }, request) => {
      const { peer } = await inputPeers.chat(userId, request.peer)
      const { offsetId, offsetDate, addOffset, maxId, minId } = request
      const limit = Math.max(0, Math.min(request.limit || maxPage, maxPage))
      const page = { offsetId, offsetDate, addOffset, limit, maxId, minId }
      if (isChannel(peer)) return channelHistory(ports, userId, peer, page)
      const query = { box: userId, peer, ...page }
      const stored = pageWithin(await read.messages.history(query), request)
      const count = (await read.dialogs.get(userId, peer))?.messageCount ?? 0
      const { messages, ...named } = await viewMessages(read, userViews, userId, stored, [userId, peer])
      const rest = { messages, topics: [], ...named }
      return messages.length === count
        ? { _: 'messages.messages', ...rest }
        : { _: 'messages.messagesSlice', count, ...rest }
    }),

    async 'messages.getMessages'({ userId }, request) {
      if (request.id.length > maxPage) throw badRequest('LIMIT_INVALID')
      const ids = await namedIds(read, userId, request.id)
      const stored = await read.messages.many(userId, ids)
      // Each one that is left out would look as if it had been deleted.
      if (totalBytes(stored) > maxNamedBytes) throw badRequest('LIMIT_INVALID')
      const { messages, ...named } = await viewMessages(read, userViews, userId, stored)
      const byId = new Map(messages.map((message) => [message.id, message]))
      return {
        _: 'messages.messages',
        messages: ids.map((id) => byId.get(id) ?? { _: 'messageEmpty', id }),
        topics: [],
        ...named,
      }
    },
  }
}

/**
 * The numbers of the messages that a client names, directly or as what another message replies to; 0 where that one is
 * no reply.
 */
async function namedIds(
  read: Pick<Reads, 'messages'>,
  userId: UserId,
  inputs: readonly api.InputMessage[],
): Promise<number[]> {
  const answers = inputs.flatMap((input) => (input._ === 'inputMessageReplyTo' ? [input.id] : []))
  const answered = new Map<number, number>()
  for (const stored of answers.length === 0 ? [] : await read.messages.many(userId, answers)) {
    const replyTo = unpack(stored)?.message.replyTo
    if (replyTo?._ === 'messageReplyHeader') answered.set(stored.id, replyTo.replyToMsgId ?? 0)
  }
  return inputs.map((input) => {
    if (input._ === 'inputMessageReplyTo') return answered.get(input.id) ?? 0
    if (input._ !== 'inputMessageID') throw badRequest('MESSAGE_ID_INVALID')
    return input.id
  })
}
