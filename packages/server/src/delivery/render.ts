import type { api } from '@chappe/tl-codec/api'
import type {
  BoxAdvanced,
  ChannelAdvanced,
  ChannelChanged,
  ChannelTold,
  Passing,
  UnnumberedChange,
} from '../bus/bus.ts'
import type { PeerId, UnixTime, UserId } from '../ids.ts'
import type { Clock } from '../ports/clock.ts'
import { unixSeconds } from '../ports/clock.ts'
import type { Reads, Store } from '../store/store.ts'
import { type ChangeReads, completeChanges, viewChanges } from '../views/change-view.ts'
import { heardOf, hearingIn } from '../views/heard-by-bots.ts'
import { peersIn } from '../views/named-peers.ts'
import { type ChannelHappening, channelNumber, concerned, toldTo } from '../views/post-view.ts'
import { standingOf } from '../views/standing.ts'
import { viewStatus } from '../views/status-view.ts'
import type { UserViews } from '../views/user-view.ts'
import { envelope, sharedEnvelope, shortEnvelope } from './envelope.ts'
import { renderBox } from './render-box.ts'
import { renderChannel } from './render-channel.ts'
import { toldToAll, toldToOne } from './render-told.ts'

/** More changes without `pts` are not told one by one. */
const mostChanges = 1000

/** What is told to the sessions of one box, in the order in which it happened. */
export type BoxAnnouncement = BoxAdvanced | UnnumberedChange | Passing

/** What is told to all who are in a channel and here. */
export type ChannelAnnouncement = ChannelAdvanced | ChannelChanged | ChannelTold

/** What happened in a channel. */
export interface ChannelNews {
  /** All of it, in the order of `pts`, the same for all. */
  readonly happenings: readonly ChannelHappening[]
  /** What all are told who did none of it and know everybody who is named; undefined if each is told in an own way. */
  readonly shared: api.updates | undefined
  /** Whose own doing it is. */
  readonly authors: ReadonlySet<UserId>
  /** All who are named, the channel among them. */
  readonly named: ReadonlySet<PeerId>
}

/** Makes of what was announced what one person is told of it. */
export interface Renderer {
  /** Undefined if its sessions have to ask for what happened (`updatesTooLong`). */
  box(announcement: BoxAnnouncement): Promise<api.Updates | undefined>
  /** What happened in a channel, for all. Undefined if they have to ask for it. */
  channelNews(announcement: ChannelAnnouncement): Promise<ChannelNews | undefined>
  /** What each of these people is told of what happened in a channel. */
  channel(
    where: Pick<ChannelAnnouncement, 'box' | 'date'>,
    happenings: readonly ChannelHappening[],
    viewers: readonly UserId[],
  ): Promise<Map<UserId, api.Updates>>
  /** The same for bots, which do not hear all. */
  channelForBots: Renderer['channel']
  /** What waits for one device of somebody, beside those whom it names. */
  device(viewer: UserId, update: api.Update, date: UnixTime): Promise<api.Updates>
  /** Somebody as one other sees him or her now. */
  user(viewer: UserId, userId: UserId, date: UnixTime): Promise<api.Updates>
  /** Those of `others` who may know the very time at which somebody was there, and what they are told. */
  status(userId: UserId, others: readonly UserId[]): Promise<{ readonly told: UserId[]; readonly updates: api.Updates }>
}

/** What needs nothing from the store. */
export function readyMade(announcement: BoxAnnouncement): api.Updates | undefined {
  if (announcement.type === 'passing') return shortEnvelope(announcement.update, announcement.date)
  return announcement.type === 'advanced' ? announcement.short : undefined
}

