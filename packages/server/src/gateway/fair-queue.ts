import { Line } from './line.ts'

/** Whose a thing is: groups have their turn one after the other, and within a group its members. */
export interface Share {
  readonly group: string
  readonly member: bigint
}

interface Member<Item> {
  readonly id: bigint
  readonly things: Line<Item>
  /** What it may still begin in this turn of its own; below 0, what it began and has yet to make up for. */
  credit: number
}

interface Group<Item> {
  name: string
  readonly members: Map<bigint, Member<Item>>
  /** Those members, the one whose turn it is first. */
  readonly line: Line<Member<Item>>
  credit: number
}

/** What a group or a member may begin in a turn of its own. */
const QUANTUM = 2
/** Nobody has to make up for more than this. */
const MOST_DEBT = 64
/** So many groups that have nothing waiting any more are kept to be used again: making one costs more than what it orders. */
const SPARE_GROUPS = 128

/**
 * Things that wait, for several who have to share: deficit round robin, twice (Shreedhar and Varghese, "Efficient Fair
 * Queuing Using Deficit Round Robin"). Each group may begin as much as every other however much it has waiting, and so may
 * each member of a group; what belongs to one member keeps its order. Whoever has nothing waiting leaves no trace.
 */
export class FairQueue<Item> {
  /** Those with something waiting. */
  readonly #groups = new Map<string, Group<Item>>()
  /** The same, the one whose turn it is first. */
  readonly #line = new Line<Group<Item>>()
  readonly #spare: Group<Item>[] = []
  readonly #costOf: (item: Item) => number
  #size = 0

  /** @param costOf what a thing is thought to cost; the same each time for one thing */
  constructor(costOf: (item: Item) => number) {
    this.#costOf = costOf
  }

  get size(): number {
    return this.#size
  }

  push({ group: name, member: id }: Share, item: Item): void {
    this.#size++
    let group = this.#groups.get(name)
    if (group === undefined) {
      group = this.#spare.pop() ?? { name, members: new Map(), line: new Line(), credit: QUANTUM }
      group.name = name
      this.#groups.set(name, group)
      this.#line.push(group)
    }
    let member = group.members.get(id)
    if (member === undefined) {
      member = { id, things: new Line(), credit: QUANTUM }
      group.members.set(id, member)
      group.line.push(member)
    }
    member.things.push(item)
  }

  /**
   * The next one.
   *
   * @param fits of those that have to wait for longer: they are passed over, and lose nothing by it. Default: all fit
   */
  shift(fits: (item: Item) => boolean = () => true): Item | undefined {
    const line = this.#line
    // Each passed over since one was not: when that is all of them, nothing fits.
    for (let passed = 0; passed < line.length; ) {
      const group = line.first
      const member = memberOf(group, fits, this.#costOf)
      if (member === undefined) {
        passed++
        line.toTheEnd()
        continue
      }
      passed = 0
      const item = member.things.first
      const cost = this.#costOf(item)
      if (group.credit < cost && line.length > 1) {
        group.credit += QUANTUM
        line.toTheEnd()
        continue
      }
      this.#charge(group, member, cost)
      this.#size--
      member.things.shift()
      if (member.things.length === 0) this.#leave(group, member)
      return item
    }
    return undefined
  }

  /** Something that began has cost so much more than was thought. It counts while there is more waiting. */
  charge({ group: name, member: id }: Share, cost: number): void {
    const group = this.#groups.get(name)
    if (group !== undefined) this.#charge(group, group.members.get(id), cost)
  }

  /** Whoever is alone owes nobody anything, however long. */
  #charge(group: Group<Item>, member: Member<Item> | undefined, cost: number): void {
    if (this.#line.length > 1) group.credit = within(group.credit - cost)
    if (member !== undefined && group.line.length > 1) member.credit = within(member.credit - cost)
  }

  /** The first member of the first group has nothing waiting any more. */
  #leave(group: Group<Item>, { id }: Member<Item>): void {
    group.members.delete(id)
    group.line.shift()
    if (group.line.length > 0) return
    this.#groups.delete(group.name)
    this.#line.shift()
    group.credit = QUANTUM
    if (this.#spare.length < SPARE_GROUPS) this.#spare.push(group)
  }
}

function within(credit: number): number {
  return Math.max(-MOST_DEBT, Math.min(QUANTUM, credit))
}

/** The member whose turn it is, first in line from now on; undefined if nothing that waits longest with a member fits. */
function memberOf<Item>(
  { line }: Group<Item>,
  fits: (item: Item) => boolean,
  costOf: (item: Item) => number,
): Member<Item> | undefined {
  for (let passed = 0; passed < line.length; ) {
    const member = line.first
    const item = member.things.first
    if (!fits(item)) passed++
    else if (line.length === 1 || member.credit >= costOf(item)) return member
    else {
      passed = 0
      member.credit += QUANTUM
    }
    line.toTheEnd()
  }
  return undefined
}
