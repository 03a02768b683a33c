import type { Chat } from './chat.ts'
import { sendAction } from './send.ts'
import type { StoredMessage } from './store/stored-message.ts'

/** What people do in a secret chat beside writing. */

/** The timers of what was seen in the chat begin, and the other person is told up to where it was read. */
export async function markRead(chat: Chat, upTo: number | undefined): Promise<void> {
  let last: StoredMessage | undefined
  for await (const stored of chat.history.before((upTo ?? chat.history.lastId) + 1)) {
    if (stored.out) continue
    last = stored
    break
  }
  if (last === undefined) return
  const { date } = last
  const { clock, call } = chat.ports
  await chat.commit(() => chat.timers.readUpTo(date, false, clock.now()))
  if (chat.isActive) await call({ _: 'messages.readEncryptedHistory', peer: chat.peer, maxDate: date })
}

/** Pictures, videos and voice were opened: their timers begin, and the other end is told. */
export async function open(chat: Chat, ids: readonly number[]): Promise<void> {
  const found = await messagesOf(chat, ids)
  const randomIds = found.filter(({ out }) => !out).map(({ randomId }) => randomId)
  if (randomIds.length === 0) return
  const begin = (): void => void chat.timers.read(randomIds, chat.ports.clock.now())
  if (chat.isActive) await sendAction(chat, { _: 'decryptedMessageActionReadMessages', randomIds }, begin)
  else await chat.commit(begin)
}

/** Deletes messages here and there. What the other end does not have yet it will never get. */
export async function deleteMessages(chat: Chat, ids: readonly number[]): Promise<void> {
  const randomIds = (await messagesOf(chat, ids)).map(({ randomId }) => randomId)
  if (randomIds.length === 0) return
  const remove = (): void => {
    for (const randomId of randomIds) chat.withdraw(randomId)
    chat.history.remove(randomIds)
    chat.timers.forget(randomIds)
    chat.tell('deleted', { chatId: chat.record.id, randomIds, by: 'here' })
  }
  if (chat.isActive) await sendAction(chat, { _: 'decryptedMessageActionDeleteMessages', randomIds }, remove)
  else await chat.commit(remove)
}

/** Deletes all that was said, here and there. */
export async function flush(chat: Chat): Promise<void> {
  const clear = (): void => {
    for (const { randomId, id } of [...chat.record.outgoing]) if (id !== undefined) chat.withdraw(randomId)
    chat.history.clear()
    chat.timers.forget(chat.timers.messages.map(({ randomId }) => randomId))
    chat.tell('deleted', { chatId: chat.record.id, randomIds: undefined, by: 'here' })
  }
  if (chat.isActive) await sendAction(chat, { _: 'decryptedMessageActionFlushHistory' }, clear)
  else await chat.commit(clear)
}

/** New messages of both sides live for so long once they were read. */
export async function setTimer(chat: Chat, ttlSeconds: number): Promise<void> {
  await sendAction(chat, { _: 'decryptedMessageActionSetMessageTTL', ttlSeconds }, () => {
    chat.record.ttl = ttlSeconds
  })
}

/** The other person is told that these were on a picture of the screen. */
export async function screenshotTaken(chat: Chat, ids: readonly number[]): Promise<void> {
  const randomIds = (await messagesOf(chat, ids)).map(({ randomId }) => randomId)
  await sendAction(chat, { _: 'decryptedMessageActionScreenshotMessages', randomIds })
}

export async function setTyping(chat: Chat, typing: boolean): Promise<void> {
  await chat.ports.call({ _: 'messages.setEncryptedTyping', peer: chat.peer, typing })
}

async function messagesOf(chat: Chat, ids: readonly number[]): Promise<StoredMessage[]> {
  const found = await Promise.all(ids.map((id) => chat.history.get(id)))
  return found.filter((message) => message !== undefined)
}
