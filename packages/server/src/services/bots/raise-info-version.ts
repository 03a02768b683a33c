import type { UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'

/** Within a unit: clients fetch anew what a bot says of itself (`bot_info_version`). */
export async function raiseInfoVersion(tx: Transaction, userId: UserId): Promise<void> {
  const bot = (await tx.users.get(userId))?.bot
  if (bot !== undefined) await tx.users.setBot(userId, { ...bot, infoVersion: bot.infoVersion + 1 })
}
