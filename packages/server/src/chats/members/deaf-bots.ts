import type { UserId } from '../../ids.ts'
import type { GroupMember } from '../../store/domain/groups/groups.ts'
import type { Transaction } from '../../store/store.ts'
import type { Draft } from '../content/draft.ts'
import { meantFor } from './hearing-bots.ts'

/**
 * Within a unit: the bots of a basic group that get no copy of a message: what bots say no other one hears, and in privacy mode
 * a bot that is no admin hears what is meant for it. What happened in the group all are told.
 *
 * @param answered who has a copy of what it answers
 */
export async function deafBots(
  tx: Transaction,
  draft: Draft,
  members: readonly GroupMember[],
  answered: Iterable<UserId>,
): Promise<ReadonlySet<UserId>> {
  const bots = members.filter(({ isBot }) => isBot === true)
  const others = bots.filter(({ userId }) => userId !== draft.from)
  if (others.length === 0 || draft.action !== undefined) return new Set()
  if (others.length < bots.length || draft.guest !== undefined) return new Set(others.map(({ userId }) => userId))
  const records = await tx.users.many(others.map(({ userId }) => userId))
  const hearing = new Set(records.filter(({ bot }) => bot?.seesAll === true).map(({ id }) => id))
  const here = others.map(({ userId, lastPost = 0 }) => ({ userId, lastPost }))
  for (const userId of await meantFor(tx, draft, here, answered)) hearing.add(userId)
  return new Set(others.filter(({ userId, admin }) => !admin && !hearing.has(userId)).map(({ userId }) => userId))
}
