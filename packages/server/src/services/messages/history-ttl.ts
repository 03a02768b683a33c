import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { setChannelPeriod } from '../../chats/channels/set-period.ts'
import { noteDraft } from '../../chats/content/note-draft.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { setPeriod } from '../../chats/placing/auto-delete.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type PeerId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkPeriod } from '../../rules/ttl-period.ts'

export function createHistoryTtl(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.setHistoryTTL': userMethod(
      { acts: ['set timer'] },
      async ({ userId, caller }, { peer: input, period }) => {
        checkPeriod(period)
        const { kind, peer } = await inputPeers.chat(userId, input)
        const date = unixSeconds(clock)
        if (kind === 'channel') {
          return setChannelPeriod(ports, { userId, channel: peer, date, session: caller.session }, period)
        }
        const note = await store.transaction(async (tx) => {
          await allowIn(tx, userId, peer, 'set timer')
          const { chat = 0 } = await tx.autoDelete.periods(userId, peer)
          if (chat === period) throw badRequest('CHAT_NOT_MODIFIED')
          const boxes = (await boxesOfChat(tx, userId, peer)).sort((a, b) => a - b)
          await holdBoxes(tx, boxes)
          await setPeriod(tx, userId, peer, period)
          for (const box of boxes) {
            const other = isUser(peer) && box === peer ? userId : peer
            const update = ttlUpdate(other, period)
            const except = box === userId ? caller.session : undefined
            await recordUnnumbered(tx, ports, { userId: box, key: `ttl ${other}`, update, date, except })
          }
          const place = { from: userId, to: peer, date, session: caller.session }
          return deliver(tx, ports, noteDraft({ _: 'messageActionSetMessagesTTL', period }, place))
        })
        const outcome = { to: peer, date, sent: [note], scheduled: undefined }
        return answerWhole(ports, userId, outcome, [], [ttlUpdate(peer, period)])
      },
    ),

    async 'messages.setDefaultHistoryTTL'({ userId }, { period }) {
      checkPeriod(period)
      await store.transaction((tx) => tx.autoDelete.setNewChats(userId, period))
      return true
    },

    async 'messages.getDefaultHistoryTTL'({ userId }) {
      const { newChats = 0 } = await store.read.autoDelete.periods(userId, userId)
      return { _: 'defaultHistoryTTL', period: newChats }
    },
  }
}

function ttlUpdate(peer: PeerId, period: number): api.Update {
  return { _: 'updatePeerHistoryTTL', peer: toPeer(peer), ttlPeriod: period === 0 ? undefined : period }
}
