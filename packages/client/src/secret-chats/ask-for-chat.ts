import type { api } from '@chappe/tl-codec/api'
import type { Call } from '../rpc/call.ts'
import type { Chat } from './chat.ts'
import type { ChatList } from './chat-list.ts'
import { complete } from './exchange.ts'

/** Asks the server for a chat that is stored here ("messages.requestEncryption"); it gives the chat its number. */
export async function askForChat(list: ChatList, call: Call, chat: Chat): Promise<Chat> {
  const { record } = chat
  const { phase, userId, accessHash } = record
  if (phase.kind !== 'waiting') return chat
  const answer = await call({
    _: 'messages.requestEncryption',
    userId: { _: 'inputUser', userId, accessHash },
    ...{ randomId: record.id, gA: phase.half.public },
  })
  // The other side's acceptance, or the end, may have been told before the answer came.
  if (record.phase !== phase) return chat
  if (answer._ === 'encryptedChatDiscarded') {
    await chat.commit(() => chat.over('ENDED_THERE', true))
    return chat
  }
  const asked = answer.id === record.id ? await answered(chat, phase, answer) : await renamed(list, chat, phase, answer)
  if (answer._ === 'encryptedChat') await complete(asked, answer)
  return asked
}

type Waiting = Extract<Chat['record']['phase'], { kind: 'waiting' }>

function hashOf(answer: api.EncryptedChat): bigint {
  return 'accessHash' in answer ? answer.accessHash : 0n
}

async function answered(chat: Chat, phase: Waiting, answer: api.EncryptedChat): Promise<Chat> {
  await chat.commit(() => {
    chat.record.accessHash = hashOf(answer)
    chat.record.phase = { ...phase, answered: true }
  })
  return chat
}

/** The server has a number of its own for the chat. The one before is forgotten once this is stored. */
async function renamed(list: ChatList, { record }: Chat, phase: Waiting, answer: api.EncryptedChat): Promise<Chat> {
  const known = { ...record, id: answer.id, accessHash: hashOf(answer), phase: { ...phase, answered: true } }
  const chat = await list.add(known)
  // The exponent lives on in the new record.
  record.phase = { kind: 'ended', reason: 'ENDED_HERE', told: true, deleteHistory: false }
  await list.remove(record.id)
  return chat
}
