import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { serviceUserId, type UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isDeleted } from '../../store/domain/people/users.ts'
import { standingOf } from '../../views/standing.ts'

/** "Channels, supergroups, gigagroups and basic groups": how many may be in a basic group (`chat_size_max`). */
export const maxGroupMembers = 200

export interface Invitees {
  /** Those who let themselves be added, each once. */
  readonly willing: readonly UserId[]
  /** The others: they can be sent a link. */
  readonly missing: readonly api.missingInvitee[]
}

/**
 * Whom somebody means to bring into a group. Throws `USER_ID_INVALID` for one that he or she was not shown, and
 * `INPUT_USER_DEACTIVATED` for one whose account is gone.
 */
export async function parseInvitees(
  { store: { read }, inputPeers }: ServicePorts,
  inviter: UserId,
  inputs: readonly api.InputUser[],
): Promise<Invitees> {
  const named = new Set<UserId>()
  for (const input of inputs) {
    const userId = await inputPeers.user(inviter, input)
    if (userId === undefined || userId === serviceUserId) throw badRequest('USER_ID_INVALID')
    if (userId !== inviter) named.add(userId)
  }
  const people = [...named]
  const records = await read.users.many(people)
  const active = new Set(records.filter((one) => !isDeleted(one)).map(({ id }) => id))
  if (people.some((userId) => !active.has(userId))) throw badRequest('INPUT_USER_DEACTIVATED')
  // "Bots", `bot_nochats`: its owner keeps it out of groups.
  if (records.some(({ bot }) => bot?.joinsGroups === false)) throw badRequest('BOT_GROUPS_BLOCKED')
  // "Managed bots": only some may reach it.
  for (const { id, bot } of records) {
    if (bot === undefined) continue
    if ((await read.correspondence.between(inviter, id)).shutOut) throw badRequest('BOT_GROUPS_BLOCKED')
  }
  const standing = await standingOf(read, inviter, people)
  const isWilling = (userId: UserId): boolean => standing.mayAsk(userId, 'privacyKeyChatInvite')
  return {
    willing: people.filter(isWilling),
    missing: people
      .filter((userId) => !isWilling(userId))
      .map((userId) => ({ _: 'missingInvitee', userId: BigInt(userId) })),
  }
}
