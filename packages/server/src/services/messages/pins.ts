import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { recordNumbered } from '../../changes/record-change.ts'
import { pinPost, unpinPosts } from '../../chats/channels/pin-posts.ts'
import { noteDraft } from '../../chats/content/note-draft.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { keepForGone, replaceContent } from '../../chats/placing/group-content.ts'
import { findCopies, getMessage, type OwnMessage, unpack } from '../../chats/placing/message-copies.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type BoxPeer, isUser, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type RequestOf, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import type { Act } from '../../rules/rights.ts'
import type { Transaction } from '../../store/store.ts'

/** How many messages one call unpins; the answer says whether to call again. */
const perCall = 100

/** "Pinned messages". */
export function createPins(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.updatePinnedMessage': userMethod(
      { acts: ['pin', 'unpin', 'pin for oneself'] },
      async ({ userId, caller }, request) => {
        const chat = await inputPeers.chat(userId, request.peer)
        const date = unixSeconds(clock)
        const pinned = request.unpin !== true
        if (chat.kind === 'channel') {
          const pinning = { userId, channel: chat.peer, date, session: caller.session }
          return pinPost(ports, pinning, { id: request.id, pinned, silent: request.silent === true })
        }
        const { peer } = chat
        const { sent, updates } = await store.transaction(async (tx) => {
          const own = await getMessage(tx, userId, peer, request.id)
          if (own.message._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
          if ((own.message.pinned === true) === pinned) throw badRequest('CHAT_NOT_MODIFIED')
          const oneSided = (await allowIn(tx, userId, peer, actOf(peer, request))) === 'own'
          const copies = oneSided ? [own] : await findCopies(tx, own)
          // The service message that follows goes into both boxes, also where the other copy is gone.
          if (pinned && !oneSided) await holdBoxes(tx, await boxesOfChat(tx, userId, peer))
          const updates = await setPinned(tx, ports, copies, pinned, { date, userId, session: caller.session })
          if (!pinned || oneSided) return { updates, sent: [] }
          const chat = { from: userId, to: peer, silent: request.silent === true, date, session: caller.session }
          const draft = noteDraft({ _: 'messageActionPinMessage' }, { ...chat, replyTo: { id: request.id } })
          const note = await deliver(tx, ports, draft)
          return { updates, sent: [note] }
        })
        return answerWhole(ports, userId, { to: peer, date, sent, scheduled: undefined }, [], updates)
      },
    ),

    'messages.unpinAllMessages': userMethod({ acts: ['unpin'] }, async ({ userId, caller }, request) => {
      if (request.savedPeerId !== undefined) throw notImplemented()
      const chat = await inputPeers.chat(userId, request.peer)
      const date = unixSeconds(clock)
      if (chat.kind === 'channel') {
        const { topMsgId = 0 } = request
        const of = { limit: perCall, thread: topMsgId > 0 ? topMsgId : undefined }
        return unpinPosts(ports, { userId, channel: chat.peer, date, session: caller.session }, of)
      }
      const { peer } = chat
      return store.transaction(async (tx) => {
        const ids = await tx.messageMarks.ids(userId, peer, 'pinned', perCall + 1)
        const copies: OwnMessage[] = []
        const forBoth = (await allowIn(tx, userId, peer, 'unpin')) === 'all'
        for (const stored of await tx.messages.many(userId, ids.slice(0, perCall))) {
          const own = unpack(stored)
          if (own === undefined) continue
          copies.push(own)
          const others = forBoth ? (await findCopies(tx, own)).filter((copy) => copy !== own) : []
          copies.push(...others.filter(({ message }) => message._ === 'message' && message.pinned === true))
        }
        const updates = await setPinned(tx, ports, copies, false, { date, userId, session: caller.session })
        const pts = (await tx.boxes.state(userId))?.pts ?? 0
        const ptsCount = updates.reduce((sum, update) => sum + update.ptsCount, 0)
        return { _: 'messages.affectedHistory', pts, ptsCount, offset: ids.length > perCall ? 1 : 0 }
      })
    }),
  }
}

/** Only of two people one can pin for oneself; mtcute asks for it in every chat. */
function actOf(peer: BoxPeer, { unpin, pmOneside }: RequestOf<'messages.updatePinnedMessage'>): Act {
  if (pmOneside === true && isUser(peer)) return 'pin for oneself'
  return unpin === true ? 'unpin' : 'pin'
}

interface Pinning {
  readonly date: number
  readonly userId: UserId
  readonly session: Parameters<typeof recordNumbered>[2]['except']
}

/** Within a unit: pins or unpins copies, and has their owners told. Gives what the one who asked is to know. */
async function setPinned(
  tx: Transaction,
  ports: ServicePorts,
  copies: readonly OwnMessage[],
  pinned: boolean,
  { date, userId, session }: Pinning,
): Promise<api.updatePinnedMessages[]> {
  const done = new Set<number>()
  const byBox = [...Map.groupBy(await keepForGone(tx, copies), ({ stored }) => stored.box)].sort(([a], [b]) => a - b)
  const states = await tx.boxes.advance(byBox.map(([box, own]) => ({ box, pts: own.length, messages: 0 })))
  const updates: api.updatePinnedMessages[] = []
  for (const [at, [box, own]] of byBox.entries()) {
    const state = states[at]
    const [first] = own
    if (state === undefined || first === undefined) throw new TypeError('advance answers each step')
    for (const { stored, message } of own) {
      if (message._ !== 'message') continue
      await replaceContent(tx, stored, { ...message, pinned: pinned || undefined }, done)
      if (pinned) await tx.messageMarks.add(box, stored.peer, stored.id, ['pinned'])
      else await tx.messageMarks.take(box, [stored.id], 'pinned')
    }
    const update: api.updatePinnedMessages = {
      _: 'updatePinnedMessages',
      pinned: pinned || undefined,
      peer: toPeer(first.stored.peer),
      messages: own.map(({ stored }) => stored.id),
      pts: state.pts,
      ptsCount: own.length,
    }
    await recordNumbered(tx, ports, { userId: box, date, except: box === userId ? session : undefined, update })
    if (box === userId) updates.push(update)
  }
  return updates
}
