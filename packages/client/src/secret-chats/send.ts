import type { RandomBytes } from '@chappe/crypto'
import type { secret } from '@chappe/tl-codec/secret'
import { ClientError } from '../errors.ts'
import type { Chat } from './chat.ts'
import type { SecretMedia, SecretServiceAction, SecretText } from './content.ts'
import { timed } from './receive-content.ts'
import { contentBytes } from './secret-message.ts'
import type { StoredFile } from './store/stored-message.ts'

/** What is to be said in a secret chat. */
export interface SecretDraft {
  readonly text?: string | undefined
  readonly entities?: readonly secret.MessageEntity[] | undefined
  /** A location, a contact, a sticker, a link and the like; files are sent by `sendFile`. */
  readonly media?: SecretMedia | undefined
  /** The message of the same chat that is answered. */
  readonly replyTo?: number | undefined
  /** How long it lives once it was read, in seconds. The chat's own by default. */
  readonly ttl?: number | undefined
  readonly silent?: boolean | undefined
  /** The album that it belongs to. */
  readonly groupedId?: bigint | undefined
  /** Makes the message the same as one sent before under this number. New by default. */
  readonly randomId?: bigint | undefined
}

export interface SentSecretMessage {
  readonly id: number
  /** Unix time in seconds. */
  readonly date: number
  readonly randomId: bigint
}

/** Others resend no more than a thousand either: an end that is silent so long is not written to. */
export const MAX_UNACKNOWLEDGED = 1000

export function newRandomId(random: RandomBytes): bigint {
  return new DataView(random(8).slice().buffer).getBigInt64(0, true)
}

/** Sends a message, and resolves when the server has it. It is stored before that, and sent whatever happens. */
export async function sendDraft(chat: Chat, draft: SecretDraft, file?: StoredFile): Promise<SentSecretMessage> {
  const replied = draft.replyTo === undefined ? undefined : await chat.history.get(draft.replyTo)
  const randomId = draft.randomId ?? newRandomId(chat.ports.random)
  const known = await sentBefore(chat, draft.randomId)
  if (known !== undefined) return known
  const content: SecretText = {
    _: 'decryptedMessage',
    ...{ randomId, ttl: draft.ttl ?? chat.record.ttl, message: draft.text ?? '' },
    ...(draft.silent === true && { silent: true }),
    ...(draft.media !== undefined && { media: draft.media }),
    ...(draft.entities !== undefined && draft.entities.length > 0 && { entities: [...draft.entities] }),
    ...(replied !== undefined && { replyToRandomId: replied.randomId }),
    ...(draft.groupedId !== undefined && { groupedId: draft.groupedId }),
  }
  const { stored, sent } = await chat.commit(() => {
    requireRoom(chat)
    if (chat.record.outgoing.some((of) => of.randomId === randomId))
      throw new ClientError('REQUEST_INVALID', 'a message that is gone had the same random id')
    chat.crypto.send(randomId, content)
    const date = Math.floor(chat.ports.serverNow() / 1000)
    const message = { randomId, date, file, out: true, failed: false, content: contentBytes(content) }
    const stored = chat.history.add(message)
    chat.record.outgoing.push({ randomId, id: stored.id, silent: draft.silent === true, file })
    chat.timers.add(timed(content, date, true))
    return { stored, sent: chat.sent(randomId) }
  })
  await sent
  const now = await chat.history.get(stored.id)
  return { id: stored.id, date: now?.date ?? stored.date, randomId }
}

/** Sends a service message. `shown` are those that both sides see in the chat. */
export async function sendAction(chat: Chat, action: SecretServiceAction, also: () => void = () => {}): Promise<void> {
  const randomId = newRandomId(chat.ports.random)
  const content = { _: 'decryptedMessageService', randomId, action } as const
  const sent = await chat.commit(() => {
    requireRoom(chat)
    chat.crypto.send(randomId, content, true)
    also()
    chat.record.outgoing.push({ randomId, id: undefined, silent: true, file: undefined })
    if (isShown(action)) {
      const date = Math.floor(chat.ports.serverNow() / 1000)
      chat.history.add({
        ...{ randomId, date, file: undefined, out: true, failed: false },
        content: contentBytes(content),
      })
    }
    return { promise: chat.sent(randomId) }
  })
  await sent.promise
}

/** What people see in a chat, though nobody has written it. */
function isShown({ _ }: SecretServiceAction): boolean {
  return _ === 'decryptedMessageActionSetMessageTTL' || _ === 'decryptedMessageActionScreenshotMessages'
}

/** The message that was sent under a number before, if the other end does not have it yet. */
async function sentBefore(chat: Chat, randomId: bigint | undefined): Promise<SentSecretMessage | undefined> {
  if (randomId === undefined) return undefined
  for await (const stored of chat.history.before(chat.history.lastId + 1)) {
    if (!stored.out || stored.randomId !== randomId) continue
    if (chat.toMessage(stored).secret.state === 'pending') await chat.sent(randomId)
    return { id: stored.id, date: stored.date, randomId }
  }
  return undefined
}

function requireRoom(chat: Chat): void {
  if (chat.record.outgoing.length >= MAX_UNACKNOWLEDGED)
    throw new ClientError('TOO_MANY_PENDING', `${MAX_UNACKNOWLEDGED} messages wait for the other end to be there`)
}
