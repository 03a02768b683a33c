/** A place among what is under way; whoever has one may have to give it up. */
export interface ExchangeSlot {
  readonly group: string | undefined
  giveUp(): void
}

/**
 * Places for what anybody can begin and leave unfinished. There is always room for one more: where one address has its
 * share, its oldest gives way, and where all places are taken, the oldest of all does. What an honest client begins takes
 * a second or two, so it is never among the oldest.
 */
export class ExchangeSlots {
  readonly #places: number
  readonly #placesPerGroup: number
  readonly #slots = new Set<ExchangeSlot>()
  readonly #byGroup = new Map<string, Set<ExchangeSlot>>()

  constructor(places: number, placesPerGroup: number) {
    this.#places = places
    this.#placesPerGroup = placesPerGroup
  }

  get size(): number {
    return this.#slots.size
  }

  /**
   * @param group who counts together; undefined is nobody in particular
   * @param giveUp called when the place is needed for somebody else; it is free by then
   */
  take(group: string | undefined, giveUp: () => void): ExchangeSlot {
    const slot = { group, giveUp }
    const others = group === undefined ? undefined : this.#byGroup.get(group)
    if (others !== undefined && others.size >= this.#placesPerGroup) this.#endOldest(others)
    else if (this.#slots.size >= this.#places) this.#endOldest(this.#slots)
    this.#slots.add(slot)
    if (group === undefined) return slot
    const same = this.#byGroup.get(group)
    if (same === undefined) this.#byGroup.set(group, new Set([slot]))
    else same.add(slot)
    return slot
  }

  release(slot: ExchangeSlot): void {
    if (!this.#slots.delete(slot) || slot.group === undefined) return
    const same = this.#byGroup.get(slot.group)
    same?.delete(slot)
    if (same?.size === 0) this.#byGroup.delete(slot.group)
  }

  #endOldest(slots: ReadonlySet<ExchangeSlot>): void {
    for (const oldest of slots) {
      this.release(oldest)
      oldest.giveUp()
      return
    }
  }
}
