import type { api } from '@chappe/tl-codec/api'
import { defaultDialogsPage, findPosition, maxDialogsPage } from '../../chats/lists/pages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { frontWithin, shownBytes } from '../../rules/answer-bounds.ts'
import { listHash } from '../../rules/list-hash.ts'
import type { SavedDialog } from '../../store/domain/lists/saved-dialogs.ts'
import type { Reads } from '../../store/store.ts'
import { viewMessages } from '../../views/message-view.ts'

/** The list of saved dialogs, as `messages.getDialogs` and its kin do it for the main one. */
export function createSavedDialogs(ports: ServicePorts): Methods {
  const { store, inputPeers, userViews } = ports

  const view = async (
    read: Reads,
    userId: UserId,
    asked: readonly SavedDialog[],
    mayEndEarly = false,
  ): Promise<Omit<api.messages.savedDialogs, '_'>> => {
    const top = asked.map(({ topMessage }) => topMessage)
    const found = new Map((await read.messages.many(userId, top)).map((message) => [message.id, message]))
    const bytesOf = ({ topMessage }: SavedDialog): number => {
      const message = found.get(topMessage)
      return message === undefined ? 0 : shownBytes(message.data)
    }
    const dialogs = mayEndEarly ? frontWithin(asked, bytesOf) : asked
    const stored = dialogs.flatMap(({ topMessage }) => found.get(topMessage) ?? [])
    const named = [userId, ...dialogs.map(({ peer }) => peer)]
    return { dialogs: dialogs.map(viewSavedDialog), ...(await viewMessages(read, userViews, userId, stored, named)) }
  }

  return {
    async 'messages.getSavedDialogs'({ userId }, request) {
      checkParent(request.parentPeer)
      const limit = Math.max(0, Math.min(request.limit || defaultDialogsPage, maxDialogsPage))
      return store.snapshot(async (read) => {
        const pinned = await read.savedDialogs.pinned(userId)
        const listed = request.excludePinned === true ? [] : pinned
        const position = await findPosition(ports, userId, request, {
          pinned: listed,
          find: (peer) => read.savedDialogs.get(userId, peer),
          findMessage: (id) => read.messages.get(userId, id),
        })
        const first = listed.slice(position.pinned, position.pinned + limit)
        const rest = await read.savedDialogs.page(userId, {
          ...position,
          limit: limit - first.length,
          except: pinned.map(({ peer }) => peer),
        })
        const dialogs = [...first, ...rest]
        const count = (await read.savedDialogs.count(userId)) - (pinned.length - listed.length)
        if (request.hash !== 0n && request.hash === listHash(dialogs.map(({ topMessage }) => topMessage))) {
          return { _: 'messages.savedDialogsNotModified', count }
        }
        const content = await view(read, userId, dialogs, true)
        return position.isStart && content.dialogs.length === count
          ? { _: 'messages.savedDialogs', ...content }
          : { _: 'messages.savedDialogsSlice', count, ...content }
      })
    },

    async 'messages.getSavedDialogsByID'({ userId }, request) {
      checkParent(request.parentPeer)
      if (request.ids.length > maxDialogsPage) throw badRequest('LIMIT_INVALID')
      const peers = await Promise.all(request.ids.map((input) => inputPeers.savedPeer(userId, input)))
      return store.snapshot(async (read) => {
        const dialogs = await read.savedDialogs.many(userId, peers)
        return { _: 'messages.savedDialogs', ...(await view(read, userId, dialogs)) }
      })
    },

    async 'messages.getPinnedSavedDialogs'({ userId }) {
      return store.snapshot(async (read) => {
        const dialogs = await read.savedDialogs.pinned(userId)
        return { _: 'messages.savedDialogs', ...(await view(read, userId, dialogs)) }
      })
    },
  }
}

function viewSavedDialog({ peer, topMessage, pinned }: SavedDialog): api.savedDialog {
  return { _: 'savedDialog', pinned: pinned || undefined, peer: toPeer(peer), topMessage }
}

/** A parent is a channel that people write to directly ("Direct messages to channels"), of which there are none. */
export function checkParent(parentPeer: api.InputPeer | undefined): void {
  if (parentPeer !== undefined) throw badRequest('PARENT_PEER_INVALID')
}
