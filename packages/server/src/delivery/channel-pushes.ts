import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, channelBase, type UserId } from '../ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import type { ChannelAudience } from './channel-audience.ts'
import { type ChannelBatch, type ConcernedPart, concernedParts, takeBatch, tellingsFor } from './channel-batch.ts'
import { shortEnvelope } from './envelope.ts'
import { type ChannelAnnouncement, type ChannelNews, isEmpty, type Renderer } from './render.ts'
import type { Sessions } from './sessions.ts'
import type { Turns } from './turns.ts'

/** So much may wait to be told of one channel; whoever is in it has to ask for all of it beyond that. */
const maxWaiting = 100
/** So many are told in one turn, each in an own way; and so many of what is the same for all. */
const toldAtOnce = 50
const toldTheSameAtOnce = 200
/**
 * A channel with so many who are here is told of something no more often than each so many ms: what comes meanwhile is told
 * together. A packet and a write to each costs most of a delivery, and nobody sees the wait.
 */
const pacedFrom = 32
const paceMs = 25

const whyAsked = 'what happened in a channel could not be told: clients are told to ask for it'

/**
 * What happened in channels, for those who are in them and here, in the order in which it happened. It is written once for all
 * who were shown before whom it names; for others, and for who did it, in an own way. Whatever is not pushed, for
 * failures or for bounds, their sessions are told to ask for (`updateChannelTooLong`).
 */
export interface ChannelPushes {
  take(announcement: ChannelAnnouncement): void
  /** Has all told that waits for its time; whether there is any, or something is being told. */
  hurry(): boolean
  close(): void
}

interface ChannelPushesOptions {
  readonly renderer: Pick<Renderer, 'channel' | 'channelForBots' | 'channelNews'>
  readonly audience: Pick<ChannelAudience, 'of' | 'isBot' | 'knows' | 'noteShown'>
  readonly sessions: Pick<Sessions, 'has' | 'ownerOf' | 'push' | 'pushToAll' | 'missed'>
  readonly turns: Turns
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
}

/** What of one channel waits to be told. */
interface Queue {
  readonly waiting: ChannelAnnouncement[]
  /** It is too early for more: ends the wait, or has it go on at once. */
  pause: { readonly cancel: () => void; readonly goOn: () => void } | undefined
}

