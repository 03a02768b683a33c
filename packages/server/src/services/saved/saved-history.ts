import { removeMessages } from '../../chats/placing/remove-messages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { pageWithin } from '../../rules/answer-bounds.ts'
import { checkRange } from '../../rules/ranges.ts'
import { viewMessages } from '../../views/message-view.ts'
import { checkParent } from './saved-dialogs.ts'

const maxPage = 100
/** How many messages one call deletes; the answer says whether to call again. */
const perCall = 500

/** What was saved from one chat, as `messages.getHistory` and `messages.deleteHistory` do it for a whole chat. */
export function createSavedHistory(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  const { read } = store
  return {
    async 'messages.getSavedHistory'({ userId }, request) {
      checkParent(request.parentPeer)
      const peer = await inputPeers.savedPeer(userId, request.peer)
      const { offsetId, offsetDate, addOffset, maxId, minId } = request
      const limit = Math.max(0, Math.min(request.limit || maxPage, maxPage))
      const query = { box: userId, peer, offsetId, offsetDate, addOffset, limit, maxId, minId }
      const ids = await read.savedDialogs.messages(query)
      const page = (await read.messages.many(userId, ids)).sort((a, b) => b.id - a.id)
      const stored = pageWithin(page, request)
      const count = (await read.savedDialogs.get(userId, peer))?.messageCount ?? 0
      const { messages, ...named } = await viewMessages(read, userViews, userId, stored, [userId, peer])
      const rest = { messages, topics: [], ...named }
      return messages.length === count
        ? { _: 'messages.messages', ...rest }
        : { _: 'messages.messagesSlice', count, ...rest }
    },

    'messages.deleteSavedHistory': userMethod({ acts: ['delete for oneself'] }, async ({ userId, caller }, request) => {
      checkParent(request.parentPeer)
      checkRange(request)
      const { maxId, minDate = 0, maxDate = 0 } = request
      const peer = await inputPeers.savedPeer(userId, request.peer)
      const removal = { date: unixSeconds(clock), userId, session: caller.session }
      return store.transaction(async (tx) => {
        const ids = await tx.savedDialogs.range(userId, peer, { maxId, minDate, maxDate }, perCall + 1)
        const own = await tx.messages.many(userId, ids.slice(0, perCall))
        const removed = await removeMessages(tx, ports, own, removal)
        const outcome = removed.get(userId) ?? { pts: (await tx.boxes.state(userId))?.pts ?? 0, ptsCount: 0 }
        return { _: 'messages.affectedHistory', ...outcome, offset: ids.length > perCall ? 1 : 0 }
      })
    }),

    /**
     * Only the direct messages of channels have a read mark of this kind; saved messages are never unread ("Saved
     * messages").
     */
    'messages.readSavedHistory': userMethod({ acts: ['read'] }, async () => {
      throw badRequest('PARENT_PEER_INVALID')
    }),
  }
}
