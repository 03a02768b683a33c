import type { api } from '@chappe/tl-codec/api'
import { reactToPost } from '../../chats/channels/react.ts'
import { allowedReactions } from '../../chats/content/allowed-reactions.ts'
import { parseReactions } from '../../chats/content/parse-reactions.ts'
import { tellBotsOfReactions } from '../../chats/members/tell-bots-of-reactions.ts'
import { amend } from '../../chats/placing/amend.ts'
import { answerChanges } from '../../chats/placing/answer-changes.ts'
import { keepForGone } from '../../chats/placing/group-content.ts'
import { findCopies, getMessage, nameOf, type OwnMessage } from '../../chats/placing/message-copies.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId } from '../../ids.ts'
import { fromPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkAllowed, checkKinds } from '../../rules/available-reactions.ts'
import { maxTags } from '../../rules/reactions.ts'

/** How many reactions to one message each may give ("reactions_user_max_default"). */
const maxOwn = 1

export function createSendReaction(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.sendReaction': userMethod(
      { acts: ['react'], rate: { burst: 300, secondsEach: 0.1 } },
      async ({ userId, caller }, request) => {
        const { kind, peer } = await inputPeers.chat(userId, request.peer)
        const date = unixSeconds(clock)
        if (kind === 'channel') {
          const reactions = parseReactions(request.reaction ?? [], maxOwn)
          const given = { reactions, big: request.big === true, addToRecent: request.addToRecent === true }
          const place = { userId, channel: peer, id: request.msgId }
          return reactToPost(ports, { ...place, date, session: caller.session }, given)
        }
        const changed = await store.transaction(async (tx) => {
          const own = await getMessage(tx, userId, peer, request.msgId)
          if (own.message._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
          await allowIn(tx, userId, peer, 'react')
          const asTags = isTagged(own)
          const given = parseReactions(request.reaction ?? [], asTags ? maxTags : maxOwn)
          const chat = kind === 'group' ? await tx.groups.get(peer) : undefined
          if (chat !== undefined) checkAllowed(allowedReactions(chat), given)
          const name = nameOf(own.stored)
          const before = await tx.reactions.of([name])
          const mine = before.filter((reaction) => reaction.userId === userId)
          const others = before.filter((reaction) => reaction.userId !== userId)
          const earlier = mine.map(({ reaction }) => reaction)
          if (sameBytes(earlier, given)) throw badRequest('MESSAGE_NOT_MODIFIED')
          if (chat !== undefined) {
            const kinds = others.map((reaction) => reaction.reaction)
            checkKinds(allowedReactions(chat), kinds, given)
          }

          // Whoever has left a group keeps what there was before.
          const copies = await keepForGone(tx, await findCopies(tx, own))
          const unread = own.stored.from !== userId
          const big = request.big === true
          await tx.reactions.set(
            name,
            userId,
            given.map((reaction) => ({ reaction, date, big, unread })),
          )
          if (asTags) await tx.savedTags.set(userId, savedDialogOf(own), own.stored.id, given)
          if (request.addToRecent === true) {
            for (const reaction of given) await tx.reactions.noteUse(userId, reaction, date)
          }

          const authors = copies.find(({ stored }) => stored.box === stored.from)
          if (unread && authors !== undefined) {
            const { box, id, peer: chat } = authors.stored
            if (given.length > 0) await tx.messageMarks.add(box, chat, id, ['unreadReaction'])
            else if (others.every((reaction) => !reaction.unread))
              await tx.messageMarks.take(box, [id], 'unreadReaction')
          }
          const any = given.length + others.length > 0
          const amendments = copies.map((copy) => ({ copy, message: withReactions(copy, any, asTags) }))
          const stored = copies.map((copy) => copy.stored)
          await tellBotsOfReactions(tx, ports, stored, { by: userId, before: earlier, now: given, date })
          const changed = await amend(tx, ports, amendments, { date, except: caller.session, reactions: true })
          return changed.get(userId)
        })
        return answerChanges(ports, changed, date)
      },
    ),
  }
}

/**
 * The reactions to a saved message are its tags, unless it had some before there were tags ("Saved messages", "Tags"):
 * these have to be taken back first.
 */
function isTagged({ stored, message }: OwnMessage): boolean {
  if (stored.peer !== stored.box) return false
  return message.reactions === undefined || message.reactions.reactionsAsTags === true
}

function savedDialogOf({ stored, message }: OwnMessage): PeerId {
  return message.savedPeerId === undefined ? stored.box : fromPeer(message.savedPeerId)
}

/** The stored copy only says that there are reactions, which does not mark the message as edited. */
function withReactions({ message }: OwnMessage, any: boolean, asTags: boolean): api.message {
  if (message._ !== 'message') throw new TypeError('service messages are not reacted to')
  return {
    ...message,
    reactions: any ? noReactions(asTags) : undefined,
    editHide: message.editDate === undefined || message.editHide || undefined,
  }
}

function noReactions(asTags: boolean): api.messageReactions {
  return asTags
    ? { _: 'messageReactions', reactionsAsTags: true, results: [] }
    : { _: 'messageReactions', canSeeList: true, results: [] }
}

function sameBytes(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((bytes, at) => Buffer.compare(bytes, b[at] ?? new Uint8Array()) === 0)
}
