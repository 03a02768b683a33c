import { allowIn } from '../../chats/rights.ts'
import { endSecretChat } from '../../chats/secret/end-secret-chat.ts'
import { devicesOf, tellState } from '../../chats/secret/tell-device.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest, floodWait } from '../../rpc/rpc-error.ts'
import { checkPublicValue, maxOpenRequests, maxUnanswered } from '../../rules/secret-chats.ts'
import { type Device, sideOf } from '../../rules/secret-ends.ts'
import type { SecretChat } from '../../store/domain/secret/secret-chats.ts'
import { viewSecretChat } from '../../views/secret-chat-view.ts'
import { deviceIn, openChat } from './open-chat.ts'

/** Whoever has asked for too much may do so again when some of it was answered, or is over. */
const tooManySeconds = 3_600

/**
 * How a secret chat comes about and ends ("End-to-end encryption"): somebody asks, the first device of the other one that accepts
 * has it, and either ends it.
 */
export function createHandshake(ports: ServicePorts): Methods {
  const { store, clock, random, inputPeers } = ports

  return {
    'messages.requestEncryption': userMethod(
      { acts: ['begin secret chat'], rate: { burst: 30, secondsEach: 10 } },
      async (context, { userId: input, randomId: id, gA }) => {
        const { userId } = context
        const other = await inputPeers.user(userId, input)
        if (other === undefined || (await store.read.users.get(other))?.bot !== undefined)
          throw badRequest('USER_ID_INVALID')
        checkPublicValue(gA)
        if (id === 0) throw badRequest('RANDOM_ID_EMPTY')
        const device = deviceIn(context)
        const asked = await store.transaction(async (tx): Promise<SecretChat> => {
          await allowIn(tx, userId, other, 'begin secret chat')
          const known = await tx.secretChats.get(id)
          if (known !== undefined) {
            if (!isSameRequest(known, device, other, gA)) throw badRequest('RANDOM_ID_DUPLICATE')
            return known
          }
          const { open, unanswered } = await tx.secretChats.askedBy(userId, other)
          if (open >= maxOpenRequests || unanswered >= maxUnanswered) throw floodWait(tooManySeconds)
          const date = unixSeconds(clock)
          const chat: SecretChat = {
            ...{ id, state: 'requested', date, changedAt: date, gA, gB: new Uint8Array(), fingerprint: 0n },
            creator: { ...device, accessHash: randomLong(random), services: 0 },
            participant: { userId: other, authKeyId: undefined, accessHash: randomLong(random), services: 0 },
            historyDeleted: false,
          }
          await tx.secretChats.add(chat)
          await tellState(tx, ports, chat, await devicesOf(tx, other))
          return chat
        })
        return viewSecretChat(asked, device)
      },
    ),

    'messages.acceptEncryption': userMethod(
      { rate: { burst: 60, secondsEach: 5 } },
      async (context, { peer, gB, keyFingerprint: fingerprint }) => {
        checkPublicValue(gB)
        const device = deviceIn(context)
        const accepted = await store.transaction(async (tx): Promise<SecretChat> => {
          const { chat, side } = await openChat(tx, peer, device)
          if (side !== 'participant') throw badRequest('CHAT_ID_INVALID')
          if (chat.state === 'accepted') {
            const isAgain = chat.participant.authKeyId === device.authKeyId && Buffer.compare(chat.gB, gB) === 0
            if (!isAgain) throw badRequest('ENCRYPTION_ALREADY_ACCEPTED')
            return chat
          }
          const at = unixSeconds(clock)
          await tx.secretChats.accept(chat.id, { authKeyId: device.authKeyId, gB, fingerprint, at })
          const participant = { ...chat.participant, authKeyId: device.authKeyId }
          const now: SecretChat = { ...chat, state: 'accepted', participant, gB, fingerprint, changedAt: at }
          const others = (await devicesOf(tx, device.userId)).filter(({ authKeyId }) => authKeyId !== device.authKeyId)
          const { authKeyId: asking } = chat.creator
          const creator = asking === undefined ? [] : [{ userId: chat.creator.userId, authKeyId: asking }]
          await tellState(tx, ports, now, others)
          // What the creator says at once is lost on an acceptor who has no answer yet (TDLib).
          await tellState(tx, ports, now, creator, 'after the answer')
          return now
        })
        return viewSecretChat(accepted, device)
      },
    ),

    'messages.discardEncryption': userMethod(
      { rate: { burst: 100, secondsEach: 1 } },
      async (context, { chatId, deleteHistory }) => {
        const device = deviceIn(context)
        await store.transaction(async (tx) => {
          const chat = await tx.secretChats.get(chatId)
          if (chat === undefined || !isParty(chat, device)) throw badRequest('ENCRYPTION_ID_INVALID')
          if (chat.state === 'ended') throw badRequest('ENCRYPTION_ALREADY_DECLINED')
          // Another device of the same person has it.
          if (sideOf(chat, device) === undefined) throw badRequest('ENCRYPTION_ALREADY_ACCEPTED')
          await endSecretChat(tx, ports, chat, { historyDeleted: deleteHistory === true, by: device.authKeyId })
        })
        return true
      },
    ),
  }
}

/** TDLib asks again under the same number where it has no answer. */
function isSameRequest(chat: SecretChat, device: Device, other: Device['userId'], gA: Uint8Array): boolean {
  if (chat.state === 'requested' && Buffer.compare(chat.gA, gA) !== 0) return false
  return sideOf(chat, device) === 'creator' && chat.participant.userId === other && chat.state !== 'ended'
}

function isParty({ creator, participant }: SecretChat, { userId }: UserContext | Device): boolean {
  return creator.userId === userId || participant.userId === userId
}
