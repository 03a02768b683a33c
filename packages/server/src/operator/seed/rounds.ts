import type { ChannelKind } from '../../store/domain/channels/channels.ts'
import { drawn } from './cast.ts'
import type { Draws } from './draws.ts'
import { conversationsOf, type SeedPlan } from './plan.ts'

/** When a conversation was and how much was said in it. */
export interface Conversation {
  /** Its place among the conversations of the plan: private chats first, then groups, supergroups and channels. */
  readonly at: number
  readonly messages: number
  /** Its messages lie between the two, in Unix seconds. */
  readonly from: number
  readonly to: number
}

export interface PlannedChat extends Conversation {
  /** The places of the two users. */
  readonly pair: readonly [number, number]
}

export interface PlannedGroup extends Conversation {
  /** The places of its members; the first has made it. */
  readonly members: readonly number[]
}

/** A supergroup or a broadcast channel. */
export interface PlannedChannel extends Conversation {
  readonly kind: ChannelKind
  /** The places of its members; the first has made it. */
  readonly members: readonly number[]
}

/** So much time passes between two messages where there is enough of it, in seconds, on average. */
const secondsBetween = 240
const secondsPerDay = 86_400

interface Rounds {
  readonly chatsEach: number
  readonly groupsEach: number
  readonly ofChats: number
  readonly ofGroups: number
}

/**
 * The conversations of a plan come in rounds, in each of which everybody is in one at most, and each round has a time of its
 * own. So the messages of everybody are in the order of their dates although one conversation is made after the other, and
 * whoever breaks off has whole ones; nothing about the others has to be kept, since each follows from its place.
 */
function roundsOf({ users, chats, groups, groupSize }: SeedPlan): Rounds {
  const chatsEach = Math.max(1, Math.floor(users / 2))
  const groupsEach = Math.max(1, Math.floor(users / groupSize))
  return { chatsEach, groupsEach, ofChats: Math.ceil(chats / chatsEach), ofGroups: Math.ceil(groups / groupsEach) }
}

/** A private chat. No pair comes twice: those of a round are those of a round-robin tournament (the "circle method"). */
export function plannedChat(plan: SeedPlan, draws: Draws, until: number, at: number): PlannedChat {
  const { chatsEach } = roundsOf(plan)
  const round = Math.floor(at / chatsEach)
  return { ...conversation(plan, draws, until, at, round), pair: pairOf(plan.users, round, at % chatsEach) }
}

export function plannedGroup(plan: SeedPlan, draws: Draws, until: number, at: number): PlannedGroup {
  const { groupsEach, ofChats } = roundsOf(plan)
  const place = at - plan.chats
  const round = Math.floor(place / groupsEach)
  const slot = place % groupsEach
  const step = stepThroughAll(plan.users, draws.below(plan.users, drawn.members, round))
  const members = Array.from({ length: plan.groupSize }, (_, i) => {
    return ((slot * plan.groupSize + i) * step + round) % plan.users
  })
  return { ...conversation(plan, draws, until, at, ofChats + round), members }
}

/**
 * A supergroup or channel. What is said in it stands in a log of its own, so that it goes on through all of the time, beside all
 * others.
 */
export function plannedChannel(plan: SeedPlan, draws: Draws, until: number, at: number): PlannedChannel {
  const place = at - plan.chats - plan.groups
  const step = stepThroughAll(plan.users, draws.below(plan.users, drawn.members, at))
  const members = Array.from({ length: plan.channelSize }, (_, i) => (i * step + place) % plan.users)
  const from = until - plan.days * secondsPerDay
  const kind = place < plan.supergroups ? 'megagroup' : 'broadcast'
  return { at, messages: messagesOf(plan, draws, at), from, to: until, kind, members }
}

function conversation(plan: SeedPlan, draws: Draws, until: number, at: number, round: number): Conversation {
  const { ofChats, ofGroups } = roundsOf(plan)
  const begin = until - plan.days * secondsPerDay
  const length = (plan.days * secondsPerDay) / (ofChats + ofGroups)
  const messages = messagesOf(plan, draws, at)
  const lasts = Math.min(length, messages * secondsBetween)
  const from = begin + round * length + draws.fraction(drawn.times, at) * (length - lasts)
  return { at, messages, from, to: from + lasts }
}

function pairOf(users: number, round: number, slot: number): readonly [number, number] {
  // With an odd number somebody rests in each round: whoever meets the one that is not there.
  const circle = users % 2 === 0 ? users - 1 : users
  const step = users % 2 === 0 ? slot : slot + 1
  if (step === 0) return [round % circle, circle]
  return [(round + step) % circle, (((round - step) % circle) + circle) % circle]
}

/** The first number from `wish` on by whose multiples one comes to each of so many places once. */
function stepThroughAll(places: number, wish: number): number {
  let step = Math.max(1, wish)
  while (greatestCommonDivisor(step, places) !== 1) step++
  return step
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** All together have what the plan says, each at least one; of two neighbours one may have much more. */
function messagesOf(plan: SeedPlan, draws: Draws, at: number): number {
  const { messages } = plan
  const all = conversationsOf(plan)
  const upTo = (count: number): number => Math.floor((messages * count) / all)
  const even = at - (at % 2)
  const both = upTo(Math.min(even + 2, all)) - upTo(even)
  if (even + 1 >= all) return both
  const first = 1 + draws.below(both - 1, drawn.lengths, even)
  return at === even ? first : both - first
}

/** When a message was sent, in Unix seconds; never before the one before it. */
export function dateOf({ from, to, messages, at }: Conversation, draws: Draws, message: number): number {
  return Math.floor(from + ((message + draws.fraction(drawn.times, at, message)) / messages) * (to - from))
}

/** Whether the first of the two wrote it. People write several messages in a row, and the first one is not always the same. */
export function isByFirst(draws: Draws, { at }: Conversation, message: number): boolean {
  // The one who begins, and how often they have taken turns: a turn has two messages on average.
  const turn = Math.floor((message + draws.below(2, drawn.authors, at, Math.floor(message / 2))) / 2)
  return (turn + draws.below(2, drawn.authors, at)) % 2 === 0
}

/** Which of the members of a group or supergroup wrote it, by the place in the list. */
export function authorIn(draws: Draws, { at, members }: PlannedGroup | PlannedChannel, message: number): number {
  return draws.below(members.length, drawn.authors, at, message)
}
