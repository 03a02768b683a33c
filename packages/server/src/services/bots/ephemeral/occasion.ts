import { answerSeconds } from '../../../changes/note-question.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import type { UnixTime } from '../../../ids.ts'
import { fromPeer } from '../../../peers/peer-id.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { scopesInChat } from '../../../rules/bot-scopes.ts'
import type { InGroup, InSupergroup } from '../../../rules/rights.ts'
import type { StoredEphemeral } from '../../../store/domain/chats/ephemeral-messages.ts'
import type { Transaction } from '../../../store/store.ts'
import { readStored } from '../../../tl/stored.ts'
import { commandsFor } from '../../../views/bot-info-view.ts'
import { isAdmin, type Parties } from './parties.ts'

/** So long after somebody wrote to a bot, or pressed a button of it, it may answer before that one alone. */
const occasionSeconds = 15

/** Why this is said. */
export interface Occasion {
  readonly parties: Parties
  /** What whoever writes it is in the group. */
  readonly standing: InGroup | InSupergroup
  readonly text: string
  /** The one of the two's messages that it answers. */
  readonly answered: StoredEphemeral | undefined
  /** The press of a button that it answers. */
  readonly queryId: bigint | undefined
  /** The language of whoever writes it. */
  readonly lang: string
  readonly now: UnixTime
}

/**
 * Within a unit: a bot that is an admin writes to any member at any time, every other one to who has just asked it something; people
 * write what a bot says is to be written so, and answers. Throws `MESSAGE_NOT_COMMAND` where there is no such reason.
 */
export async function checkOccasion(tx: Transaction, ports: ServicePorts, occasion: Occasion): Promise<void> {
  const { parties, standing, answered, queryId, now } = occasion
  if (!parties.byBot) {
    if (answered === undefined && !(await isEphemeralCommand(tx, ports, occasion))) {
      throw badRequest('MESSAGE_NOT_COMMAND')
    }
    return
  }
  if (isAdmin(standing)) return
  if (answered !== undefined) {
    if (answered.byBot || now - answered.date > occasionSeconds) throw badRequest('REPLY_MESSAGE_ID_INVALID')
    return
  }
  if (queryId === undefined) throw badRequest('MESSAGE_NOT_COMMAND')
  if (!(await isJustAsked(tx, parties, queryId, now))) throw badRequest('QUERY_ID_INVALID')
}

/** Whether the person has pressed a button of the bot in this group a moment ago. */
async function isJustAsked(
  tx: Transaction,
  { chat, bot, person }: Parties,
  queryId: bigint,
  now: UnixTime,
): Promise<boolean> {
  const query = await tx.botQueries.get(queryId)
  if (query === undefined || query.bot !== bot || query.userId !== person) return false
  if (now > query.expiresAt - answerSeconds + occasionSeconds) return false
  const asked = readStored('Update', query.asked)
  const isThere = asked?._ === 'updateBotCallbackQuery' || asked?._ === 'updateEphemeralBotCallbackQuery'
  return isThere && fromPeer(asked.peer) === chat
}

/** Whether a text is a command that the bot wants to be told so ("botCommand", `ephemeral`). */
async function isEphemeralCommand(
  tx: Transaction,
  { store: { read } }: ServicePorts,
  { parties: { chat, bot, person }, standing, text, lang }: Occasion,
): Promise<boolean> {
  const [, command, username] = /^\/([a-z0-9_]{1,32})(?:@([a-z0-9_]{1,32}))?(?:\s|$)/i.exec(text) ?? []
  if (command === undefined) return false
  if (username !== undefined && (await tx.usernames.resolve(username)) !== bot) return false
  const scopes = scopesInChat({ userId: person, peer: chat, isAdmin: isAdmin(standing) })
  const commands = await commandsFor(read, bot, scopes, lang)
  return commands.some((one) => one.ephemeral === true && one.command === command.toLowerCase())
}
