import type { StatusChanged, UserChanged } from '../bus/bus.ts'
import type { UserId } from '../ids.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import type { Reads } from '../store/store.ts'
import { audienceOf } from './audience.ts'
import type { Renderer } from './render.ts'
import type { Sessions } from './sessions.ts'
import type { Turns } from './turns.ts'

/** So many people may be told of at once; what comes beyond that is not told. */
const maxLooks = 10_000
/** To so many it is told in one go when somebody comes or goes. */
const toldAtOnce = 100

export type Look = UserChanged | StatusChanged

/**
 * That somebody is to be looked at anew, told to those of the audience who are here, bit by bit. These are hints: whoever
 * misses one is shown the user with the next answer that names him, so their order is none, a later one takes the place of
 * one that still waits, and none is told twice.
 */
export interface Looks {
  take(look: Look): void
}

interface LooksOptions {
  readonly read: Reads
  readonly renderer: Renderer
  readonly sessions: Sessions
  readonly turns: Turns
  readonly log: Log
}

export function createLooks({ read, renderer, sessions, turns, log }: LooksOptions): Looks {
  /** What is under way or waits to be, and whether it has to be told again after that. */
  const looks = new Map<string, { again: Look | undefined }>()

  const begin = (name: string, look: Look): void => {
    turns.offer(async () => {
      const audience = (await tried(audienceOf(read, look.userId, sessions))) ?? []
      tellFrom(0, audience, name, look)
    })
  }

  /** Each part has a turn of its own. */
  const tellFrom = (from: number, audience: readonly UserId[], name: string, look: Look): void => {
    if (from >= audience.length) return end(name)
    const to = from + (look.type === 'user' ? 1 : toldAtOnce)
    turns.offer(async () => {
      await tried(tellSome(audience.slice(from, to), look))
      tellFrom(to, audience, name, look)
    })
  }

  const end = (name: string): void => {
    const again = looks.get(name)?.again
    looks.delete(name)
    if (again !== undefined) take(again)
  }

  const tried = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work
    } catch (error) {
      logFailure(log, 'warn', 'people were not told that somebody has changed', error)
      return undefined
    }
  }

  const tellSome = async (members: readonly UserId[], { type, userId, date }: Look): Promise<void> => {
    if (type === 'status') {
      const { told, updates } = await renderer.status(userId, members)
      for (const member of told) sessions.push(member, updates, undefined)
      return
    }
    for (const member of members) {
      if (sessions.has(member)) sessions.push(member, await renderer.user(member, userId, date), undefined)
    }
  }

  const take = (look: Look): void => {
    const name = `${look.type} ${look.userId}`
    const known = looks.get(name)
    if (known !== undefined) known.again = look
    else if (looks.size < maxLooks) {
      looks.set(name, { again: undefined })
      begin(name, look)
    }
  }

  return { take }
}
