import { type api, encode } from '@chappe/tl-codec/api'
import { mayAsk, noteQuestion } from '../../changes/note-question.ts'
import { tellBotCounted } from '../../changes/tell-bot.ts'
import type { ServicePorts } from '../../core-ports.ts'
import {
  type ChannelId,
  isChannel,
  isGroup,
  isUser,
  type PeerId,
  serviceUserId,
  type UnixTime,
  type UserId,
} from '../../ids.ts'
import { guestOf } from '../../peers/guest-of.ts'
import { randomLong } from '../../ports/random.ts'
import { ttlOf } from '../../rules/media-ttl.ts'
import { refusalOf, type Standing } from '../../rules/rights.ts'
import type { Transaction } from '../../store/store.ts'
import { isKeptOut } from '../../views/channel-view.ts'
import type { Content } from '../content/draft.ts'
import { usernamesIn } from '../content/mentions.ts'
import { findMessage, type OwnMessage, unpack } from '../placing/message-copies.ts'

/** So many bots are asked by one message ("Guest mode for bots", "Invoking a guest bot"). */
const maxGuests = 3
/** Of so many of the names in a text it is looked up whose they are. */
const maxNames = 10

export interface Calling {
  readonly by: UserId
  readonly chat: PeerId
  /** What the caller is there. */
  readonly standing: Standing
  readonly date: UnixTime
}

/** Something that was said. */
export interface Said extends Pick<Content, 'text' | 'entities' | 'fwdFrom' | 'viaBot'> {
  /** Its number in the caller's box, or in the channel, and that of what it answers there. */
  readonly id: number
  readonly answers: number | undefined
}

/** Whether a message may call anybody, so that nothing is asked of the store for most. */
export function mayCallGuests({ entities }: Pick<Content, 'entities'>, replyTo: object | undefined): boolean {
  return replyTo !== undefined || entities.some(({ _: name }) => name === 'messageEntityMention')
}

/**
 * Within a unit: has bots told that were called in a chat which they are not in, by their usernames or by answers to what they
 * have said there (`updateBotGuestChatQuery`).
 */
export async function callGuests(
  tx: Transaction,
  ports: ServicePorts,
  calling: Calling,
  said: readonly Said[],
): Promise<void> {
  let left = maxGuests
  for (const one of said) {
    if (one.fwdFrom !== undefined || one.viaBot !== undefined) continue
    const called = await calledBy(tx, calling, one)
    if (called.length === 0 || left === 0 || !(await mayCall(tx, calling))) continue
    for (const bot of called) {
      if (left === 0 || !(await mayCome(tx, calling, bot))) continue
      left -= 1
      await ask(tx, ports, calling, one, bot)
    }
  }
}

/** The bots that a message calls, whether or not they may come. */
async function calledBy(tx: Transaction, calling: Calling, said: Said): Promise<UserId[]> {
  const people = new Set<UserId>()
  for (const name of [...new Set(usernamesIn(said.text, said.entities))].slice(0, maxNames)) {
    const peer = await tx.usernames.resolve(name)
    if (peer !== undefined && isUser(peer)) people.add(peer)
  }
  const answered = said.answers === undefined ? undefined : await messageIn(tx, calling, said.answers)
  const guest = answered && guestOf(answered)
  if (guest !== undefined) people.add(guest)
  if (people.size === 0) return []
  const guests = (await tx.users.many([...people])).filter(({ bot }) => bot?.guestChats === true)
  return guests.map(({ id }) => id)
}

/** Whether somebody may call bots into a chat: people may, where inline bots may be used and nothing is kept from going out. */
async function mayCall(tx: Transaction, { by, chat, standing }: Calling): Promise<boolean> {
  if (by === chat || chat === serviceUserId) return false
  if ((await tx.users.get(by))?.bot !== undefined || !(await mayAsk(tx, by))) return false
  if (isUser(chat)) {
    const isBot = (await tx.users.get(chat))?.bot !== undefined
    return !isBot && (await tx.protectedChats.protector(by, chat)) === undefined
  }
  if (typeof standing === 'string' || refusalOf(standing, 'send by inline bots') !== undefined) return false
  if (isGroup(chat)) return (await tx.groups.get(chat))?.noforwards === false
  const channel = await tx.channels.get(chat)
  return channel?.kind === 'megagroup' && !channel.noforwards
}

/** Whether a bot may come: it is not there, was not thrown out, and nobody concerned has blocked it. Who is in a chat hears of it. */
async function mayCome(tx: Transaction, { by, chat, date }: Calling, bot: UserId): Promise<boolean> {
  const { active, shutOut, blocks } = await tx.correspondence.between(by, bot)
  if (!active || shutOut || blocks) return false
  if (isUser(chat)) return !(await tx.correspondence.between(chat, bot)).blocks
  if (isGroup(chat)) {
    const member = await tx.groups.member(chat, bot)
    return member === undefined || member.standing === 'left'
  }
  const member = isChannel(chat) ? await tx.channelMembers.get(chat, bot) : undefined
  return member === undefined || !(member.present || isKeptOut(member, date))
}

async function ask(tx: Transaction, ports: ServicePorts, calling: Calling, said: Said, bot: UserId): Promise<void> {
  const { by, date } = calling
  const message = await messageIn(tx, calling, said.id)
  // What is seen once is for the one whom it was sent to.
  if (message === undefined || ttlOf(message.media) !== undefined) return
  const answered = said.answers === undefined ? undefined : await messageIn(tx, calling, said.answers)
  const isShown = answered !== undefined && ttlOf(answered.media) === undefined && !answered.noforwards
  const id = randomLong(ports.random)
  const update: api.updateBotGuestChatQuery = {
    ...{ _: 'updateBotGuestChatQuery', queryId: id, message: asShown(message), qts: 0 },
    referenceMessages: isShown ? [asShown(answered)] : undefined,
  }
  await tellBotCounted(tx, ports, [bot], update)
  await noteQuestion(tx, { id, bot, userId: by, asked: encode(update) }, date)
}

async function messageIn(tx: Transaction, { by, chat }: Calling, id: number): Promise<api.message | undefined> {
  const own = isChannel(chat) ? await postIn(tx, chat, id) : await findMessage(tx, by, chat, id)
  return own?.message._ === 'message' ? own.message : undefined
}

async function postIn(tx: Transaction, channel: ChannelId, id: number): Promise<OwnMessage<ChannelId> | undefined> {
  const stored = await tx.messages.get(channel, id)
  return stored && unpack(stored)
}

/** Without what is the caller's own. */
function asShown(message: api.message): api.message {
  return { ...message, out: undefined, mentioned: undefined, mediaUnread: undefined, fromScheduled: undefined }
}
