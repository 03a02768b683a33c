import type { api } from '@chappe/tl-codec/api'
import { announce } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { floodWait } from '../../rpc/rpc-error.ts'
import {
  checkSecretData,
  isFull,
  maxWaitingForDevice,
  maxWaitingInChat,
  messagesPerQuestion,
} from '../../rules/secret-chats.ts'
import type { EncryptedFile } from '../../store/domain/files/encrypted-files.ts'
import { firstQts, type QueuedMessage } from '../../store/domain/secret/device-queues.ts'
import { viewEncryptedFile, viewSecretMessage } from '../../views/secret-chat-view.ts'
import { deviceIn, talkingChat } from './open-chat.ts'

/** A device that takes nothing may take something later. */
const fullSeconds = 60

interface Sending {
  readonly peer: api.InputEncryptedChat
  readonly randomId: bigint
  readonly data: Uint8Array
  readonly isService: boolean
  readonly file?: EncryptedFile | undefined
}

/** What is said in secret chats goes to the queue of the one device at the other end, as it came. */
export function createSend(ports: ServicePorts): Methods {
  const { store, clock, settings, encryptedFiles } = ports
  const rate = { burst: 500, secondsEach: 0.05 }

  const send = async (
    context: UserContext,
    { peer, randomId, data, isService, file }: Sending,
  ): Promise<{ readonly date: UnixTime; readonly file: number | undefined }> => {
    checkSecretData(data)
    const device = deviceIn(context)
    return store.transaction(async (tx) => {
      const { chat, side, other, otherDevice } = await talkingChat(tx, peer, device)
      const byCreator = side === 'creator'
      const before = await tx.secretChats.sent(chat.id, byCreator, randomId)
      // The other end may have asked for it once more (`decryptedMessageActionResend`), by a service message; then it goes again.
      if (before !== undefined && before.services === other.services) return before
      const { ofChat, ofDevice } = await tx.deviceQueues.waiting(otherDevice.authKeyId, chat.id)
      if (isFull(ofChat, data, maxWaitingInChat) || isFull(ofDevice, data, maxWaitingForDevice))
        throw floodWait(fullSeconds)
      const date = unixSeconds(clock)
      if (file !== undefined) await tx.encryptedFiles.addToChat(chat.id, file.id)
      const { qts, number } = await tx.deviceQueues.advance(otherDevice.authKeyId, 'message', firstQts)
      const message: QueuedMessage = { qts, chat: chat.id, randomId, date, isService, data, file: file?.id }
      await tx.deviceQueues.put(otherDevice.authKeyId, message)
      const sent = { chat: chat.id, byCreator, randomId, date, file: file?.id, services: other.services }
      await tx.secretChats.putSent(sent)
      if (isService) await tx.secretChats.countService(chat.id, byCreator)
      const { userId, authKeyId } = otherDevice
      const advanced = { type: 'device', userId, authKeyId, from: number - 1, to: number, date } as const
      const update: api.updateNewEncryptedMessage = {
        _: 'updateNewEncryptedMessage',
        message: viewSecretMessage(message, file, settings.dcId),
        qts,
      }
      // Told to ask, the device says up to where it has all: TDLib says so by nothing else, however long it is here.
      announce(tx, ports, qts % messagesPerQuestion === 0 ? advanced : { ...advanced, update })
      return sent
    })
  }

  return {
    'messages.sendEncrypted': userMethod({ rate }, async (context, { peer, randomId, data }) => {
      const { date } = await send(context, { peer, randomId, data, isService: false })
      return { _: 'messages.sentEncryptedMessage', date }
    }),

    'messages.sendEncryptedService': userMethod({ rate }, async (context, { peer, randomId, data }) => {
      const { date } = await send(context, { peer, randomId, data, isService: true })
      return { _: 'messages.sentEncryptedMessage', date }
    }),

    'messages.sendEncryptedFile': userMethod({ rate }, async (context, { peer, randomId, data, file: input }) => {
      checkSecretData(data)
      const { chat, side } = await talkingChat(store.read, peer, deviceIn(context))
      // Of a message that was taken before, the file that came with it then: its parts may be gone.
      const before = await store.read.secretChats.sent(chat.id, side === 'creator', randomId)
      const file = (await keptFile(before?.file)) ?? (await encryptedFiles.namedFile(context.userId, input))
      const sent = await send(context, { peer, randomId, data, isService: false, file })
      const kept = sent.file === file.id ? file : await keptFile(sent.file)
      return { _: 'messages.sentEncryptedFile', date: sent.date, file: viewEncryptedFile(kept, settings.dcId) }
    }),

    'messages.uploadEncryptedFile': userMethod(
      { rate: { burst: 100, secondsEach: 0.5 } },
      async (context, { peer, file: input }) => {
        const device = deviceIn(context)
        const { chat } = await talkingChat(store.read, peer, device)
        const file = await encryptedFiles.namedFile(context.userId, input)
        await store.transaction(async (tx) => {
          await talkingChat(tx, peer, device)
          await tx.encryptedFiles.addToChat(chat.id, file.id)
        })
        return viewEncryptedFile(file, settings.dcId)
      },
    ),
  }

  async function keptFile(id: number | undefined): Promise<EncryptedFile | undefined> {
    return id === undefined ? undefined : store.read.encryptedFiles.get(id)
  }
}
