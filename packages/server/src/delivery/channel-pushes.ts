import { type ChannelId, channelBase, type UserId } from '../ids.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import type { ChannelAudience } from './channel-audience.ts'
import { shortEnvelope } from './envelope.ts'
import { type ChannelAnnouncement, isEmpty, type Renderer } from './render.ts'
import type { Sessions } from './sessions.ts'
import type { Turns } from './turns.ts'

/** So much may wait to be told of one channel; whoever is in it has to ask for all of it beyond that. */
const maxWaiting = 100
/** So many are told in one turn. */
const toldAtOnce = 50

/**
 * What happened in channels, for those who are in them and here, in the order in which it happened. Whatever is not pushed, for
 * failures or for bounds, their sessions are told to ask for (`updateChannelTooLong`).
 */
export interface ChannelPushes {
  take(announcement: ChannelAnnouncement): void
}

interface ChannelPushesOptions {
  readonly renderer: Pick<Renderer, 'channel'>
  readonly audience: Pick<ChannelAudience, 'of'>
  readonly sessions: Pick<Sessions, 'has' | 'push' | 'missed'>
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
    else tellFrom(0, here(next), next, () => advance(channel, queue))
  }

  /** Each part has a turn of its own. */
  const tellFrom = (
    from: number,
    viewers: readonly UserId[],
    announcement: ChannelAnnouncement,
    done: () => void,
  ): void => {
    if (from >= viewers.length) return done()
    turns.offer(async () => {
      try {
        await tell(announcement, viewers.slice(from, from + toldAtOnce))
        tellFrom(from + toldAtOnce, viewers, announcement, done)
      } catch (error) {
        logFailure(log, 'error', 'what happened in a channel could not be told: clients are told to ask for it', error)
        missed(announcement)
        done()
      }
    })
  }

  const tell = async (announcement: ChannelAnnouncement, viewers: readonly UserId[]): Promise<void> => {
    const told = await renderer.channel(announcement, viewers)
    if (told === undefined) return missed(announcement)
    for (const [viewer, updates] of told) {
      if (!isEmpty(updates)) sessions.push(viewer, updates, announcement.except)
    }
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
