import { type api, encode } from '@chappe/tl-codec/api'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { parseReaction } from '../../rules/reactions.ts'
import { amend } from '../messages/amend.ts'
import { findCopies, getMessage, nameOf, type OwnMessage } from '../messages/message-copies.ts'
import { mayWrite } from '../messages/sending.ts'
import type { ServicePorts } from '../ports.ts'

/** How many reactions to one message each may give ("reactions_user_max_default"). */
const maxOwn = 1

export function createSendReaction(ports: ServicePorts): Pick<UserHandlers, 'messages.sendReaction'> {
  const { store, clock, inputPeers } = ports
  return {
    async 'messages.sendReaction'({ userId, caller }, request) {
      const peer = await inputPeers.peer(userId, request.peer)
      const given = parseReactions(request.reaction ?? [])
      const date = unixSeconds(clock)
      return store.transaction(async (tx) => {
        const own = await getMessage(tx, userId, peer, request.msgId)
        if (own.message._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
        await mayWrite(tx, userId, peer)
        const name = nameOf(own.stored)
        const before = await tx.reactions.of([name])
        const mine = before.filter((reaction) => reaction.userId === userId)
        const others = before.filter((reaction) => reaction.userId !== userId)
        if (
          sameBytes(
            mine.map((reaction) => reaction.reaction),
            given,
          )
        )
          throw badRequest('MESSAGE_NOT_MODIFIED')

        const unread = own.stored.from !== userId
        const big = request.big === true
        await tx.reactions.set(
          name,
          userId,
          given.map((reaction) => ({ reaction, date, big, unread })),
        )
        if (request.addToRecent === true) {
          for (const reaction of given) await tx.reactions.noteUse(userId, reaction, date)
        }

        const copies = await findCopies(tx, own)
        const authors = copies.find(({ stored }) => stored.box === stored.from)
        if (unread && authors !== undefined) {
          const { box, id, peer: chat } = authors.stored
          if (given.length > 0) await tx.messageMarks.add(box, chat, id, ['unreadReaction'])
          else if (others.every((reaction) => !reaction.unread)) await tx.messageMarks.take(box, [id], 'unreadReaction')
        }
        const any = given.length + others.length > 0
        const amendments = copies.map((copy) => ({ copy, message: withReactions(copy, any) }))
        const told = await amend(tx, ports, amendments, {
          date,
          except: caller.session,
          also: (_box, shown) => [reactionUpdate(shown)],
        })
        const answer = told.get(userId)
        if (answer === undefined) throw new TypeError('amend answers each box')
        return answer
      })
    },
  }
}

/** The stored copy only says that there are reactions; a message that was never edited does not look so for them. */
function withReactions({ message }: OwnMessage, any: boolean): api.message {
  if (message._ !== 'message') throw new TypeError('service messages are not reacted to')
  return {
    ...message,
    reactions: any ? { _: 'messageReactions', canSeeList: true, results: [] } : undefined,
    editHide: message.editDate === undefined || message.editHide || undefined,
  }
}

function reactionUpdate(shown: api.message | api.messageService): api.updateMessageReactions {
  return {
    _: 'updateMessageReactions',
    peer: shown.peerId,
    msgId: shown.id,
    reactions: shown.reactions ?? { _: 'messageReactions', canSeeList: true, results: [] },
  }
}

/** Reactions as they are stored. Throws the public error for what cannot be given. */
export function parseReactions(reactions: readonly api.Reaction[]): Uint8Array[] {
  const given = reactions.filter((reaction) => reaction._ !== 'reactionEmpty')
  if (given.length > maxOwn) throw badRequest('REACTIONS_TOO_MANY')
  return given.map((reaction) => {
    if (reaction._ === 'reactionCustomEmoji') throw new RpcError(403, 'PREMIUM_ACCOUNT_REQUIRED')
    const emoticon = reaction._ === 'reactionEmoji' ? parseReaction(reaction.emoticon) : undefined
    if (emoticon === undefined) throw badRequest('REACTION_INVALID')
    return encode({ _: 'reactionEmoji', emoticon })
  })
}

function sameBytes(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((bytes, at) => Buffer.compare(bytes, b[at] ?? new Uint8Array()) === 0)
}
