import { FairQueue, type Share } from './fair-queue.ts'

export interface AdmissionOptions<Item> {
  /** How many more may begin now. Those that have just begun need not be counted yet. */
  readonly room: () => number
  /** Calls back once all else that is ready has had its turn; callbacks asked for together run one after the other. */
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
  /** Whether it was seen lately to take little. What was not begins alone, so that it is seen how long it takes. */
  readonly isQuick: (item: Item) => boolean
  /** These began together, and took so many ms of this thread until they were done or waited for something. */
  readonly measured: (items: readonly Item[], ms: number) => void
}

/** What begins before all else has its turn is expected to take no more, in ms: a ping waits no longer than about this. */
const TURN_MS = 8
/** So many begin before it is looked whether the turn has become long by what they do, and so many times in a turn. */
const STEP_ITEMS = 32
const TURN_STEPS = 4
/** What takes no more than this is not counted while it is under way, in ms: hundreds wait for one commit. */
const LIGHT_MS = 0.5
/** What has not ended after so long does not work but waits for something, in ms; it is counted no longer. */
const LONGEST_UNDER_WAY_MS = 100
/** What a thing counts as in the queue, at most; what it takes beyond that is charged when it is known. */
const ENTRY_MS = 2

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
  /** It has taken so much more than was said when it ended, or will be said then, in ms. */
  readonly charge: (item: Item, cost: number) => void
  /** How many have not begun. */
  readonly waiting: number
}

export function createAdmission<Item>(options: AdmissionOptions<Item>): Admission<Item> {
  const { room, nextTurn, now, after, shareOf, isQuick } = options
  let isScheduled = false
  /** Taken out of the queue, and begins alone in the next turn. */
  let next: Item | undefined
  /** What has begun in this turn, what it and what began as it came was expected to take, and when the turn began. */
  let turn: Item[] = []
  let turnCost = 0
  let turnBegan = 0
  /** No more begins in this turn. */
  let isOver = false
  /** Costly things that are under way. */
  const underWay = new Map<Item, { readonly cost: number; readonly forget: () => void }>()
  let costUnderWay = 0
  /** All that waits is costly, and waits for such things to end. */
  let isHeld = false

  const costOf = (item: Item): number => Math.min(options.costOf(item), TURN_MS)
  const entryOf = (item: Item): number => Math.min(options.costOf(item), ENTRY_MS)
  const queue = new FairQueue<Item>(entryOf)
  const fits = (item: Item): boolean => {
    const cost = costOf(item)
    return cost <= LIGHT_MS || underWay.size === 0 || costUnderWay + cost <= TURN_MS
  }

  const begin = (item: Item): void => {
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
    schedule()
  }

  const beginTurn = (): void => {
    turnBegan = now()
    turnCost = 0
    isOver = false
    takeStep()
  }

  const takeStep = (): void => {
    if (isOver || now() >= turnBegan + TURN_MS) return
    const most = turn.length + STEP_ITEMS
    while (turn.length < most && turnCost < TURN_MS && room() > 0 && now() < turnBegan + TURN_MS) {
      const item = next ?? queue.shift(fits)
      next = undefined
      isOver = item === undefined
      if (item === undefined) {
        isHeld = queue.size > 0
        return
      }
      const isAlone = !isQuick(item)
      if (isAlone && turn.length > 0) {
        next = item
        isOver = true
        return
      }
      turn.push(item)
      begin(item)
      if (isAlone) {
        isOver = true
        return
      }
    }
  }

  /** Comes right after the turn, and after all that what began could do without waiting for anything. */
  const endTurn = (): void => {
    isScheduled = false
    const begun = turn
    turn = []
    if (begun.length > 0) options.measured(begun, now() - turnBegan)
    if ((queue.size > 0 && !isHeld) || next !== undefined) schedule()
  }

  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    nextTurn(beginTurn)
    // For what waits already; what comes before the turn begins may have to wait for the next one.
    for (let step = 1; step < TURN_STEPS && step * STEP_ITEMS < queue.size; step++) nextTurn(takeStep)
    nextTurn(endTurn)
  }

  return {
    offer(item) {
      const isFirst = queue.size === 0 && next === undefined && turnCost < TURN_MS && room() > 0
      schedule()
      if (isFirst && isQuick(item) && fits(item)) begin(item)
      else {
        queue.push(shareOf(item), item)
        isHeld = false
      }
    },
    paused: release,
    ended(item, cost) {
      release(item)
      queue.charge(shareOf(item), cost - entryOf(item))
    },
    charge: (item, cost) => queue.charge(shareOf(item), cost),
    get waiting() {
      return queue.size + (next === undefined ? 0 : 1)
    },
  }
}
