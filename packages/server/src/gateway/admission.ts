import { FairQueue, type Share } from './fair-queue.ts'

export interface AdmissionOptions<Item> {
  /** How many more may begin now. Those that have just begun need not be counted yet. */
  readonly room: () => number
  /** Calls back once all else that is ready has had its turn. */
  readonly nextTurn: (callback: () => void) => void
  /** In ms. */
  readonly now: () => number
  /** Calls back after so many ms, unless what it gives is called before. */
  readonly after: (ms: number, callback: () => void) => () => void
  readonly begin: (item: Item) => void
  /** Whose it is: when things have to wait, all have their turn. */
  readonly shareOf: (item: Item) => Share
  /** What it is expected to take, in ms of this thread; the same each time for one item. */
  readonly costOf: (item: Item) => number
}

/** So long things begin before all else has its turn, in ms: whoever pings meanwhile waits no longer than about this. */
const TURN_MS = 8
/** And so many at the most. */
const TURN_ITEMS = 128
/** What begins as it comes is expected to take no more than this until all else has its turn, in ms. */
const AT_ONCE_MS = 2
/** What takes no more than this is not counted while it is under way, in ms: hundreds wait for one commit. */
const LIGHT_MS = 0.5
/** What has not ended after so long does not work but waits for something, in ms; it is counted no longer. */
const LONGEST_UNDER_WAY_MS = 100
/** What a thing counts as in the queue, at most; what it takes beyond that is charged when it is known. */
const ENTRY_MS = 2

/** A stretch of this thread's work in which nothing else begins than what this says. */
export interface Stretch {
  readonly number: number
  readonly begun: number
}

/**
 * Lets things begin as fast as what they need keeps up with, and in turn: what has not begun is a few hundred bytes, what
 * is under way holds many times that, and keeps everybody else waiting. Costly ones that have begun and not ended take no
 * more than a turn together. They may all wait for the same, such as the disk, and after that they go on at once, before
 * whoever comes then; many of them would be as if nobody had had to wait for a turn.
 */
export interface Admission<Item> {
  readonly offer: (item: Item) => void
  /** It works no longer for now; what it waits for may be another thing that has not begun. It is offered again after that. */
  readonly paused: (item: Item) => void
  /** It is done, and has taken so much, in ms. */
  readonly ended: (item: Item, cost: number) => void
  /** How many have not begun. */
  readonly waiting: number
  readonly stretch: Stretch
}

export function createAdmission<Item>(options: AdmissionOptions<Item>): Admission<Item> {
  const { room, nextTurn, now, after, shareOf } = options
  const queue = new FairQueue<Item>()
  /** Callbacks that are still to come, of this turn or to begin the next. */
  let coming = 0
  let turnBegan = 0
  let turnCost = 0
  let begun = 0
  let stretches = 0
  /** Costly things that are under way. */
  const underWay = new Map<Item, { readonly cost: number; readonly forget: () => void }>()
  let costUnderWay = 0
  /** All that waits is costly, and waits for such things to end. */
  let isHeld = false

  const costOf = (item: Item): number => Math.min(options.costOf(item), TURN_MS)
  const entryOf = (item: Item): number => Math.min(options.costOf(item), ENTRY_MS)
  const fits = (item: Item): boolean => {
    const cost = costOf(item)
    return cost <= LIGHT_MS || underWay.size === 0 || costUnderWay + cost <= TURN_MS
  }

  const begin = (item: Item): void => {
    begun++
    const cost = costOf(item)
    turnCost += cost
    if (cost > LIGHT_MS) {
      costUnderWay += cost
      underWay.set(item, { cost, forget: after(LONGEST_UNDER_WAY_MS, () => release(item)) })
    }
    options.begin(item)
  }

  const release = (item: Item): void => {
    const costly = underWay.get(item)
    if (costly === undefined) return
    underWay.delete(item)
    costly.forget()
    costUnderWay = underWay.size === 0 ? 0 : costUnderWay - costly.cost
    if (!isHeld) return
    isHeld = false
    if (coming === 0) later(takeTurn)
  }

  const later = (callback: () => void): void => {
    coming++
    nextTurn(() => {
      coming--
      stretches++
      begun = 0
      callback()
      if (coming === 0 && ((queue.size > 0 && !isHeld) || begun > 0)) later(takeTurn)
    })
  }

  /** Each begins by itself, so that what it does before it waits for anything is seen to be its own. */
  const beginNext = (): void => {
    if (isHeld || turnCost >= TURN_MS || now() >= turnBegan + TURN_MS || room() <= 0) return
    const item = queue.shift(fits)
    if (item !== undefined) begin(item)
    else isHeld = queue.size > 0
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
      const isFirst = queue.size === 0 && turnCost < AT_ONCE_MS && room() > 0 && fits(item)
      if (coming === 0) later(takeTurn)
      if (isFirst) begin(item)
      else {
        queue.push(shareOf(item), entryOf(item), item)
        isHeld = false
      }
    },
    paused: release,
    ended(item, cost) {
      release(item)
      queue.charge(shareOf(item), cost - entryOf(item))
    },
    get waiting() {
      return queue.size
    },
    get stretch() {
      return { number: stretches, begun }
    },
  }
}
