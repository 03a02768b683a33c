import { maxGroupMembers } from '../../chats/members/invitees.ts'
import { nearest } from '../../config/nearest.ts'
import { isUsername } from '../../rules/names.ts'
import { isLonger } from '../../rules/text-length.ts'
import { isObject } from '../protocol.ts'

/** There are so many test numbers, 99966XYYYY. */
export const maxSeedUsers = 100_000
export const maxSeedMessages = 10_000_000
export const maxSeedPeople = 1_000
export const maxSeedGroups = 100_000
/** Nobody is in more than so many ("channels_limit_default"), and everybody may be in each. */
export const maxSeedChannels = 500
const maxSeedTextLength = 64
const maxSeedDays = 3_650
const secondsPerDay = 86_400

/** A person whom whoever tests wants to know by name. */
export interface PlannedPerson {
  readonly name: string
  readonly username?: string | undefined
}

/** What a server is to be filled with. All of it follows from this and the time at which it was first asked for. */
export interface SeedPlan {
  /** Another word, other people and other words. */
  readonly seed: string
  readonly users: number
  /** The number of the first user; that of the second is one higher, and so on. */
  readonly first: number
  /** The first users, where they are to have these names; the others are made up. */
  readonly people: readonly PlannedPerson[]
  /** Private chats, of two of the users each. */
  readonly chats: number
  /** Basic groups, of `groupSize` of the users each. */
  readonly groups: number
  readonly groupSize: number
  /** Supergroups, in which all write, and broadcast channels, in which those who made them do, of `channelSize` users each. */
  readonly supergroups: number
  readonly channels: number
  readonly channelSize: number
  /** Messages in these chats, groups, supergroups and channels, all together. */
  readonly messages: number
  /** About so many of the messages show a photo. */
  readonly photos: number
  /** How far back the first message lies. */
  readonly days: number
  /** When the last message was sent, in Unix seconds. Default: now. */
  readonly until?: number | undefined
}

export const defaultPlan: SeedPlan = {
  seed: 'chappe',
  users: 20,
  first: 1,
  people: [],
  chats: 40,
  groups: 2,
  groupSize: 10,
  supergroups: 0,
  channels: 0,
  channelSize: 20,
  messages: 840,
  photos: 0,
  days: 30,
}

/** What is wrong with a plan, each with its place: `people[2].username`. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  readonly code = 'INVALID_PLAN'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('; '))
    this.problems = problems
  }
}

/** All of them: private chats, groups, supergroups and channels. */
export function conversationsOf({ chats, groups, supergroups, channels }: SeedPlan): number {
  return chats + groups + supergroups + channels
}

