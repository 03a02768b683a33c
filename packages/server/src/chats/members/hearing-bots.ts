import { isUser, type UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import type { Content } from '../content/draft.ts'
import { mentionedAmong } from '../content/mentions.ts'

/** A bot that is in a group. */
export interface BotHere {
  readonly userId: UserId
  /** The last message that it wrote there, by a number that rises; 0 for none. */
  readonly lastPost: number
}

/**
 * Within a unit: the bots of a group that a message is meant for, in privacy mode ("Bots", "Privacy mode"): those that it names,
 * by name or by a command; for a command that names none, the bot that wrote last; those through which it is sent; and those
 * that what it answers was meant for.
 */
export async function meantFor(
  tx: Transaction,
  content: Content,
  bots: readonly BotHere[],
  answered: Iterable<UserId>,
): Promise<Set<UserId>> {
  const here = new Set(bots.map(({ userId }) => userId))
  const meant = await mentionedAmong(tx, content, here)
  for (const userId of answered) if (here.has(userId)) meant.add(userId)
  if (content.viaBot !== undefined && here.has(content.viaBot)) meant.add(content.viaBot)
  for (const username of commandsIn(content)) {
    if (username === '') for (const userId of lastWriters(bots)) meant.add(userId)
    const peer = username === '' ? undefined : await tx.usernames.resolve(username)
    if (peer !== undefined && isUser(peer) && here.has(peer)) meant.add(peer)
  }
  return meant
}

/** Whether a message may be meant for a bot, so that nothing is asked of those that are not. */
export function mayBeForBots({ entities, viaBot }: Content, isAnswer: boolean): boolean {
  return isAnswer || viaBot !== undefined || entities.some(({ _: name }) => name === 'messageEntityBotCommand')
}

/** The bot that wrote last; all of them where none has written yet. */
function lastWriters(bots: readonly BotHere[]): UserId[] {
  const last = Math.max(...bots.map(({ lastPost }) => lastPost))
  return bots.filter(({ lastPost }) => lastPost === last).map(({ userId }) => userId)
}

/** Whom the commands of a text name, each once; '' for nobody. */
function commandsIn({ text, entities }: Content): Set<string> {
  const named = entities
    .filter((entity) => entity._ === 'messageEntityBotCommand')
    .map(({ offset, length }) => text.slice(offset, offset + length).split('@')[1] ?? '')
  return new Set(named)
}