/** Each rendering is of one moment: what it shows of several reads agrees. */
export function createRenderer({ snapshot }: Pick<Store, 'snapshot'>, userViews: UserViews, clock: Clock): Renderer {
  const renderStored = async (
    read: Reads,
    announcement: BoxAdvanced | UnnumberedChange,
  ): Promise<api.Updates | undefined> => {
    const { box, date } = announcement
    if (announcement.type === 'unnumbered') {
      const changes = await renderChanges(read, announcement)
      return changes && envelope(read, userViews, box, changes, { date })
    }
    const updates = await renderBox(read, announcement)
    return updates && envelope(read, userViews, box, updates, { date, others: updates.some(hasMessage) ? [box] : [] })
  }

  return {
    async box(announcement) {
      const ready = readyMade(announcement)
      if (ready !== undefined || announcement.type === 'passing') return ready
      return snapshot((read) => renderStored(read, announcement))
    },

    channelNews(announcement) {
      return snapshot(async (read) => {
        if (announcement.type === 'channelTold') return newsOf(read, announcement)
        const happenings = await happeningsOf(read, announcement)
        if (happenings === undefined) return undefined
        const updates = happenings.map(({ update }) => update)
        const named = peersIn(updates, [announcement.box])
        const authors = new Set(happenings.flatMap(concerned))
        // How a channel is to be seen from now on is for each to be told in full.
        const isShared = announcement.type === 'channel' && updates.length > 0
        const shared = isShared ? await sharedEnvelope(read, updates, named, announcement.date) : undefined
        return { happenings, shared, authors, named }
      })
    },

    channel({ box, date }, happenings, viewers) {
      return snapshot(async (read) => {
        const told = new Map<UserId, api.Updates>()
        for (const viewer of viewers) {
          const updates: api.Update[] = []
          for (const happening of happenings) {
            if (happening.told === undefined) updates.push(toldTo(viewer, happening))
            else updates.push(...(await toldToOne(read, viewer, happening.told)))
          }
          if (updates.length === 0) continue
          told.set(viewer, await envelope(read, userViews, viewer, updates, { date, others: [box] }))
        }
        return told
      })
    },

    channelForBots({ box, date }, happenings, viewers) {
      return snapshot(async (read) => {
        const hearing = await hearingIn(read, box, viewers)
        const told = new Map<UserId, api.Updates>()
        for (const viewer of viewers) {
          const hears = hearing.get(viewer)
          const heard = hears === undefined ? [] : heardOf(box, happenings, hears)
          const updates = heard.map((happening) => toldTo(viewer, happening))
          if (updates.length > 0) {
            told.set(viewer, await envelope(read, userViews, viewer, updates, { date, others: [box] }))
          }
        }
        return told
      })
    },

    device(viewer, update, date) {
      return snapshot((read) => envelope(read, userViews, viewer, [update], { date }))
    },

    user(viewer, userId, date) {
      const update: api.updateUser = { _: 'updateUser', userId: BigInt(userId) }
      return snapshot((read) => envelope(read, userViews, viewer, [update], { date }))
    },

    status(userId, others) {
      return snapshot(async (read) => {
        const [standing, online, [user]] = await Promise.all([
          standingOf(read, userId, others),
          read.presence.online([userId]),
          read.users.many([userId]),
        ])
        const now = unixSeconds(clock)
        const seen = { onlineUntil: online.get(userId), lastSeen: user?.lastSeen ?? 0 }
        const status = viewStatus(seen, now, true, false)
        return {
          // For all others nothing changes.
          told: others.filter(
            (other) =>
              standing.lets(other, 'privacyKeyStatusTimestamp') && standing.mayAsk(other, 'privacyKeyStatusTimestamp'),
          ),
          updates: shortEnvelope({ _: 'updateUserStatus', userId: BigInt(userId), status }, now),
        }
      })
    },
  }
}

/** Undefined if only `updates.getDifference` can tell. */
async function renderChanges(
  read: ChangeReads & Pick<Reads, 'unnumberedChanges'>,
  { box, from, to, update }: UnnumberedChange,
): Promise<api.Update[] | undefined> {
  if (update !== undefined) return completeChanges(read, box, [update])
  if (to - from > mostChanges) return undefined
  const changes = await read.unnumberedChanges.after(box, from, to - from)
  return viewChanges(
    read,
    box,
    changes.filter(({ number }) => number <= to),
  )
}

async function newsOf(read: Reads, announcement: ChannelTold): Promise<ChannelNews> {
  const { box, date } = announcement
  const all = await toldToAll(read, announcement)
  if (all === undefined) return { happenings: [], shared: undefined, authors: new Set(), named: new Set() }
  const { update, apart } = all
  const named = peersIn(update, [box])
  const shared = await sharedEnvelope(read, [update], named, date)
  return { happenings: [{ pts: 0, update, told: announcement }], shared, authors: new Set(apart), named }
}

async function happeningsOf(
  read: Reads,
  announcement: ChannelAdvanced | ChannelChanged,
): Promise<ChannelHappening[] | undefined> {
  return announcement.type === 'channel' ? renderChannel(read, announcement) : [lookAt(announcement)]
}

function lookAt({ box }: ChannelChanged): ChannelHappening {
  return { pts: 0, update: { _: 'updateChannel', channelId: channelNumber(box) } }
}

/** With a message its viewer is shown, too. */
function hasMessage({ _: name }: api.Update): boolean {
  return name === 'updateNewMessage' || name === 'updateEditMessage'
}

/** Whether there is anything to tell. What was to be told of may be gone by now. */
export function isEmpty(updates: api.Updates): boolean {
  return updates._ === 'updates' && updates.updates.length === 0
}
