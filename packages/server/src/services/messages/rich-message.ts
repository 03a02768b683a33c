import { viewPosts } from '../../chats/channels/read-posts.ts'
import { readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { viewMessages } from '../../views/message-view.ts'

/** The whole of a rich message; none is ever shown in part here, so it says what a page of the chat says. */
export function createRichMessage({ store: { read }, clock, inputPeers, userViews }: ServicePorts): Methods {
  return {
    async 'messages.getRichMessage'({ userId }, { peer: input, id }) {
      const { peer } = await inputPeers.chat(userId, input)
      if (isChannel(peer)) {
        const { above } = await readable(read, userId, peer, unixSeconds(clock))
        const stored = (await read.messages.many(peer, [id])).filter((one) => one.id > above)
        const view = await viewPosts(read, userViews, userId, peer, stored, { count: 1 })
        if (!view.messages.some(isRich)) throw badRequest('MESSAGE_ID_INVALID')
        return view
      }
      const stored = (await read.messages.many(userId, [id])).filter((one) => one.peer === peer)
      const view = await viewMessages(read, userViews, userId, stored)
      if (!view.messages.some(isRich)) throw badRequest('MESSAGE_ID_INVALID')
      return { _: 'messages.messages', topics: [], ...view }
    },
  }
}

function isRich(message: { readonly _: string; readonly richMessage?: unknown }): boolean {
  return message._ === 'message' && message.richMessage !== undefined
}
