import type { Announcement } from '../bus/bus.ts'
import { type ChannelId, channelBase, type UserId } from '../ids.ts'
import { type Clock, unixSeconds } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Reads } from '../store/store.ts'
import { createChains } from './chains.ts'
import { createChannelAudience } from './channel-audience.ts'
import { createChannelPushes } from './channel-pushes.ts'
import { createDevicePushes } from './device-pushes.ts'
import { shortEnvelope } from './envelope.ts'
import { createLooks } from './looks.ts'
import type { Renderer } from './render.ts'
import type { Sessions } from './sessions.ts'
import { createTurns } from './turns.ts'

/** For so many ms in a turn things are rendered; a message of somebody else waits no longer for them. */
const turnMs = 2
const atOnce = 16

/** Makes pushes of what was announced, after the commit and for those alone who are here. */
export interface Delivery {
  take(announcement: Announcement): void
  /** A device of somebody's takes part in updates from now on. */
  enter(userId: UserId, isFirst: boolean): void
  /** The last session of somebody is gone. */
  leave(userId: UserId): void
  /** Whether somebody is here who is in this channel. */
  isHeard(channel: ChannelId): boolean
  /** For how many people something that happened in their boxes waits to be rendered. */
  readonly waiting: number
  /** Resolves when all that was announced has been told. */
  idle(): Promise<void>
  /** Tells nothing more. */
  close(): void
}

export interface DeliveryOptions {
  readonly read: Reads
  readonly renderer: Renderer
  readonly sessions: Sessions
  readonly clock: Clock
  readonly log: Log
}

export function createDelivery(options: DeliveryOptions): Delivery {
  const { sessions, clock } = options
  const pace = { defer: clock.defer, now: clock.monotonic, turnMs, atOnce }
  // Apart from each other: however many have to look at somebody anew, messages do not wait behind them.
  const boxTurns = createTurns(pace)
  const lookTurns = createTurns(pace)
  const chains = createChains({ ...options, turns: boxTurns })
  const looks = createLooks({ ...options, turns: lookTurns })
  const audience = createChannelAudience({
    ...{ read: options.read, log: options.log },
    missed(userId, channel, pts) {
      const tooLong = { _: 'updateChannelTooLong', channelId: BigInt(channelBase - channel), pts } as const
      sessions.push(userId, shortEnvelope(tooLong, unixSeconds(clock)), undefined)
    },
  })
  const channels = createChannelPushes({ ...options, audience, turns: boxTurns })
  const devices = createDevicePushes({ ...options, turns: boxTurns })
  return {
    enter: (userId, isFirst) => (isFirst ? audience.enter(userId) : audience.enterAgain(userId)),
    leave: audience.leave,
    take(announcement) {
      switch (announcement.type) {
        case 'advanced':
        case 'unnumbered':
        case 'passing':
          return chains.take(announcement)
        case 'channel':
          audience.noteNews(announcement.box, announcement.to)
          return channels.take(announcement)
        case 'channelChanged':
        case 'channelTold':
          return channels.take(announcement)
        case 'membership':
          return audience.changed(announcement.channel, announcement.userId, announcement.present)
        case 'user':
        case 'status':
          return looks.take(announcement)
        case 'device':
          return devices.take(announcement)
        case 'deviceTold':
          return devices.tellNow(announcement)
        case 'key':
          return sessions.pushToKey(announcement.authKeyId, shortEnvelope(announcement.update, announcement.date))
      }
    },
    isHeard: audience.isHeard,
    get waiting() {
      return boxTurns.waiting
    },
    close() {
      channels.close()
      boxTurns.stop()
      lookTurns.stop()
    },
    async idle() {
      await audience.idle()
      do await boxTurns.idle()
      while (channels.hurry())
      await lookTurns.idle()
    },
  }
}
