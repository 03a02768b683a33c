import type { ChannelId, PeerId, UserId } from '../ids.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import type { Reads } from '../store/store.ts'

/** So many are remembered as shown to one person, before all of them are shown in full once more. */
const maxShown = 1_000

/**
 * Which of the people who are here are in which channel: read from the store when somebody comes, kept by what is announced of
 * members. Costs in proportion to who is here, however many are in a channel.
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
  changed(channel: ChannelId, userId: UserId, present: boolean): void
  of(channel: ChannelId): Iterable<UserId>
}

interface Present {
  readonly channels: Set<ChannelId>
  /** Who was named in what was pushed to all the devices that are here. */
  readonly shown: Set<PeerId>
  /** What was announced while the rest was still being read. */
  changes: Map<ChannelId, boolean> | undefined
}

export function createChannelAudience(read: Pick<Reads, 'channelMembers'>, log: Log): ChannelAudience {
  const people = new Map<UserId, Present>()
  const byChannel = new Map<ChannelId, Set<UserId>>()

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

  const load = async (userId: UserId, person: Present): Promise<void> => {
    const channels = await read.channelMembers.channelsOf(userId)
    if (people.get(userId) !== person) return
    for (const channel of channels) set(userId, person, channel, true)
    for (const [channel, present] of person.changes ?? []) set(userId, person, channel, present)
    person.changes = undefined
  }

  return {
    enter(userId) {
      const person: Present = { channels: new Set(), shown: new Set(), changes: new Map() }
      people.set(userId, person)
      load(userId, person).catch((error: unknown) =>
        // The person's clients find out when they ask by themselves.
        logFailure(log, 'warn', 'somebody may not be told of what happens in channels', error),
      )
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
      for (const channel of person?.channels ?? []) if (person !== undefined) set(userId, person, channel, false)
    },
    changed(channel, userId, present) {
      const person = people.get(userId)
      if (person === undefined) return
      person.changes?.set(channel, present)
      set(userId, person, channel, present)
    },
    of: (channel) => byChannel.get(channel) ?? [],
  }
}
