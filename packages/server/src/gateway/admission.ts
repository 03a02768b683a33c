import { FairQueue, type Share } from './fair-queue.ts'

export interface AdmissionOptions<Item> {
  /** How many more may begin now. Those that have just begun need not be counted yet. */
  readonly room: () => number
  /** Calls back once all else that is ready has had its turn. */
  readonly nextTurn: (callback: () => void) => void
  /** In ms. */
  readonly now: () => number
  readonly begin: (item: Item) => void
  /** Whose it is: when things have to wait, all have their turn. */
  readonly shareOf: (item: Item) => Share
  /** What it is expected to take, in ms of this thread. */
  readonly costOf: (item: Item) => number
}

/** So long things begin before all else has its turn, in ms: whoever pings meanwhile waits no longer than about this. */
const TURN_MS = 8
/** And so many at the most. */
const TURN_ITEMS = 128
/** What begins as it comes is expected to take no more than this until all else has its turn, in ms. */
const AT_ONCE_MS = 2

/** A stretch of this thread's work in which nothing else begins than what this says. */
export interface Stretch {
  readonly number: number
  readonly begun: number
}

/**
 * Lets things begin as fast as what they need keeps up with, and in turn: what has not begun is a few hundred bytes, what
 * is under way holds many times that, and keeps everybody else waiting.
 */
export interface Admission<Item> {
  readonly offer: (item: Item) => void
  /** What belongs to `share` has cost so much more than was expected, or less. */
  readonly charge: (share: Share, cost: number) => void
  /** How many have not begun. */
  readonly waiting: number
  readonly stretch: Stretch
}

export function createAdmission<Item>(options: AdmissionOptions<Item>): Admission<Item> {
  const { room, nextTurn, now, shareOf } = options
  const queue = new FairQueue<Item>()
  /** Callbacks that are still to come, of this turn or to begin the next. */
  let coming = 0
  let turnBegan = 0
  let turnCost = 0
  let begun = 0
  let stretches = 0

  const costOf = (item: Item): number => Math.min(options.costOf(item), TURN_MS)

  const begin = (item: Item): void => {
    begun++
    turnCost += costOf(item)
    options.begin(item)
  }

  const later = (callback: () => void): void => {
    coming++
    nextTurn(() => {
      coming--
      stretches++
      begun = 0
      callback()
      if (coming === 0 && (queue.size > 0 || begun > 0)) later(takeTurn)
    })
  }

  /** Each begins by itself, so that what it does before it waits for anything is seen to be its own. */
  const beginNext = (): void => {
    if (turnCost >= TURN_MS || now() >= turnBegan + TURN_MS || room() <= 0) return
    const item = queue.shift()
    if (item !== undefined) begin(item)
  }

  const takeTurn = (): void => {
    turnBegan = now()
    turnCost = 0
    const most = Math.min(queue.size, room(), TURN_ITEMS)
    beginNext()
    for (let i = 1; i < most; i++) later(beginNext)
  }

  return {
    offer(item) {
      const isFirst = queue.size === 0 && turnCost < AT_ONCE_MS && room() > 0
      if (coming === 0) later(takeTurn)
      if (isFirst) begin(item)
      else queue.push(shareOf(item), costOf(item), item)
    },
    charge: (share, more) => queue.charge(share, more),
    get waiting() {
      return queue.size
    },
    get stretch() {
      return { number: stretches, begun }
    },
  }
}
