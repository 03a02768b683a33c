import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { isBotUsername, parseFirstName } from '../../rules/names.ts'
import { invalid } from '../../rules/refusal.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import { tokenOf, tokenSeedBytes } from './token.ts'

/** So many bots one owner may have, as on the public server. */
export const maxBotsOfOwner = 20

export interface NewBot {
  readonly name: string
  readonly username: string
  /** Missing for a bot of the operators. */
  readonly owner?: UserId | undefined
  /** The bot through which it is made. */
  readonly manager?: UserId | undefined
  readonly date: UnixTime
}

/** Within a unit: throws `FIRSTNAME_INVALID`, `USERNAME_INVALID`, `USERNAME_OCCUPIED`, `BOTS_TOO_MUCH`. */
export async function createBot(
  tx: Transaction,
  { random, secret }: Pick<ServicePorts, 'random' | 'secret'>,
  { name, username, owner, manager, date }: NewBot,
): Promise<{ readonly user: UserRecord; readonly token: string }> {
  const firstName = parseFirstName(name)
  if (!isBotUsername(username)) throw invalid('USERNAME_INVALID')
  if (owner !== undefined) {
    const owned = await tx.users.bots({ owner, after: 0, limit: maxBotsOfOwner })
    if (owned.length >= maxBotsOfOwner) throw invalid('BOTS_TOO_MUCH')
  }
  if ((await tx.usernames.resolve(username)) !== undefined) throw invalid('USERNAME_OCCUPIED')
  const bot = { owner, manager, infoVersion: 1, joinsGroups: true, seesAll: false, inlineGeo: false }
  const user = await tx.users.create({ firstName, lastName: '', createdAt: date, bot })
  await tx.usernames.assign(user.id, username)
  const record = {
    userId: user.id,
    tokenSeed: random(tokenSeedBytes),
    groupRights: 0,
    channelRights: 0,
    feedback: false,
  }
  await tx.bots.put(record)
  return { user: { ...user, username }, token: tokenOf(secret, record) }
}
