import { drawn } from './cast.ts'
import type { Draws } from './draws.ts'
import type { SeedPlan } from './plan.ts'

/** Who writes to whom, how much and when, without a word of it being kept: each chat follows from its place. */
export interface PlannedChat {
  /** The places of the two users. */
  readonly pair: readonly [number, number]
  readonly messages: number
  /** Its messages lie between the two, in Unix seconds. */
  readonly from: number
  readonly to: number
}

/** So much time passes between two messages of a chat where there is enough of it, in seconds, on average. */
const secondsBetween = 240

/**
 * The chats of a plan come in rounds, in each of which everybody is in one chat at most, and each round has a time of its
 * own. So the messages of everybody are in the order of their dates although one chat is made after the other, and whoever
 * breaks off has whole chats. The pairs of a round are those of a round-robin tournament (the "circle method"), in which no
 * pair comes twice.
 */
export function plannedChat(plan: SeedPlan, draws: Draws, until: number, at: number): PlannedChat {
  const perRound = Math.floor(plan.users / 2)
  const rounds = Math.ceil(plan.chats / perRound)
  const round = Math.floor(at / perRound)
  const begin = until - plan.days * 86_400
  const length = (plan.days * 86_400) / rounds
  const messages = messagesOf(plan, draws, at)
  const lasts = Math.min(length, messages * secondsBetween)
  const from = begin + round * length + draws.fraction(drawn.times, at) * (length - lasts)
  return { pair: pairOf(plan.users, round, at % perRound), messages, from, to: from + lasts }
}

function pairOf(users: number, round: number, slot: number): readonly [number, number] {
  // With an odd number somebody rests in each round: whoever meets the one that is not there.
  const circle = users % 2 === 0 ? users - 1 : users
  const step = users % 2 === 0 ? slot : slot + 1
  if (step === 0) return [round % circle, circle]
  return [(round + step) % circle, (((round - step) % circle) + circle) % circle]
}

/** All chats together have what the plan says, each at least one; of two neighbours one may have much more. */
function messagesOf({ chats, messages }: SeedPlan, draws: Draws, at: number): number {
  const upTo = (count: number): number => Math.floor((messages * count) / chats)
  const even = at - (at % 2)
  const both = upTo(Math.min(even + 2, chats)) - upTo(even)
  if (even + 1 >= chats) return both
  const first = 1 + draws.below(both - 1, drawn.lengths, even)
  return at === even ? first : both - first
}

/** When a message of a chat was sent, in Unix seconds; never before the one before it. */
export function dateOf({ from, to, messages }: PlannedChat, draws: Draws, chat: number, at: number): number {
  return Math.floor(from + ((at + draws.fraction(drawn.times, chat, at)) / messages) * (to - from))
}

/** Whether the first of the two wrote it. People write several messages in a row, and the first one is not always the same. */
export function isByFirst(draws: Draws, chat: number, at: number): boolean {
  // The one who begins, and how often they have taken turns: a turn has two messages on average.
  const turn = Math.floor((at + draws.below(2, drawn.authors, chat, Math.floor(at / 2))) / 2)
  return (turn + draws.below(2, drawn.authors, chat)) % 2 === 0
}
