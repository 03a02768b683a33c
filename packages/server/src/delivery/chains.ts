import type { SessionName } from '../bus/bus.ts'
import type { UserId } from '../ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import { type BoxAnnouncement, isEmpty, type Renderer, readyMade } from './render.ts'
import type { Sessions } from './sessions.ts'
import type { Turns } from './turns.ts'

/** So much may wait to be rendered for one person; whoever is behind by more has to ask for all of it. */
const maxWaitingOfBox = 100
/** And so much for all. */
const maxWaiting = 10_000
/** A rendering that has taken so long is given up, and what it was of is left to be asked for. */
const maxRenderMs = 10_000

/** What waits for one box. While there is one, whatever comes for the box waits behind it. */
interface Chain {
  readonly box: UserId
  waiting: BoxAnnouncement[]
}

/**
 * What happened in each box, pushed in the order in which it happened however long each takes to render. What is ready-made
 * is pushed at once unless something waits. Whatever is not pushed, for failures or for bounds, the sessions are told to
 * ask for.
 */
export interface Chains {
  take(announcement: BoxAnnouncement): void
  /** How much waits to be rendered. */
  readonly waiting: number
}

interface ChainsOptions {
  readonly renderer: Pick<Renderer, 'box'>
  readonly sessions: Pick<Sessions, 'has' | 'push' | 'missed'>
  readonly turns: Turns
  readonly clock: Clock
  readonly log: Log
}

export function createChains({ renderer, sessions, turns, clock, log }: ChainsOptions): Chains {
  const chains = new Map<UserId, Chain>()
  let waiting = 0

  const missed = (box: UserId, except: SessionName | undefined): void => sessions.missed(box, except)

  /** The next of a chain, and what is ready-made behind it. */
  const advance = async (chain: Chain): Promise<void> => {
    const announcement = chain.waiting.shift()
    if (announcement !== undefined) {
      waiting--
      await tell(announcement)
    }
    for (let next = chain.waiting[0]; next !== undefined; next = chain.waiting[0]) {
      const ready = readyMade(next)
      if (ready === undefined) return turns.offer(() => advance(chain))
      chain.waiting.shift()
      waiting--
      sessions.push(chain.box, ready, next.except)
    }
    chains.delete(chain.box)
  }

  const tell = async (announcement: BoxAnnouncement): Promise<void> => {
    const { box, except } = announcement
    try {
      const updates = await inTime(renderer.box(announcement))
      // Of a message that is gone already nothing is left to tell, but its `pts`, which what is pushed next would seem to skip.
      const isSkipped = announcement.type === 'advanced' && updates !== undefined && isEmpty(updates)
      if (updates === undefined || isSkipped) missed(box, except)
      else if (!isEmpty(updates)) sessions.push(box, updates, except)
    } catch (error) {
      logFailure(log, 'error', 'what happened could not be told: clients are told to ask for it', error)
      missed(box, except)
    }
  }

  /** Undefined if it takes too long. */
  const inTime = async <T>(rendering: Promise<T>): Promise<T | undefined> => {
    let cancel = (): void => {}
    const late = new Promise<undefined>((resolve) => {
      cancel = clock.after(maxRenderMs, () => resolve(undefined))
    })
    try {
      return await Promise.race([rendering, late])
    } finally {
      cancel()
    }
  }

  return {
    take(announcement) {
      const { type, box, except } = announcement
      if (!sessions.has(box, except)) {
        if (type !== 'passing') missed(box, except)
        return
      }
      const chain = chains.get(box)
      if (chain === undefined) {
        const ready = readyMade(announcement)
        if (ready !== undefined) return sessions.push(box, ready, except)
      }
      if (waiting >= maxWaiting || (chain !== undefined && chain.waiting.length >= maxWaitingOfBox)) {
        if (chain !== undefined) {
          waiting -= chain.waiting.length
          chain.waiting = []
        }
        // Also those who have the answer to one of these: they may not have the others.
        missed(box, undefined)
        return
      }
      waiting++
      if (chain !== undefined) {
        chain.waiting.push(announcement)
        return
      }
      const begun: Chain = { box, waiting: [announcement] }
      chains.set(box, begun)
      turns.offer(() => advance(begun))
    },
    get waiting() {
      return waiting
    },
  }
}
