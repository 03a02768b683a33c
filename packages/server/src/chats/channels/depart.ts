import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import { isDeleted } from '../../store/domain/people/users.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { maxAdmins } from './limits.ts'
import { passOnChannel } from './pass-on.ts'
import { postNote } from './post.ts'

/** So long a creator who has left may come back before somebody else has the channel, in seconds ("Leaving groups, channels"). */
const returnSeconds = 7 * 86_400
const passedOnAtOnce = 20

/** Who has a channel after its creator: the admin who came first, of those whose accounts are there. */
export async function heirOf(
  read: Pick<Reads, 'channelMembers' | 'users'>,
  { id: channel, creator }: ChannelRecord,
): Promise<UserId | undefined> {
  const admins = await read.channelMembers.page({ channel, list: 'admins', offset: 0, limit: maxAdmins })
  const others = admins.filter(({ userId }) => userId !== creator)
  const people = await read.users.many(others.map(({ userId }) => userId))
  const active = new Set(people.filter((one) => one.bot === undefined && !isDeleted(one)).map(({ id }) => id))
  const [first] = others.filter(({ userId }) => active.has(userId)).sort((a, b) => a.date - b.date)
  return first?.userId
}

interface Departing {
  readonly record: ChannelRecord
  readonly heir: UserId
  readonly date: UnixTime
}

/** Within a unit: the creator leaves; unless he or she is back in time, the heir has the channel then. A supergroup is told. */
export async function noteDeparture(
  tx: Transaction,
  ports: ServicePorts,
  { record, heir, date }: Departing,
): Promise<void> {
  await tx.creatorDepartures.put({ channel: record.id, heir, dueAt: date + returnSeconds })
  if (record.kind === 'broadcast') return
  const action = { _: 'messageActionNewCreatorPending', newCreatorId: BigInt(heir) } as const
  await postNote(tx, ports, { record, from: record.creator, date, session: undefined }, action)
}

/** What somebody has whose account ends, and who has each after that; what has no other admin stays as it is. */
export async function heirsOf(
  read: Pick<Reads, 'channels' | 'channelMembers' | 'users'>,
  userId: UserId,
): Promise<Map<ChannelRecord, UserId>> {
  const heirs = new Map<ChannelRecord, UserId>()
  const records = await read.channels.many(await read.channelMembers.channelsOf(userId))
  for (const record of records.filter(({ creator }) => creator === userId)) {
    const heir = await heirOf(read, record)
    if (heir !== undefined) heirs.set(record, heir)
  }
  return heirs
}

/** Passes on what creators have left for good, each in a unit. */
export async function passOnDue(ports: ServicePorts, now: UnixTime): Promise<void> {
  const { store } = ports
  for (const { channel } of await store.read.creatorDepartures.due(now, passedOnAtOnce)) {
    await store.transaction(async (tx) => {
      const departure = await tx.creatorDepartures.get(channel)
      const record = await tx.channels.get(channel)
      if (departure === undefined || departure.dueAt > now) return
      await tx.creatorDepartures.remove(channel)
      if (record === undefined || record.deleted) return
      const named = await tx.channelMembers.get(channel, departure.heir)
      const isThere = named?.present === true && named.role === 'admin'
      const to = isThere ? departure.heir : await heirOf(tx, record)
      if (to === undefined) return
      if (record.kind === 'megagroup') {
        const action = { _: 'messageActionChangeCreator', newCreatorId: BigInt(to) } as const
        await postNote(tx, ports, { record, from: record.creator, date: now, session: undefined }, action)
      }
      await passOnChannel(tx, ports, { record, to, date: now })
    })
  }
}
