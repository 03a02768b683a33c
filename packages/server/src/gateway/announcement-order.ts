import type { Announcement, BoxAdvanced, ChannelAdvanced, DeviceAdvanced, UnnumberedChange } from '../bus/bus.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { Sessions } from '../delivery/sessions.ts'
import type { ChannelId, UserId } from '../ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import type { Reads } from '../store/store.ts'
import { createInOrder } from './in-order.ts'

/** So many boxes are remembered as changed by several processes before those of people who have left are forgotten. */
const minForgetting = 1000

export interface AnnouncementOrderOptions {
  readonly read: Pick<Reads, 'boxes' | 'deviceQueues'>
  readonly sessions: Pick<Sessions, 'has' | 'hasDevice'>
  readonly delivery: Pick<Delivery, 'take' | 'isHeard'>
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
}

/**
 * Before `delivery/`: what comes of a box or of the log of a channel, from this process and from others, is put into the order
 * in which it happened, by `pts` and by the numbers of the changes that have none, and what waits for one device by numbers
 * of its own. All else is passed on as it comes. Where a log begins to be heard is where the first that is told of it ends;
 * who comes before that was said asks for what was before.
 */
export interface AnnouncementOrder {
  take(announcement: Announcement): void
  /** Somebody takes part in the updates of this box from now on, and knows or asks for all that was before. */
  enter(box: UserId): void
  /** The same of what waits for one device. */
  enterDevice(authKeyId: bigint): void
  stop(): void
}

export function createAnnouncementOrder(options: AnnouncementOrderOptions): AnnouncementOrder {
  const { read, sessions, delivery, clock, log } = options
  const isHere = (box: UserId): boolean => sessions.has(box)
  /** Boxes of which other processes have told. */
  const shared = new Set<UserId>()
  let forgetAt = minForgetting

  const noteShared = (box: UserId): void => {
    if (shared.size >= forgetAt) {
      for (const one of shared) if (!isHere(one)) shared.delete(one)
      forgetAt = Math.max(minForgetting, 2 * shared.size)
    }
    shared.add(box)
  }

  const pts = createInOrder<BoxAdvanced, UserId>({
    ...{ ownerOf: boxOf, isHere, clock, deliver: delivery.take },
    // Whose it was nobody knows, nor whether it was about reactions.
    missing: ({ type, box, date }, from, to) => ({ type, box, date, from, to, reactions: true }),
  })
  const changes = createInOrder<UnnumberedChange, UserId>({
    ...{ ownerOf: boxOf, isHere, clock },
    missing: ({ type, box, date }, from, to) => ({ type, box, date, from, to }),
    deliver(change) {
      const { update, ...stored } = change
      if (update === undefined) noteShared(change.box)
      // A change that another one has replaced by now is told no more, so what is told leads on from any state.
      delivery.take(shared.has(change.box) ? stored : change)
    },
  })

  const logs = createInOrder<ChannelAdvanced, ChannelId>({
    ...{ ownerOf: boxOf, isHere: delivery.isHeard, clock, deliver: delivery.take },
    missing: ({ type, box, date }, from, to) => ({ type, box, date, from, to }),
  })

  const devices = createInOrder<DeviceAdvanced, bigint>({
    ...{ ownerOf: ({ authKeyId }) => authKeyId, isHere: sessions.hasDevice, clock, deliver: delivery.take },
    // The device is told to ask for it.
    missing: ({ type, userId, authKeyId, date }, from, to) => ({ type, userId, authKeyId, date, from, to }),
  })

  return {
    take(announcement) {
      switch (announcement.type) {
        case 'advanced':
          return pts.take(announcement)
        case 'unnumbered':
          return changes.take(announcement)
        case 'channel':
          return logs.take(announcement)
        case 'device':
          return devices.take(announcement)
        default:
          return delivery.take(announcement)
      }
    },
    enter(box) {
      const begin = async (): Promise<void> => {
        const state = await read.boxes.state(box)
        if (state === undefined || !isHere(box)) return
        pts.enter(box, state.pts)
        changes.enter(box, state.unnumbered)
      }
      // Without it the first that is told of the box is where it begins.
      begin().catch((error: unknown) => logFailure(log, 'warn', 'where a box stands could not be read', error))
    },
    enterDevice(authKeyId) {
      const begin = async (): Promise<void> => {
        const queue = await read.deviceQueues.get(authKeyId)
        if (sessions.hasDevice(authKeyId)) devices.enter(authKeyId, queue?.number ?? 0)
      }
      begin().catch((error: unknown) => logFailure(log, 'warn', 'where a device stands could not be read', error))
    },
    stop() {
      pts.stop()
      changes.stop()
      logs.stop()
      devices.stop()
    },
  }
}

function boxOf<Box>({ box }: { readonly box: Box }): Box {
  return box
}
