export interface AdmissionOptions<Item> {
  /** How many more may begin now. Those that have just begun need not be counted yet. */
  readonly room: () => number
  /** Calls back once all else that is ready has had its turn. */
  readonly nextTurn: (callback: () => void) => void
  readonly begin: (item: Item) => void
}

/**
 * Lets things begin in the order in which they come, and only as fast as what they need keeps up with: what has not begun
 * is a few hundred bytes, what is under way holds many times that.
 */
export interface Admission<Item> {
  readonly offer: (item: Item) => void
  /** How many have not begun. */
  readonly waiting: number
}

export function createAdmission<Item>({ room, nextTurn, begin }: AdmissionOptions<Item>): Admission<Item> {
  const queue: Item[] = []
  let beginning = false

  const beginSome = (): void => {
    beginning = true
    for (const item of queue.splice(0, Math.max(0, room()))) begin(item)
    beginning = false
    if (queue.length > 0) nextTurn(beginSome)
  }

  return {
    offer(item) {
      if (queue.length === 0 && !beginning && room() > 0) {
        begin(item)
        return
      }
      queue.push(item)
      if (queue.length === 1 && !beginning) nextTurn(beginSome)
    },
    get waiting() {
      return queue.length
    },
  }
}
