import { FairQueue } from '../gateway/fair-queue.ts'
import type { UserId } from '../ids.ts'
import { floodWait } from '../rpc/rpc-error.ts'

export interface WorkQueueLimits {
  /** So many are done at once, */
  readonly atOnce: number
  /** so many wait, */
  readonly waiting: number
  /** of which so many of one account. */
  readonly waitingOfAccount: number
}

/** Work on files that takes long, for several accounts that have to share: each has its turn. */
export interface WorkQueue {
  /** Does the work when it is its turn. Throws FLOOD_WAIT_X where too much waits already. */
  takeTurn<T>(account: UserId, work: () => Promise<T>): Promise<T>
  /** How many are being done or wait. */
  readonly size: number
}

/** When to ask again what was refused for being too much. */
const waitSeconds = 5

export function createWorkQueue({ atOnce, waiting, waitingOfAccount }: WorkQueueLimits): WorkQueue {
  const queue = new FairQueue<() => void>(() => 1)
  const waitingOf = new Map<UserId, number>()
  let running = 0

  const turn = async (account: UserId): Promise<void> => {
    if (running < atOnce) {
      running++
      return
    }
    const own = waitingOf.get(account) ?? 0
    if (queue.size >= waiting || own >= waitingOfAccount) throw floodWait(waitSeconds)
    waitingOf.set(account, own + 1)
    await new Promise<void>((begin) => queue.push({ group: String(account), member: 0n }, begin))
    const left = (waitingOf.get(account) ?? 1) - 1
    if (left === 0) waitingOf.delete(account)
    else waitingOf.set(account, left)
  }

  return {
    get size() {
      return running + queue.size
    },
    async takeTurn(account, work) {
      await turn(account)
      try {
        return await work()
      } finally {
        // Whoever is next takes the place over.
        const next = queue.shift()
        if (next === undefined) running--
        else next()
      }
    },
  }
}
