import type { ChannelId, PeerId, UserId } from '../ids.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import type { Reads } from '../store/store.ts'

/** So many are remembered as shown to one person, before all of them are shown in full once more. */
const maxShown = 1_000
/** Of so many channels it is remembered that something happened while it was read whether somebody is in them. */
const maxNews = 1_000

/**
 * Which of the people who are here are in which channel: read from the store when somebody comes, and when another process tells
 * that somebody came into a channel or went, since such words may overtake each other: whoever has gone must not hear on.
 * Costs in proportion to who is here, however many are in a channel.
 */
export interface ChannelAudience {
  /** Somebody takes part in updates from now on. */
  enter(userId: UserId): void
  /** A further device of somebody's takes part, which was shown nobody yet. */
  enterAgain(userId: UserId): void
  /** Whether all of these were shown in full to somebody who is here, since the last device came. */
  knows(userId: UserId, peers: Iterable<PeerId>): boolean
  noteShown(userId: UserId, peers: Iterable<PeerId>): void
  /** The last session of somebody is gone. */
  leave(userId: UserId): void
  /** @param present whether somebody is in it from now on, if that is certain */
  changed(channel: ChannelId, userId: UserId, present: boolean | undefined): void
  /** A channel's log has come to this `pts`: who is just being found to be in it has missed that. */
  noteNews(channel: ChannelId, pts: number): void
  of(channel: ChannelId): Iterable<UserId>
  isHeard(channel: ChannelId): boolean
  /** Whether somebody who is here is a bot, which does not hear all, or may be one as far as is known. */
  isBot(userId: UserId): boolean
  /** Resolves when nothing is being read. */
  idle(): Promise<void>
}

interface Present {
  readonly channels: Set<ChannelId>
  /** Undefined until it was read. */
  isBot: boolean | undefined
  /** Who was named in what was pushed to all the devices that are here. */
  readonly shown: Set<PeerId>
  /** What is being read, one after the other. */
  reading: Promise<void>
  /** How much of it is still to be read. */
  waiting: number
  /** Where the person has gone from since. */
  readonly gone: Set<ChannelId>
  /** What has happened meanwhile where the person is not known to be. */
  readonly news: Map<ChannelId, number>
}

interface ChannelAudienceOptions {
  readonly read: {
    readonly channelMembers: Pick<Reads['channelMembers'], 'channelsOf' | 'get'>
    readonly users: Pick<Reads['users'], 'get'>
  }
  readonly log: Log
  /** Told that something happened in a channel before it was known that this one is in it. */
  readonly missed: (userId: UserId, channel: ChannelId, pts: number) => void
}

export function createChannelAudience({ read, log, missed }: ChannelAudienceOptions): ChannelAudience {
  const people = new Map<UserId, Present>()
  const byChannel = new Map<ChannelId, Set<UserId>>()
  /** Those of whom something is being read. */
  const beingRead = new Map<UserId, Present>()

  const set = (userId: UserId, { channels }: Present, channel: ChannelId, present: boolean): void => {
    const members = byChannel.get(channel)
    if (present) {
      channels.add(channel)
      if (members === undefined) byChannel.set(channel, new Set([userId]))
      else members.add(userId)
      return
    }
    channels.delete(channel)
    members?.delete(userId)
    if (members?.size === 0) byChannel.delete(channel)
  }

  const admit = (userId: UserId, person: Present, channel: ChannelId): void => {
    set(userId, person, channel, true)
    const pts = person.news.get(channel)
    if (pts !== undefined && person.news.delete(channel)) missed(userId, channel, pts)
  }

  /** Has something be read of somebody after what is being read already. */
  const begin = (userId: UserId, person: Present, part: () => Promise<void>): void => {
    person.waiting++
    beingRead.set(userId, person)
    const run = async (): Promise<void> => {
      try {
        await part()
      } catch (error) {
        // The person's clients find out when they ask by themselves.
        logFailure(log, 'warn', 'somebody may not be told of what happens in channels', error)
      }
      if (--person.waiting > 0) return
      person.news.clear()
      person.gone.clear()
      if (beingRead.get(userId) === person) beingRead.delete(userId)
    }
    person.reading = person.reading.then(run)
  }

  return {
    enter(userId) {
      const person: Present = {
        ...{ channels: new Set(), isBot: undefined, shown: new Set(), gone: new Set(), news: new Map() },
        ...{ reading: Promise.resolve(), waiting: 0 },
      }
      people.set(userId, person)
      begin(userId, person, async () => {
        const [user, channels] = await Promise.all([read.users.get(userId), read.channelMembers.channelsOf(userId)])
        if (people.get(userId) !== person) return
        person.isBot = user?.bot !== undefined
        for (const channel of channels) if (!person.gone.has(channel)) admit(userId, person, channel)
      })
    },
    enterAgain(userId) {
      people.get(userId)?.shown.clear()
    },
    knows(userId, peers) {
      const shown = people.get(userId)?.shown
      if (shown === undefined) return false
      for (const peer of peers) if (!shown.has(peer)) return false
      return true
    },
    noteShown(userId, peers) {
      const shown = people.get(userId)?.shown
      if (shown === undefined) return
      if (shown.size > maxShown) shown.clear()
      for (const peer of peers) shown.add(peer)
    },
    leave(userId) {
      const person = people.get(userId)
      people.delete(userId)
      beingRead.delete(userId)
      for (const channel of person?.channels ?? []) if (person !== undefined) set(userId, person, channel, false)
    },
    changed(channel, userId, present) {
      const person = people.get(userId)
      if (person === undefined) return
      if (present === true) admit(userId, person, channel)
      else if (present === false) set(userId, person, channel, false)
      // What is being read now may be from before.
      if (present !== undefined && person.waiting === 0) return
      if (present === false) person.gone.add(channel)
      begin(userId, person, async () => {
        const member = await read.channelMembers.get(channel, userId)
        if (people.get(userId) !== person) return
        if (member?.present === true) admit(userId, person, channel)
        else set(userId, person, channel, false)
      })
    },
    noteNews(channel, pts) {
      for (const { channels, news } of beingRead.values()) {
        if (!channels.has(channel) && (news.has(channel) || news.size < maxNews)) news.set(channel, pts)
      }
    },
    of: (channel) => byChannel.get(channel) ?? [],
    isHeard: (channel) => byChannel.has(channel),
    isBot: (userId) => people.get(userId)?.isBot !== false,
    async idle() {
      while (beingRead.size > 0) await Promise.all([...beingRead.values()].map(({ reading }) => reading))
    },
  }
}
