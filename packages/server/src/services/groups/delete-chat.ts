import { holdBoxes } from '../../changes/hold-boxes.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { tellOfGroup } from '../../chats/members/tell-members.ts'
import { removeMessages } from '../../chats/placing/remove-messages.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UpkeepTask, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'

/** So many messages go in one unit, each with the copies of all. */
const perUnit = 10
const groupsAtOnce = 10

/** The end of a group for all who are in it, with all that was said there. */
export function createDeleteChat(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.deleteChat': userMethod(
      { acts: ['delete chat'], rate: { burst: 20, secondsEach: 30 } },
      async ({ userId, caller: { session } }, { chatId }) => {
        const chat = await inputPeers.group(userId, chatId)
        const date = unixSeconds(clock)
        await store.transaction(async (tx) => {
          const before = await tx.groups.get(chat)
          // What was said there is of the supergroup's past.
          if (before?.migratedTo !== undefined) throw badRequest('CHAT_ID_INVALID')
          const creator = before?.creator
          const standing = (await tx.groups.member(chat, userId))?.standing
          // Its creator stays that, and may leave first, as mtcute does.
          if (creator !== userId || standing !== 'left') await allowIn(tx, userId, chat, 'delete chat')
          const boxes = await boxesOfChat(tx, userId, chat)
          await holdBoxes(tx, boxes)
          const group = await tx.groups.change(chat, { deactivated: true, photo: undefined })
          await tx.peerPhotos.clear({ peer: chat, kind: 'shown' })
          for (const member of await tx.groups.members(chat)) {
            await tx.groups.putMember({ ...member, admin: false, standing: 'removed', titleThen: group.title })
          }
          await tellOfGroup(tx, ports, boxes, { chat, by: userId, date, session })
        })
        await empty(ports, chat, date)
        return true
      },
    ),
  }
}

/** Goes on with what a server has not come to the end of. */
export function createEmptyDeleted(ports: ServicePorts): UpkeepTask {
  return {
    everySeconds: 60,
    async run(now) {
      for (const chat of await ports.store.read.groupMessages.ofDeactivated(groupsAtOnce)) await empty(ports, chat, now)
    },
  }
}

async function empty({ store, ...ports }: ServicePorts, chat: ChatId, date: UnixTime): Promise<void> {
  for (;;) {
    const removed = await store.transaction(async (tx) => {
      const contents = await tx.groupMessages.latest(chat, perUnit)
      const copies = await allCopies(tx, contents)
      if (copies.length > 0) await removeMessages(tx, { store, ...ports }, copies, { date })
      return contents.length
    })
    if (removed < perUnit) return
  }
}

async function allCopies(tx: Transaction, contents: readonly number[]): Promise<StoredMessage[]> {
  const copies: StoredMessage[] = []
  for (const content of contents) {
    for (const { box, id } of await tx.groupMessages.copies(content)) {
      const stored = await tx.messages.get(box, id)
      if (stored !== undefined) copies.push(stored)
    }
  }
  return copies
}
