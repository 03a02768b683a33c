import type { ChannelId, Store, UserId } from '@chappe/server'
import { type api, encode } from '@chappe/tl-codec/api'

const perTransaction = 1_000

/** What the creator of a supergroup holds is every right; the flags stand for all of them. */
const allRights = 2 ** 31 - 1

/** Users without a device, whose phone numbers begin with `prefix`. */
export async function createPeople(store: Store, prefix: string, count: number): Promise<UserId[]> {
  const createdAt = Math.floor(Date.now() / 1000)
  const people: UserId[] = []
  while (people.length < count) {
    const from = people.length
    const size = Math.min(perTransaction, count - from)
    const made = await store.transaction(async (tx) => {
      const batch: UserId[] = []
      for (let i = from; i < from + size; i++) {
        const phone = `${prefix}${String(i).padStart(7, '0')}`
        batch.push((await tx.users.create({ phone, firstName: `Member ${i}`, lastName: '', createdAt })).id)
      }
      return batch
    })
    people.push(...made)
  }
  return people
}

/** A supergroup of these people, the first of whom has made it. Its log begins with that. */
export async function createSupergroup(store: Store, title: string, members: readonly UserId[]): Promise<ChannelId> {
  const [creator] = members
  if (creator === undefined) throw new RangeError('somebody makes it')
  const date = Math.floor(Date.now() / 1000)
  const channel = await store.transaction(async (tx) => {
    const { id } = await tx.channels.create({ kind: 'megagroup', title, about: '', creator, createdAt: date })
    const [at] = await tx.boxes.advance([{ box: id, pts: 1, messages: 1 }])
    if (at === undefined) throw new TypeError('the log advances')
    const message: api.messageService = {
      _: 'messageService',
      id: at.lastMessageId,
      fromId: { _: 'peerUser', userId: BigInt(creator) },
      peerId: { _: 'peerChannel', channelId: BigInt(-(10 ** 12) - id) },
      date,
      action: { _: 'messageActionChannelCreate', title },
    }
    const place = { box: id, peer: id, id: at.lastMessageId, date }
    await tx.messages.add([{ ...place, from: creator, out: false, pts: at.pts, twin: 0, data: encode(message) }])
    await tx.dialogs.recordMessages([{ ...place, unread: false }])
    return id
  })
  for (let from = 0; from < members.length; from += perTransaction) {
    await store.transaction(async (tx) => {
      for (const userId of members.slice(from, from + perTransaction)) {
        const isCreator = userId === creator
        await tx.channelMembers.put({
          ...{ channel, userId, role: isCreator ? 'creator' : 'member', present: true, date },
          adminRights: isCreator ? allRights : 0,
          ...{ bannedRights: 0, bannedUntil: 0, availableMinId: 0, readInboxMaxId: 0 },
        })
      }
    })
  }
  return channel
}
