import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { frontWithin } from '../../rules/answer-bounds.ts'
import type { Device } from '../../rules/secret-ends.ts'
import { firstQts } from '../../store/domain/secret/device-queues.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { viewSecretChat, viewSecretMessage } from '../../views/secret-chat-view.ts'

/** So many secret messages go into one slice at most. */
const maxMessages = 100

/** What a device missed of its secret chats, as far as one answer tells it. */
export interface SecretMessages {
  readonly messages: api.EncryptedMessage[]
  /** Where the device stands once it has these. */
  readonly qts: number
  readonly more: boolean
  /** The device has named a `qts` up to which something still waits. */
  readonly named: number | undefined
}

export async function secretMessages(
  read: Pick<Reads, 'deviceQueues' | 'encryptedFiles'>,
  authKeyId: bigint,
  asked: number,
  dcId: number,
): Promise<SecretMessages> {
  const queue = await read.deviceQueues.get(authKeyId)
  const current = queue?.qts ?? firstQts
  const from = Math.min(Math.max(firstQts, asked), current)
  const nothing = { messages: [], qts: current, more: false, named: undefined }
  if (queue === undefined) return nothing
  const [oldest] = await read.deviceQueues.messages(authKeyId, 0, 1)
  if (oldest === undefined) return nothing
  const named = oldest.qts <= from ? from : undefined
  const waiting = await read.deviceQueues.messages(authKeyId, from, maxMessages + 1)
  // Half of an answer: what happened elsewhere has the other.
  const shown = frontWithin(waiting.slice(0, maxMessages), ({ data }) => 2 * data.length)
  const last = shown.at(-1)
  if (last === undefined) return { ...nothing, named }
  const files = await read.encryptedFiles.many(shown.flatMap(({ file }) => file ?? []))
  const messages = shown.map((one) =>
    viewSecretMessage(one, one.file === undefined ? undefined : files.get(one.file), dcId),
  )
  const more = shown.length < waiting.length
  return { messages, qts: more ? last.qts : current, more, named }
}

/** How the secret chats of a device have changed since it was last told, each as it stands now. */
export interface SecretNews {
  readonly updates: readonly api.Update[]
  /** The news that the device certainly has. */
  readonly known: number
  readonly upTo: number
  /** No earlier than the date of the state with which these are told. */
  readonly notBefore: UnixTime
}

export async function secretNews(
  read: Pick<Reads, 'deviceQueues' | 'secretChats'>,
  device: Device,
  date: UnixTime,
): Promise<SecretNews | undefined> {
  const queue = await read.deviceQueues.get(device.authKeyId)
  if (queue === undefined) return undefined
  const waiting = await read.deviceQueues.news(device.authKeyId)
  if (waiting.length === 0) return undefined
  const known = queue.newsGivenDate > 0 && date >= queue.newsGivenDate ? queue.newsGiven : 0
  const news = waiting.filter(({ number }) => number > known)
  const chats = await read.secretChats.many(news.map(({ chat }) => chat))
  const updates: api.Update[] = []
  for (const { chat: id, kind } of news) {
    const chat = chats.get(id)
    if (chat === undefined) continue
    if (kind === 'state') {
      updates.push({ _: 'updateEncryption', chat: viewSecretChat(chat, device), date: chat.changedAt })
    } else if (chat.state === 'accepted') {
      const mark = await read.secretChats.readOf(id, chat.creator.authKeyId !== device.authKeyId)
      if (mark !== undefined) updates.push({ _: 'updateEncryptedMessagesRead', chatId: id, ...mark })
    }
  }
  const upTo = Math.max(known, ...news.map(({ number }) => number))
  return { updates, known, upTo, notBefore: queue.newsGivenDate + 1 }
}

/** Within a unit: keeps what a device was told, and forgets what it has. */
export async function noteSecretNews(
  tx: Pick<Transaction, 'deviceQueues'>,
  { clock }: Pick<ServicePorts, 'clock'>,
  authKeyId: bigint,
  given: { readonly named: number | undefined; readonly news: (SecretNews & { readonly date: UnixTime }) | undefined },
): Promise<void> {
  const { named, news } = given
  if (named !== undefined) await tx.deviceQueues.noteNamed(authKeyId, named, unixSeconds(clock))
  if (news !== undefined) await tx.deviceQueues.noteNews(authKeyId, news)
}
