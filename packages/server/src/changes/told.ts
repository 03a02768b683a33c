import type { UnixTime, UserId } from '../ids.ts'
import type { Authorization, ToldChanges, ToldMark } from '../store/domain/identity/authorizations.ts'
import type { Reads, Transaction } from '../store/store.ts'

/**
 * How a difference knows which changes without `pts` to tell.
 *
 * A client names the `date` of its state ("Working with Updates", `updates.getDifference`), and the public server tells
 * what came after. That alone does not do: Desktop moves its date on with whatever it is pushed, so also past a change
 * whose push was lost. So beside each device stand the last states that it was given, with how far each told it. A device
 * that names the date of one of them, or a later one, has taken that state, and is told what came after it. One that names
 * an earlier date is a copy from before all of them, and is told by its date.
 *
 * A date vouches for a state because no state has the date of one before it or of the question that it answers, and
 * because clients move their date by nothing that comes while they ask (TDLib, Desktop, Android, Telethon and mtcute hold
 * that back or drop it). To be told of something twice is harmless: each change leads to the state after it from any state
 * before. What happened to a bot does not, so that is left out by the `qts` that the device names (`services/updates/counted-events.ts`).
 */
export interface Known {
  /** The device is told what comes after this number. */
  readonly upTo: number
  /**
   * The last answer was a slice, and its date does not come back: the client goes by no date, or its answer was lost. It is
   * told all that fits, and not to ask on, since it might do so for ever.
   */
  readonly stuck: boolean
}

/** Units are dated when they begin and may be committed so much later, or the clock may have been put right in between. */
const slackSeconds = 60

/** So many states are remembered of a device. */
const maxMarks = 4

/** No client can be given a later date than this one: a client that names it is taken to name none. */
const lastDate = 2 ** 31 - 2

/** What of a device says what it knows. */
type Device = Pick<Authorization, 'createdAt' | 'told'>

/** What a device that names `date` knows for certain. */
export async function knownChanges(
  read: Pick<Reads, 'unnumberedChanges'>,
  userId: UserId,
  device: Device | undefined,
  date: UnixTime,
): Promise<Known> {
  const named = sensible(date)
  const marks = device?.told?.marks
  const taken = marks?.findLast((mark) => named >= mark.date)
  const stuck = device?.told?.partly === true && taken !== marks?.at(-1)
  if (taken !== undefined) return { upTo: taken.upTo, stuck }
  // What came before the device was signed in it has fetched since.
  const since = marks === undefined ? Math.min(named, device?.createdAt ?? 0) : named
  const first = await read.unnumberedChanges.firstSince(userId, since - slackSeconds)
  const byDate = first === undefined ? Number.MAX_SAFE_INTEGER : first - 1
  return { upTo: Math.min(byDate, marks?.[0].upTo ?? byDate), stuck }
}

/**
 * Up to which date a device that names `date` was certainly told of what happens outside its own box: that of the last state
 * that it was given and has taken.
 */
export function toldUntil(device: Device | undefined, date: UnixTime): UnixTime {
  const named = sensible(date)
  const marks = device?.told?.marks
  if (marks === undefined) return Math.min(named, device?.createdAt ?? 0)
  return marks.findLast((mark) => named >= mark.date)?.date ?? named
}

/** The date of a state that tells nothing that the device does not know. */
export function currentDate(now: UnixTime, told: ToldChanges | undefined): UnixTime {
  return Math.max(now, told?.marks.at(-1)?.date ?? 0)
}

/** The date of a state that tells a device of something: later than whatever vouches for an earlier one. */
export function laterDate(now: UnixTime, asked: UnixTime, told: ToldChanges | undefined): UnixTime {
  return Math.max(now, sensible(asked) + 1, (told?.marks.at(-1)?.date ?? 0) + 1)
}

/** A state that a device is given. */
export interface Given extends ToldMark {
  /** It comes with some of what there is to tell, and not with all. */
  readonly partly: boolean
}

/**
 * Within a unit: keeps what a device is given. Of two states with one date, which two requests at once may be given, the
 * earlier one counts, since nobody knows which of them the device takes.
 */
export async function noteGiven(
  tx: Pick<Transaction, 'authorizations'>,
  userId: UserId,
  authKeyId: bigint,
  { upTo, date, partly }: Given,
): Promise<void> {
  const told = (await tx.authorizations.get(authKeyId))?.told
  const others = told?.marks ?? []
  const mark = { upTo: Math.min(upTo, others.find((other) => other.date === date)?.upTo ?? upTo), date }
  const [first = mark, ...rest] = [...others.filter((other) => other.date !== date), mark]
    .sort((a, b) => a.date - b.date)
    .slice(-maxMarks)
  const isLast = (rest.at(-1) ?? first) === mark
  await tx.authorizations.setTold(authKeyId, userId, {
    marks: [first, ...rest],
    partly: isLast ? partly : told?.partly === true,
  })
}

function sensible(date: UnixTime): UnixTime {
  return date >= lastDate ? 0 : date
}
