import { holdBoxes } from '../../changes/hold-boxes.ts'
import { describeChannel } from '../../chats/channels/describe.ts'
import { noteDraft } from '../../chats/content/note-draft.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { tellOfGroup } from '../../chats/members/tell-members.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseChatAbout, parseTitle } from '../../rules/names.ts'

export function createEditGroup(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.editChatTitle': userMethod(
      { acts: ['change info'], rate: { burst: 50, secondsEach: 5 } },
      async ({ userId, caller: { session } }, { chatId, title: input }) => {
        const chat = await inputPeers.group(userId, chatId)
        const title = parseTitle(input)
        const date = unixSeconds(clock)
        const sent = await store.transaction(async (tx) => {
          await allowIn(tx, userId, chat, 'change info')
          if ((await tx.groups.get(chat))?.title === title) throw badRequest('CHAT_NOT_MODIFIED')
          await tx.groups.change(chat, { title })
          const action = { _: 'messageActionChatEditTitle', title } as const
          return deliver(tx, ports, noteDraft(action, { from: userId, to: chat, date, session }))
        })
        return answerWhole(ports, userId, { to: chat, date, sent: [sent], scheduled: undefined }, [])
      },
    ),

    'messages.editChatAbout': userMethod(
      { acts: ['change info'], rate: { burst: 50, secondsEach: 5 } },
      async ({ userId, caller: { session } }, { peer: input, about: text }) => {
        const { kind, peer: chat } = await inputPeers.chat(userId, input)
        if (kind === 'channel') {
          return describeChannel(ports, { userId, channel: chat, date: unixSeconds(clock), session }, text)
        }
        if (kind !== 'group') throw badRequest('PEER_ID_INVALID')
        const about = parseChatAbout(text)
        const act = { chat, by: userId, date: unixSeconds(clock), session }
        await store.transaction(async (tx) => {
          await allowIn(tx, userId, chat, 'change info')
          if ((await tx.groups.get(chat))?.about === about) throw badRequest('CHAT_ABOUT_NOT_MODIFIED')
          const boxes = await boxesOfChat(tx, userId, chat)
          await holdBoxes(tx, boxes)
          await tx.groups.change(chat, { about })
          await tellOfGroup(tx, ports, boxes, act)
        })
        return true
      },
    ),
  }
}
