import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { BotRecord } from '../../store/domain/people/bots.ts'
import type { Transaction } from '../../store/store.ts'
import { revoke } from '../authorize.ts'
import { tellManager } from './tell-manager.ts'
import { tokenOf, tokenSeedBytes } from './token.ts'

/** Within a unit: a bot has another token from now on, and whoever is signed in by the old one is signed out. */
export async function revokeToken(tx: Transaction, ports: ServicePorts, bot: BotRecord): Promise<string> {
  const after = { ...bot, tokenSeed: ports.random(tokenSeedBytes) }
  await tx.bots.put(after)
  await signOutBot(tx, ports, bot.userId)
  const user = await tx.users.get(bot.userId)
  if (user !== undefined) await tellManager(tx, ports, user)
  return tokenOf(ports.secret, after)
}

/** Within a unit: ends all devices of a bot. */
export async function signOutBot(tx: Transaction, ports: ServicePorts, bot: UserId): Promise<void> {
  for (const { authKeyId } of await tx.authorizations.ofUser(bot)) await revoke(tx, ports, authKeyId)
}
