import type { Draws } from './draws.ts'
import { maxSeedUsers, type SeedPlan } from './plan.ts'
import { makeName, type Name } from './words.ts'

/** Whom a plan makes, by their places from 0 on. */
export interface PlannedUser extends Name {
  /** A test number, 99966XYYYY, in digits. */
  readonly phone: string
  readonly username: string | undefined
}

/** The kinds of places in the draws of a plan. */
export const drawn = {
  names: 1,
  lengths: 2,
  times: 3,
  authors: 4,
  texts: 5,
  reading: 6,
  members: 7,
  titles: 8,
  photos: 9,
} as const

/** The first user of a plan whose `first` is 1 has 9996610001; after 9996699999 come those that begin with 0. */
export function phoneOf({ first }: Pick<SeedPlan, 'first'>, at: number): string {
  const number = (10_000 + first + at) % maxSeedUsers
  return `99966${String(number).padStart(5, '0')}`
}

export function plannedUser(plan: SeedPlan, draws: Draws, at: number): PlannedUser {
  const phone = phoneOf(plan, at)
  const person = plan.people[at]
  if (person !== undefined) {
    const [firstName = '', ...rest] = person.name.trim().split(/\s+/)
    return { phone, firstName, lastName: rest.join(' '), username: person.username }
  }
  const name = makeName(draws, drawn.names, at)
  return { phone, ...name, username: `${name.firstName.toLowerCase()}_${phone.slice(5)}` }
}
