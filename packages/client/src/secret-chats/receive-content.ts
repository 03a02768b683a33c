import type { Chat } from './chat.ts'
import type { SecretContent, SecretMedia, SecretText } from './content.ts'
import { contentBytes, fileFits } from './secret-message.ts'
import type { TimedMessage } from './self-destruct.ts'
import type { Beside } from './store/chat-record.ts'

/** Pictures and the like with a lifetime of up to a minute are read when they are opened, as other clients have it. */
const MAX_OPENED_TTL = 60

/** What has come in its turn. A content is undefined when its layer is not known yet. */
export function receiveContent(
  chat: Chat,
  randomId: bigint,
  content: SecretContent | undefined,
  { date, file, fingerprint }: Beside,
): void {
  const { record, history, timers } = chat
  const chatId = record.id
  const add = (withFile: Beside['file']): void =>
    chat.show(
      history.add({ ...{ randomId, date, file: withFile, out: false, failed: false }, content: contentBytes(content) }),
    )
  if (content === undefined) return add(undefined)
  if (content._ === 'decryptedMessage') {
    const fits = file === undefined || fileFits(content.media, fingerprint)
    if (!fits) chat.tell('ignored', { chatId, reason: 'fileKey' })
    add(fits ? file : undefined)
    timers.add(timed(content, date, false))
    return
  }
  const { action } = content
  switch (action._) {
    case 'decryptedMessageActionDeleteMessages': {
      const { randomIds } = action
      history.remove(randomIds)
      timers.forget(randomIds)
      // What was deleted before it came has nothing to be deleted.
      const others = randomIds.filter((id) => id !== randomId)
      if (others.length > 0) chat.tell('deleted', { chatId, randomIds: others, by: 'there' })
      return
    }
    case 'decryptedMessageActionFlushHistory':
      history.clear()
      timers.forget(timers.messages.map((message) => message.randomId))
      chat.tell('deleted', { chatId, randomIds: undefined, by: 'there' })
      return
    case 'decryptedMessageActionReadMessages': {
      const own = action.randomIds.filter((id) => timers.get(id)?.out === true)
      timers.read(own, chat.localTime(date))
      chat.tell('read', { chatId, maxDate: undefined, randomIds: action.randomIds })
      return
    }
    case 'decryptedMessageActionSetMessageTTL':
      record.ttl = Math.max(0, action.ttlSeconds)
      add(undefined)
      chat.tell('timer', { chatId, ttl: record.ttl })
      return
    case 'decryptedMessageActionScreenshotMessages':
      add(undefined)
      return
    case 'decryptedMessageActionTyping':
      chat.tell('typing', { chatId, action: action.action })
      return
  }
}

/** The timer of a message. */
export function timed(
  { randomId, ttl, media }: SecretText,
  date: number,
  out: boolean,
): Omit<TimedMessage, 'deleteAt'> {
  return { randomId, ttl, out, date, whenOpened: ttl <= MAX_OPENED_TTL && isOpened(media) }
}

/** Whether a person opens it: pictures, videos, voice and music. */
function isOpened(media: SecretMedia | undefined): boolean {
  switch (media?._) {
    case 'decryptedMessageMediaPhoto':
    case 'decryptedMessageMediaVideo':
    case 'decryptedMessageMediaAudio':
      return true
    case 'decryptedMessageMediaDocument':
      return media.attributes.some(
        ({ _ }) =>
          _ === 'documentAttributeVideo' || _ === 'documentAttributeAudio' || _ === 'documentAttributeAnimated',
      )
    default:
      return false
  }
}
