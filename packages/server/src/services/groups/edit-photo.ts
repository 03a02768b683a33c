import { holdBoxes } from '../../changes/hold-boxes.ts'
import { noteDraft } from '../../chats/content/note-draft.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { tellOfGroup } from '../../chats/members/tell-members.ts'
import { photoAction, putChatPhoto } from '../../chats/photos/chat-photo.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { photoIdIn } from '../../views/shown-photo.ts'

export function createEditGroupPhoto(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, profilePhotos } = ports
  return {
    'messages.editChatPhoto': userMethod(
      { acts: ['change info'], rate: { burst: 20, secondsEach: 10 } },
      async ({ userId, caller: { session } }, { chatId, photo: input }) => {
        const chat = await inputPeers.group(userId, chatId)
        // Nothing is made of a picture for who may not.
        await allowIn(store.read, userId, chat, 'change info')
        const photo = await profilePhotos.givenChatPhoto(userId, input)
        const date = unixSeconds(clock)
        const sent = await store.transaction(async (tx) => {
          await allowIn(tx, userId, chat, 'change info')
          const before = photoIdIn((await tx.groups.get(chat))?.photo, 'ChatPhoto')
          if (before === (photo && Number(photo.id))) throw badRequest('CHAT_NOT_MODIFIED')
          const boxes = await boxesOfChat(tx, userId, chat)
          await holdBoxes(tx, boxes)
          await tx.groups.change(chat, { photo: await putChatPhoto(tx, chat, photo) })
          const note = noteDraft(photoAction(photo), { from: userId, to: chat, date, session })
          const sent = await deliver(tx, ports, note)
          await tellOfGroup(tx, ports, boxes, { chat, by: userId, date, session })
          return sent
        })
        return answerWhole(ports, userId, { to: chat, date, sent: [sent], scheduled: undefined }, [])
      },
    ),
  }
}
