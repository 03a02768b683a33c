import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, channelBase, type UserId } from '../ids.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import type { ChannelAudience } from './channel-audience.ts'
import { shortEnvelope } from './envelope.ts'
import { type ChannelAnnouncement, type ChannelNews, isEmpty, type Renderer } from './render.ts'
import type { Sessions } from './sessions.ts'
import type { Turns } from './turns.ts'

/** So much may wait to be told of one channel; whoever is in it has to ask for all of it beyond that. */
const maxWaiting = 100
/** So many are told in one turn, each in an own way; and so many of what is the same for all. */
const toldAtOnce = 50
const toldTheSameAtOnce = 200

const whyAsked = 'what happened in a channel could not be told: clients are told to ask for it'

/**
 * What happened in channels, for those who are in them and here, in the order in which it happened. It is written once for all
 * who were shown before whom it names; for others, and for who did it, in an own way. Whatever is not pushed, for
 * failures or for bounds, their sessions are told to ask for (`updateChannelTooLong`).
 */
export interface ChannelPushes {
  take(announcement: ChannelAnnouncement): void
}

interface ChannelPushesOptions {
  readonly renderer: Pick<Renderer, 'channel' | 'channelNews'>
  readonly audience: Pick<ChannelAudience, 'of' | 'knows' | 'noteShown'>
  readonly sessions: Pick<Sessions, 'has' | 'push' | 'pushToAll' | 'missed'>
  readonly turns: Turns
  readonly log: Log
}

export function createChannelPushes({ renderer, audience, sessions, turns, log }: ChannelPushesOptions): ChannelPushes {
  const queues = new Map<ChannelId, ChannelAnnouncement[]>()

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

  const advance = (channel: ChannelId, queue: ChannelAnnouncement[]): void => {
    const next = queue.shift()
    if (next === undefined) queues.delete(channel)
    else begin(next, () => advance(channel, queue))
  }

  /** Looks what it is, and who is told so as all are. Each part of the telling has a turn of its own. */
  const begin = (announcement: ChannelAnnouncement, done: () => void): void => {
    const part = inTurn(announcement, done)
    part(async () => {
      const news = await renderer.channelNews(announcement)
      if (news === undefined) {
        missed(announcement)
        return done()
      }
      const { shared, authors, named } = news
      const isAlike = (viewer: UserId): boolean => !authors.has(viewer) && audience.knows(viewer, named)
      const viewers = here(announcement)
      const alike = shared === undefined ? [] : viewers.filter(isAlike)
      const others = shared === undefined ? viewers : viewers.filter((viewer) => !isAlike(viewer))
      const tellOthers = (): void => tellApart(0, others, announcement, named, done)
      if (shared === undefined) tellOthers()
      else tellAlike(0, alike, shared, announcement, tellOthers, done)
    })
  }

  const tellAlike = (
    from: number,
    viewers: readonly UserId[],
    shared: api.updates,
    announcement: ChannelAnnouncement,
    then: () => void,
    done: () => void,
  ): void => {
    const to = from + toldTheSameAtOnce
    sessions.pushToAll(viewers.slice(from, to), shared, announcement.except)
    if (to >= viewers.length) return then()
    inTurn(announcement, done)(async () => tellAlike(to, viewers, shared, announcement, then, done))
  }

  const tellApart = (
    from: number,
    viewers: readonly UserId[],
    announcement: ChannelAnnouncement,
    named: ChannelNews['named'],
    done: () => void,
  ): void => {
    if (from >= viewers.length) return done()
    inTurn(
      announcement,
      done,
    )(async () => {
      const told = await renderer.channel(announcement, viewers.slice(from, from + toldAtOnce))
      if (told === undefined) {
        missed(announcement)
        return done()
      }
      for (const [viewer, updates] of told) {
        if (isEmpty(updates)) continue
        sessions.push(viewer, updates, announcement.except)
        audience.noteShown(viewer, named)
      }
      tellApart(from + toldAtOnce, viewers, announcement, named, done)
    })
  }

  const inTurn =
    (announcement: ChannelAnnouncement, done: () => void) =>
    (part: () => Promise<void>): void => {
      turns.offer(async () => {
        try {
          await part()
        } catch (error) {
          logFailure(log, 'error', whyAsked, error)
          missed(announcement)
          done()
        }
      })
    }

  return {
    take(announcement) {
      const { box } = announcement
      const queue = queues.get(box)
      if (queue === undefined) {
        if (here(announcement).length === 0) return
        const begun: ChannelAnnouncement[] = [announcement]
        queues.set(box, begun)
        return advance(box, begun)
      }
      if (queue.length < maxWaiting) {
        queue.push(announcement)
        return
      }
      queue.length = 0
      missed({ ...announcement, except: undefined })
    },
  }
}
