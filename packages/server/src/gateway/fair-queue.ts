/** Whose a thing is: groups have their turn one after the other, and within a group its members. */
export interface Share {
  readonly group: string
  readonly member: bigint
}

interface Waiting<Item> {
  readonly item: Item
  readonly cost: number
}

interface Member<Item> {
  queue: Waiting<Item>[]
  head: number
  /** What it may still begin in this turn of its own; below 0, what it began and has yet to make up for. */
  credit: number
}

interface Group<Item> {
  readonly members: Map<bigint, Member<Item>>
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
  /** Those with something waiting, the one whose turn it is first. */
  readonly #groups = new Map<string, Group<Item>>()
  readonly #spare: Group<Item>[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  push({ group: name, member: id }: Share, cost: number, item: Item): void {
    this.#size++
    let group = this.#groups.get(name)
    if (group === undefined) {
      group = this.#spare.pop() ?? { members: new Map(), credit: QUANTUM }
      this.#groups.set(name, group)
    }
    let member = group.members.get(id)
    if (member === undefined) {
      member = { queue: [], head: 0, credit: QUANTUM }
      group.members.set(id, member)
    }
    member.queue.push({ item, cost })
  }

  /**
   * The next one.
   *
   * @param fits of those that have to wait for longer: they are passed over, and lose nothing by it. Default: all fit
   */
  shift(fits: (item: Item) => boolean = () => true): Item | undefined {
    const groups = this.#groups
    // Each passed over since one was not: when that is all of them, nothing fits.
    for (let passed = 0; passed < groups.size; ) {
      const [name, group] = first(groups)
      const next = nextOf(group, fits)
      if (next === undefined) {
        passed++
        toTheEnd(groups, name, group)
        continue
      }
      passed = 0
      const [id, member, { item, cost }] = next
      if (group.credit < cost && groups.size > 1) {
        group.credit += QUANTUM
        toTheEnd(groups, name, group)
        continue
      }
      this.#take(group, member, cost)
      member.head++
      this.#size--
      if (member.head === member.queue.length) {
        group.members.delete(id)
        if (group.members.size === 0) this.#end(name, group)
      } else if (member.head === 256) {
        member.queue = member.queue.slice(member.head)
        member.head = 0
      }
      return item
    }
    return undefined
  }

  /** Something that began has cost so much more than was thought. It counts while there is more waiting. */
  charge({ group: name, member: id }: Share, cost: number): void {
    const group = this.#groups.get(name)
    if (group !== undefined) this.#take(group, group.members.get(id), cost)
  }

  /** It has nothing waiting. */
  #end(name: string, group: Group<Item>): void {
    this.#groups.delete(name)
    group.credit = QUANTUM
    if (this.#spare.length < SPARE_GROUPS) this.#spare.push(group)
  }

  /** Whoever is alone owes nobody anything, however long. */
  #take(group: Group<Item>, member: Member<Item> | undefined, cost: number): void {
    if (this.#groups.size > 1) group.credit = within(group.credit - cost)
    if (member !== undefined && group.members.size > 1) member.credit = within(member.credit - cost)
  }
}

function within(credit: number): number {
  return Math.max(-MOST_DEBT, Math.min(QUANTUM, credit))
}

/** The member whose turn it is, and what it has waiting longest; undefined if nothing that is first with a member fits. */
function nextOf<Item>(
  { members }: Group<Item>,
  fits: (item: Item) => boolean,
): [bigint, Member<Item>, Waiting<Item>] | undefined {
  for (let passed = 0; passed < members.size; ) {
    const [id, member] = first(members)
    const waiting = member.queue[member.head]
    if (waiting === undefined) throw new RangeError('a member with nothing waiting')
    if (!fits(waiting.item)) passed++
    else if (members.size === 1 || member.credit >= waiting.cost) return [id, member, waiting]
    else {
      passed = 0
      member.credit += QUANTUM
    }
    toTheEnd(members, id, member)
  }
  return undefined
}

function first<Key, Of>(line: ReadonlyMap<Key, Of>): [Key, Of] {
  for (const entry of line) return entry
  throw new RangeError('nobody is in line')
}

function toTheEnd<Key, Of>(line: Map<Key, Of>, key: Key, one: Of): void {
  line.delete(key)
  line.set(key, one)
}