/** Reads a plan, as JSON has it. Throws `PlanError` with all that is wrong. */
export function parsePlan(value: unknown): SeedPlan {
  const problems: string[] = []
  const wrong = (place: string, what: string): undefined => {
    problems.push(`${place} ${what}`)
    return undefined
  }
  if (!isObject(value)) throw new PlanError(['a plan is one JSON object, such as { "users": 100, "messages": 5000 }'])
  const known = [...Object.keys(defaultPlan), 'until']
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) wrong(name, `is nothing that a plan has; the nearest is ${nearest(name, known)}`)
  }
  const whole = (name: keyof SeedPlan & string, fallback: number, min: number, max: number): number => {
    const given = value[name]
    if (given === undefined) return fallback
    if (typeof given === 'number' && Number.isInteger(given) && given >= min && given <= max) return given
    wrong(name, `must be a whole number from ${min} to ${max}, not ${JSON.stringify(given)}`)
    return fallback
  }
  const { seed = defaultPlan.seed, until } = value
  if (typeof seed !== 'string' || seed === '' || seed.length > maxSeedTextLength)
    wrong('seed', `must be a text of 1 to ${maxSeedTextLength} characters`)
  const people = parsePeople(value['people'] ?? [], wrong)
  const users = whole('users', Math.max(defaultPlan.users, people.length), 1, maxSeedUsers)
  const first = whole('first', defaultPlan.first, 1, maxSeedUsers)
  if (people.length > users) wrong('people', `has ${people.length} people, and users says ${users}`)
  if (first + users - 1 > maxSeedUsers) {
    wrong('first', `and users lead beyond the last of ${maxSeedUsers} test numbers: ${first} + ${users}`)
  }
  const pairs = (users * (users - 1)) / 2
  const chats = whole('chats', Math.min(users * 2, pairs), 0, Number.MAX_SAFE_INTEGER)
  if (chats > pairs) wrong('chats', `must be at most ${pairs}: so many pairs have ${users} users, not ${chats}`)
  const groups = whole('groups', Math.floor(users / 10), 0, maxSeedGroups)
  const groupSize = whole('groupSize', Math.min(users, defaultPlan.groupSize), 1, maxGroupMembers)
  if (groups > 0 && groupSize > users) wrong('groupSize', `must be at most ${users}, as users says, not ${groupSize}`)
  const supergroups = whole('supergroups', defaultPlan.supergroups, 0, maxSeedChannels)
  const channels = whole('channels', defaultPlan.channels, 0, maxSeedChannels)
  const channelSize = whole('channelSize', users, 1, maxSeedUsers)
  if (supergroups + channels > 0 && channelSize > users) {
    wrong('channelSize', `must be at most ${users}, as users says, not ${channelSize}`)
  }
  if (supergroups + channels > maxSeedChannels) {
    wrong('channels', `and supergroups must be at most ${maxSeedChannels} together, not ${supergroups + channels}`)
  }
  const all = chats + groups + supergroups + channels
  const messages = whole('messages', all * 20, 0, maxSeedMessages)
  if (messages < all)
    wrong('messages', `must be at least ${all}: each chat, group and channel has one, not ${messages}`)
  if (all === 0 && messages > 0) wrong('messages', `must be 0 where there is no chat, not ${messages}`)
  const photos = whole('photos', defaultPlan.photos, 0, messages)
  const days = whole('days', defaultPlan.days, 1, maxSeedDays)
  const end = until === undefined ? undefined : parseTime(until)
  if (until !== undefined && end === undefined) {
    wrong('until', `must be a time such as "2026-01-31T12:00:00Z", not ${JSON.stringify(until)}`)
  }
  if (end !== undefined && end <= (days + 1) * secondsPerDay)
    wrong('until', `must be more than ${days} days after 1970`)
  if (problems.length > 0) throw new PlanError(problems)
  const ofChannels = { supergroups, channels, channelSize }
  return {
    seed: String(seed),
    users,
    first,
    people,
    chats,
    groups,
    groupSize,
    ...ofChannels,
    messages,
    photos,
    days,
    until: end,
  }
}

function parsePeople(given: unknown, wrong: (place: string, what: string) => void): PlannedPerson[] {
  if (!Array.isArray(given)) {
    wrong('people', 'must be a list, such as [{ "name": "Ada Miller", "username": "ada_m" }]')
    return []
  }
  if (given.length > maxSeedPeople) {
    wrong('people', `must be at most ${maxSeedPeople}, not ${given.length}`)
    return []
  }
  const names = new Map<string, number>()
  return given.map((person: unknown, at): PlannedPerson => {
    const place = `people[${at}]`
    const { name, username, ...others } = isObject(person) ? person : {}
    if (typeof name !== 'string' || name.trim() === '' || isLonger(name, maxSeedTextLength)) {
      wrong(`${place}.name`, `must be a text of 1 to ${maxSeedTextLength} characters`)
    }
    for (const other of Object.keys(others)) wrong(`${place}.${other}`, 'is nothing that a person has: name, username')
    if (username === undefined) return { name: String(name) }
    if (typeof username !== 'string' || !isUsername(username)) {
      wrong(`${place}.username`, 'must have 5 to 32 letters, digits and single underscores, and begin with a letter')
      return { name: String(name) }
    }
    const earlier = names.get(username.toLowerCase())
    if (earlier !== undefined) wrong(`${place}.username`, `is that of people[${earlier}]`)
    names.set(username.toLowerCase(), at)
    return { name: String(name), username }
  })
}

/** A time in ISO form, or in Unix seconds, which the protocol's 31 bits can take. */
function parseTime(given: unknown): number | undefined {
  const seconds = typeof given === 'string' ? Math.floor(Date.parse(given) / 1000) : given
  return typeof seconds === 'number' && Number.isInteger(seconds) && seconds > 0 && seconds < 2 ** 31
    ? seconds
    : undefined
}
