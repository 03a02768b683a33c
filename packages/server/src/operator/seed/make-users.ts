import { sendFirstMessage } from '../../accounts/first-message.ts'
import { welcome } from '../../chats/placing/welcome.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { defaultAccountSettings } from '../../store/domain/people/account-settings.ts'
import type { Transaction } from '../../store/store.ts'
import { OperatorError } from '../protocol.ts'
import { phoneOf, plannedUser } from './cast.ts'
import type { Draws } from './draws.ts'
import type { SeedPlan } from './plan.ts'

const secondsPerDay = 86_400
const perQuestion = 500

/**
 * Within a unit: signs users of a plan up, with what others find of them and without a device. Whoever has saved such a
 * number is not told: what was long ago is no news.
 */
export async function makeUsers(
  tx: Transaction,
  ports: ServicePorts,
  { plan, draws, until }: { readonly plan: SeedPlan; readonly draws: Draws; readonly until: number },
  { from, to }: { readonly from: number; readonly to: number },
): Promise<UserId[]> {
  const ids: UserId[] = []
  // They have signed up one after the other in the day before the first message.
  const begin = until - (plan.days + 1) * secondsPerDay
  for (let at = from; at < to; at++) {
    const { phone, firstName, lastName, username } = plannedUser(plan, draws, at)
    const createdAt = begin + Math.floor((at / plan.users) * secondsPerDay)
    if ((await tx.users.byPhone(phone)) !== undefined) {
      throw new OperatorError('REFUSED', `somebody has signed up by +${phone} meanwhile, which was to be of this seed`)
    }
    const user = await tx.users.create({ phone, firstName, lastName, createdAt })
    // An account that is new is in use, however long ago it is said to have been made.
    await tx.users.setEnd(user.id, unixSeconds(ports.clock) + defaultAccountSettings.ttlDays * secondsPerDay)
    await tx.invitations.remove(phone)
    // A name that somebody has stays theirs.
    if (username !== undefined) await tx.usernames.assign(user.id, username)
    await welcome(tx, ports, user, true)
    await sendFirstMessage(tx, ports, user)
    ids.push(user.id)
  }
  return ids
}

/** The users of a plan that were made already; undefined for those whose account is gone since. */
export async function findUsers(
  { store: { read } }: Pick<ServicePorts, 'store'>,
  plan: SeedPlan,
  count: number,
): Promise<(UserId | undefined)[]> {
  const found: (UserId | undefined)[] = []
  for (let at = 0; at < count; at += perQuestion) {
    const phones = Array.from({ length: Math.min(perQuestion, count - at) }, (_, i) => phoneOf(plan, at + i))
    const byPhone = new Map((await read.users.byPhones(phones)).map(({ phone, id }) => [phone, id]))
    for (const phone of phones) found.push(byPhone.get(phone))
  }
  return found
}

/** Throws `OperatorError` if an account that the plan has not made has one of its numbers. */
export async function requireFreeNumbers(
  ports: Pick<ServicePorts, 'store'>,
  plan: SeedPlan,
  made: number,
): Promise<void> {
  const owners = await findUsers(ports, plan, plan.users)
  const at = owners.findIndex((owner, place) => place >= made && owner !== undefined)
  if (at < 0) return
  throw new OperatorError(
    'REFUSED',
    `+${phoneOf(plan, at)} has an account that this seed has not made: choose other numbers by --first, such as --first ${nextFree(owners, plan)}, or give the seed that made it, to which nothing is added`,
  )
}

/** Behind the last number that is taken. */
function nextFree(owners: readonly (UserId | undefined)[], { first }: SeedPlan): number {
  return first + owners.findLastIndex((owner) => owner !== undefined) + 1
}
