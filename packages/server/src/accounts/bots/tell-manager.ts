import { tellBotCounted } from '../../changes/tell-bot.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'

/** Within a unit: a bot that manages this one learns that it was made, or has another token ("Managed bots"). */
export async function tellManager(tx: Transaction, ports: ServicePorts, { id, bot }: UserRecord): Promise<void> {
  if (bot?.manager === undefined || bot.owner === undefined) return
  const event = { userId: BigInt(bot.owner), botId: BigInt(id) }
  await tellBotCounted(tx, ports, [bot.manager], { _: 'updateManagedBot', ...event })
}