export function createChannelPushes(options: ChannelPushesOptions): ChannelPushes {
  const { renderer, audience, sessions, turns, clock, log } = options
  const queues = new Map<ChannelId, Queue>()

  const here = ({ box, except }: ChannelAnnouncement): UserId[] =>
    [...audience.of(box)].filter((userId) => {
      if (sessions.has(userId, except)) return true
      // Whoever comes back asks for all that was missed.
      sessions.missed(userId, except)
      return false
    })

  const missed = (announcement: ChannelAnnouncement): void => {
    const { box, date } = announcement
    const pts = announcement.type === 'channel' ? announcement.to : undefined
    const tooLong = shortEnvelope({ _: 'updateChannelTooLong', channelId: BigInt(channelBase - box), pts }, date)
    for (const userId of here(announcement)) sessions.push(userId, tooLong, undefined)
  }

  const advance = (channel: ChannelId, queue: Queue): void => {
    const batch = takeBatch(queue.waiting)
    if (batch === undefined) {
      queues.delete(channel)
      return
    }
    tell(batch)
      .catch((error: unknown) => {
        logFailure(log, 'error', whyAsked, error)
        missed(batch.whole)
        return 0
      })
      .then((told) => (told < pacedFrom ? advance(channel, queue) : pause(channel, queue)))
  }

  const pause = (channel: ChannelId, queue: Queue): void => {
    const goOn = (): void => {
      queue.pause = undefined
      advance(channel, queue)
    }
    queue.pause = { cancel: clock.after(paceMs, goOn), goOn }
  }

  /** Some people in each turn: messages of others go in between. Answers how many are told. */
  const tell = async (batch: ChannelBatch): Promise<number> => {
    const { whole } = batch
    const begun = await inTurn(async () => {
      const news = await renderer.channelNews(whole)
      if (news === undefined) return missed(whole)
      const viewers = here(whole)
      const [first, ...rest] = stepsOf(batch, news, viewers)
      await first?.()
      return { rest, told: viewers.length }
    })
    for (const step of begun?.rest ?? []) await inTurn(step)
    return begun?.told ?? 0
  }

  const inTurn = <T>(part: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => turns.offer(() => part().then(resolve, reject)))

  const stepsOf = (batch: ChannelBatch, news: ChannelNews, viewers: readonly UserId[]): (() => Promise<void>)[] => {
    const { whole } = batch
    const { shared, authors, named, happenings } = news
    const parts = batch.parts.length === 1 ? [] : concernedParts(batch, happenings, sessions.ownerOf)
    const concerned = new Set(parts.flatMap(({ doers }) => [...doers]))
    const isAlike = (viewer: UserId): boolean => !authors.has(viewer) && audience.knows(viewer, named)
    const bots = viewers.filter(audience.isBot)
    const people = bots.length === 0 ? viewers : viewers.filter((viewer) => !audience.isBot(viewer))
    const doers = people.filter((viewer) => concerned.has(viewer))
    const others = people.filter((viewer) => !concerned.has(viewer))
    const alike = shared === undefined ? [] : others.filter(isAlike)
    const apart = shared === undefined ? others : others.filter((viewer) => !isAlike(viewer))
    return [
      ...split(alike, toldTheSameAtOnce).map((some) => async () => {
        if (shared !== undefined) sessions.pushToAll(some, shared, whole.except)
      }),
      ...split(apart, toldAtOnce).map((some) => () => tellApart(some, whole, news)),
      ...split(doers, toldAtOnce).map((some) => async () => {
        for (const doer of some) await tellDoer(doer, news, parts)
      }),
      ...split(bots, toldAtOnce).map((some) => () => tellBots(some, batch, news)),
    ]
  }

  const tellApart = async (
    viewers: readonly UserId[],
    announcement: ChannelAnnouncement,
    { happenings, named }: Pick<ChannelNews, 'happenings' | 'named'>,
  ): Promise<void> => {
    for (const [viewer, updates] of await renderer.channel(announcement, happenings, viewers)) {
      if (isEmpty(updates)) continue
      sessions.push(viewer, updates, announcement.except)
      audience.noteShown(viewer, named)
    }
  }

  /** Each bot is told what it hears, part by part: of its own it has the answer. */
  const tellBots = async (bots: readonly UserId[], batch: ChannelBatch, { happenings }: ChannelNews): Promise<void> => {
    for (const { part, happenings: its } of concernedParts(batch, happenings, sessions.ownerOf)) {
      const told = bots.filter((bot) => sessions.has(bot, part.except))
      if (told.length === 0) continue
      for (const [bot, updates] of await renderer.channelForBots(part, its, told)) {
        if (!isEmpty(updates)) sessions.push(bot, updates, part.except)
      }
    }
  }

  const tellDoer = async (viewer: UserId, news: ChannelNews, parts: readonly ConcernedPart[]): Promise<void> => {
    const { shared, named } = news
    for (const telling of tellingsFor(viewer, parts, ({ except }) => sessions.has(viewer, except))) {
      const { happenings } = telling
      const [first] = parts
      if (telling.type === 'own') {
        await tellApart([viewer], telling.part, { happenings, named })
      } else if (shared !== undefined && audience.knows(viewer, named)) {
        const updates: api.updates = { ...shared, updates: happenings.map(({ update }) => update) }
        sessions.push(viewer, updates, undefined)
      } else if (first !== undefined) {
        await tellApart([viewer], { ...first.part, except: undefined }, { happenings, named })
      }
    }
  }

  return {
    take(announcement) {
      const { box } = announcement
      const queue = queues.get(box)
      if (queue === undefined) {
        if (here(announcement).length === 0) return
        const begun: Queue = { waiting: [announcement], pause: undefined }
        queues.set(box, begun)
        return advance(box, begun)
      }
      if (queue.waiting.length < maxWaiting) {
        queue.waiting.push(announcement)
        return
      }
      queue.waiting.length = 0
      missed({ ...announcement, except: undefined })
    },
    hurry() {
      const paused = [...queues.values()].filter(({ pause: waits }) => waits !== undefined)
      const isMore = paused.length < queues.size || paused.some(({ waiting }) => waiting.length > 0)
      for (const { pause: waits } of paused) {
        waits?.cancel()
        waits?.goOn()
      }
      return isMore
    },
    close() {
      for (const { pause: waits } of queues.values()) waits?.cancel()
      queues.clear()
    },
  }
}

function split<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
}
