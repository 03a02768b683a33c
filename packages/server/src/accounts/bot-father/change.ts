import { tellOfUser } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { invalid } from '../../rules/refusal.ts'
import type { BotTraits, UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import type { Turn } from './turn.ts'

/** What @BotFather changes of a bot: what it asks first, and what it does with the answer. */
export interface Change {
  readonly summary: string
  /** Missing where nothing has to be asked. */
  readonly question?: string
  readonly keyboard?: readonly (readonly string[])[]
  change(
    tx: Transaction,
    ports: ServicePorts,
    bot: UserRecord,
    answer: string,
    photo?: number,
  ): Promise<Omit<Turn, 'state'>>
}

export async function setTraits(
  tx: Transaction,
  ports: ServicePorts,
  bot: UserRecord,
  change: Partial<BotTraits>,
): Promise<Omit<Turn, 'state'>> {
  if (bot.bot === undefined) throw invalid('BOT_INVALID')
  return changed(tx, ports, { ...bot, bot: { ...bot.bot, ...change } })
}

/** Clients look at the bot anew. */
export async function changed(
  tx: Transaction,
  ports: ServicePorts,
  { id, bot, username }: UserRecord,
): Promise<Omit<Turn, 'state'>> {
  if (bot !== undefined) await tx.users.setBot(id, { ...bot, infoVersion: bot.infoVersion + 1 })
  tellOfUser(tx, ports, id)
  return { text: `Done: @${username} is changed.` }
}
